from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.locmem import EmailBackend

from berichten.enums import Wijze
from berichten.models import Bericht
from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail, _soorten, register
from berichten.verzending import send_due
from tests.factories.toegang import UserFactory

START = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAG = timedelta(days=1)
OCHTEND = datetime(2026, 11, 25, 7, 30, tzinfo=START.tzinfo)


@pytest.fixture
def proef():
    """A kind of mail of the test's own: which subjects are closed or broken, and what happens meanwhile."""

    class Proef:
        open = True
        meanwhile = None
        closed = set()
        broken = set()

        def still_due(self, bericht):
            if self.meanwhile:
                self.meanwhile(bericht)
            return self.open and bericht.gegevens.get("over") not in self.closed

        def render(self, bericht):
            over = bericht.gegevens.get("over", "")
            if over in self.broken:
                raise ValueError("Fatima Canarie")
            return Mail(onderwerp=f"Over {over}", alineas=("Een zin.",), knop="Kijk", pad="/trajecten/1/")

    kind = Proef()
    register(BerichtSoort(code="proef", naam="Proefbericht", still_due=kind.still_due, render=kind.render))
    yield kind
    del _soorten["proef"]


@pytest.fixture
def write(db, proef):
    """Return a function that writes a mail which waits."""

    def bericht(over="iets", **fields):
        fields = {"ontvanger": fields.pop("ontvanger", None) or UserFactory(), "soort": "proef", **fields}
        return Bericht.objects.create(
            sleutel=f"proef:{over}:{fields['ontvanger'].pk}", gegevens={"over": over}, **fields
        )

    return bericht


class Mailserver:
    """Stands in for the way mails are handed over: refuses while `error` is set."""

    error = None

    def __init__(self, monkeypatch):
        original = EmailBackend.send_messages

        def send_messages(backend, messages):
            if self.error:
                raise self.error
            return original(backend, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


@pytest.fixture
def mailserver(monkeypatch):
    return Mailserver(monkeypatch)


@pytest.fixture
def woken(monkeypatch):
    """Return the list of tasks that were asked for; no broker is needed."""
    names = []
    monkeypatch.setattr("berichten.outbox.wake_task", names.append)
    return names


@pytest.fixture
def run_minutes(time_machine):
    """Return a function that lets the beat send once a minute for so long."""

    def run(moment, duration):
        end = moment + duration
        while moment <= end:
            time_machine.move_to(moment, tick=False)
            send_due()
            moment += timedelta(minutes=1)

    return run


@pytest.fixture
def jo(db):
    return UserFactory(naam="Jo", email="jo@voorbeeld.example")


@pytest.fixture
def remind(proef):
    """Return a function that writes reminders for one reader, a day apart by their dates."""
    register(
        BerichtSoort(
            code="proefherinnering",
            wijze=Wijze.HERINNERING,
            over=lambda bericht: bericht.gegevens["over"].rstrip("!"),
            still_due=proef.still_due,
            render=proef.render,
        )
    )

    def write(ontvanger, *over):
        return enqueue_many(
            Aanvraag(
                soort="proefherinnering",
                sleutel=what,
                ontvanger=ontvanger,
                gegevens={"over": what, "datum": (START.date() + n * DAG).isoformat()},
            )
            for n, what in enumerate(over)
        )

    yield write
    del _soorten["proefherinnering"]


def send_at(time_machine, moment):
    time_machine.move_to(moment, tick=False)
    return send_due()


def ended():
    return dict(Bericht.objects.values_list("gegevens__over", "status"))

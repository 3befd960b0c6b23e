"""The worker or the broker dies in the middle of real work: every PDF is there and every mail is sent all the same."""

import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pypdf import PdfReader

from berichten.accountmails import deliver
from berichten.enums import CLAIM_DUUR, BerichtStatus
from berichten.models import Bericht, Weigering
from canvas import opdrachten
from canvas.drukken import STUCK_AFTER
from canvas.enums import PdfStatus
from canvas.models import PdfOpdracht
from canvas.velden import GEZAMENLIJK_DOEL, VELDEN
from partijen.enums import Rol
from scripts.processes import socket_accepts, wait_until
from scripts.services import running, valkey_command, valkey_url
from tests.factories.canvas import CanvasTekstFactory, full_traject
from tests.factories.partijen import LidmaatschapFactory
from trajecten import rollen
from trajecten.enums import Component
from trajecten.mails import GEVRAAGD
from trajecten.models import Rolinvulling

SEND = "berichten.tasks.verstuur_wachtende"
RENDER = "canvas.tasks.render_wachtende"
SECOND = timedelta(seconds=1)
# The mail server takes a mail and is this slow to say so (seconds): a kill falls in the gap that SMTP leaves.
SLOW = 0.4


@pytest.fixture
def seen(request):
    """A function that keeps a number with the test's report."""
    return lambda name, value: request.node.user_properties.append((name, value))


def elaborate_traject(cast, number):
    """A trajectory whose Canvas takes seconds to lay out."""
    traject = full_traject(gemeente=cast.waterstad, naam=f"Uitvoerig {number}", regisseur=cast.coordinator)
    for veld in set(VELDEN) - {GEZAMENLIJK_DOEL}:
        CanvasTekstFactory(traject=traject, veld=veld, tekst="Wij oefenen elke week de woorden van het vak. " * 5)
    return traject


def ask_thirty_people(cast):
    """Ask a party of thirty people for a role: one mail to each."""
    LidmaatschapFactory.create_batch(29, partij=cast.installatie)
    traject = full_traject(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.coordinator)
    rol = Rolinvulling.objects.get(fase__traject=traject, fase__component=Component.LEERWERK, rol=Rol.WERKGEVER)
    rollen.ask(rol, partij=cast.installatie)


def count(queryset, status):
    return queryset.filter(status=status).count()


def claims():
    """The PDFs that are being made, each with the moment it was begun."""
    return set(PdfOpdracht.objects.filter(status=PdfStatus.BEZIG).values_list("pk", "geclaimd_op"))


def assert_all_pdfs_are_there(settings, number):
    """One whole file per PDF that was asked for, and nothing beside them."""
    stored = list(PdfOpdracht.objects.all())
    assert [(rij.status, rij.fout) for rij in stored] == [(PdfStatus.KLAAR, "")] * number
    files = [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    assert sorted(files) == sorted(Path(rij.bestand.path) for rij in stored)
    for file in files:
        assert "Uitvoerig" in PdfReader(file).pages[0].extract_text()


def test_worker_killed_while_it_renders_costs_no_pdf(cast, settings, start_worker, celery, clock, seen):
    trajecten = [elaborate_traject(cast, number) for number in range(4)]
    worker = start_worker(concurrency=2)
    for traject in trajecten:
        opdrachten.ask(traject, cast.coordinator)
    cut_off: set[tuple[object, ...]] = set()
    for _ in range(2):
        assert wait_until(lambda: claims() - cut_off, seconds=20, every=0.02), "no PDF is being made"
        worker.kill()
        cut_off.update(claims())
        clock.advance(seconds=(STUCK_AFTER + SECOND).total_seconds())
        worker = start_worker(concurrency=2)
        celery.send_task(RENDER)
    wait_until(lambda: count(PdfOpdracht.objects, PdfStatus.KLAAR) == 4, seconds=40)
    seen("pdfs_cut_off", len(cut_off))
    assert_all_pdfs_are_there(settings, 4)
    assert sum(PdfOpdracht.objects.values_list("pogingen", flat=True)) == 4 + len(cut_off) > 5


def test_worker_killed_while_it_sends_costs_no_mail(cast, start_worker, celery, mailbox, clock, seen):
    mailbox.delay = SLOW
    worker = start_worker()
    ask_thirty_people(cast)
    in_flight = 0
    for kill in range(1, 4):
        mailbox.wait_for(7 * kill, seconds=20)
        worker.kill()
        in_flight += count(Bericht.objects, BerichtStatus.BEZIG)
        # The claim of the dead worker lapses; the beat would send this within a minute.
        clock.advance(seconds=(CLAIM_DUUR + SECOND).total_seconds())
        worker = start_worker()
        celery.send_task(SEND)
    mailbox.delay = 0
    wait_until(lambda: count(Bericht.objects, BerichtStatus.VERZONDEN) == 30, seconds=30)
    assert list(Bericht.objects.values_list("status", flat=True)) == [BerichtStatus.VERZONDEN] * 30
    received = Counter(mail["Message-ID"] for mail in mailbox.messages())
    people = {mail["To"] for mail in mailbox.messages()}
    twice = sum(times - 1 for times in received.values())
    seen("mails_in_flight_at_a_kill", in_flight)
    seen("mails_received_twice", twice)
    assert people == set(Bericht.objects.values_list("ontvanger__email", flat=True))
    assert len(received) == 30
    assert in_flight == 3, "a kill fell while nothing was being sent"
    assert twice <= in_flight, f"{twice} mails came twice after three kills"


class OwnBroker:
    """A broker of this test alone, that stops and starts again at the same address with the same data."""

    def __init__(self, home):
        self.socket, self.home = home / "b.sock", home
        self.url = valkey_url(self.socket)
        self.up = ExitStack()

    def start(self):
        self.up.enter_context(running(valkey_command(self.socket, self.home / "data"), self.home))
        assert wait_until(lambda: socket_accepts(self.socket), seconds=10)

    def stop(self):
        self.up.close()
        self.socket.unlink(missing_ok=True)


@pytest.fixture
def own_broker(tmp_path_factory, celery, monkeypatch):
    broker = OwnBroker(tmp_path_factory.mktemp("b"))
    monkeypatch.setattr(celery.conf, "broker_write_url", broker.url)
    broker.start()
    yield broker
    broker.stop()


def test_address_that_a_mail_server_does_not_know_is_asked_once(cast, start_worker, celery, mailbox):
    ask_thirty_people(cast)
    unknown = Bericht.objects.order_by("pk")[7].ontvanger
    mailbox.unknown.add(unknown.email)
    start_worker()
    celery.send_task(SEND)
    mailbox.wait_for(29, seconds=30)
    deliver(unknown, "account/email/password_changed")
    assert wait_until(lambda: count(Bericht.objects, BerichtStatus.MISLUKT) == 2, seconds=20)
    assert mailbox.refused == 1
    assert set(Bericht.objects.filter(status=BerichtStatus.MISLUKT).values_list("ontvanger", "pogingen")) == {
        (unknown.pk, 1)
    }
    assert Weigering.objects.get().code == "550 5.1.1"


def test_work_asked_for_without_a_broker_is_done_when_it_is_back(
    cast, settings, start_worker, start_beat, own_broker, mailbox, clock, seen
):
    traject = full_traject(gemeente=cast.waterstad, naam="Uitvoerig", regisseur=cast.coordinator)
    env = {"BROKER_URL": own_broker.url}
    start_worker(env=env)
    start_beat(env=env)
    own_broker.stop()
    started = time.monotonic()
    with transaction.atomic():
        ask_thirty_people(cast)
        opdrachten.ask(traject, cast.coordinator)
    waited = time.monotonic() - started
    seen("seconds_to_commit_without_a_broker", round(waited, 2))
    assert waited < 3
    # The beat may pass a quarter of an hour here and write reminders: those mails are not what was asked for.
    asked = Bericht.objects.filter(soort=GEVRAAGD)
    assert (count(asked, BerichtStatus.WACHT), count(PdfOpdracht.objects, PdfStatus.WACHT)) == (30, 1)
    own_broker.start()
    clock.advance(seconds=61)
    assert wait_until(lambda: count(asked, BerichtStatus.VERZONDEN) == 30, seconds=40)
    received = Counter(mail["Message-ID"] for mail in mailbox.messages())
    assert {received[bericht.mail_id] for bericht in asked} == {1}
    wait_until(lambda: count(PdfOpdracht.objects, PdfStatus.KLAAR) == 1, seconds=30)
    assert_all_pdfs_are_there(settings, 1)

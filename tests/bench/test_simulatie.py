"""A small simulated stretch with everything in it: real processes, real kills, a night in which the clock changes."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from bench.simulatie.jaar import Opzet, simulate
from bench.simulatie.machine import Draait, Log
from bench.simulatie.postbus import read
from bench.simulatie.regels import REGELS
from bench.simulatie.verslag import report
from berichten.herinneringen import all_rules
from berichten.mail import build, message_id
from berichten.models import Bericht
from berichten.soorten import get_soort
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory


def test_oracle_knows_every_rule_of_the_application():
    assert {regel.code for regel in REGELS} == {rule.code for rule in all_rules()}


def test_mail_tells_which_rows_of_the_outbox_stand_in_it(db):
    lezer = UserFactory()
    rows = [
        Bericht.objects.create(
            soort="afspraak_vandaag",
            sleutel=f"{afspraak.pk}",
            ontvanger=lezer,
            gegevens={"id": afspraak.pk, "datum": afspraak.deadline.isoformat()},
            eigenaar=afspraak.gemeente_id,
        )
        for afspraak in AfspraakFactory.create_batch(2, persoon=lezer, deadline=timezone.localdate())
    ]
    mail = get_soort("afspraak_vandaag")
    with override_settings(SITE_URL="http://127.0.0.1:8000"):
        message = build([(row, mail.render(row)) for row in rows])
    found = read(message.message().as_bytes(), datetime(2027, 1, 4, tzinfo=UTC))
    assert found.rijen == {row.pk for row in rows}
    assert (found.mail_id, found.aan) == (message_id(rows), lezer.email)


def test_log_of_a_worker_tells_what_it_is_at(tmp_path):
    file = tmp_path / "log"
    file.write_text("INFO: Task a.b[1-2] received\nINFO: Task a.b[3-4] received\nINFO: Task a.b[1-2] succ")
    worker = Draait(process=None, log=Log(file))
    worker.read()
    assert worker.taken == {"1-2", "3-4"}
    with file.open("a") as out:
        out.write("eeded in 0.1s: 3\nDEBUG: beat: Waking up in 3.00 seconds.\n")
    worker.read()
    assert (worker.taken, worker.keek) == ({"3-4"}, 1)


@pytest.mark.engine
@pytest.mark.postgresql
def test_three_weeks_with_every_outage_lose_and_double_nothing(tmp_path):
    opzet = Opzet(trajecten=12, dagen=20, kills=2, begin=date(2027, 3, 15))
    verloop = simulate(opzet, home=tmp_path / "simulatie")
    text = report(verloop)
    assert verloop.uitslag.goed, text
    assert (verloop.kills, verloop.geweigerd, verloop.boek.nachten) == (2, 0, (date(2027, 3, 28),))
    # It can be trusted only as far as there was something to send, in several rules.
    assert verloop.uitslag.totaal["gepland"] >= 20, text
    assert sum(telling["gepland"] > 0 for telling in verloop.uitslag.tellingen.values()) >= 4, text
    assert verloop.daden > 20

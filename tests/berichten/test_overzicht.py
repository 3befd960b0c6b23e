"""What is due for one reader leaves as one mail, and one part that breaks never stops the rest."""

import threading
from datetime import time, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection

from berichten.enums import MAX_DELEN, NIEUWS_PER_UUR, BerichtStatus, Ritme
from berichten.models import Bericht, Voorkeur
from berichten.terugkomst import take_back
from berichten.verzending import send_due
from tests.berichten.conftest import DAG, OCHTEND, START, ended, send_at
from tests.berichten.test_terugkomst import report
from tests.factories.toegang import UserFactory

S = BerichtStatus


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, woken):
    time_machine.move_to(START, tick=False)


def test_reminders_of_a_day_are_one_mail_in_the_morning(remind, jo, time_machine):
    remind(jo, "een", "twee")
    assert send_due() == 0
    time_machine.move_to(START + timedelta(hours=2), tick=False)
    remind(jo, "drie")

    assert [send_at(time_machine, OCHTEND - timedelta(minutes=1)), send_at(time_machine, OCHTEND), send_due()] == [
        0,
        1,
        0,
    ]

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["jo@voorbeeld.example"], "Leerwerk: 3 dingen om te doen")
    html = sent.alternatives[0].content
    for text in (sent.body, html):
        assert [text.count(f"Over {over}") for over in ("een", "twee", "drie")] == [1, 1, 1]
        assert "http://localhost/berichten/voorkeur/" in text
    assert ended() == {"een": S.VERZONDEN, "twee": S.VERZONDEN, "drie": S.VERZONDEN}
    assert set(Bericht.objects.values_list("onderwerp", flat=True)) == {"Over een", "Over twee", "Over drie"}


def test_a_single_reminder_is_an_ordinary_mail(remind, jo, time_machine):
    remind(jo, "een")
    send_at(time_machine, OCHTEND)
    assert mail.outbox[0].subject == "Over een"
    assert "Dit vraagt uw aandacht" not in mail.outbox[0].body


def test_each_reader_has_their_own_overview_and_news_does_not_wait_for_it(remind, write, jo, time_machine):
    other = UserFactory()
    remind(jo, "een", "twee")
    remind(other, "drie", "vier")
    write("nieuws", ontvanger=jo)
    assert send_due() == 1
    assert send_at(time_machine, OCHTEND) == 2
    assert sorted((sent.to[0], sent.subject) for sent in mail.outbox) == sorted(
        [
            (jo.email, "Over nieuws"),
            (jo.email, "Leerwerk: 2 dingen om te doen"),
            (other.email, "Leerwerk: 2 dingen om te doen"),
        ]
    )


def test_a_part_that_breaks_waits_alone_and_one_that_is_moot_lapses(remind, proef, jo, time_machine):
    remind(jo, "goed", "stuk", "klaar", "ook goed")
    proef.broken, proef.closed = {"stuk"}, {"klaar"}
    assert send_at(time_machine, OCHTEND) == 1
    assert mail.outbox[0].subject == "Leerwerk: 2 dingen om te doen"
    assert ended() == {"goed": S.VERZONDEN, "stuk": S.WACHT, "klaar": S.VERVALLEN, "ook goed": S.VERZONDEN}
    proef.broken = set()
    assert send_at(time_machine, OCHTEND + timedelta(minutes=1)) == 1
    assert mail.outbox[1].subject == "Over stuk"


def test_one_thing_is_told_once_however_many_kinds_speak_of_it(remind, jo, time_machine):
    remind(jo, "fase 1!", "fase 2", "fase 1")
    send_at(time_machine, OCHTEND)
    (sent,) = mail.outbox
    assert sent.subject == "Leerwerk: 2 dingen om te doen"
    assert (sent.body.count("* Over fase 1!"), sent.body.count("* Over fase 1\n")) == (1, 0)
    assert set(ended().values()) == {S.VERZONDEN}  # told: it comes back neither tomorrow nor when it is planned again
    assert remind(jo, "fase 1!", "fase 2", "fase 1") == 0


def test_a_long_overview_says_how_much_more_there_is(remind, jo, time_machine):
    remind(jo, *(f"ding {n:03}" for n in range(MAX_DELEN + 12)))
    assert send_at(time_machine, OCHTEND) == 1
    (sent,) = mail.outbox
    assert sent.subject == f"Leerwerk: {MAX_DELEN + 12} dingen om te doen"
    assert sent.body.count("* Over ding") == MAX_DELEN
    assert "En nog 12 dingen" in sent.body
    assert Bericht.objects.filter(status=S.VERZONDEN).count() == MAX_DELEN + 12


def test_a_server_that_is_away_costs_no_part_and_doubles_none(remind, jo, mailserver, time_machine):
    remind(jo, "een", "twee")
    mailserver.error = SMTPServerDisconnected()
    assert send_at(time_machine, OCHTEND) == 0
    assert ended() == {"een": S.WACHT, "twee": S.WACHT}
    mailserver.error = None
    assert send_at(time_machine, OCHTEND + timedelta(minutes=1)) == 1
    assert [sent.subject for sent in mail.outbox] == ["Leerwerk: 2 dingen om te doen"]


def test_an_overview_that_comes_back_is_undelivered_as_a_whole(remind, jo, time_machine):
    remind(jo, "een", "twee")
    send_at(time_machine, OCHTEND)
    bericht = Bericht.objects.first()
    assert len({mail.outbox[0].extra_headers["Message-ID"], *Bericht.objects.values_list("mail_id", flat=True)}) == 1
    assert len(take_back(report(bericht))) == 2
    assert ended() == {"een": S.MISLUKT, "twee": S.MISLUKT}


def test_reminder_that_lapsed_and_is_due_again_waits_for_the_next_overview(remind, proef, jo, time_machine):
    remind(jo, "een")
    proef.closed = {"een"}
    send_at(time_machine, OCHTEND)
    proef.closed = set()
    time_machine.move_to(OCHTEND + timedelta(minutes=1), tick=False)
    assert remind(jo, "een") == 1
    assert send_due() == 0
    assert send_at(time_machine, OCHTEND + DAG) == 1


def test_what_is_not_wanted_is_not_written(remind, write, jo):
    Voorkeur.objects.create(gebruiker=jo, ritme=Ritme.NOOIT)
    assert remind(jo, "een") == 0
    assert not Bericht.objects.exists()
    write("nieuws", ontvanger=jo)
    assert send_due() == 1


def test_news_written_before_the_quiet_hours_is_kept_until_they_end(write, jo, time_machine):
    Voorkeur.objects.create(gebruiker=jo, stil_van=time(22), stil_tot=time(7))
    write("laat", ontvanger=jo)  # the server was away all evening
    assert send_at(time_machine, START.replace(hour=23)) == 0
    assert Bericht.objects.get().pogingen == 0
    assert send_at(time_machine, (START + DAG).replace(hour=6, minute=59)) == 0
    assert send_at(time_machine, (START + DAG).replace(hour=7)) == 1


def test_one_reader_gets_no_flood_of_news_and_loses_none(write, jo, time_machine):
    for n in range(NIEUWS_PER_UUR + 3):
        write(f"nieuws {n:02}", ontvanger=jo)
    write("van een ander")
    assert send_due() == NIEUWS_PER_UUR + 1
    assert send_at(time_machine, START + timedelta(minutes=59)) == 0
    assert send_at(time_machine, START + timedelta(minutes=61)) == 3


def test_a_minute_takes_no_more_mail_than_the_provider_does(write, settings, woken, time_machine):
    settings.MAIL_PER_MINUUT = 4
    for n in range(10):
        write(f"nieuws {n}")
    sent = [send_at(time_machine, START + timedelta(seconds=seconds)) for seconds in (0, 30, 61, 122)]
    assert sent == [4, 0, 4, 2]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_overview(remind, time_machine, proef):
    jo = UserFactory()
    remind(jo, *(f"ding {n}" for n in range(20)))
    time_machine.move_to(OCHTEND, tick=False)
    gate = threading.Barrier(2)

    def work():
        gate.wait()
        send_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(ended().values()) == {S.VERZONDEN}
    assert sum(sent.body.count("* Over ding") or 1 for sent in mail.outbox) == 20

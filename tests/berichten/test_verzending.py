import threading
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection

from berichten import verzending
from berichten.enums import CLAIM_DUUR, MAX_POGINGEN, PAUZES, BerichtStatus
from berichten.models import Bericht
from berichten.verzending import send, send_due, sweep
from tests.berichten.conftest import START
from tests.factories.toegang import UserFactory

S = BerichtStatus


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, woken):
    time_machine.move_to(START, tick=False)


def test_send_hands_over_text_and_html_and_marks_the_row(write):
    bericht = write("groen", ontvanger=UserFactory(naam="Jo <b>", email="jo@voorbeeld.example"))

    assert send(bericht.pk) == S.VERZONDEN

    (sent,) = mail.outbox
    bericht.refresh_from_db()
    assert (sent.to, sent.subject) == (["jo@voorbeeld.example"], "Over groen")
    assert "Beste Jo <b>," in sent.body
    assert "http://localhost/trajecten/1/" in sent.body
    (html,) = [content for content, kind in sent.alternatives if kind == "text/html"]
    assert "Beste Jo &lt;b&gt;," in html
    assert 'href="http://localhost/trajecten/1/"' in html
    assert (bericht.status, bericht.onderwerp, bericht.verzonden_op, bericht.pogingen, bericht.geclaimd_op) == (
        S.VERZONDEN,
        "Over groen",
        START,
        1,
        None,
    )


def test_send_twice_sends_once(write):
    bericht = write()
    assert [send(bericht.pk), send(bericht.pk)] == [S.VERZONDEN, None]
    assert len(mail.outbox) == 1


def test_send_of_what_was_closed_meanwhile_lapses(write, proef):
    bericht = write()
    proef.open = False
    assert send(bericht.pk) == S.VERVALLEN
    assert mail.outbox == []


def test_send_to_someone_who_left_lapses(write):
    bericht = write(ontvanger=UserFactory(is_active=False))
    assert send(bericht.pk) == S.VERVALLEN
    assert mail.outbox == []


def test_line_break_in_a_name_is_no_second_header(write):
    send(write("groen\nBcc: iedereen@elders.example").pk)
    assert mail.outbox[0].message()["Subject"] == "Over groen Bcc: iedereen@elders.example"
    assert mail.outbox[0].message()["Bcc"] is None


def test_message_id_is_the_rows_own_at_each_attempt(write):
    first, other = write("een"), write("twee")
    send(first.pk)
    Bericht.objects.filter(pk=first.pk).update(status=S.WACHT)
    send(first.pk)
    send(other.pk)
    ids = [sent.message()["Message-ID"] for sent in mail.outbox]
    assert ids[0] == ids[1] != ids[2]


def test_send_due_sends_good_mail_beside_a_broken_one_and_a_closed_one(write, proef):
    proef.broken, proef.closed = {"kapot"}, {"dicht"}
    rows = [write(over) for over in ("een", "kapot", "dicht", "twee")]
    unknown = write("weg", soort="niet_meer_geregistreerd")

    assert send_due() == 2

    assert [sent.subject for sent in mail.outbox] == ["Over een", "Over twee"]
    found = [Bericht.objects.get(pk=row.pk).status for row in [*rows, unknown]]
    assert found == [S.VERZONDEN, S.WACHT, S.VERVALLEN, S.VERZONDEN, S.WACHT]


def test_broken_mail_keeps_no_words_of_the_error(write, proef):
    proef.broken = {"kapot"}
    bericht = write("kapot")
    send(bericht.pk)
    bericht.refresh_from_db()
    assert "kon niet worden gemaakt" in bericht.fout
    assert "Fatima" not in bericht.fout


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SMTPDataError(451, b"later"), "nam het bericht niet aan (code 451)"),
        (SMTPRecipientsRefused({}), "weigert dit e-mailadres"),
        (SMTPServerDisconnected("weg"), "niet bereikbaar"),
        (TimeoutError(), "niet bereikbaar"),
    ],
)
def test_failure_is_kept_in_plain_words_with_the_next_moment(write, mailserver, error, words):
    bericht = write()
    mailserver.error = error
    assert send(bericht.pk) == S.WACHT
    bericht.refresh_from_db()
    assert words in bericht.fout
    assert (bericht.onderwerp, bericht.volgende_poging) == ("Over iets", START + PAUZES[0])


def test_failures_pause_longer_each_time_and_the_tenth_gives_up(write, mailserver, time_machine):
    bericht = write()
    mailserver.error = TimeoutError()
    pauses = []
    for _attempt in range(MAX_POGINGEN):
        send_due()
        bericht.refresh_from_db()
        if bericht.status == S.WACHT:
            now = verzending.timezone.now()
            pauses.append(bericht.volgende_poging - now)
            time_machine.move_to(bericht.volgende_poging - timedelta(seconds=1), tick=False)
            assert send_due() == 0
            time_machine.move_to(bericht.volgende_poging, tick=False)

    assert tuple(pauses) == PAUZES
    assert list(PAUZES) == sorted(PAUZES)
    assert (bericht.status, bericht.pogingen) == (S.MISLUKT, 10)
    time_machine.move_to(START + timedelta(days=30), tick=False)
    mailserver.error = None
    assert send_due() == 0


def test_mail_that_failed_leaves_once_when_the_server_is_back(write, mailserver, run_minutes):
    write()
    mailserver.error = TimeoutError()
    run_minutes(START, timedelta(minutes=5))
    mailserver.error = None
    run_minutes(START + timedelta(minutes=6), timedelta(hours=2))
    assert len(mail.outbox) == 1
    assert Bericht.objects.get().status == S.VERZONDEN
    assert Bericht.objects.get().fout == ""


def test_row_of_a_killed_worker_is_freed_after_its_time_and_sent(write, time_machine):
    bericht = write(status=S.BEZIG, pogingen=1, geclaimd_op=START)

    time_machine.move_to(START + CLAIM_DUUR, tick=False)
    assert (send_due(), mail.outbox) == (0, [])
    time_machine.move_to(START + CLAIM_DUUR + timedelta(seconds=1), tick=False)
    assert send_due() == 1

    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen) == (S.VERZONDEN, 2)


def test_mail_that_kills_its_worker_each_time_is_given_up(write, time_machine):
    bericht = write(status=S.BEZIG, pogingen=MAX_POGINGEN, geclaimd_op=START)
    time_machine.move_to(START + timedelta(hours=1), tick=False)
    assert sweep() == 1
    bericht.refresh_from_db()
    assert (bericht.status, bericht.fout) == (S.MISLUKT, "Het verzenden brak af.")


def test_slow_worker_that_lost_its_row_does_not_undo_what_another_did(write, proef):
    bericht = write()

    def taken_over(row):
        Bericht.objects.filter(pk=row.pk).update(status=S.VERZONDEN, verzonden_op=START, geclaimd_op=None)
        raise TimeoutError

    proef.meanwhile = taken_over
    send(bericht.pk)
    bericht.refresh_from_db()
    assert (bericht.status, bericht.fout) == (S.VERZONDEN, "")


def test_send_due_stops_at_its_budget_and_wakes_the_next(write, monkeypatch, woken):
    for over in range(3):
        write(str(over))
    clock = iter([0, 10, 50, 50])
    monkeypatch.setattr(verzending.time, "monotonic", lambda: next(clock))
    assert send_due() == 1
    assert woken == ["berichten.tasks.verstuur_wachtende"]


def test_send_due_wakes_nobody_when_all_is_sent(write, woken):
    write()
    send_due()
    assert woken == []


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_send_due_opens_one_connection(write, rows, monkeypatch):
    for over in range(rows):
        write(str(over))
    opened = []
    monkeypatch.setattr(verzending, "get_connection", lambda: opened.append(1) or mail.get_connection())
    send_due()
    assert (len(mail.outbox), len(opened)) == (rows, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_workers_send_each_mail_once(write):
    rows = [write(str(over)) for over in range(20)]
    gate, answers = threading.Barrier(2), []

    def work():
        gate.wait()
        answers.append([send(row.pk) for row in rows])
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.outbox) == 20
    assert [set(pair) for pair in zip(*answers, strict=True)] == [{S.VERZONDEN, None}] * 20
    assert set(Bericht.objects.values_list("status", "pogingen")) == {("verzonden", 1)}

"""Reports of mail that a server took and could not deliver: read as it sends them."""

import io
import sys

import pytest
from django.core.management import call_command

from berichten import outbox
from berichten.enums import BerichtStatus
from berichten.models import Bericht, Weigering
from berichten.terugkomst import take_back
from berichten.verzending import send, send_due
from tests.berichten.conftest import START

S = BerichtStatus

RAPPORT = """\
From: MAILER-DAEMON@mail.example
To: leerwerk@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: {soort}; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

De mail aan jo@voorbeeld.example kwam niet aan.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0100

Final-Recipient: rfc822; jo@voorbeeld.example
Action: {action}
Status: {status}

--B
{origineel}
--B--
"""
HEADERS = "Content-Type: text/rfc822-headers\n\nSubject: Over iets\nMessage-ID: {id}\n"
GEHEEL = "Content-Type: message/rfc822\n\nSubject: Over iets\nMessage-ID: {id}\n\nBeste Jo,\n"


def report(
    bericht,
    *,
    status="5.1.1",
    action="failed",
    origineel=HEADERS,
    soort="multipart/report; report-type=delivery-status",
    kenmerk=None,
):
    origineel = origineel.format(id=kenmerk or Bericht.objects.get(pk=bericht.pk).mail_id)
    text = RAPPORT.format(soort=soort, action=action, status=status, origineel=origineel)
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def sent(write, time_machine, woken):
    """A mail that left."""
    time_machine.move_to(START, tick=False)
    bericht = write()
    assert send(bericht.pk) == S.VERZONDEN
    return bericht


@pytest.mark.parametrize("origineel", [HEADERS, GEHEEL])
def test_mail_that_came_back_is_no_longer_called_sent_and_its_address_gets_no_more(sent, write, origineel):
    assert take_back(report(sent, origineel=origineel)) == [sent]

    sent.refresh_from_db()
    assert (sent.status, sent.fout) == (
        S.MISLUKT,
        "De mail kwam terug: hij is niet bezorgd. Klopt het e-mailadres?",
    )
    assert Weigering.objects.get().code == "5.1.1"
    assert send(write("later", ontvanger=sent.ontvanger).pk) == S.MISLUKT


def test_words_beside_the_code_are_not_kept(sent):
    take_back(report(sent, status="5.1.1 (Jo werkt hier niet)"))
    assert Weigering.objects.get().code == "5.1.1"


@pytest.mark.parametrize("status", ["5.2.2", "4.4.7", "5.7.1", "raar"])
def test_what_says_nothing_about_the_address_holds_no_other_mail_back(sent, write, status):
    take_back(report(sent, status=status))
    sent.refresh_from_db()
    assert sent.status == S.MISLUKT
    assert send(write("later", ontvanger=sent.ontvanger).pk) == S.VERZONDEN


@pytest.mark.parametrize(
    "odd",
    [
        {"action": "delayed"},
        {"action": "relayed"},
        {"soort": "multipart/mixed"},
        {"soort": "multipart/report; report-type=disposition-notification"},
        {"kenmerk": "<bericht-0123456789abcdef0123456789abcdef@localhost>"},
        {"kenmerk": "<bericht-@localhost>"},
        {"kenmerk": "<iets-anders@elders.example>"},
    ],
)
def test_what_is_no_report_about_a_mail_of_ours_changes_nothing(sent, odd):
    assert take_back(report(sent, **odd)) == []
    sent.refresh_from_db()
    assert sent.status == S.VERZONDEN
    assert not Weigering.objects.exists()


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"geen mail", b"Content-Type: multipart/report\r\n\r\n"])
def test_rubbish_is_read_without_an_error(db, raw):
    assert take_back(raw) == []


def test_report_that_comes_twice_undoes_no_second_attempt(sent):
    raw = report(sent)
    take_back(raw)
    outbox.retry(sent)
    take_back(raw)
    sent.refresh_from_db()
    assert sent.status == S.WACHT
    send_due()
    assert Bericht.objects.get().status == S.VERZONDEN


def test_command_reads_the_report_and_never_fails(sent, monkeypatch, capsys):
    for raw, answer in (
        (report(sent), f"Mail {sent.pk} came back."),
        (b"\xff", "Nothing to do with a mail of ours."),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("teruggekomen")
        assert capsys.readouterr().out.strip() == answer
    sent.refresh_from_db()
    assert sent.status == S.MISLUKT

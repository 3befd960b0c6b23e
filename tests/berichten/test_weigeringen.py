"""What a mail server's refusals mean for a mail, and for the next to the same address."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest
from django.core import mail

from berichten import outbox
from berichten.enums import PAUZES, WEIGERING_DUUR, BerichtStatus
from berichten.models import Bericht, Weigering
from berichten.verzending import send, send_due
from berichten.weigeringen import Oordeel, judge
from tests.berichten.conftest import START
from tests.factories.toegang import UserFactory

S = BerichtStatus
JO = "jo@voorbeeld.example"
WEIGERT = "De mailserver weigert dit e-mailadres. Klopt het?"
NEEMT_NIETS_AAN = "Dit e-mailadres neemt geen mail aan. Klopt het?"


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, woken):
    time_machine.move_to(START, tick=False)


@pytest.fixture
def jo(db):
    return UserFactory(naam="Jo", email=JO)


def no_such_address():
    return SMTPRecipientsRefused({JO: (550, b"5.1.1 <jo@voorbeeld.example>: user unknown")})


@pytest.mark.parametrize(
    ("code", "tekst", "bij_adres", "oordeel"),
    [
        (451, "4.7.1 greylisted", True, Oordeel.LATER),
        (450, "", True, Oordeel.LATER),
        (550, "5.1.1 unknown", True, Oordeel.DIT_ADRES),
        (550, "5.1.1 unknown", False, Oordeel.DIT_ADRES),
        (550, "5.1.10 null MX", True, Oordeel.DIT_ADRES),
        (550, "5.2.1 disabled", True, Oordeel.DIT_ADRES),
        (550, "no such user", True, Oordeel.DIT_ADRES),
        (550, "looks like spam", False, Oordeel.DIT_BERICHT),
        (552, "5.2.2 mailbox full", True, Oordeel.DIT_BERICHT),
        (550, "5.7.1 blocked by policy", True, Oordeel.DIT_BERICHT),
        (554, "5.7.1 refused", False, Oordeel.DIT_BERICHT),
        (552, "5.3.4 too big", False, Oordeel.DIT_BERICHT),
        (550, "5.1.7 bad sender", True, Oordeel.DIT_BERICHT),
    ],
)
def test_judge_tells_an_address_from_a_mail_and_from_later(code, tekst, bij_adres, oordeel):
    assert judge(code, tekst, bij_adres=bij_adres) is oordeel


def test_address_that_does_not_exist_is_given_up_at_once_and_gets_no_more(write, mailserver, jo):
    first, next_one, other = write("een", ontvanger=jo), write("twee", ontvanger=jo), write("drie")
    mailserver.error = no_such_address()
    assert send(first.pk) == S.MISLUKT
    mailserver.error = None

    assert send(next_one.pk) == S.MISLUKT
    assert send(other.pk) == S.VERZONDEN

    assert [sent.subject for sent in mail.outbox] == ["Over drie"]
    weigering = Weigering.objects.get()
    assert (weigering.ontvanger, weigering.code, weigering.sinds) == (jo, "550 5.1.1", START)
    fouten = [Bericht.objects.get(pk=row.pk).fout for row in (first, next_one)]
    assert fouten == [WEIGERT, NEEMT_NIETS_AAN]


def test_refused_mail_is_given_up_at_once_while_the_address_keeps_getting_mail(write, mailserver, jo):
    first, next_one = write("een", ontvanger=jo), write("twee", ontvanger=jo)
    mailserver.error = SMTPDataError(554, b"5.7.1 refused by policy")
    assert send(first.pk) == S.MISLUKT
    mailserver.error = None
    assert send(next_one.pk) == S.VERZONDEN
    assert not Weigering.objects.exists()


@pytest.mark.parametrize(
    "error",
    [
        SMTPAuthenticationError(535, b"5.7.8 bad credentials"),
        SMTPSenderRefused(550, b"5.1.8 who are you", "leerwerk@localhost"),
        SMTPRecipientsRefused({JO: (451, b"4.7.1 greylisted")}),
        SMTPRecipientsRefused({}),
    ],
)
def test_what_is_no_fault_of_mail_or_address_is_tried_again(write, mailserver, jo, error):
    bericht = write(ontvanger=jo)
    mailserver.error = error
    assert send(bericht.pk) == S.WACHT
    bericht.refresh_from_db()
    assert bericht.volgende_poging == START + PAUZES[0]
    assert not Weigering.objects.exists()


def test_what_is_no_longer_needed_lapses_also_for_an_address_that_takes_no_mail(write, proef, jo):
    Weigering.objects.create(ontvanger=jo, code="550 5.1.1")
    bericht = write("dicht", ontvanger=jo)
    proef.closed = {"dicht"}
    assert send(bericht.pk) == S.VERVALLEN


def test_after_a_week_one_mail_finds_out_anew(write, mailserver, jo, time_machine):
    Weigering.objects.create(ontvanger=jo, code="550 5.1.1")
    rows = {}
    for moment, over in ((WEIGERING_DUUR - timedelta(seconds=1), "voor"), (WEIGERING_DUUR, "op")):
        time_machine.move_to(START + moment, tick=False)
        rows[over] = write(over, ontvanger=jo)
        mailserver.error = no_such_address()
        send_due()
    mailserver.error = None
    rows["na"] = write("na", ontvanger=jo)
    send_due()

    fouten = {over: Bericht.objects.get(pk=row.pk).fout for over, row in rows.items()}
    assert fouten == {"voor": NEEMT_NIETS_AAN, "op": WEIGERT, "na": NEEMT_NIETS_AAN}
    assert Weigering.objects.get().sinds == START + WEIGERING_DUUR
    assert mail.outbox == []


def test_address_that_takes_mail_again_after_a_week_is_forgotten(write, jo, time_machine):
    Weigering.objects.create(ontvanger=jo, code="550 5.1.1")
    write("weer", ontvanger=jo)
    time_machine.move_to(START + WEIGERING_DUUR, tick=False)
    assert send_due() == 1
    assert not Weigering.objects.exists()


def test_trying_again_lets_all_go_that_was_held_back(write, mailserver, jo, proef):
    rows = [write(over, ontvanger=jo) for over in ("een", "twee", "drie")]
    elsewhere = write("elders", status=S.MISLUKT)
    mailserver.error = no_such_address()
    send_due()
    mailserver.error = None
    proef.closed = {"drie"}

    outbox.retry(rows[1])
    send_due()

    assert sorted(sent.subject for sent in mail.outbox) == ["Over een", "Over twee"]
    found = [Bericht.objects.get(pk=row.pk).status for row in [*rows, elsewhere]]
    assert found == [S.VERZONDEN, S.VERZONDEN, S.VERVALLEN, S.MISLUKT]
    assert not Weigering.objects.exists()


def test_trying_one_again_leaves_other_failures_where_no_address_was_refused(write, jo):
    one, other = (write(over, ontvanger=jo, status=S.MISLUKT) for over in ("een", "twee"))
    outbox.retry(one)
    send_due()
    assert [Bericht.objects.get(pk=row.pk).status for row in (one, other)] == [S.VERZONDEN, S.MISLUKT]

import pytest
from django.core import mail
from django.urls import reverse

from berichten.accountmails import WIJZIGINGEN, deliver
from berichten.models import Bericht
from berichten.verzending import send_due


def test_a_row_holds_nothing_that_opens_an_account(cast, client):
    client.post(reverse("account_reset_password"), {"email": cast.mentor.email})
    [bericht] = Bericht.objects.all()
    assert (bericht.soort, bericht.gegevens) == ("nieuw_wachtwoord", {})
    send_due()
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_an_account_closed_meanwhile_gets_no_link(cast, client):
    client.post(reverse("account_reset_password"), {"email": cast.mentor.email})
    cast.mentor.is_active = False
    cast.mentor.save()
    send_due()
    assert mail.outbox == []


@pytest.mark.parametrize("kind", sorted(WIJZIGINGEN))
def test_each_change_of_how_one_signs_in_is_told(cast, kind):
    deliver(cast.mentor, kind)
    send_due()
    assert [message.subject for message in mail.outbox] == [str(WIJZIGINGEN[kind].onderwerp)]
    assert mail.outbox[0].to == [cast.mentor.email]


def test_what_we_have_no_words_for_is_not_mailed(cast):
    deliver(cast.mentor, "account/email/unknown")
    assert Bericht.objects.count() == 0

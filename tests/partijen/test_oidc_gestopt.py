"""Whose group is gone: the account closes with the last place, and opens again with it and by no old password."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from berichten.models import Bericht
from berichten.verzending import send_due
from partijen.enums import Functie
from partijen.leden import stop_member
from partijen.models import Lidmaatschap
from partijen.uitnodigingsmails import link_of
from tests.factories.partijen import LidmaatschapFactory, UitnodigingFactory
from tests.factories.toegang import PASSWORD
from tests.partijen.aanbieder import go, places, signed_in
from toegang.models import User

NIEUW = "een-heel-nieuw-woord-9"


def set_groups(waterstad, *groups):
    waterstad.person["groups"] = list(groups)
    client = Client()
    return client, go(client)


@pytest.fixture
def anna(waterstad, client):
    """Someone who came in by the gemeente, and had a password before that."""
    go(client)
    anna = User.objects.get(email="anna@waterstad.example")
    anna.set_password(PASSWORD)
    anna.save()
    return anna


def ask_for_a_password(email):
    Client().post(reverse("account_reset_password"), {"email": email})
    return list(Bericht.objects.filter(soort="nieuw_wachtwoord").values_list("ontvanger__email", flat=True))


def sign_in(email, password):
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return signed_in(client)


def test_with_the_last_place_the_account_is_closed(waterstad, client, anna):
    _there, answer = set_groups(waterstad)
    anna.refresh_from_db()
    assert (answer.status_code, anna.is_active) == (403, False)
    assert "U hebt bij Waterstad geen toegang tot Leerwerk (meer)." in answer.text
    assert client.get("/").status_code == 302
    assert sign_in(anna.email, PASSWORD) == 0
    assert ask_for_a_password(anna.email) == []
    # Each time again she reads why.
    assert "U hebt bij Waterstad geen toegang tot Leerwerk (meer)." in set_groups(waterstad)[1].text


def test_with_a_place_elsewhere_it_stays_open_password_and_all(cast, waterstad, anna):
    LidmaatschapFactory(gebruiker=anna, partij=cast.expertise)
    for groups in ([], ["km"], []):
        there, answer = set_groups(waterstad, *groups)
        assert (answer.status_code, signed_in(there)) == (302, anna.pk)
    anna.refresh_from_db()
    assert (anna.is_active, sign_in(anna.email, PASSWORD)) == (True, anna.pk)


def test_the_group_back_opens_it_again_by_the_gemeente_alone(waterstad, anna):
    set_groups(waterstad)
    there, answer = set_groups(waterstad, "lz")
    anna.refresh_from_db()
    assert (answer.status_code, signed_in(there)) == (302, anna.pk)
    assert (anna.is_active, anna.has_usable_password()) == (True, False)
    assert places(anna) == [("Waterstad", Functie.LEZER, True)]
    assert SocialAccount.objects.get().extra_data == {}
    assert sign_in(anna.email, PASSWORD) == 0


def test_a_link_for_a_password_from_before_waits_for_nothing(waterstad, anna):
    assert ask_for_a_password(anna.email) == [anna.email]
    send_due()
    [message] = [message for message in mail.outbox if "/password/reset/key/" in message.body]
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", message.body).group(1)
    set_groups(waterstad)
    late = Client()
    page = late.get(link, follow=True)
    late.post(page.request["PATH_INFO"], {"password1": NIEUW, "password2": NIEUW})
    set_groups(waterstad, "km")
    set_groups(waterstad)
    set_groups(waterstad, "km")

    anna.refresh_from_db()
    assert (anna.has_usable_password(), sign_in(anna.email, NIEUW)) == (False, 0)


def test_whoever_has_no_place_at_all_gets_no_mail_for_a_password(cast, anna):
    """As accounts were left by an earlier version: open, and without a place."""
    Lidmaatschap.objects.filter(gebruiker=anna).update(actief=False)
    assert ask_for_a_password(anna.email) == []
    LidmaatschapFactory(gebruiker=anna, partij=cast.expertise)
    assert ask_for_a_password(anna.email) == [anna.email]


def test_another_party_lets_them_in_with_a_password_and_the_link_goes(cast, waterstad, anna):
    set_groups(waterstad)
    uitnodiging = UitnodigingFactory(partij=cast.expertise, gebruiker=anna, door=cast.coordinator)
    form = {"naam": "Anna", "wachtwoord": NIEUW, "nog_eens": NIEUW}
    assert Client().post(link_of(uitnodiging), form).status_code == 302
    anna.refresh_from_db()
    assert (anna.is_active, sign_in(anna.email, NIEUW), SocialAccount.objects.count()) == (True, anna.pk, 0)
    assert places(anna) == [("Expertise", Functie.MEDEWERKER, True), ("Waterstad", Functie.KLANTMANAGER, False)]
    # The gemeente's sign-on does not know her any more: she links it herself.
    assert set_groups(waterstad, "km")[1].status_code == 403


def test_an_account_closed_by_its_last_party_opens_with_the_place_that_the_gemeente_gives_back(cast, waterstad, anna):
    elsewhere = LidmaatschapFactory(gebruiker=anna, partij=cast.expertise)
    set_groups(waterstad)
    stop_member(elsewhere)
    there, answer = set_groups(waterstad, "km")
    anna.refresh_from_db()
    assert (answer.status_code, signed_in(there), anna.is_active, anna.has_usable_password()) == (
        302, anna.pk, True, False,
    )  # fmt: skip


def test_whom_a_colleague_sent_away_stays_out_whatever_the_gemeente_says(waterstad, anna):
    stop_member(Lidmaatschap.objects.get(gebruiker=anna))
    there, answer = set_groups(waterstad, "co")
    anna.refresh_from_db()
    assert (answer.url, signed_in(there), anna.is_active) == (reverse("account_inactive"), 0, False)

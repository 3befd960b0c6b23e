"""A gemeente's sign-on did the second step for its own work, and for nobody else's."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from partijen.enums import Functie
from tests.factories.partijen import LidmaatschapFactory
from tests.partijen.aanbieder import go, signed_in
from tests.toegang.codes import code
from toegang.models import User


def later(minutes):
    return time_machine.travel(time.time() + minutes * 60, tick=False)


@pytest.fixture
def anna(waterstad, client):
    go(client)
    return User.objects.get(email="anna@waterstad.example")


def test_whose_own_gemeente_let_them_in_needs_no_second_one_here(cast, anna, client):
    assert client.session["gemeente"] == cast.waterstad.pk
    for minutes in (0, 10, 30):
        with later(minutes):
            assert client.get("/deelnemers/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["heuvelrijk", "maatwerk"])
def test_for_work_elsewhere_an_own_second_step_is_asked(cast, anna, elsewhere):
    LidmaatschapFactory(gebruiker=anna, partij=getattr(cast, elsewhere), functie=Functie.LEZER)
    client = Client()
    go(client)
    assert signed_in(client) == anna.pk
    assert client.get("/deelnemers/").url == reverse("mfa_index")


def test_whoever_comes_to_work_elsewhere_is_asked_within_a_minute(cast, anna, client):
    assert client.get("/deelnemers/").status_code == 200
    elsewhere = LidmaatschapFactory(gebruiker=anna, partij=cast.heuvelrijk, functie=Functie.LEZER)
    with later(2):
        assert client.get("/deelnemers/").url == reverse("mfa_index")
    elsewhere.actief = False
    elsewhere.save()
    with later(3):
        assert client.get("/deelnemers/").status_code == 200


def test_a_second_sign_on_answers_for_its_own_gemeente_alone(cast, providers, anna):
    LidmaatschapFactory(gebruiker=anna, partij=cast.heuvelrijk, functie=Functie.LEZER)
    anna.socialaccount_set.create(provider="heuvelrijk", uid="1001")
    client = Client()
    go(client, "heuvelrijk")
    assert (signed_in(client), client.session["gemeente"]) == (anna.pk, cast.heuvelrijk.pk)
    assert client.get("/deelnemers/").url == reverse("mfa_index")


@pytest.mark.django_db(transaction=True)
def test_with_an_own_second_step_all_work_is_open_and_it_is_asked_at_the_next_sign_in(cast, anna):
    LidmaatschapFactory(gebruiker=anna, partij=cast.heuvelrijk, functie=Functie.LEZER)
    client = Client()
    go(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert client.get("/deelnemers/").status_code == 200

    again = Client()
    assert go(again).url == reverse("mfa_authenticate")
    assert again.get("/deelnemers/").url.startswith(reverse("account_login"))
    assert Authenticator.objects.filter(user=anna, type="totp").count() == 1

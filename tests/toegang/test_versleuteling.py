"""Secrets of second steps: unreadable in the database, good for signing in, and carried along to a new SECRET_KEY."""

import importlib

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories.toegang import PASSWORD, UserFactory
from tests.toegang.codes import SECRET, code
from toegang import versleuteling

NIEUW = "n" * 10 + "Kw7-sT2vQx9LmZ4bYc8RfJ3gHd6PeAa1UoXiBt5NrWvDyQ"
migration = importlib.import_module("toegang.migrations.0006_encrypt_second_steps")


@pytest.fixture
def user(db):
    cache.clear()
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, SECRET)
    yield user
    cache.clear()


def column():
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return " ".join(str(row[0]) for row in cursor.fetchall())


def signs_in(user, value):
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": value})
    return "_auth_user_id" in client.session


def totp(user):
    return Authenticator.objects.get(user=user, type="totp").wrap()


def test_the_database_holds_no_secret_and_signing_in_works(user):
    codes = RecoveryCodes.activate(user)
    assert SECRET not in column()
    assert versleuteling.decrypt(codes.instance.data["seed"]) not in column()
    assert signs_in(user, code())
    assert signs_in(user, codes.get_unused_codes()[0])


def test_what_was_set_up_through_the_page_is_encrypted_too(cast):
    user, client = cast.mentor, Client()
    user.set_password(PASSWORD)
    user.save()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    assert (secret in column(), totp(user).instance.data["secret"].startswith("gAAAA")) == (False, True)


def test_two_texts_that_are_the_same_look_different():
    assert versleuteling.encrypt(SECRET) != versleuteling.encrypt(SECRET)


def test_the_migration_closes_what_stood_open_and_back(user):
    Authenticator.objects.filter(user=user).update(data={"secret": SECRET})
    RecoveryCodes.activate(user)
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": "ab" * 40, "used_mask": 3})
    migration.close(apps, None)
    closed = column()
    migration.close(apps, None)
    assert (column(), SECRET in closed, "ab" * 40 in closed) == (closed, False, False)
    assert signs_in(user, code())
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 3
    migration.reopen(apps, None)
    assert totp(user).instance.data == {"secret": SECRET}


def test_a_new_key_opens_what_the_former_closed_until_it_is_renewed(user, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NIEUW
    before = column()
    assert totp(user).validate_code(code())
    call_command("tweede_stap_sleutel")
    assert column() != before
    settings.SECRET_KEY_FALLBACKS = []
    assert versleuteling.decrypt(totp(user).instance.data["secret"]) == SECRET


def test_without_the_former_key_no_code_is_right_and_nothing_is_renewed(user, settings, caplog):
    settings.SECRET_KEY = NIEUW
    before = column()
    assert not totp(user).validate_code(code())
    assert "SECRET_KEY changed" in caplog.text
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        call_command("tweede_stap_sleutel")
    assert column() == before

"""A database that once showed the demo is no open door when it is served without it."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError

from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
from tests.factories.toegang import PASSWORD, UserFactory
from toegang.models import User

LOGIN = "/accounts/login/"
SESSION = "_auth_user_id"


@pytest.fixture
def demo(kept_demo, settings, db):
    settings.DEMO = True
    cache.clear()
    yield settings
    cache.clear()


def sign_in(client, email, password=WACHTWOORD):
    cache.clear()
    client.post(LOGIN, {"login": email, "password": password})
    return client.get("/account/").status_code == 200


def test_every_account_of_the_demo_is_shut_outside_it(demo, client):
    assert sign_in(client, ACCOUNTS[0].email)
    client.logout()
    demo.DEMO = False
    assert [account.email for account in ACCOUNTS if sign_in(client, account.email)] == []
    assert SESSION not in client.session


def test_a_new_password_does_not_open_an_account_of_the_demo(demo, client):
    demo.DEMO = False
    user = User.objects.get(email=ACCOUNTS[0].email)
    user.set_password(PASSWORD)
    user.save()
    assert not sign_in(client, user.email, PASSWORD)
    assert SESSION not in client.session


def test_the_password_of_the_demo_opens_no_other_account(demo, client):
    colleague = UserFactory(email="collega@voorbeeld.example")
    colleague.set_password(WACHTWOORD)
    colleague.save()
    demo.DEMO = False
    client.post(LOGIN, {"login": colleague.email, "password": WACHTWOORD})
    assert SESSION not in client.session


def test_a_session_from_the_demo_ends_with_it(demo, client):
    assert sign_in(client, ACCOUNTS[0].email)
    demo.DEMO = False
    assert client.get("/account/").status_code == 302
    demo.DEMO = True
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_someone_else_signs_in_as_before(client, settings):
    settings.DEMO = False
    user = UserFactory()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert client.session[SESSION] == str(user.pk)


def test_nobody_chooses_the_password_of_the_demo():
    with pytest.raises(ValidationError, match="van de demo"):
        validate_password(WACHTWOORD)

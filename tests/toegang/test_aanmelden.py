import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
from partijen.enums import Functie
from partijen.leden import add_member
from tests.factories.toegang import PASSWORD, UserFactory
from toegang.models import User

LOGIN = "/accounts/login/"


def _sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["sam@voorbeeld.example", "SAM@Voorbeeld.Example", "Sam@voorbeeld.EXAMPLE"])
def test_an_address_in_any_case_signs_in(client, spelling):
    sam = UserFactory(email="sam@voorbeeld.example")
    response = _sign_in(client, spelling)

    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(sam.pk)


@pytest.mark.django_db
def test_an_account_stored_in_capitals_is_one_account(client):
    UserFactory(email="SAM@VOORBEELD.EXAMPLE")

    assert User.objects.get().email == "sam@voorbeeld.example"
    assert _sign_in(client, "sam@voorbeeld.example").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["sam@voorbeeld.example", "niemand@voorbeeld.example"])
def test_a_wrong_password_says_so_in_dutch_and_does_not_tell_who_exists(client, email):
    UserFactory(email="sam@voorbeeld.example")
    response = _sign_in(client, email, "fout")

    assert "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw." in response.text
    assert f'value="{email}"' in response.text
    assert "_auth_user_id" not in client.session


@pytest.fixture
def fresh_counts(db):
    """Failed tries are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


def test_too_many_tries_ask_to_wait(fresh_counts, client):
    UserFactory(email="sam@voorbeeld.example")
    tries = [_sign_in(client, "sam@voorbeeld.example", "fout") for _try in range(6)]

    assert "U hebt het te vaak geprobeerd. Wacht een paar minuten." not in tries[0].text
    assert "U hebt het te vaak geprobeerd. Wacht een paar minuten." in tries[-1].text
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_closed_account_does_not_sign_in(client):
    UserFactory(email="sam@voorbeeld.example", is_active=False)
    _sign_in(client, "sam@voorbeeld.example")

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_nobody_makes_an_account_by_themselves(client):
    url = reverse("account_signup")
    page = client.get(url)
    client.post(url, {"email": "nieuw@voorbeeld.example", "password1": PASSWORD, "password2": PASSWORD})

    assert "Zelf een account maken kan niet" in page.text
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_sign_in_page_and_back(client):
    UserFactory(email="sam@voorbeeld.example")
    response = client.get("/partijen/")
    page = client.get(response.url)

    assert (response.status_code, response.url) == (302, f"{LOGIN}?next=/partijen/")
    assert page.status_code == 200
    assert 'name="next" value="/partijen/"' in page.text
    after = client.post(LOGIN, {"login": "sam@voorbeeld.example", "password": PASSWORD, "next": "/partijen/"})
    assert after.url == "/partijen/"


@pytest.mark.django_db
def test_signing_in_does_not_lead_to_another_site(client):
    UserFactory(email="sam@voorbeeld.example")
    response = client.post(
        LOGIN, {"login": "sam@voorbeeld.example", "password": PASSWORD, "next": "https://elders.example/"}
    )

    assert response.url == "/"


def test_signing_out_takes_a_post(cast, login):
    client = login(cast.werkgever)

    assert "Wilt u uitloggen?" in client.get(reverse("account_logout")).text
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_someone_who_was_added_chooses_a_first_password_and_signs_in(cast, client):
    lid = add_member(
        partij=cast.roc, email="nieuw@roc.example", naam="Nieuw", functie=Functie.MEDEWERKER, door=cast.coordinator
    )
    done = client.post(reverse("account_reset_password"), {"email": "Nieuw@ROC.example"}, follow=True)
    assert "Kijk in uw mail" in done.text
    assert [message.to for message in mail.outbox] == [["nieuw@roc.example"]]

    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    assert "Kies een wachtwoord" in page.text
    client.post(
        page.request["PATH_INFO"], {"password1": "een-heel-nieuw-woord-9", "password2": "een-heel-nieuw-woord-9"}
    )
    assert _sign_in(client, lid.gebruiker.email, "een-heel-nieuw-woord-9").status_code == 302
    assert "Deze link werkt niet meer" in client.get(link, follow=True).text


@pytest.mark.django_db
def test_a_reset_for_an_unknown_address_looks_the_same(client):
    done = client.post(reverse("account_reset_password"), {"email": "niemand@voorbeeld.example"}, follow=True)

    assert "Kijk in uw mail" in done.text
    assert "geen account" in mail.outbox[0].body


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_accounts_are_shown_in_the_demo_alone(client, settings, demo):
    settings.DEMO = demo
    page = client.get(LOGIN).text

    assert (WACHTWOORD in page) == demo
    assert [account.email for account in ACCOUNTS if account.email in page] == [a.email for a in ACCOUNTS if demo]


PAGES = ["account_change_password", "account_reauthenticate", "account_email", "account_logout"]


@pytest.mark.parametrize("name", PAGES)
def test_account_pages_have_our_frame(cast, login, name):
    page = login(cast.werkgever).get(reverse(name)).text

    assert '<html lang="nl">' in page
    assert 'class="lw-kop"' in page
    assert "crispy" not in page

import re
import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from berichten.models import Bericht
from berichten.verzending import send_due
from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import PASSWORD, UserFactory
from toegang.apparaten import describe
from toegang.inlogformulieren import VLOER
from toegang.matrix import DERDEN
from toegang.models import User

LOGIN = "/accounts/login/"


def without_tokens(page):
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page)


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


def test_too_many_tries_ask_to_wait(fresh_counts, client):
    UserFactory(email="sam@voorbeeld.example")
    tries = [_sign_in(client, "sam@voorbeeld.example", "fout") for _try in range(6)]

    assert "U hebt het te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw." not in tries[0].text
    assert "U hebt het te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw." in tries[-1].text
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


def test_someone_without_a_password_chooses_a_first_one_and_signs_in(cast, client):
    nieuw = UserFactory(email="nieuw@roc.example", password=None)
    LidmaatschapFactory(gebruiker=nieuw, partij=cast.roc)
    done = client.post(reverse("account_reset_password"), {"email": "Nieuw@ROC.example"}, follow=True)
    assert "Kijk in uw mail" in done.text
    send_due()
    [message] = [message for message in mail.outbox if message.subject == "Kies een wachtwoord voor Leerwerk"]
    assert message.to == ["nieuw@roc.example"]

    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", message.body).group(1)
    page = client.get(link, follow=True)
    assert "Kies een wachtwoord" in page.text
    client.post(
        page.request["PATH_INFO"], {"password1": "een-heel-nieuw-woord-9", "password2": "een-heel-nieuw-woord-9"}
    )
    assert _sign_in(client, nieuw.email, "een-heel-nieuw-woord-9").status_code == 302
    assert "Deze link werkt niet meer" in client.get(link, follow=True).text


@pytest.mark.django_db
def test_a_reset_for_an_unknown_address_looks_the_same_and_mails_nobody(client):
    LidmaatschapFactory(gebruiker__email="sam@voorbeeld.example")
    pages = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True).text
        for email in ("sam@voorbeeld.example", "niemand@voorbeeld.example")
    ]

    assert "Kijk in uw mail" in pages[0]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert [bericht.ontvanger.email for bericht in Bericht.objects.all()] == ["sam@voorbeeld.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["sam@voorbeeld.example", "zonder@voorbeeld.example", "niemand@voorbeeld.example"])
def test_a_reset_takes_as_long_whether_anyone_has_the_address_or_not(client, email):
    LidmaatschapFactory(gebruiker__email="sam@voorbeeld.example")
    UserFactory(email="zonder@voorbeeld.example")
    begun = time.monotonic()
    client.post(reverse("account_reset_password"), {"email": email})
    took = time.monotonic() - begun

    assert Bericht.objects.count() == (1 if email.startswith("sam") else 0)
    assert took >= VLOER


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_accounts_are_shown_in_the_demo_alone(client, settings, demo):
    settings.DEMO = demo
    page = client.get(LOGIN).text

    assert (WACHTWOORD in page) == demo
    assert [account.email for account in ACCOUNTS if account.email in page] == [a.email for a in ACCOUNTS if demo]


PAGES = ["account_change_password", "account_reauthenticate", "account_logout", "mfa_index", "usersessions_list"]


@pytest.mark.parametrize("name", PAGES)
def test_account_pages_have_our_frame(cast, login, name):
    page = login(cast.werkgever).get(reverse(name)).text

    assert '<html lang="nl" ' in page
    assert 'class="lw-kop"' in page
    assert "crispy" not in page


# Every address that the library brings, and what stands before it: nobody, a session, or a closed door.
VRIJ = {
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_login_webauthn",
    "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup",
    "openid_connect_login", "openid_connect_callback",
}  # fmt: skip
MET_SESSIE = {
    "account_change_password", "account_set_password", "account_reauthenticate",
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list",
    "socialaccount_connections",
}  # fmt: skip
GESLOTEN = {"account_email", "account_email_verification_sent", "account_confirm_email", "account_confirm_login_code"}
KWARGS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
    "account_confirm_email": {"key": "x"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
    "openid_connect_login": {"provider_id": "x"},
    "openid_connect_callback": {"provider_id": "x"},
}


def names_of_allauth(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of_allauth(pattern)
        elif getattr(pattern.callback, "__module__", "").startswith("allauth") and pattern.name:
            yield pattern.name


def test_every_address_of_the_library_is_on_one_of_the_lists():
    assert set(names_of_allauth()) == VRIJ | MET_SESSIE | GESLOTEN


@pytest.mark.parametrize("name", sorted(VRIJ | MET_SESSIE | GESLOTEN))
def test_the_matrix_says_what_stands_before_each(name):
    path = reverse(name, kwargs=KWARGS.get(name)).lstrip("/")
    guard = DERDEN[max((prefix for prefix in DERDEN if path.startswith(prefix)), key=len)]
    kind = "public" if name in VRIJ else "session" if name in MET_SESSIE else "closed"
    assert guard.startswith(f"{kind}:"), path


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MET_SESSIE))
def test_without_a_session_these_send_to_the_sign_in_page(client, name):
    response = client.get(reverse(name, kwargs=KWARGS.get(name)))
    assert (response.status_code, response.url.split("?")[0]) == (302, LOGIN)


@pytest.mark.parametrize("name", sorted(GESLOTEN))
def test_what_would_change_an_address_does_not_exist(cast, login, name):
    client = login(cast.werkgever)
    for method in (client.get, client.post):
        assert method(reverse(name, kwargs=KWARGS.get(name))).status_code == 404


def test_a_session_gets_another_key_at_sign_in_and_a_new_password_ends_the_others(cast, client):
    client.get(LOGIN)
    client.session["x"] = 1
    session = client.session
    session["voor"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    cast.expert.set_password(PASSWORD)
    cast.expert.save()
    _sign_in(client, cast.expert.email)
    elsewhere = Client()
    _sign_in(elsewhere, cast.expert.email)
    assert client.session.session_key != session.session_key

    new = "een-heel-nieuw-woord-9"
    changed = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert changed.status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def _twice(user):
    user.set_password(PASSWORD)
    user.save()
    here, there = Client(), Client()
    for browser in (here, there):
        _sign_in(browser, user.email)
        assert browser.get("/").status_code == 200
    return here, there


def test_one_other_device_is_signed_out_from_the_list(cast):
    here, there = _twice(cast.expert)
    session = UserSession.objects.get(session_key=there.session.session_key)
    assert reverse("toegang:sessie_uit", kwargs={"pk": session.pk}) in here.get(reverse("usersessions_list")).text

    page = here.post(reverse("toegang:sessie_uit", kwargs={"pk": session.pk}), follow=True)
    assert "U bent op dat apparaat uitgelogd." in page.text
    assert [browser.get("/").status_code for browser in (here, there)] == [200, 302]


def test_nobody_ends_the_session_of_someone_else(cast, login):
    here, there = _twice(cast.expert)
    for session in UserSession.objects.filter(user=cast.expert):
        login(cast.coordinator).post(reverse("toegang:sessie_uit", kwargs={"pk": session.pk}))
    assert [browser.get("/").status_code for browser in (here, there)] == [200, 200]


def test_all_other_devices_are_signed_out_at_once(cast):
    here, there = _twice(cast.expert)
    assert here.post(reverse("usersessions_list")).status_code == 302
    assert [browser.get("/").status_code for browser in (here, there)] == [200, 302]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131 Safari/537.36 Edg/131", "Edge op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131 Mobile Safari/537.36", "Chrome op Android"),
        ("iets anders", "Onbekende browser"),
    ],
)  # fmt: skip
def test_a_device_is_named_in_words_a_person_knows(user_agent, words):
    assert describe(user_agent) == words


@pytest.mark.parametrize(
    "password",
    ["Welkom12345678", "wachtwoord-2026", "Wachtwoord!!!!", "GemeenteUtrecht1", "mijn_geheim_2026", "LeerwerkLeerwerk",
     "kort-maar-raa", "12345678901234", "!!!!!!!!!!!!!!", "qwertyuiopasdfghjkl"],
)  # fmt: skip
def test_a_password_that_is_easily_guessed_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["vier losse woorden samen", "fietsbel-Tulp-karton", "een-heel-nieuw-woord-9"])
def test_a_long_password_of_ones_own_is_fine(password):
    validate_password(password)


def test_signing_out_everywhere_ends_every_session(cast):
    here, there = _twice(cast.expert)
    assert here.post(reverse("toegang:overal_uit")).status_code == 302
    assert [browser.get("/").status_code for browser in (here, there)] == [302, 302]

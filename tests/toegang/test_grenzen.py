"""How often someone may try: per account, per address on the network, and all at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.urls import reverse

from berichten.models import Bericht
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import PASSWORD, UserFactory
from tests.toegang.codes import SECRET, code

TE_VAAK = "U hebt het te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw."
FOUT = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."
ADDRESSES = ["sam@voorbeeld.example", "niemand@voorbeeld.example"]


pytestmark = pytest.mark.usefixtures("fresh_counts")


@pytest.fixture
def sam(db):
    return LidmaatschapFactory(gebruiker__email="sam@voorbeeld.example").gebruiker


def sign_in(client, email, password, **headers):
    return client.post("/accounts/login/", {"login": email, "password": password}, headers=headers)


@pytest.mark.parametrize("email", ADDRESSES)
def test_after_five_wrong_passwords_even_the_right_one_waits(sam, client, email):
    answers = [sign_in(client, email, "fout").text for _try in range(6)]
    assert [TE_VAAK in answer for answer in answers] == [False] * 5 + [True]
    assert [FOUT in answer for answer in answers] == [True] * 5 + [False]
    assert TE_VAAK in sign_in(client, email, PASSWORD).text
    assert "_auth_user_id" not in client.session


def test_another_account_is_not_locked_along(sam, client):
    other = UserFactory()
    for _try in range(6):
        sign_in(client, sam.email, "fout")
    assert sign_in(client, other.email, PASSWORD).status_code == 302


def test_an_address_with_letters_in_another_case_is_the_same_account(sam, client):
    for spelling in ("sam@voorbeeld.example", "SAM@voorbeeld.example", "Sam@Voorbeeld.example") * 2:
        sign_in(client, spelling, "fout")
    assert TE_VAAK in sign_in(client, "sam@voorbeeld.EXAMPLE", PASSWORD).text


def test_one_computer_that_tries_many_accounts_is_stopped(sam, client):
    answers = [sign_in(client, f"persoon{n}@voorbeeld.example", "fout") for n in range(12)]
    assert [TE_VAAK in answer.text for answer in answers] == [False] * 10 + [True] * 2


def test_whoever_keeps_hammering_gets_a_page_that_says_wait(sam, client):
    answers = [sign_in(client, f"persoon{n}@voorbeeld.example", "fout") for n in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {200}
    assert answers[-1].status_code == 429
    assert "Wacht een kwartier en probeer het dan opnieuw." in answers[-1].text


@pytest.mark.parametrize("email", ADDRESSES)
def test_a_reset_may_be_asked_for_three_times_whoever_it_is(sam, client, email):
    answers = [client.post(reverse("account_reset_password"), {"email": email}).status_code for _try in range(4)]
    assert answers == [302, 302, 302, 429]
    assert Bericht.objects.count() == (3 if email == sam.email else 0)


def test_a_made_up_sender_does_not_start_the_count_anew(sam, client):
    answers = [
        sign_in(client, f"persoon{n}@voorbeeld.example", "fout", **{"X-Forwarded-For": f"203.0.113.{n}"})
        for n in range(12)
    ]
    assert [TE_VAAK in answer.text for answer in answers] == [False] * 10 + [True] * 2


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    ],
)
def test_behind_a_proxy_only_what_it_added_itself_counts(rf, settings, proxies, forwarded, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert get_adapter().get_client_ip(rf.get("/", headers={"X-Forwarded-For": forwarded})) == expected


def at_once(number, call):
    """Call that many times in threads of their own, each with a connection of its own."""

    def run(n):
        try:
            return call(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_no_more_tries_than_twenty_in_a_row(sam):
    answers = at_once(20, lambda n: sign_in(Client(REMOTE_ADDR=f"203.0.113.{n}"), sam.email, "fout").text)
    assert 1 <= sum(FOUT in answer for answer in answers) <= 5
    assert all((FOUT in answer) != (TE_VAAK in answer) for answer in answers)
    assert TE_VAAK in sign_in(Client(), sam.email, PASSWORD).text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_code_used_twice_at_the_same_moment_lets_one_in(sam):
    TOTP.activate(sam, SECRET)
    clients = [Client() for _n in range(4)]
    for client in clients:
        sign_in(client, sam.email, PASSWORD)
    same = code()
    answers = at_once(4, lambda n: clients[n].post(reverse("mfa_authenticate"), {"code": same}).status_code)
    assert sorted(answers) == [200, 200, 200, 302]

"""Signing in through a gemeente: forged, stale and broken answers sign nobody in."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from tests.partijen.aanbieder import back, go, signed_in

BAD_TOKENS = {
    "expired": {"exp": int(time.time()) - 60},
    "of another provider": {"iss": "https://login.heuvelrijk.example"},
    "for another application": {"aud": "iets-anders"},
    "about someone else": {"sub": "1"},
    "about nobody": {"sub": ""},
}


@pytest.mark.parametrize("what", BAD_TOKENS)
def test_a_token_that_is_not_right_signs_nobody_in(waterstad, client, what):
    waterstad.token = BAD_TOKENS[what]
    answer = go(client)
    assert (answer.status_code, signed_in(client), SocialAccount.objects.count()) == (401, 0, 0)
    assert "Inloggen via uw gemeente is niet gelukt" in answer.text


def test_a_token_signed_by_someone_else_signs_nobody_in(waterstad, client):
    waterstad.signed_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert (go(client).status_code, signed_in(client)) == (401, 0)


def test_userinfo_about_someone_else_signs_nobody_in(waterstad, client):
    waterstad.userinfo = {"sub": "2002"}
    assert (go(client).status_code, signed_in(client)) == (401, 0)


@pytest.mark.parametrize("answer", ["<html>", "[]", {"issuer": "https://login.waterstad.example"}])
def test_a_provider_that_answers_nonsense_is_an_error_page(waterstad, client, answer):
    waterstad.described = answer
    page = client.post(reverse("openid_connect_login", args=["waterstad"]))
    assert page.status_code == 502
    assert "Er ging iets mis tussen Leerwerk en uw gemeente." in page.text


def test_a_provider_with_another_name_is_not_the_one_we_know(waterstad, client):
    waterstad.described = waterstad.answers()["/.well-known/openid-configuration"] | {"issuer": "https://x.example"}
    assert client.post(reverse("openid_connect_login", args=["waterstad"])).status_code == 502


def test_a_provider_that_is_down_is_an_error_page_before_and_after(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    waterstad.down = True
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    pages = [back(client, state), client.post(reverse("openid_connect_login", args=["waterstad"]))]

    assert [page.status_code for page in pages] == [502, 502]
    assert all("Er ging iets mis tussen Leerwerk en uw gemeente." in page.text for page in pages)


def test_an_answer_that_nobody_asked_for_signs_nobody_in(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    victim = Client()
    # Someone else's state, one that was made up, and one that was used.
    assert [back(victim, s).status_code for s in (state, "verzonnen")] == [401, 401]
    assert back(client, state).status_code == 302
    assert back(client, state).status_code == 401
    assert signed_in(victim) == 0


def test_the_answer_of_one_provider_is_not_taken_for_that_of_another(providers, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    assert (back(client, state, "heuvelrijk").status_code, signed_in(client)) == (401, 0)


def test_whoever_stops_half_way_reads_so(waterstad, client):
    sent = client.post(reverse("openid_connect_login", args=["waterstad"]))
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    url = reverse("openid_connect_callback", args=["waterstad"])
    page = client.get(url, {"error": "access_denied", "state": state}, follow=True)
    assert "U bent gestopt met inloggen" in page.text


@pytest.mark.parametrize(
    ("next_url", "goes"),
    [("/partijen/", "/partijen/"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/")],
)
def test_signing_in_leads_to_a_page_of_ours(waterstad, client, next_url, goes):
    assert go(client, next=next_url).url == goes

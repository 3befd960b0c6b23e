"""The address of the button to a gemeente: what else than a press of the button is sent there."""

import json

import pytest

from config import oidc


@pytest.fixture
def waterstad(settings):
    entry = {"provider_id": "waterstad", "name": "Gemeente Waterstad", "client_id": "leerwerk", "secret": "s"}
    entry |= {"server_url": "http://127.0.0.1:9", "gemeente": "Gemeente Waterstad", "domains": ["waterstad.example"]}
    settings.OIDC_APPS = oidc.apps(json.dumps([entry | {"groups": {"lezers": "lezer"}}]))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_APPS}}


@pytest.mark.parametrize("method", ["head", "put", "patch", "delete", "options"])
def test_only_a_press_of_the_button_asks_the_gemeente(waterstad, db, client, method):
    # Whoever asks there gets 502: nobody answers at that address.
    assert client.post("/accounts/oidc/waterstad/login/").status_code == 502
    assert getattr(client, method)("/accounts/oidc/waterstad/login/").status_code == 405
    assert client.get("/accounts/oidc/waterstad/login/").status_code == 200


@pytest.mark.parametrize("naam", ["waterstad%00", "%00", "WATERSTAD", "waterstad%20", "openid_connect"])
@pytest.mark.parametrize("deel", ["login/", "login/callback/"])
def test_a_name_that_is_none_is_no_address(waterstad, db, client, naam, deel):
    answers = [client.get(f"/accounts/oidc/{naam}/{deel}"), client.post(f"/accounts/oidc/{naam}/{deel}")]
    assert [answer.status_code for answer in answers] == [404, 404]

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import oidc

ROOT = Path(__file__).resolve().parents[2]
ENTRY = {
    "provider_id": "waterstad",
    "name": "Gemeente Waterstad",
    "client_id": "leerwerk",
    "secret": "geheim-van-waterstad",
    "server_url": "https://login.waterstad.example/realms/stad",
    "gemeente": "Waterstad",
    "domains": ["waterstad.example"],
    "groups": {"lw-coordinatie": "coordinator", "lw-klant": "klantmanager"},
}
OTHER = ENTRY | {
    "provider_id": "heuvelrijk",
    "name": "Gemeente Heuvelrijk",
    "server_url": "https://login.heuvelrijk.example",
    "gemeente": 7,
    "domains": ["heuvelrijk.example"],
}


def without(name):
    return {key: value for key, value in ENTRY.items() if key != name}


def test_nothing_set_is_no_gemeente():
    assert [oidc.apps(""), oidc.apps("  "), oidc.apps("[]")] == [[], [], []]
    assert oidc.origins([]) == []


def test_an_entry_becomes_an_app_with_pkce():
    assert oidc.apps(json.dumps([ENTRY])) == [
        {
            "provider_id": "waterstad",
            "name": "Gemeente Waterstad",
            "client_id": "leerwerk",
            "secret": "geheim-van-waterstad",
            "settings": {
                "server_url": "https://login.waterstad.example/realms/stad",
                "scope": ["openid", "profile", "email"],
                "oauth_pkce_enabled": True,
                "gemeente": "Waterstad",
                "domains": ["waterstad.example"],
                "groups": {"lw-coordinatie": "coordinator", "lw-klant": "klantmanager"},
                "groups_claim": "groups",
                "origins": ["https://login.waterstad.example"],
            },
        }
    ]


def test_the_address_of_the_description_is_the_same_server():
    url = "https://login.waterstad.example/realms/stad/.well-known/openid-configuration"
    [app] = oidc.apps(json.dumps([ENTRY | {"server_url": url}]))
    assert app["settings"]["server_url"] == ENTRY["server_url"]


def test_origins_are_those_of_all_entries():
    more = ENTRY | {"origins": ["https://sts.waterstad.example"]}
    assert oidc.origins(oidc.apps(json.dumps([more, OTHER]))) == [
        "https://login.heuvelrijk.example",
        "https://login.waterstad.example",
        "https://sts.waterstad.example",
    ]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("{", "OIDC is not JSON"),
        ("{}", "OIDC must be a list in JSON"),
        (["x"], "entry 1: must be an object"),
        *([[without(name)], f"{name} is missing."] for name in sorted(oidc.NEEDED)),
        ([ENTRY | {"groep": 1}], "entry 1 (waterstad): groep is not a name we know."),
        ([OTHER, ENTRY | {"secret": " "}], "entry 2 (waterstad): secret must be a text."),
        ([ENTRY | {"client_id": 5}], "client_id must be a text."),
        ([ENTRY | {"provider_id": "Water/stad"}], "provider_id must be small letters"),
        ([ENTRY | {"name": "x" * 41}], "name must be at most 40 characters"),
        ([ENTRY | {"server_url": "http://login.waterstad.example"}], "server_url must be an https address"),
        ([ENTRY | {"server_url": "https://x.example; script-src *"}], "server_url must be an https address"),
        ([ENTRY | {"server_url": "https://iemand@x.example"}], "server_url must be an https address"),
        ([ENTRY | {"server_url": "login.waterstad.example"}], "server_url must be an https address"),
        ([ENTRY | {"gemeente": True}], "gemeente must be the exact name"),
        ([ENTRY | {"gemeente": ""}], "gemeente must be the exact name"),
        ([ENTRY | {"domains": []}], "domains must list the mail domains"),
        ([ENTRY | {"domains": ["@waterstad.example"]}], "domains must list the mail domains"),
        ([ENTRY | {"groups": {}}], "groups must say which group gets which function"),
        ([ENTRY | {"groups": {"g": "baas"}}], "groups: g must be one of coordinator, klantmanager, lezer, beheerder"),
        ([ENTRY | {"groups": {"g": "medewerker"}}], "groups: g must be one of"),
        ([ENTRY | {"groups_claim": ""}], "groups_claim must be a text."),
        ([ENTRY | {"scope": ["profile"]}], "scope must be a list of texts with openid"),
        ([ENTRY | {"origins": ["https://x.example/pad"]}], "origins must be a list of https addresses"),
        ([ENTRY, OTHER | {"provider_id": "waterstad"}], "provider_id waterstad is used twice."),
        ([ENTRY, OTHER | {"name": "gemeente waterstad"}], "name gemeente waterstad is used twice."),
        ([ENTRY, OTHER | {"gemeente": "waterstad"}], "gemeente waterstad is used twice."),
        ([ENTRY, OTHER | {"server_url": ENTRY["server_url"] + "/"}], "is used twice."),
        ([ENTRY, OTHER | {"domains": ["waterstad.example"]}], "domain waterstad.example is used twice."),
    ],
)
def test_what_is_wrong_is_refused_and_said(entries, said):
    with pytest.raises(ImproperlyConfigured) as refused:
        oidc.apps(entries if isinstance(entries, str) else json.dumps(entries))
    assert said in str(refused.value)


def test_a_refusal_never_repeats_the_secret():
    with pytest.raises(ImproperlyConfigured) as refused:
        oidc.apps(json.dumps([ENTRY | {"groups": {}}]))
    assert ENTRY["secret"] not in str(refused.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/oidc", "http://localhost:9000"])
def test_a_provider_on_this_machine_may_do_without_tls(url):
    [app] = oidc.apps(json.dumps([ENTRY | {"server_url": url}]))
    assert app["settings"]["server_url"] == url


def test_the_application_does_not_start_with_a_wrong_entry():
    env = {**os.environ, "OIDC": json.dumps([without("secret")])}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "entry 1 (waterstad): secret is missing." in done.stderr

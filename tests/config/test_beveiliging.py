"""What keeps the door shut whatever the code does: settings that are refused, and headers on every answer."""

import os
import re
import secrets
import string
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from config.beveiliging import is_loopback_address, refusals, weakness
from tests.factories.wereld import build_wereld

ROOT = Path(__file__).resolve().parents[2]
# A fixed one: two processes that collect these tests must see the same.
GOOD = "q7Vw-2LxT9fZb4RkYc8NsJ3gHd6PmEa1UoXiBt5KrWvDyQzGhMnFjSe0CpAlOuI_"
LOOPBACK = ["localhost", "127.0.0.1"]
SITE = ["leerwerk.gemeente.example"]


def refused(**changed):
    asked = {"debug": False, "demo": False, "hosts": SITE, "secret_key": GOOD, "site_url": f"https://{SITE[0]}"}
    return refusals(**asked | changed)


# --- settings


def test_a_server_with_a_good_key_starts():
    assert refused() == []


def test_on_loopback_nothing_need_be_set():
    assert refused(hosts=LOOPBACK, secret_key="", site_url="http://localhost") == []
    assert refused(hosts=LOOPBACK, secret_key="kort", debug=True, demo=True) == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"secret_key": ""}, "SECRET_KEY is missing"),
        ({"secret_key": "kort"}, "fewer than 50 characters"),
        ({"debug": True}, "DEBUG=1 shows settings"),
        ({"demo": True}, "DEMO=1 has known passwords"),
        ({"hosts": ["*"]}, "lets anyone choose"),
        ({"hosts": [*SITE, ".gemeente.example"]}, "lets anyone choose"),
        ({"hosts": []}, "ALLOWED_HOSTS is empty"),
        ({"site_url": "http://leerwerk.gemeente.example"}, "must start with https"),
    ],
)
def test_a_server_does_not_start_with_an_open_door(changed, reason):
    assert [reason in found for found in refused(**changed)] == [True]


@pytest.mark.parametrize(
    "key",
    [
        "x" * 60,
        "abcdefghijkl" * 5,
        "django-insecure-" + GOOD,
        "leerwerk-" + GOOD,
        "a secret that every process of a server shares, 123",
        GOOD[:49],
        string.ascii_letters,
        string.ascii_letters[::-1],
        string.digits + string.ascii_letters,
        string.printable.strip(),
        "qwertyuiopasdfghjklzxcvbnm1234567890QWERTYUIOPASDFGHJKLZXCVBNM",
        "de sleutel van onze gemeente die niemand raden kan, echt waar",
        "Groenewegwatermolenzonnebloemfietspadschoolpleinmarktkraamtuin",
    ],
)
def test_a_key_that_can_be_guessed_is_weak(key):
    assert weakness(key).startswith("SECRET_KEY is weak: ")


def test_random_keys_of_several_makings_are_strong():
    made = [secrets.token_urlsafe(50), secrets.token_hex(32), secrets.token_hex(50)]
    assert [weakness(key) for _n in range(200) for key in made] == [""] * 600


def start(**env):
    mine = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SECRET_KEY", "ALLOWED_HOSTS", "DEMO", "DEBUG"}
    }
    command = [sys.executable, "-c", "import django; django.setup()"]
    given = mine | {"DJANGO_SETTINGS_MODULE": "config.settings"} | env
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"SECRET_KEY": "kort"}, "SECRET_KEY is weak: it has fewer than 50 characters."),
        ({"ALLOWED_HOSTS": SITE[0]}, "SECRET_KEY is missing: the one made at the first start is for loopback only."),
        ({"ALLOWED_HOSTS": SITE[0], "SECRET_KEY": GOOD, "DEMO": "1", "DEBUG": "1"}, "DEMO=1 has known passwords"),
    ],
)
def test_a_process_with_an_open_door_ends_and_says_why(env, message):
    done = start(**env)
    assert (done.returncode, message in done.stderr) == (1, True)


def test_a_process_with_a_good_key_starts_on_a_real_name():
    assert start(ALLOWED_HOSTS=SITE[0], SECRET_KEY=GOOD).returncode == 0


@pytest.mark.parametrize("word", ["1", "y", "ok", "ON"])
def test_gunicorn_does_not_serve_the_demo_to_other_machines(word):
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", "0.0.0.0:0", "config.wsgi"]
    env = os.environ | {"DEMO": word}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "DEMO=1 has known passwords: it is served on loopback only" in done.stderr


# What runserver serves, and gunicorn without our configuration.
ASK = """
from django.core.servers.basehttp import get_internal_wsgi_application
from django.test import RequestFactory
from config.wsgi import application
for app in (application, get_internal_wsgi_application()):
    for address in ("127.0.0.1", "192.0.2.7"):
        asked = RequestFactory(REMOTE_ADDR=address, HTTP_HOST="localhost").get("/healthz/live").environ
        app(asked, lambda status, headers: print(status[:3], end=" "))
"""


@pytest.mark.parametrize(
    ("word", "answers"), [("1", "200 403"), ("y", "200 403"), ("ok", "200 403"), ("0", "200 200"), ("", "200 200")]
)
def test_whatever_serves_the_demo_answers_no_other_machine(word, answers):
    env = os.environ | {"DEMO": word, "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == answers.split() * 2


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
        ("::ffff:192.0.2.7", False),
        ("fd00::2", False),
        ("niet.een.adres", False),
    ],
)
def test_which_address_is_this_machine_alone(address, own):
    assert is_loopback_address(address) is own


# --- headers

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def answers(cast, login):
    """One answer of each kind that the application gives."""
    wereld, client, anyone = build_wereld(cast), login(cast.coordinator), Client()
    traject = wereld.traject.pk
    return {
        "page": (200, client.get("/trajecten/")),
        "partial": (200, client.get(f"/trajecten/{traject}/deelnemers/", headers={"HX-Request": "true"})),
        "pdf": (202, client.get(f"/trajecten/{traject}/canvas.pdf")),
        "download": (200, client.get("/deelnemers/importeren/voorbeeld.xlsx")),
        "redirect": (302, anyone.get("/deelnemers/")),
        "not found": (404, client.get("/trajecten/999999/")),
        "no address": (404, anyone.get("/bestaat-niet/")),
        "not allowed": (403, login(cast.verbinder).get("/deelnemers/nieuw/")),
        "no token": (403, Client(enforce_csrf_checks=True).post("/accounts/login/", {})),
        "method": (405, client.get(reverse("trajecten:fase_heropen", args=[wereld.fase.pk]))),
        "refused form": (422, client.post("/deelnemers/nieuw/", {"voornaam": "Proef"})),
        "sign-in": (200, anyone.get("/accounts/login/")),
        "health": (200, anyone.get("/healthz/live")),
    }


def test_every_kind_of_answer_carries_every_header(answers):
    assert {kind: answer.status_code for kind, (_status, answer) in answers.items()} == {
        kind: status for kind, (status, _answer) in answers.items()
    }
    found = {kind: {name: answer.headers.get(name) for name in HEADERS} for kind, (_s, answer) in answers.items()}
    assert found == dict.fromkeys(answers, HEADERS)
    for kind, (_status, answer) in answers.items():
        csp, policy = answer.headers["Content-Security-Policy"], answer.headers["Permissions-Policy"]
        assert "unsafe" not in csp, kind
        assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(csp.split("; ")), kind
        assert "geolocation=()" in policy, kind
        assert "publickey-credentials-get=(self)" in policy, kind


def test_static_files_carry_the_headers_too(settings, tmp_path):
    (tmp_path / "proef.css").write_text("html {}")
    settings.STATIC_ROOT = tmp_path
    settings.MIDDLEWARE = [*django_settings.MIDDLEWARE]
    at = settings.MIDDLEWARE.index("django.middleware.clickjacking.XFrameOptionsMiddleware") + 1
    settings.MIDDLEWARE.insert(at, "whitenoise.middleware.WhiteNoiseMiddleware")
    answer = Client().get("/static/proef.css")
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    # No browser reads this one on a file, and it is as long as a small file.
    assert "Permissions-Policy" not in answer.headers


def test_cookies_are_not_for_scripts_and_not_for_other_sites(answers):
    cookies = answers["sign-in"][1].cookies
    assert {name: (c["httponly"], c["samesite"], c["path"]) for name, c in cookies.items()} == {
        "csrftoken": (True, "Lax", "/")
    }
    assert (django_settings.SESSION_COOKIE_HTTPONLY, django_settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")


def test_behind_tls_cookies_belong_to_this_host_alone_and_http_is_left():
    code = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    )
    env = os.environ | {"ALLOWED_HOSTS": SITE[0], "SECRET_KEY": GOOD, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", *["True"] * 5]


# --- nothing inline, so that the policy never has to give way


class Inline(HTMLParser):
    """Collects what the content policy would refuse."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in got and got.get("type") != "application/json"):
            self.found.append(tag)
        self.found += [name for name in got if name == "style" or name.startswith("on")]
        self.found += [v for v in got.values() if v and v.strip().lower().startswith("javascript:")]


def inline(html):
    parser = Inline()
    parser.feed(html)
    return parser.found


def test_no_template_of_ours_has_anything_inline():
    # A mail and a PDF are no pages: no browser applies the policy to them.
    paper = {"berichten/mail.html", "canvas/pdf.html"}
    folder = ROOT / "templates"
    pages = {str(path.relative_to(folder)): path for path in folder.rglob("*.html")}
    found = {name: inline(path.read_text()) for name, path in pages.items() if name not in paper and "pdf" not in name}
    assert len(found) > 50
    assert {name: what for name, what in found.items() if what} == {}


ACCOUNT_PAGES = (
    *("account_login", "account_logout", "account_reset_password", "account_reset_password_done", "account_inactive"),
    *("account_reset_password_from_key_done", "account_change_password", "account_reauthenticate", "account_signup"),
    *("mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "usersessions_list", "mfa_authenticate", "mfa_reauthenticate"),
    *("socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_connections"),
)


@pytest.mark.parametrize("signed_in", [True, False])
def test_no_page_of_a_library_has_anything_inline(cast, login, signed_in):
    client = login(cast.verbinder) if signed_in else Client()
    pages = {name: client.get(reverse(name)) for name in ACCOUNT_PAGES}
    assert {name: inline(page.text) for name, page in pages.items() if inline(page.text)} == {}
    assert sum(page.status_code == 200 for page in pages.values()) >= 5


def test_error_pages_have_our_frame_and_nothing_inline(answers):
    for kind in ("not found", "no address", "not allowed", "no token"):
        text = answers[kind][1].text
        assert inline(text) == [], kind
        assert re.search(r'<html lang="nl"', text), kind


# --- security.txt


def test_security_txt_says_whom_to_tell(settings, client):
    settings.SECURITY_CONTACT, settings.SITE_URL = "security@gemeente.example", f"https://{SITE[0]}"
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert list(lines) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert lines["Contact"] == "mailto:security@gemeente.example"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", lines["Expires"])
    assert lines["Canonical"] == f"https://{SITE[0]}/.well-known/security.txt"


def test_security_txt_is_not_there_without_a_contact(settings, client):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404

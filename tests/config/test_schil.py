"""What a phone keeps of us: files that name nobody."""

import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation
from whitenoise.media_types import MediaTypes

MANIFEST = "leerwerk.webmanifest"


def schil_of(client):
    return json.loads(re.search(r"const SCHIL = (\[.*\]);", client.get("/sw.js").text)[1])


def test_the_service_worker_may_answer_for_every_page_and_is_never_old(client, db):
    response = client.get("/sw.js")
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        200,
        "text/javascript",
        "no-cache",
    )
    # It stands at the root and its own requests fall under its own policy.
    assert "connect-src 'self'" in response["Content-Security-Policy"]


def test_a_service_worker_that_is_the_same_is_not_sent_once_more(client, db, settings):
    first = client.get("/sw.js")
    again = client.get("/sw.js", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    settings.DEBUG = not settings.DEBUG  # which it answers otherwise by
    other = client.get("/sw.js", headers={"if-none-match": first.headers["ETag"]})
    assert (other.status_code, other.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_the_policy_allows_our_own_worker_and_manifest_alone(client, db):
    policy = client.get("/offline/")["Content-Security-Policy"].split("; ")
    assert {"worker-src 'self'", "manifest-src 'self'"} <= set(policy)


def test_what_is_kept_is_the_offline_page_and_what_it_asks_for(client, db):
    schil = schil_of(client)
    assert schil[0] == "/offline/"
    assert f"/static/{MANIFEST}" in schil
    assert {adres.rsplit(".")[-1] for adres in schil[1:]} == {"css", "js", "svg", "webmanifest"}
    page = client.get("/offline/").text
    asked = set(re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"', page))
    assert asked == set(schil[1:])
    assert [adres for adres in schil[1:] if not finders.find(adres.removeprefix("/static/"))] == []


@pytest.mark.parametrize("adres", ["/offline/", "/sw.js"])
def test_it_is_the_same_for_everyone(cast, login, adres):
    anyone = Client().get(adres, headers={"Accept-Language": "en"}).text
    client = login(cast.mentor)
    assert client.get(adres).text == anyone
    assert "csrf" not in anyone
    assert not [name for name in (cast.mentor.email, cast.mentor.naam, cast.maatwerk.naam) if f">{name}<" in anyone]


def test_the_page_for_without_a_line_speaks_every_language(client, db, settings):
    page = client.get("/offline/").text
    assert "Uw telefoon of computer heeft nu geen internet." in page
    for code, _naam in settings.LANGUAGES[1:]:
        with translation.override(code):
            texts = [translation.gettext(tekst) for tekst in ("Geen verbinding", "Probeer opnieuw")]
        part = page.split(f'lang="{code}"')[1].split("</section>")[0]
        assert [tekst for tekst in texts if tekst not in part] == []
        assert "Geen verbinding" not in part


def test_another_version_of_a_page_is_another_cache(client, db, settings):
    def versie():
        return re.search(r'const NAAM = "(.*)"', client.get("/sw.js").text)[1]

    before = versie()
    assert before == versie()
    settings.STATIC_URL = "/elders/"
    assert versie() != before


@pytest.mark.parametrize("debug", [False, True])
def test_a_kept_file_is_answered_for_without_asking_where_its_name_changes_with_it(client, db, settings, debug):
    settings.DEBUG = debug
    # While one develops, the same name may be another file.
    assert ('urlPattern: { pathname: "/static/*" }' in client.get("/sw.js").text) is not debug


def test_the_manifest_is_served_as_one(settings):
    types = MediaTypes(extra_types=settings.WHITENOISE_MIMETYPES)
    assert types.get_type(MANIFEST) == "application/manifest+json"


def test_the_manifest_names_icons_that_are_there():
    manifest = json.loads((settings.BASE_DIR / "static" / MANIFEST).read_text())
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert [icon["src"] for icon in manifest["icons"] if not finders.find(icon["src"])] == []

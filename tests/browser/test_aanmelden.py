"""Signing in as people do: an app with codes, a key, codes on paper; and what happens to whoever walks away."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from partijen.enums import Functie
from partijen.models import GemeenteInstelling
from scripts.chromium import give_password
from scripts.processes import wait_until
from scripts.run import answers
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory
from tests.factories.toegang import UserFactory
from tests.toegang.codes import code

PASSWORD = "vier losse woorden samen"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

# What a browser writes in its console: a script that breaks, a policy that refuses, a header it does not know.
COMPLAINTS = {"error", "warning"}


@pytest.fixture
def people(transactional_db):
    """Two coordinators of one gemeente, who have a password and no second step."""
    gemeente = GemeenteFactory(naam="Waterstad")
    GemeenteInstelling.objects.create(gemeente=gemeente, wachttijd_coordinator=15)
    stored = PBKDF2PasswordHasher().encode(PASSWORD, salt="zoutvaatje")
    people = [UserFactory(email=f"{naam}@waterstad.example", naam=naam.title()) for naam in ("anna", "bram")]
    for user in people:
        user.password = stored
        user.save()
        LidmaatschapFactory(gebruiker=user, partij=gemeente, functie=Functie.COORDINATOR)
    return people


@pytest.fixture
def serve(start, engine_env, browser):
    """Serve, with the second step asked for or only offered, and open windows; what a browser complains of fails."""
    failures, logs = [], []

    def run(*, demo: bool):
        web = start("gunicorn", "--config", "config/gunicorn.py", "config.wsgi", env={"DEMO": str(int(demo))})
        # A key belongs to a name: browsers take none for a bare number.
        url = engine_env["SITE_URL"].replace("127.0.0.1", "localhost")
        assert wait_until(lambda: answers(f"{engine_env['SITE_URL']}/healthz/ready"), seconds=60), web.log
        context = browser.new_context(base_url=url, locale="nl-NL")
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(f"{page.url}: {error}"))
        page.on("console", lambda line: line.type in COMPLAINTS and failures.append(told(page, line)))
        logs.append(web)
        return page

    yield run
    assert failures == [], "\n".join(web.log[-3000:] for web in logs)


def told(page: Page, line) -> str:
    return f"{page.url}: {line.text} ({line.location.get('url', '')})"


def sign_in(page: Page, email: str) -> None:
    """Give an address and a password on the page that asks for them."""
    give_password(page, email, PASSWORD)


def sign_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen", level=1)).to_be_visible()


def enter(page: Page, value: str) -> None:
    page.get_by_label("Code").fill(value)
    page.get_by_role("button", name="Verder").click()


def at_home(page: Page) -> None:
    expect(page.get_by_role("heading", name="Mijn werk", level=1)).to_be_visible()


def test_an_app_with_codes_is_set_up_first_and_asked_for_ever_after(people, serve):
    page = serve(demo=False)
    page.goto("/deelnemers/")
    sign_in(page, "anna@waterstad.example")
    expect(page.get_by_text("Stel eerst een tweede stap in.")).to_be_visible()
    page.goto("/partijen/")
    expect(page.get_by_role("heading", name="Tweede stap bij het inloggen", level=1)).to_be_visible()
    page.get_by_role("link", name="App instellen").click()
    secret = page.locator("code.lw-code").inner_text()
    page.get_by_label("Code uit uw app").fill(code(secret, left=8))
    page.get_by_role("button", name="Instellen").click()
    expect(page.locator("code.lw-code")).to_have_count(10)
    recovery = page.locator("code.lw-code").all_inner_texts()
    page.get_by_role("link", name="Ik heb de codes bewaard").click()
    expect(page).to_have_url(re.compile("/partijen/$"))

    sign_out(page)
    sign_in(page, "anna@waterstad.example")
    used = code(secret, left=8)
    enter(page, used)
    at_home(page)

    # Whoever looked over a shoulder has that code too; it is spent. One on paper works, once.
    sign_out(page)
    sign_in(page, "anna@waterstad.example")
    enter(page, used)
    expect(page.get_by_text("Deze code klopt niet, of is al gebruikt.")).to_be_visible()
    enter(page, recovery[0])
    at_home(page)
    sign_out(page)
    sign_in(page, "anna@waterstad.example")
    enter(page, recovery[0])
    expect(page.get_by_text("Deze code klopt niet, of is al gebruikt.")).to_be_visible()


def test_a_key_is_the_second_step_and_signs_in_alone(people, serve):
    page = serve(demo=False)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    page.goto("/deelnemers/")
    sign_in(page, "anna@waterstad.example")
    page.get_by_role("link", name="Sleutel toevoegen").click()
    page.get_by_label("Naam van de sleutel").fill("Werklaptop")
    page.get_by_role("button", name="Sleutel toevoegen").click()
    page.get_by_role("link", name="Ik heb de codes bewaard").click()
    expect(page).to_have_url(re.compile("/deelnemers/$"))
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1

    sign_out(page)
    sign_in(page, "anna@waterstad.example")
    page.get_by_role("button", name="Sleutel gebruiken").click()
    at_home(page)

    sign_out(page)
    page.get_by_role("button", name="Inloggen met een sleutel (passkey)").click()
    at_home(page)

    # A device that does not know its owner lets nobody in, and says so in words.
    sign_out(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Inloggen met een sleutel (passkey)").click()
    expect(page.get_by_role("alert")).to_contain_text("De sleutel is niet gebruikt.")
    page.goto("/deelnemers/")
    expect(page.get_by_role("heading", name="Inloggen", level=1)).to_be_visible()


def type_a_party(page: Page) -> None:
    """Fill in half a form."""
    page.goto("/partijen/nieuw/")
    page.get_by_label("Naam").fill("Tegelzettersbedrijf")
    page.get_by_label("Plaats").fill("Waterstad")


def test_whoever_does_nothing_is_warned_and_finds_what_they_typed(people, serve):
    page = serve(demo=True)
    page.clock.install()
    page.goto("/")
    sign_in(page, "anna@waterstad.example")
    at_home(page)
    type_a_party(page)
    warning = page.get_by_role("dialog", name="U wordt zo uitgelogd")

    page.clock.fast_forward("12:50")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name="Blijf ingelogd")).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    # Whoever was typing goes on where they were; Escape says too that somebody is there.
    expect(page.get_by_label("Plaats")).to_be_focused()
    page.clock.fast_forward("13:10")
    expect(warning).to_be_visible()
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    expect(page.get_by_label("Plaats")).to_be_focused()

    page.clock.fast_forward("13:30")
    expect(warning).to_be_visible()
    before = cookie(page)
    assert Session.objects.filter(session_key=before).count() == 1
    page.clock.fast_forward("01:40")
    expect(page.get_by_text("U was te lang weg.")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["next"] == ["/partijen/nieuw/"]
    assert Session.objects.filter(session_key=before).count() == 0

    sign_in(page, "anna@waterstad.example")
    expect(page.get_by_text("Wat u had ingevuld staat er weer.")).to_be_visible()
    expect(page.get_by_label("Naam")).to_have_value("Tegelzettersbedrijf")
    expect(page.get_by_label("Plaats")).to_have_value("Waterstad")
    assert kept(page) == []


def cookie(page: Page) -> str:
    return next(found["value"] for found in page.context.cookies() if found["name"] == "sessionid")


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter((naam) => naam.startsWith('concept:'))")


def test_what_was_typed_is_for_nobody_else(people, serve):
    page = serve(demo=True)
    page.clock.install()
    page.goto("/")
    sign_in(page, "anna@waterstad.example")
    at_home(page)
    type_a_party(page)
    page.clock.fast_forward("15:10")
    expect(page.get_by_text("U was te lang weg.")).to_be_visible()
    [name] = kept(page)
    assert not {"anna", str(people[0].pk)} & set(re.split(r"[:/]", name))

    sign_in(page, "bram@waterstad.example")
    expect(page).to_have_url(re.compile("/partijen/nieuw/$"))
    assert page.get_by_label("Naam").input_value() == ""
    assert kept(page) == []


def test_signing_out_wipes_what_was_kept(people, serve):
    page = serve(demo=True)
    page.clock.install()
    page.goto("/")
    sign_in(page, "anna@waterstad.example")
    at_home(page)
    type_a_party(page)
    page.clock.fast_forward("15:10")
    expect(page.get_by_text("U was te lang weg.")).to_be_visible()
    page.goto("/accounts/login/")
    sign_in(page, "anna@waterstad.example")
    at_home(page)
    assert len(kept(page)) == 1
    sign_out(page)
    assert kept(page) == []


def test_the_server_ends_a_session_by_its_own_clock(people, serve, clock):
    page = serve(demo=True)
    page.goto("/")
    sign_in(page, "anna@waterstad.example")
    at_home(page)
    # A request that is under way while the clock jumps is from before and after it: no such thing happens to anyone.
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    clock.advance(minutes=17)
    page.goto("/partijen/")
    expect(page.get_by_text("U was te lang weg.")).to_be_visible()
    sign_in(page, "anna@waterstad.example")
    expect(page).to_have_url(re.compile("/partijen/$"))

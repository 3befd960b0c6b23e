"""Signing in through a gemeente as people do, at a real provider: node's oidc-provider, on this machine."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import Page, expect

from partijen.enums import Functie
from partijen.models import Lidmaatschap
from scripts.processes import Process, free_port, wait_until
from scripts.run import answers
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory
from tests.factories.toegang import UserFactory
from toegang.models import User

HERE = Path(__file__).parent / "oidc"
PASSWORD = "vier losse woorden samen"
SUB = "1001"
ANNA = {"email": "anna@waterstad.example", "name": "Anna de Vries", "groups": ["lw-klantmanagers"]}


@dataclass
class Provider:
    """The gemeente's own sign-in: who exists there, and the process that serves it."""

    url: str
    people: Path
    process: Process

    def tells(self, person: dict) -> None:
        """Change what it says about Anna, from the next sign-in on."""
        self.people.write_text(json.dumps({SUB: person}))


@pytest.fixture
def gemeente(transactional_db):
    return GemeenteFactory(naam="Waterstad")


@pytest.fixture
def provider(engine_env, tmp_path):
    port, callback = free_port(), f"{at(engine_env)}/accounts/oidc/waterstad/login/callback/"
    people, log = tmp_path / "people.json", tmp_path / "provider.log"
    people.write_text("{}")
    node = shutil.which("node") or shutil.which("node", path=".venv/bin")
    args = [node, str(HERE / "provider.mjs"), str(port), str(people), callback, "leerwerk", "van-waterstad"]
    with log.open("wb") as out:
        process = Process(args, env=engine_env, cwd=HERE, log=out)
    url = f"http://127.0.0.1:{port}"
    assert wait_until(lambda: answers(f"{url}/.well-known/openid-configuration"), seconds=60), log.read_text()
    yield Provider(url, people, process)
    process.stop(grace=5)


@pytest.fixture
def serve(start, engine_env, gemeente, provider, browser):
    """Serve for this gemeente, and open a window; what a page refuses fails the test."""
    failures = []
    entry = {
        "provider_id": "waterstad",
        "name": "Gemeente Waterstad",
        "client_id": "leerwerk",
        "secret": "van-waterstad",
        "server_url": provider.url,
        "gemeente": gemeente.pk,
        "domains": ["waterstad.example"],
        "groups": {"lw-coordinatoren": "coordinator", "lw-klantmanagers": "klantmanager"},
    }

    def run(*, demo: bool = False) -> Page:
        env = {"DEMO": str(int(demo)), "OIDC": json.dumps([entry])}
        web = start("gunicorn", "--config", "config/gunicorn.py", "config.wsgi", env=env)
        assert wait_until(lambda: answers(f"{engine_env['SITE_URL']}/healthz/ready"), seconds=60), web.log
        context = browser.new_context(base_url=at(engine_env), locale="nl-NL")
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(f"{page.url}: {error}"))
        page.on("console", lambda line: note(line, page))
        return page

    def note(line, page: Page) -> None:
        # A refusal answers 401, 403 or 502: the browser reports those too. The provider's pages are not ours.
        if line.type == "error" and "status of" not in line.text and page.url.startswith(at(engine_env)):
            failures.append(f"{page.url}: {line.text}")

    yield run
    assert failures == []


def at(env: dict[str, str]) -> str:
    """Return our address by another name than the provider's: to a browser that is another site."""
    return env["SITE_URL"].replace("127.0.0.1", "localhost")


def via(page: Page, *, knop: str = "Inloggen via Gemeente Waterstad") -> None:
    """Press the button, sign in at the provider as Anna, and agree."""
    page.get_by_role("button", name=knop).click()
    page.get_by_placeholder("Enter any login").fill(SUB)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def leave(page: Page) -> None:
    """Forget both sessions: ours, and that at the provider."""
    page.context.clear_cookies()
    page.goto("/accounts/login/")


def at_home(page: Page) -> None:
    expect(page.get_by_role("heading", name="Mijn werk", level=1)).to_be_visible()


def places(user: User) -> list[tuple[str, bool]]:
    return list(Lidmaatschap.objects.filter(gebruiker=user).values_list("functie", "actief"))


def test_a_group_lets_someone_in_and_puts_them_out(serve, provider, shot):
    page = serve()
    provider.tells(ANNA)
    page.goto("/deelnemers/")
    shot(page, "inloggen")
    via(page)
    expect(page.get_by_role("heading", name="Deelnemers", level=1)).to_be_visible()
    anna = User.objects.get()
    assert (anna.email, anna.naam, anna.has_usable_password()) == ("anna@waterstad.example", "Anna de Vries", False)
    assert places(anna) == [(Functie.KLANTMANAGER, True)]

    # Married, and promoted: the same person, by the number.
    provider.tells(ANNA | {"email": "anna.jansen@waterstad.example", "groups": ["lw-coordinatoren"]})
    leave(page)
    via(page)
    at_home(page)
    assert places(User.objects.get()) == [(Functie.COORDINATOR, True)]
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(anna.pk, SUB)]

    # Another window stays open while the group goes; it is closed by the next attempt to sign in.
    window = page.context.browser.new_context(base_url=page.url, storage_state=page.context.storage_state()).new_page()
    window.goto("/partijen/")
    expect(window.get_by_role("heading", name="Partijen", level=1)).to_be_visible()
    provider.tells(ANNA | {"groups": ["iets-anders"]})
    leave(page)
    via(page)
    expect(page.get_by_text("U hebt bij Waterstad geen toegang tot Leerwerk (meer).")).to_be_visible()
    shot(page, "geweigerd")
    assert places(anna) == [(Functie.COORDINATOR, False)]
    window.goto("/partijen/")
    expect(window.get_by_role("heading", name="Inloggen", level=1)).to_be_visible()
    window.context.close()


def test_an_address_that_is_known_is_linked_by_its_owner_alone(serve, provider, gemeente, shot):
    stored = PBKDF2PasswordHasher().encode(PASSWORD, salt="zoutvaatje")
    anna = UserFactory(email="anna@waterstad.example", naam="Anna")
    User.objects.filter(pk=anna.pk).update(password=stored)
    LidmaatschapFactory(gebruiker=anna, partij=gemeente, functie=Functie.COORDINATOR)
    provider.tells(ANNA | {"email_verified": True})
    page = serve(demo=True)
    page.goto("/accounts/login/")
    via(page)
    expect(page.get_by_text("Er is al een account met uw e-mailadres.")).to_be_visible()
    assert (SocialAccount.objects.count(), places(anna)) == (0, [(Functie.COORDINATOR, True)])

    leave(page)
    page.get_by_label("E-mail").fill("anna@waterstad.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    at_home(page)
    page.goto("/accounts/")
    page.get_by_role("link", name="Mijn account").click()
    page.get_by_role("link", name="Koppelingen bekijken").click()
    shot(page, "niets-gekoppeld")
    via(page, knop="Koppelen met Gemeente Waterstad")
    expect(page.get_by_text("Uw account van de gemeente is gekoppeld.")).to_be_visible()
    shot(page, "gekoppeld")

    leave(page)
    via(page)
    at_home(page)
    assert User.objects.get() == anna
    assert places(anna) == [(Functie.KLANTMANAGER, True)]


def test_a_provider_that_is_left_or_gone_is_told_in_dutch(serve, provider, shot):
    page = serve()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Inloggen via Gemeente Waterstad").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("heading", name="U bent gestopt met inloggen")).to_be_visible()

    provider.process.kill()
    page.get_by_role("link", name="Opnieuw inloggen").click()
    page.get_by_role("button", name="Inloggen via Gemeente Waterstad").click()
    expect(page.get_by_text("Er ging iets mis tussen Leerwerk en uw gemeente.")).to_be_visible()
    shot(page, "niet-bereikbaar")
    assert User.objects.count() == 0

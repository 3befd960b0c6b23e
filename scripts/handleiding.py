"""`make handleiding`: the pictures of docs/handleiding/, made anew in Chromium from the demo.

The application runs on a database and a clock of its own, so that the pictures show the same day and the same people
whenever they are made. `python -m scripts.handleiding start-mentor canvas` makes only those.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from inzicht.demoaccounts import WACHTWOORD
from scripts import chromium, vertalingen
from scripts.install import ROOT
from scripts.processes import Process, wait_until
from scripts.run import COLLECTSTATIC, answers, beside
from scripts.schermbeelden import BEELDEN, NIEUW, VOL, Beeld, addresses
from scripts.services import valkey
from tests.engines.clock import Clock

if TYPE_CHECKING:
    from partijen.models import Partij

BEELDMAP = ROOT / "docs" / "handleiding" / "beelden"
# What the page of each picture says, also out of sight: a test sees by it which show a screen as it was.
WOORDEN = BEELDMAP.with_suffix(".json")
OPSCHRIFTEN = "h1, h2, h3, th, label, legend, summary, button, .btn, .nav-link"
# A Monday morning.
DAG = datetime(2026, 11, 16, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
DEELNEMERS, GROEP = 300, 60
PATIENCE = 30_000
# Bytes of one picture, and how much may be lost for that, in steps.
HOOGSTENS, KWALITEITEN = 80_000, (72, 60, 50)
# Dates in fields in the language of the page: a bare machine has Chromium in English only.
NEDERLANDS = "--enable-blink-features=LangAttributeAwareFormControlUI"


def main() -> int:
    """Run from the command line."""
    if sys.argv[1:] == ["vul"]:
        fill()
        return 0
    wanted = [beeld for beeld in BEELDEN if not sys.argv[1:] or beeld.naam in sys.argv[1:]]
    BEELDMAP.mkdir(parents=True, exist_ok=True)
    with served() as url, sync_playwright() as playwright:
        browser = chromium.launch(playwright, NEDERLANDS)
        take_all(browser, url, wanted)
        browser.close()
    return 0


@contextmanager
def served() -> Iterator[str]:
    """Serve the demo at DAG, on a database of its own, and yield its address."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="leerwerk-handleiding-")))
        env = environment(folder, broker=stack.enter_context(valkey()))
        for args in (["migrate", "--no-input"], COLLECTSTATIC, ["demo"]):
            run(["manage.py", *args], env)
        run(["-m", "scripts.handleiding", "vul"], env)
        with folder.joinpath("web.log").open("wb") as log:
            args = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
            web = Process(args, env=env, cwd=ROOT, log=log)
            stack.callback(web.stop, grace=10)
        if not wait_until(lambda: answers(f"{env['SITE_URL']}/healthz/ready"), seconds=90):
            raise RuntimeError(folder.joinpath("web.log").read_text())
        prepare_django(env)
        yield env["SITE_URL"]


def environment(folder: Path, *, broker: str) -> dict[str, str]:
    """Return what the processes of the application run with."""
    clock = Clock(folder / "clock")
    clock.set(DAG)
    return {
        **os.environ,
        **clock.env(),
        **beside(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'handleiding.sqlite3'}",
        "BROKER_URL": broker,
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "WEB_CONCURRENCY": "1",
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def run(args: list[str], env: dict[str, str]) -> None:
    """Run a Python program; its output shows only when it fails."""
    done = subprocess.run(
        [sys.executable, *args], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{args}\n{done.stdout}")


def prepare_django(env: dict[str, str]) -> None:
    """Let this process read the same database."""
    names = ("DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "DEMO", "DEBUG")
    os.environ |= {name: env[name] for name in names}
    import django  # noqa: PLC0415 - the settings take the database from the environment

    django.setup()


def fill(deelnemers: int = DEELNEMERS) -> None:
    """Add what the demo has too little of: a gemeente with many participants, 60 in one group, and one with nothing."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from partijen.enums import PartijSoort  # noqa: PLC0415
    from partijen.models import Partij  # noqa: PLC0415

    call_command("seed", deelnemers=deelnemers, stdout=StringIO())
    vol = Partij.objects.get(naam="Gemeente Proefstad 1")
    gather(vol)
    nieuw = Partij.objects.create(naam="Gemeente Nieuwland", soort=PartijSoort.GEMEENTE)
    for email, naam, gemeente in ((VOL, "Piet Proef", vol), (NIEUW, "Nora Nieuw", nieuw)):
        let_in(email, naam, gemeente)


def let_in(email: str, naam: str, gemeente: "Partij") -> None:
    """Make someone coordinator, with the password of the demo."""
    from partijen.enums import Functie  # noqa: PLC0415
    from partijen.models import Lidmaatschap  # noqa: PLC0415
    from toegang.models import User  # noqa: PLC0415

    user = User.objects.create_user(email, WACHTWOORD, naam=naam)
    Lidmaatschap.objects.create(gebruiker=user, partij=gemeente, functie=Functie.COORDINATOR)


def gather(gemeente: "Partij") -> None:
    """Bring so many participants together in one trajectory, some of them behind and some without a phase."""
    from datetime import timedelta  # noqa: PLC0415

    from deelnemers.enums import VoortgangStatus  # noqa: PLC0415
    from deelnemers.models import Deelname, Voortgang  # noqa: PLC0415
    from trajecten.models import Traject  # noqa: PLC0415

    traject = Traject.objects.filter(gemeente=gemeente).order_by("pk")[0]
    traject.naam, traject.groepsgrootte = "Samen aan de slag", GROEP
    traject.save()
    deelnames = list(Deelname.objects.filter(traject__gemeente=gemeente).order_by("pk")[:GROEP])
    Voortgang.objects.filter(deelname__in=deelnames).delete()
    Deelname.objects.filter(pk__in=[deelname.pk for deelname in deelnames]).update(traject=traject)
    for n, deelname in enumerate(deelnames):
        for fase in traject.fasen.all():
            stap = Voortgang(deelname=deelname, fase=fase, status=VoortgangStatus(fase.status))
            if n % 7 == 3 and stap.status == VoortgangStatus.LOPEND:
                stap.start, stap.eind = fase.start + timedelta(days=21), fase.eind + timedelta(days=28)
            if n % 11 == 5 and fase.component == "taal":
                stap.status = VoortgangStatus.OVERGESLAGEN
            stap.save()


def take_all(browser: Browser, url: str, wanted: list[Beeld]) -> None:
    """Take the pictures, signing each person in once."""
    known, places, ours = {}, addresses(), vertalingen.screen_texts()
    said = json.loads(WOORDEN.read_text()) if WOORDEN.exists() else {}
    for beeld in wanted:
        if beeld.wie and beeld.wie not in known:
            known[beeld.wie] = sign_in(browser, url, beeld.wie)
        context = window(browser, url, beeld, known.get(beeld.wie))
        page = context.new_page()
        path = beeld.pad.format(**places)
        answer = page.goto(path)
        if answer is None or not answer.ok:
            raise RuntimeError(f"{beeld.naam}: {path} answers {answer and answer.status}")
        page.wait_for_load_state("networkidle")
        if beeld.doen:
            beeld.doen(page)
        size = keep(page, beeld)
        print(f"{beeld.naam}: {size / 1000:.0f} kB", flush=True)
        shown = {" ".join(text.split()) for text in page.locator(OPSCHRIFTEN).all_inner_texts()}
        said[beeld.naam] = sorted(shown & ours)
        context.close()
    names = {beeld.naam for beeld in BEELDEN}
    kept = {name: texts for name, texts in sorted(said.items()) if name in names}
    WOORDEN.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def sign_in(browser: Browser, url: str, wie: str) -> dict:
    """Sign in as someone, put the advice on a second step off, and return the cookies."""
    context = browser.new_context(base_url=url, locale="nl-NL")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    chromium.sign_in(page, wie, WACHTWOORD)
    later = page.get_by_role("button", name="Later", exact=True)
    if later.count():
        later.click()
        page.wait_for_load_state("networkidle")
    state = dict(context.storage_state())
    context.close()
    return state


def window(browser: Browser, url: str, beeld: Beeld, state: dict | None) -> BrowserContext:
    """Open a window as the picture asks for it."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": beeld.breedte, "height": beeld.hoogte},
        color_scheme=beeld.schema,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        storage_state=state,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE)
    return context


def keep(page: Page, beeld: Beeld) -> int:
    """Store the picture as WebP and return its size in bytes."""
    shown = page.locator(beeld.deel).first.screenshot() if beeld.deel else page.screenshot()
    path = BEELDMAP / f"{beeld.naam}.webp"
    picture = Image.open(BytesIO(shown)).convert("RGB")
    for quality in KWALITEITEN:
        picture.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= HOOGSTENS:
            break
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())

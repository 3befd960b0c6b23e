"""What a page weighs, whether it moves while it comes in, and when there is something to see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from bench.gewicht.lijn import SNEL, Lijn, Profiel
from inzicht.demoaccounts import WACHTWOORD
from scripts import chromium

TELEFOON = {"width": 390, "height": 844}
COORDINATOR, MENTOR, WERKGEVER = (
    "coordinator@waterstad.example",
    "mentor@maatwerk.example",
    "werkgever@installatie.example",
)
# Of the gemeente that has colours and a logo of its own.
HUISSTIJL = "coordinator@heuvelrijk.example"
VERBINDER = "verbinder@netwerk.example"
INLOGGEN = "/accounts/login/"
# Whose start page is weighed alone.
BEGINNERS = (
    "klantmanager@waterstad.example",
    "beheerder@waterstad.example",
    "taal@taalhuis.example",
    "opleider@roc.example",
    "expert@expertise.example",
)
# What everyone may weigh: bytes over the line, headers and whatever the service worker fetches included.
EERST, DAARNA = 150_000, 30_000
# Files that a browser waits for before it paints; as many connections as one has to a host over HTTP/1.1.
BLOKKEREND = 6
# The sum of layout shifts, as browsers count them: 0.1 is called good, this is nothing that one sees.
VERSCHUIVING = 0.01
# Milliseconds from the server's own time to the first thing to see.
VERF = 300

KIJK = """window.geschoven = 0;
    new PerformanceObserver((lijst) => {
        for (const stap of lijst.getEntries()) if (!stap.hadRecentInput) window.geschoven += stap.value;
    }).observe({type: "layout-shift", buffered: true});"""
# Until the service worker stands and has what it keeps; a page that asks for none is waited for no longer.
SCHIL = """Promise.race([navigator.serviceWorker.ready.then(() => true),
    new Promise((klaar) => setTimeout(klaar, 5000, false))])"""
LEES = """() => {
    const [pagina] = performance.getEntriesByType("navigation");
    const [verf] = performance.getEntriesByName("first-contentful-paint");
    const delen = performance.getEntriesByType("resource");
    return {
        verf: verf ? verf.startTime : null, eerste_byte: pagina.responseStart - pagina.requestStart,
        laatste_byte: pagina.responseEnd, verschuiving: window.geschoven,
        blokkerend: delen.filter((deel) => deel.renderBlockingStatus === "blocking").length,
        vreemd: delen.filter((deel) => !deel.name.startsWith(location.origin)).length,
    };
}"""


@dataclass(frozen=True)
class Bezoek:
    """One visit: bytes and requests over the line, what blocks and moves, and milliseconds."""

    bytes: int
    verzoeken: int
    blokkerend: int
    vreemd: int
    verschuiving: float
    verf: float
    server: float

    @property
    def na_server(self) -> float:
        """Return the milliseconds from the server's own time to the first paint: the line's and the phone's share."""
        return self.verf - self.server


def bladen() -> dict[str, dict[str, str]]:
    """Return the main pages of each role: name -> address, from the demo's data."""
    from deelnemers.eigenpagina import links  # noqa: PLC0415 - the caller sets Django up, on the server's database
    from deelnemers.models import Deelname  # noqa: PLC0415
    from trajecten.models import Rolinvulling, Traject  # noqa: PLC0415

    traject = Traject.objects.order_by("pk")[0].pk
    deelname = Deelname.objects.filter(mentor__email=MENTOR, traject=traject).order_by("pk")[0]
    mijn = reverse("deelnemers:mijn", args=[links.give(deelname, door=deelname.mentor)])
    checkin = reverse("deelnemers:checkin_nieuw", args=[deelname.pk])
    open_rol = Rolinvulling.objects.open().filter(fase__traject__gemeente__naam__contains="Waterstad").order_by("pk")[0]
    return {
        "": {
            "sign-in": INLOGGEN,
            "a participant's own page": f"{mijn}?taal=nl",
            "in Arabic": f"{mijn}?taal=ar",
        },
        COORDINATOR: {
            "start": "/",
            "trajectories": "/trajecten/",
            "trajectory": f"/trajecten/{traject}/",
            "planning": f"/trajecten/{traject}/planning/",
            "Canvas": f"/trajecten/{traject}/canvas/",
            "fill a role": f"/trajecten/rollen/{open_rol.pk}/vul/",
            "participants": "/deelnemers/",
            "where everyone is": f"/trajecten/{traject}/deelnemers/verloop/",
            "participant": f"/deelnemers/{deelname.deelnemer_id}/",
            "check-ins": "/checkins/",
            "parties": "/partijen/",
            "mails": "/berichten/",
            "search": "/zoeken/?q=taal",
        },
        HUISSTIJL: {"start": "/"},
        MENTOR: {"start": "/", "check-ins": "/checkins/", "check-in": checkin},
        WERKGEVER: {"start": "/", "trajectory": f"/trajecten/{traject}/", "participants": "/deelnemers/"},
        **{iemand: {"start": "/"} for iemand in BEGINNERS},
        VERBINDER: {"start": "/", "Canvas": f"/trajecten/{traject}/canvas/"},
    }


def sign_in(browser: Browser, url: str, email: str) -> Any:
    """Sign in, and return what a new window needs to be signed in too; nothing for nobody."""
    if not email:
        return None
    context = browser.new_context(base_url=url)
    page = context.new_page()
    chromium.sign_in(page, email, WACHTWOORD)
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def phone(browser: Browser, lijn: Lijn, state: Any) -> Iterator[BrowserContext]:
    """A phone that has never been here, signed in, on that line."""
    context = browser.new_context(base_url=lijn.url, viewport=TELEFOON, storage_state=state, locale="nl-NL")
    context.set_default_timeout(60_000)
    yield context
    context.close()


def visit(context: BrowserContext, lijn: Lijn, path: str, profiel: Profiel = SNEL) -> Bezoek:
    """Open a page in a tab of its own, and wait until nothing more comes in."""
    lijn.wordt(profiel)
    page = context.new_page()
    page.add_init_script(KIJK)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": profiel.cpu})
    before = lijn.neer.bytes
    response = page.goto(path)
    if response is None or not response.ok:
        raise ValueError(f"{path} answers {response and response.status}")
    page.wait_for_load_state("networkidle")
    page.evaluate(SCHIL)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(LEES)
    page.close()
    return Bezoek(
        bytes=lijn.neer.bytes - before,
        verzoeken=len(asked),
        blokkerend=seen["blokkerend"],
        vreemd=seen["vreemd"],
        verschuiving=seen["verschuiving"],
        verf=seen["verf"],
        server=max(0.0, seen["eerste_byte"] - profiel.rtt),
    )


def known_visits(browser: Browser, lijn: Lijn, state: Any, path: str, profiel: Profiel) -> tuple[Bezoek, Bezoek]:
    """Return the first and the second visit to a page, as a phone comes to it.

    Nobody is signed in who has not seen the page to sign in on: that comes first, on a line that is not measured.
    """
    with phone(browser, lijn, None) as context:
        if state:
            visit(context, lijn, INLOGGEN)
            context.add_cookies(state["cookies"])
        return visit(context, lijn, path, profiel), visit(context, lijn, path, profiel)


def weigh(browser: Browser, lijn: Lijn) -> dict[tuple[str, str], tuple[Bezoek, Bezoek]]:
    """Return, by role and page: the visit of a phone that was never here, and that of one that comes from the start."""
    lijn.wordt(SNEL)
    found = {}
    for wie, paden in bladen().items():
        state = sign_in(browser, lijn.url, wie)
        with phone(browser, lijn, state) as known:
            visit(known, lijn, "/")
            for naam, path in paden.items():
                with phone(browser, lijn, state) as new:
                    found[wie, naam] = (visit(new, lijn, path), visit(known, lijn, path))
    return found


def too_much(weights: dict[tuple[str, str], tuple[Bezoek, Bezoek]]) -> list[str]:
    """Return what a page may not have: weight over its limit, a layout that moves, another site's files."""
    klachten = []
    for (wie, naam), bezoeken in weights.items():
        for wanneer, bezoek, limiet in zip(("first", "after"), bezoeken, (EERST, DAARNA), strict=True):
            wat = f"{wie or 'nobody'}, {naam}, {wanneer}"
            if bezoek.bytes > limiet:
                klachten.append(f"{wat}: {bezoek.bytes} bytes, at most {limiet}")
            if bezoek.verschuiving > VERSCHUIVING:
                klachten.append(f"{wat}: the page moved by {bezoek.verschuiving:.4f}")
            if bezoek.vreemd:
                klachten.append(f"{wat}: {bezoek.vreemd} files of another site")
            if bezoek.blokkerend > BLOKKEREND:
                klachten.append(f"{wat}: {bezoek.blokkerend} files hold up the first paint, at most {BLOKKEREND}")
    return klachten

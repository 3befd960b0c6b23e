"""Every picture of the manual, as data: who looks at which page, how wide, light or dark, after doing what.

`scripts/handleiding.py` takes them; a test holds the manual, these lines and the folder of pictures against each other.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page, expect

BREED, TELEFOON = 1280, 390
# As high as a screen is: what stands below it is seen by scrolling.
SCHERM, TELEFOONSCHERM = 860, 844
# The gemeente that `seed` fills, with someone to look at it, and one where nothing has begun.
VOL, NIEUW = "coordinator@proefstad.example", "coordinator@nieuwland.example"

Doen = Callable[[Page], None]


@dataclass(frozen=True, kw_only=True)
class Beeld:
    """One picture. `pad` holds names of `addresses()`; `deel` is the one part that is shown; without `wie`, nobody."""

    naam: str
    wie: str
    pad: str
    breedte: int = BREED
    hoogte: int = SCHERM
    schema: str = "light"
    doen: Doen | None = None
    deel: str = ""


def addresses() -> Mapping[str, object]:
    """Return what stands in the paths: numbers that differ from one database to another, and an address of such."""
    from deelnemers.models import Deelname, Voortgang  # noqa: PLC0415 - the models need Django, which the caller sets up
    from partijen.models import Partij  # noqa: PLC0415
    from trajecten.models import Rolinvulling, Traject  # noqa: PLC0415

    groen = Traject.objects.get(sjabloon="groen", gemeente__naam="Gemeente Waterstad")
    elektro = Traject.objects.get(sjabloon="elektromonteur", gemeente__naam="Gemeente Waterstad")
    begeleid = Deelname.objects.open().filter(mentor__email="mentor@maatwerk.example").order_by("pk")[0]
    lessen = Voortgang.objects.filter(fase__rollen__partij__naam="ROC De Delta", deelname__traject=elektro)
    return {
        "groen": groen.pk,
        "elektro": elektro.pk,
        "rol": Rolinvulling.objects.open().filter(fase__traject=groen).order_by("pk")[0].pk,
        "vraag": Rolinvulling.objects.gevraagd().filter(partij__naam__contains="De Vonk").order_by("pk")[0].pk,
        "deelname": begeleid.pk,
        "checkin": reverse("deelnemers:checkin_nieuw", args=[begeleid.pk]),
        "deelnemer": begeleid.deelnemer_id,
        "voortgang": lessen.order_by("pk")[0].pk,
        "waterstad": Partij.objects.get(naam="Gemeente Waterstad").pk,
        "heuvelrijk": Partij.objects.get(naam="Gemeente Heuvelrijk").pk,
        "groep": Traject.objects.filter(gemeente__naam__contains="Proefstad").order_by("pk")[0].pk,
    }


def press(naam: str) -> Doen:
    """Return what presses a button, and waits for what comes of it."""

    def doen(page: Page) -> None:
        page.get_by_role("button", name=naam, exact=True).click()
        page.wait_for_load_state("networkidle")

    return doen


def explain(woord: str) -> Doen:
    """Return what opens the explanation beside a word."""

    def doen(page: Page) -> None:
        page.get_by_role("button", name=f"Uitleg: {woord}", exact=True).first.click()

    return doen


def send_wrong(page: Page) -> None:
    """Send a new trajectory without a name and with a group of nobody."""
    page.get_by_label("Naam").fill("")
    page.get_by_label("Aantal deelnemers").fill("0")
    press("Traject maken")(page)


def fill_in_checkin(page: Page) -> None:
    """Answer a check-in as far as a first screen shows."""
    for naam in ("wijze", "werk", "taal"):
        page.locator(f"#id_{naam}_1").check()
    # Drawn before the browser knew the language of the page, a date stays as in English.
    page.locator("#id_datum").evaluate("veld => { veld.type = 'text'; veld.type = 'date'; }")
    page.evaluate("window.scrollTo(0, 0)")


def send_without_line(page: Page) -> None:
    """Fill a check-in in, cut the line and press the button."""
    for naam in ("wijze", "werk", "taal", "leren", "praktisch"):
        page.locator(f"#id_{naam}_1").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator("#concepten")).to_contain_text("nog niet verstuurd")
    page.locator("#concepten").scroll_into_view_if_needed()


def open_without_line(page: Page) -> None:
    """Ask for a page while there is no line."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/checkins/")


def open_own_page(page: Page) -> None:
    """Make a link for a participant, and look at what it opens."""
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).first.click()
    page.wait_for_load_state("networkidle")
    link = page.locator("main").inner_html()
    found = re.search(r"/mijn/[^\s\"'<]+", link)
    if not found:
        raise LookupError("no link to the own page of a participant")
    page.goto(found[0])


def start(wie: str, naam: str, hoogte: int = SCHERM) -> Beeld:
    """Return the picture of somebody's start page."""
    return Beeld(naam=f"start-{naam}", wie=wie, pad="/", hoogte=hoogte)


def phone(naam: str, wie: str, pad: str, doen: Doen | None = None) -> Beeld:
    """Return the picture of a page as it is on a phone."""
    return Beeld(naam=naam, wie=wie, pad=pad, breedte=TELEFOON, hoogte=TELEFOONSCHERM, doen=doen)


COORDINATOR, KLANTMANAGER = "coordinator@waterstad.example", "klantmanager@waterstad.example"
BEHEERDER, HEUVELRIJK = "beheerder@waterstad.example", "coordinator@heuvelrijk.example"
WERKGEVER, MENTOR = "werkgever@installatie.example", "mentor@maatwerk.example"
TAAL, OPLEIDER = "taal@taalhuis.example", "opleider@roc.example"
VERBINDER, EXPERT = "verbinder@netwerk.example", "expert@expertise.example"

BEELDEN = (
    # Start pages.
    start(COORDINATOR, "coordinator"),
    start(KLANTMANAGER, "klantmanager"),
    start(BEHEERDER, "beheerder"),
    start(HEUVELRIJK, "andere-gemeente"),
    start(WERKGEVER, "werkgever"),
    start(MENTOR, "mentor"),
    start(TAAL, "taalopleider"),
    start(OPLEIDER, "opleider"),
    start(VERBINDER, "verbinder"),
    start(EXPERT, "expertisepartner"),
    start(NIEUW, "nieuw", hoogte=620),
    phone("start-mentor-telefoon", MENTOR, "/"),
    phone("start-werkgever-telefoon", WERKGEVER, "/"),
    # Signing in, one's account.
    Beeld(naam="inloggen", wie="", pad="/accounts/login/", hoogte=560),
    Beeld(naam="weergave", wie=WERKGEVER, pad="/account/weergave/", hoogte=560),
    # A trajectory.
    Beeld(naam="traject", wie=COORDINATOR, pad="/trajecten/{elektro}/", hoogte=1325),
    Beeld(naam="traject-donker", wie=COORDINATOR, pad="/trajecten/{elektro}/", hoogte=1325, schema="dark"),
    phone("traject-telefoon", WERKGEVER, "/trajecten/{elektro}/"),
    Beeld(naam="uitleg", wie=COORDINATOR, pad="/trajecten/{elektro}/", hoogte=620, doen=explain("Regisseur")),
    Beeld(naam="woordenlijst", wie=WERKGEVER, pad="/begrippen/", hoogte=700),
    Beeld(naam="sjablonen", wie=COORDINATOR, pad="/trajecten/nieuw/", hoogte=760),
    Beeld(naam="formulier-fouten", wie=COORDINATOR, pad="/trajecten/nieuw/groen/", hoogte=1000, doen=send_wrong),
    Beeld(naam="planning", wie=COORDINATOR, pad="/trajecten/{groen}/planning/", hoogte=900),
    Beeld(naam="rol-invullen", wie=COORDINATOR, pad="/trajecten/rollen/{rol}/vul/", hoogte=700),
    Beeld(naam="rol-antwoord", wie=WERKGEVER, pad="/trajecten/rollen/{vraag}/antwoord/", hoogte=760),
    Beeld(naam="canvas", wie=COORDINATOR, pad="/trajecten/{groen}/canvas/", hoogte=1400),
    # Participants.
    Beeld(naam="lege-lijst", wie=NIEUW, pad="/deelnemers/", hoogte=560),
    Beeld(naam="lijst-lang", wie=VOL, pad="/deelnemers/", hoogte=1000),
    Beeld(naam="verloop", wie=VOL, pad="/trajecten/{groep}/deelnemers/verloop/", hoogte=860),
    Beeld(naam="deelnemer", wie=KLANTMANAGER, pad="/deelnemers/{deelnemer}/", hoogte=1000),
    Beeld(naam="resultaat", wie=OPLEIDER, pad="/voortgang/{voortgang}/wijzig/", hoogte=700),
    # Check-ins.
    phone("checkins-telefoon", MENTOR, "/checkins/"),
    phone("checkin-telefoon", MENTOR, "{checkin}", fill_in_checkin),
    phone("ontmoeting-telefoon", MENTOR, "/deelnames/{deelname}/ontmoeting/"),
    phone("checkin-bewaard", MENTOR, "{checkin}", send_without_line),
    phone("geen-verbinding", MENTOR, "/", open_without_line),
    Beeld(naam="eigen-pagina-maken", wie=MENTOR, pad="/deelnames/{deelname}/eigen-pagina/", hoogte=760),
    phone("eigen-pagina", MENTOR, "/deelnames/{deelname}/eigen-pagina/", open_own_page),
    # Search, settings, people.
    Beeld(naam="zoeken", wie=COORDINATOR, pad="/zoeken/?q=ma", hoogte=760),
    Beeld(naam="uitnodigen", wie=BEHEERDER, pad="/partijen/{waterstad}/leden/nieuw/", hoogte=620),
    Beeld(naam="instellingen", wie=BEHEERDER, pad="/partijen/{waterstad}/instellingen/", hoogte=900),
    Beeld(naam="huisstijl", wie=HEUVELRIJK, pad="/partijen/{heuvelrijk}/huisstijl/", hoogte=1000),
)

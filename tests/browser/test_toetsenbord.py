"""Without a mouse: where one is can be seen, the order is that of the page, nothing holds one, and all can be done.

The bars of the timeline are in test_tijdlijn.py, the key "/" in test_zoeken.py.
"""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from deelnemers.eigenpagina import links
from deelnemers.eigenpagina.talen import TALEN
from deelnemers.eigenpagina.teksten import read_texts
from deelnemers.enums import OntmoetingSoort, WensSoort
from deelnemers.models import Checkin, Deelname, Ontmoeting, Wens
from partijen.models import Contactpersoon
from tests.browser.conftest import PASSWORD
from tests.browser.toetsen import walk
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling, Traject

COORDINATOR, MENTOR = "coordinator@waterstad.example", "mentor@maatwerk.example"
WERKGEVER, NIEMAND = "werkgever@installatie.example", ""
# What a mentor writes down of a participant.
BIJ_DEELNAME = ("checkin", "ontmoeting")
# Stops on all walks together, at the least: a walk that stops nowhere proves nothing.
HALTES = 300
IN_DIALOOG = "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"


def tab_to(page: Page, target, *, most: int = 80) -> None:
    """Press Tab until the keyboard is on that element."""
    for _n in range(most):
        if target.evaluate("(el) => el === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached within {most} presses: {target}")


def still(site, email: str, *, width: int = 1280, height: int = 900) -> Page:
    """Return a window in which nothing moves; without an address, of someone who has not signed in."""
    if email:
        page = site.as_user(email, width=width, height=height)
    else:
        size = {"width": width, "height": height}
        page = site.browser.new_context(base_url=site.url, viewport=size, locale="nl-NL").new_page()
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.fixture
def traject(site):
    return Traject.objects.order_by("pk")[0]


@pytest.fixture
def deelname(site):
    return Deelname.objects.filter(mentor__email=MENTOR).open().order_by("pk")[0]


@pytest.fixture
def gevraagd(site):
    return Rolinvulling.objects.filter(status=RolStatus.GEVRAAGD, partij__leden__gebruiker__email=WERKGEVER)[0]


def own_page(deelname: Deelname, taal: str) -> str:
    adres = reverse("deelnemers:mijn", args=[links.give(deelname, door=deelname.mentor)])
    return f"{adres}?taal={taal}"


def test_each_stop_of_the_main_stories_is_seen_and_in_order(site, traject, deelname, gevraagd):
    rol = Rolinvulling.objects.open().filter(fase__traject__gemeente__naam__contains="Waterstad").order_by("pk")[0]
    contact = Contactpersoon.objects.order_by("pk")[0]
    pagina = f"/trajecten/{traject.pk}/"
    walks = [
        (COORDINATOR, 1280, ["/", "/trajecten/nieuw/", pagina, f"/trajecten/rollen/{rol.pk}/vul/", "/zoeken/?q=taal"]),
        (COORDINATOR, 390, [f"{pagina}deelnemers/verloop/", f"/partijen/contactpersonen/{contact.pk}/weg/"]),
        (WERKGEVER, 1280, ["/", f"/trajecten/rollen/{gevraagd.pk}/antwoord/", pagina]),
        (NIEMAND, 390, ["/accounts/login/"]),
        (MENTOR, 390, ["/", *(reverse(f"deelnemers:{naam}_nieuw", args=[deelname.pk]) for naam in BIJ_DEELNAME)]),
    ]
    seen, kinds, wrong = 0, set(), {}
    for email, width, paths in walks:
        window = still(site, email, width=width)
        for path in paths:
            # A walk ends in the bar of the browser, and in the same tab the next would begin there.
            page = window.context.new_page()
            page.emulate_media(reduced_motion="reduce")
            page.goto(path)
            page.wait_for_load_state("networkidle")
            stops = walk(page, kinds)
            seen += len(stops)
            wrong |= {(path, stop.naam): stop.bezwaren for stop in stops if stop.bezwaren}
            assert stops[0].naam == "a Naar de inhoud", path
            assert any(stop.in_kader for stop in stops), path
            assert stops[-1].in_kader is False, path
    assert wrong == {}
    assert seen >= HALTES


@pytest.mark.parametrize("taal", ["nl", "ar"])
def test_each_stop_of_an_own_page_is_seen_and_in_order(site, deelname, taal):
    page = still(site, NIEMAND, width=390)
    page.goto(own_page(deelname, taal))
    stops = walk(page, set())
    assert {stop.naam: stop.bezwaren for stop in stops if stop.bezwaren} == {}
    # No menu to pass by: it begins with the choice of a language, and there is nothing beside the contents.
    assert [stop.naam for stop in stops[: len(TALEN)]] == [f"a {keuze.naam}" for keuze in TALEN.values()]
    assert all(stop.in_kader for stop in stops)


def test_the_main_stories_of_a_coordinator(site, traject):
    page = still(site, COORDINATOR)
    pass_the_menu_by(page)
    read_what_a_word_means(page, traject)
    stay_signed_in(page, traject)
    write_on_the_canvas(page, traject)


def test_the_main_stories_of_a_mentor(site, deelname):
    sign_in(site.browser.new_context(base_url=site.url, locale="nl-NL").new_page())
    page = still(site, MENTOR, width=390, height=844)
    use_the_menu_of_a_phone(page)
    log_a_checkin(page, deelname)
    plan_a_meeting(page, deelname)


def test_the_main_stories_of_an_employer_and_a_participant(site, deelname, gevraagd):
    answer_a_request(still(site, WERKGEVER), gevraagd)
    state_a_wish(still(site, NIEMAND, width=390, height=844), deelname)


def answer_a_request(page: Page, rol: Rolinvulling) -> None:
    """From the line on the start page to the answer, and back to what is left to do."""
    page.goto("/")
    tab_to(page, page.locator(f"#vragen a[href^='/trajecten/rollen/{rol.pk}/antwoord/']").last)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/antwoord/"))
    tab_to(page, page.locator("main input[type=radio]").first)
    page.keyboard.press("Space")
    expect(page.get_by_label("Ja, wij doen dit")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Antwoord geven"))
    page.keyboard.press("Enter")
    expect(page.locator("#meldingen")).not_to_be_empty()
    rol.refresh_from_db()
    assert rol.status == RolStatus.TOEGEZEGD


def state_a_wish(page: Page, deelname: Deelname) -> None:
    """On a page from right to left: choose, send, and withdraw."""
    woorden = read_texts("ar", None)
    page.goto(own_page(deelname, "ar"))
    wens = page.get_by_label(woorden["wens_taal"].vertaling)
    tab_to(page, page.locator(f"input[name={wens.get_attribute('name')}]").first)
    for _n in range(10):
        if wens.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(wens).to_be_focused()
    tab_to(page, page.get_by_role("button", name=woorden["versturen"].vertaling))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(woorden["wens_verstuurd"].vertaling)
    assert Wens.objects.filter(deelname=deelname, soort=WensSoort.TAAL).count() == 1


def pass_the_menu_by(page: Page) -> None:
    """The first stop leads to the contents."""
    page.goto("/trajecten/")
    page.keyboard.press("Tab")
    sprong = page.get_by_role("link", name="Naar de inhoud")
    expect(sprong).to_be_focused()
    expect(sprong).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def read_what_a_word_means(page: Page, traject: Traject) -> None:
    """The explanation of a word opens and closes, and one stays where one was."""
    page.goto(f"/trajecten/{traject.pk}/")
    knop = page.locator("main [popovertarget]:visible").first
    uitleg = page.locator(f"[id='{knop.get_attribute('popovertarget')}']")
    tab_to(page, knop)
    page.keyboard.press("Enter")
    expect(uitleg).to_be_visible()
    page.keyboard.press("Escape")
    expect(uitleg).to_be_hidden()
    expect(knop).to_be_focused()
    page.keyboard.press("Space")
    expect(uitleg).to_be_visible()
    page.keyboard.press("Space")
    expect(uitleg).to_be_hidden()


def stay_signed_in(page: Page, traject: Traject) -> None:
    """The warning of being signed out holds the keyboard, and gives it back where it was."""
    page.clock.install()
    page.goto(f"/trajecten/{traject.pk}/wijzig/")
    veld = page.locator("main input:visible").first
    tab_to(page, veld)
    dialoog = page.get_by_role("dialog")
    minuten = int(page.locator("#wachttijd").get_attribute("data-minuten"))
    page.clock.fast_forward((minuten - 1) * 60_000)
    expect(dialoog).to_be_visible()
    for key in ("Tab", "Tab", "Tab", "Tab", "Shift+Tab", "/"):
        page.keyboard.press(key)
        assert page.evaluate(IN_DIALOOG), key
    tab_to(page, dialoog.get_by_role("button", name="Blijf ingelogd"))
    page.keyboard.press("Enter")
    expect(dialoog).to_be_hidden()
    expect(veld).to_be_focused()
    page.clock.fast_forward((minuten - 1) * 60_000)
    expect(dialoog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialoog).to_be_hidden()
    expect(veld).to_be_focused()
    page.clock.resume()


def write_on_the_canvas(page: Page, traject: Traject) -> None:
    """A field is written and saved in place, and the keyboard is back at that field."""
    page.goto(f"/trajecten/{traject.pk}/canvas/")
    veld = page.locator("[id='veld-werving.werving_vraag']")
    tab_to(page, veld.get_by_role("link", name="Wijzig"), most=200)
    page.keyboard.press("Enter")
    tekst = veld.locator("textarea")
    expect(tekst).to_be_focused()
    page.keyboard.press("Control+a")
    # In a field the sign is a sign.
    page.keyboard.type("Hoveniers vragen 12/15 medewerkers.")
    expect(tekst).to_have_value("Hoveniers vragen 12/15 medewerkers.")
    tab_to(page, veld.get_by_role("button", name="Opslaan"), most=5)
    page.keyboard.press("Enter")
    expect(veld.locator("textarea")).to_have_count(0)
    expect(veld).to_contain_text("Hoveniers vragen 12/15 medewerkers.")
    expect(veld.get_by_role("link", name="Wijzig")).to_be_focused()


def sign_in(page: Page) -> None:
    """A wrong password is told, and the right one leads on."""
    page.goto("/accounts/login/")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(MENTOR)
    tab_to(page, page.get_by_label("Wachtwoord"))
    page.keyboard.type("niet goed")
    page.keyboard.press("Enter")
    expect(page.locator("form .alert-danger")).to_be_focused()
    tab_to(page, page.get_by_label("Wachtwoord"))
    page.keyboard.press("Control+a")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mijn werk", level=1)).to_be_visible()
    page.context.close()


def use_the_menu_of_a_phone(page: Page) -> None:
    """The menu opens and closes by the button that shows which of the two it is, and is passed by while it is shut."""
    page.goto("/")
    knop, menu = page.get_by_role("button", name="Menu"), page.locator("#menu")
    first = menu.get_by_role("link").first
    expect(knop).to_have_attribute("aria-expanded", "false")
    tab_to(page, knop)
    page.keyboard.press("Enter")
    expect(knop).to_have_attribute("aria-expanded", "true")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(knop).to_be_focused()
    page.keyboard.press("Space")
    expect(knop).to_have_attribute("aria-expanded", "false")
    expect(first).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def log_a_checkin(page: Page, deelname: Deelname) -> None:
    """Choices by the arrows, the rest by typing, saved by Enter on the button."""
    before = Checkin.objects.count()
    page.goto(reverse("deelnemers:checkin_nieuw", args=[deelname.pk]))
    for naam in ("wijze", "werk", "taal", "leren", "praktisch"):
        tab_to(page, page.locator(f"input[name={naam}]").first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"#id_{naam}_1")).to_be_checked()
        expect(page.locator(f"#id_{naam}_1")).to_be_focused()
    tab_to(page, page.get_by_label("Wensen"))
    page.keyboard.type("Meer uren")
    tab_to(page, page.locator("main form").get_by_role("button", name="Opslaan"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/checkins/$"))
    expect(page.get_by_text("De check-in is opgeslagen.")).to_be_visible()
    assert Checkin.objects.count() == before + 1


def plan_a_meeting(page: Page, deelname: Deelname) -> None:
    """A list by the arrows, a day and a time by their figures; a day that is past is told, and the rest stays."""
    gisteren, morgen = (timezone.localdate() + timedelta(days=dagen) for dagen in (-1, 1))
    page.goto(reverse("deelnemers:ontmoeting_nieuw", args=[deelname.pk]))
    tab_to(page, page.get_by_label("Wat is het?"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Wat is het?")).not_to_have_value(OntmoetingSoort.MENTOR)
    page.keyboard.press("ArrowUp")
    type_a_day(page, gisteren)
    tab_to(page, page.locator("input[name=tijd]"))
    page.keyboard.type("0930AM")
    tab_to(page, page.get_by_label("Waar?"))
    page.keyboard.type("Wijkcentrum De Brug")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=dag]")).to_be_focused()
    type_a_day(page, morgen)
    tab_to(page, page.get_by_role("button", name="Plan de ontmoeting"))
    page.keyboard.press("Enter")
    expect(page.locator("#meldingen")).not_to_be_empty()
    planned = Ontmoeting.objects.get(deelname=deelname, plaats="Wijkcentrum De Brug")
    assert (planned.soort, planned.dag, planned.tijd) == (OntmoetingSoort.MENTOR, morgen, time(9, 30))


def type_a_day(page: Page, dag: date) -> None:
    """As the browser wants a day, which is American here; its first part is where one comes in."""
    tab_to(page, page.locator("input[name=dag]"))
    page.keyboard.type(f"{dag:%m%d%Y}")

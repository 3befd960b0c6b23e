"""A mentor with a phone on a bad line: what was filled in is kept, and saved once."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect

from deelnemers.models import Checkin, Deelname
from scripts.chromium import give_password, launch_full
from tests.browser.conftest import PASSWORD, Site
from toegang.models import User

MENTOR = "mentor@maatwerk.example"
# From the start page until it is saved, along the longest way: the menu.
MOST_TAPS, MOST_FIELDS = 10, 6
# CSS pixels: what a thumb hits (WCAG 2.5.5).
THUMB = 44
CHOICES = ("id_wijze", "id_werk", "id_taal", "id_leren", "id_praktisch")
WAITING = "Bewaard op dit apparaat, nog niet verstuurd"
KEPT = "Object.entries(localStorage).filter(([naam]) => naam.startsWith('concept:'))"
# Writes down what the strip says, each time that changes; it outlives a page.
WATCH = """() => {
    const strook = document.getElementById("concepten"), sta = sessionStorage;
    const eerder = () => JSON.parse(sta.gezien || "[]");
    const zie = () => sta.setItem("gezien", JSON.stringify([...eerder(), strook.querySelector("strong").innerText]));
    new MutationObserver(zie).observe(strook, {childList: true});
}"""
# What a browser says of a line that is cut and of a server that fails, as these tests have it.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 500")


class Phone:
    """A mentor's phone, with a count of what the thumb did."""

    def __init__(self, page: Page, deelname: Deelname) -> None:
        self.page, self.deelname = page, deelname
        self.adres = reverse("deelnemers:checkin_nieuw", args=[deelname.pk])
        self.taps = self.fields = 0

    def tap(self, target) -> None:
        target.click()
        self.taps += 1

    def open_form(self) -> None:
        """Go to the form from the start page, by the menu."""
        self.page.goto("/")
        open_menu(self.page)
        self.taps += 1
        self.tap(self.page.get_by_role("navigation").get_by_role("link", name="Check-ins"))
        self.tap(self.page.locator(f"main a[href='{self.adres}']"))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Check-in met")

    def fill_in(self, wensen: str = "") -> None:
        """Answer what must be answered; a wish is typed."""
        for name in CHOICES:
            self.tap(self.page.locator(f"#{name}_1"))
            self.fields += 1
        if wensen:
            self.page.get_by_label("Wensen").fill(wensen)
            self.fields += 1

    def press(self) -> None:
        """Press the button that saves."""
        self.tap(self.page.get_by_role("button", name="Opslaan"))

    @property
    def strip(self):
        return self.page.locator("#concepten")

    @property
    def kept(self) -> list[tuple[str, dict]]:
        return [(name, json.loads(text)) for name, text in self.page.evaluate(KEPT)]

    def offline(self) -> None:
        self.page.context.set_offline(True)

    def online(self) -> None:
        self.page.context.set_offline(False)

    def wait_for_shell(self) -> None:
        """Wait until the phone can start without a line."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


@pytest.fixture
def phone(site) -> Phone:
    """The demo's mentor, with a phone."""
    deelname = Deelname.objects.filter(mentor__email=MENTOR).open().order_by("pk")[0]
    yield Phone(site.as_user(MENTOR, width=390, height=844), deelname)
    site.failures[:] = [line for line in site.failures if not any(text in line for text in EXPECTED)]


@pytest.fixture
def saved(phone):
    """Return a function that tells how many check-ins came in since the start of the test."""
    before = Checkin.objects.count()
    return lambda: Checkin.objects.count() - before


def open_menu(page: Page) -> None:
    """Open the menu, and wait until it stands still: what moves is pressed beside."""
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu.show")).to_be_visible()


def sign_out(page: Page, *, sure: bool) -> None:
    open_menu(page)
    page.get_by_role("navigation").get_by_role("button", name="Uitloggen").click()
    ask = page.get_by_role("dialog", name="Toch uitloggen?")
    ask.get_by_role("button", name="Uitloggen en wissen" if sure else "Niet uitloggen").click()


def test_a_check_in_costs_few_taps_and_each_is_for_a_thumb(phone, saved):
    phone.open_form()
    controls = phone.page.locator("main form :is(.lw-keuze-knop, .form-control, .btn)")
    sizes = [control.bounding_box()["height"] for control in controls.all()]
    assert len(sizes) >= 5 * 3
    assert [height for height in sizes if height < THUMB] == []
    phone.fill_in("Meer uren")
    phone.press()
    expect(phone.page.locator("#meldingen")).to_contain_text("De check-in is opgeslagen.")
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert phone.kept == []
    assert phone.taps <= MOST_TAPS
    assert phone.fields <= MOST_FIELDS


def test_without_a_line_it_is_kept_and_sent_once_when_the_line_is_back(phone, saved):
    phone.open_form()
    phone.page.evaluate(WATCH)
    phone.offline()
    phone.fill_in("Meer uren")
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    assert saved() == 0
    [(name, kept)] = phone.kept
    assert set(kept) == {"doel", "terug", "op", "velden"}
    # An id that says nothing: no number of a row stands anywhere in it.
    assert re.fullmatch(r"/checkins/nieuw/[A-Za-z0-9_-]{32}/", kept["doel"])
    assert kept["terug"] == reverse("deelnemers:checkins")
    assert ["wensen", "Meer uren"] in kept["velden"]
    assert "csrfmiddlewaretoken" not in dict(kept["velden"])
    deelnemer, mentor = phone.deelname.deelnemer, User.objects.get(email=MENTOR)
    names, told = (deelnemer.voornaam, deelnemer.achternaam, mentor.naam, mentor.email), f"{name} {json.dumps(kept)}"
    assert [text for text in names if text in told] == []

    phone.online()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    expect(phone.page.locator("#meldingen")).to_contain_text("De check-in is opgeslagen.")
    assert saved() == 1
    assert phone.kept == []
    assert Checkin.objects.order_by("-pk")[0].wensen == "Meer uren"
    tried = ["Wordt verstuurd", WAITING]
    assert phone.page.evaluate("JSON.parse(sessionStorage.gezien)") == [*tried, *tried, "Wordt verstuurd", "Verstuurd"]


def test_an_answer_that_got_lost_is_asked_again_and_saves_nothing_twice(phone, saved):
    phone.open_form()
    phone.fill_in()

    def lose(route):
        route.fetch()
        route.abort()

    phone.page.route("**/checkins/nieuw/**", lose)
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    assert saved() == 1
    phone.page.unroute("**/checkins/nieuw/**")
    phone.tap(phone.strip.get_by_role("button", name="Verstuur nu"))
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert phone.kept == []


def test_the_shell_opens_without_a_line_and_holds_nobodys_page(phone, saved):
    phone.open_form()
    phone.wait_for_shell()
    phone.offline()
    phone.fill_in()
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.page.goto("/checkins/")
    expect(phone.page.get_by_role("heading", name="Geen verbinding")).to_be_visible()
    expect(phone.strip).to_contain_text(WAITING)
    held = phone.page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (kast) =>
            (await (await caches.open(kast)).keys()).map((vraag) => new URL(vraag.url).pathname)))).flat()"""
    )
    assert held[0] == "/offline/"
    assert [path for path in held if not path.startswith(("/offline/", "/static/"))] == []
    # The page tries again by itself; what was kept goes along, whatever page that is.
    phone.online()
    expect(phone.strip).to_contain_text("Verstuurd")
    expect(phone.page.get_by_role("heading", name="Check-ins", level=1)).to_be_visible()
    assert saved() == 1
    assert phone.kept == []


def test_it_can_be_installed(site, playwright):
    """Only the Chromium that draws windows knows what it takes: asked of that one."""
    full = launch_full(playwright)
    page = Site(site.url, full, site.failures).as_user(MENTOR, width=390, height=844)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session = page.context.new_cdp_session(page)
    lacking = {error["errorId"] for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    # A test's window keeps nothing, and such a one installs nothing: all else is there.
    assert lacking == {"in-incognito"}
    full.close()


def test_signed_out_meanwhile_it_is_sent_after_signing_in_again(phone, saved):
    phone.open_form()
    phone.offline()
    phone.fill_in("Meer uren")
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    Session.objects.all().delete()
    phone.online()
    expect(phone.strip).to_contain_text("U bent uitgelogd.")
    assert saved() == 0
    phone.page.get_by_role("link", name="Opnieuw inloggen").click()
    expect(phone.strip).to_contain_text(WAITING)
    give_password(phone.page, MENTOR, PASSWORD)
    expect(phone.strip).to_contain_text("Verstuurd")
    assert saved() == 1
    assert phone.kept == []
    phone.page.reload()
    expect(phone.page.locator("#meldingen")).to_contain_text("De check-in is opgeslagen.")
    assert saved() == 1


def test_signing_in_in_another_tab_gives_the_open_form_a_new_token(phone, saved):
    phone.open_form()
    phone.fill_in()
    Session.objects.all().delete()
    other = phone.page.context.new_page()
    other.goto("/accounts/login/")
    give_password(other, MENTOR, PASSWORD)
    other.wait_for_url("**/")
    phone.press()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1


def test_a_server_that_fails_leaves_it_on_the_device(phone, saved):
    phone.open_form()
    phone.fill_in()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deelnemers_signaal RENAME TO deelnemers_signaal_weg")
    try:
        phone.tap(phone.page.locator("#id_werk_0"))
        phone.press()
        expect(phone.strip).to_contain_text("Bij ons ging er iets mis.")
        expect(phone.strip).to_contain_text(WAITING)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE deelnemers_signaal_weg RENAME TO deelnemers_signaal")
    assert saved() == 0
    assert len(phone.kept) == 1
    phone.press()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1


def test_what_is_refused_is_shown_with_its_message_and_what_was_typed(phone, saved):
    phone.open_form()
    phone.offline()
    phone.fill_in("Zijn nummer is 123456782")
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.online()
    wensen = phone.page.get_by_label("Wensen")
    expect(wensen).to_be_focused()
    expect(wensen).to_have_value("Zijn nummer is 123456782")
    expect(wensen).to_have_class(re.compile("is-invalid"))
    expect(phone.page.get_by_role("alert")).to_contain_text("Nog niet opgeslagen.")
    expect(phone.page.locator("#id_werk_1")).to_be_checked()
    assert saved() == 0
    wensen.fill("Meer uren")
    phone.press()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert phone.kept == []


def test_refused_while_another_page_is_open_it_waits_at_its_own_page(phone, saved):
    phone.open_form()
    phone.wait_for_shell()
    phone.offline()
    phone.fill_in("Zijn nummer is 123456782")
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.page.goto("/checkins/")
    phone.online()
    expect(phone.strip).to_contain_text("Niet opgeslagen")
    phone.page.get_by_role("link", name="Kijk het na").click()
    expect(phone.page.get_by_label("Wensen")).to_have_value("Zijn nummer is 123456782")
    phone.page.get_by_label("Wensen").fill("Meer uren")
    phone.press()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1


BSN = "Zijn nummer is 123456782"


@pytest.fixture
def refused(phone) -> Phone:
    """A phone with a form that was refused, and shows why."""
    phone.open_form()
    phone.fill_in(BSN)
    phone.press()
    expect(phone.page.get_by_label("Wensen")).to_have_class(re.compile("is-invalid"))
    return phone


def test_what_is_refused_stays_on_the_device_until_the_next_press(refused, saved):
    page, wensen = refused.page, refused.page.get_by_label("Wensen")
    [(name, kept)] = refused.kept
    assert kept["geweigerd"] is True
    assert ["wensen", BSN] in kept["velden"]
    # It is not sent by itself, and what is being mended stays as it is.
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    wensen.fill("Meer")
    page.evaluate("dispatchEvent(new Event('online')), new Promise((klaar) => setTimeout(klaar, 500))")
    assert sent == []
    expect(wensen).to_have_value("Meer")
    expect(refused.strip).to_be_empty()

    # As with a tab that the phone threw away while it was in a pocket.
    page.reload()
    expect(wensen).to_have_value(BSN)
    expect(wensen).to_have_class(re.compile("is-invalid"))
    assert [found for found, _kept in refused.kept] == [name]
    assert len(sent) == 1
    wensen.fill("Meer uren")
    refused.press()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert refused.kept == []


def test_what_was_refused_is_wiped_at_signing_out_after_a_warning(refused, saved):
    sign_out(refused.page, sure=True)
    refused.page.wait_for_url("**/accounts/login/**")
    assert refused.kept == []
    assert saved() == 0


def test_who_gives_up_on_what_was_refused_throws_it_away_after_a_question(refused, saved):
    page, strip = refused.page, refused.strip
    page.goto("/")
    expect(strip).to_contain_text("Niet opgeslagen")
    strip.get_by_role("button", name="Weggooien").press("Enter")
    expect(strip).to_contain_text("U krijgt ze niet terug.")
    expect(strip.get_by_role("button", name="Bewaren")).to_be_focused()
    page.keyboard.press("Enter")
    expect(strip.get_by_role("link", name="Kijk het na")).to_be_focused()
    assert len(refused.kept) == 1

    strip.get_by_role("button", name="Weggooien").click()
    strip.get_by_role("button", name="Wissen").click()
    expect(strip).to_be_empty()
    assert refused.kept == []
    page.reload()
    expect(strip).to_be_empty()
    assert saved() == 0


def test_what_was_being_mended_when_the_session_ended_takes_the_place_of_what_was_refused(refused, saved):
    page, wensen = refused.page, refused.page.get_by_label("Wensen")
    wensen.fill("Meer uren")
    Session.objects.all().delete()
    page.evaluate("document.querySelector('[data-blijf]').requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    give_password(page, MENTOR, PASSWORD)
    expect(page.get_by_text("Wat u had ingevuld staat er weer.")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online')), new Promise((klaar) => setTimeout(klaar, 500))")
    expect(wensen).to_have_value("Meer uren")
    expect(refused.strip).to_be_empty()
    refused.press()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert refused.kept == []


def test_what_was_refused_does_not_come_in_the_place_of_what_is_being_typed(phone, saved):
    phone.open_form()
    other = phone.page.context.new_page()
    other.goto(phone.page.url)
    other.get_by_label("Wensen").fill("Iets anders")
    phone.offline()
    phone.fill_in(BSN)
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.page.goto("about:blank")
    phone.online()
    expect(other.locator("#concepten")).to_contain_text("Niet opgeslagen")
    expect(other.get_by_label("Wensen")).to_have_value("Iets anders")
    assert len(other.evaluate(KEPT)) == 1
    assert saved() == 0


def test_signing_out_wipes_it_after_a_warning_and_another_person_never_gets_it(phone, saved):
    phone.open_form()
    other = phone.page.context.new_page()
    other.goto("/")
    phone.offline()
    phone.fill_in()
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    # Whatever the tabs try from here on, nobody is signed in.
    Session.objects.all().delete()
    phone.page.goto("about:blank")
    kept = other.evaluate(KEPT)
    assert len(kept) == 1
    sign_out(other, sure=False)
    assert other.evaluate(KEPT) == kept
    assert saved() == 0

    phone.online()
    other.goto("/accounts/login/")
    expect(other.locator("#concepten")).to_contain_text(WAITING)
    assert saved() == 0
    give_password(other, "taal@taalhuis.example", PASSWORD)
    expect(other.get_by_role("heading", name="Inloggen", level=1)).to_be_hidden()
    assert other.evaluate(KEPT) == []
    assert [(checkin.door.email, checkin.deelname_id) for checkin in Checkin.objects.order_by("-pk")[: saved()]] == []


def test_wiped_while_it_is_under_way_a_refusal_does_not_bring_it_back(phone, saved):
    phone.open_form()
    other = phone.page.context.new_page()
    other.goto("/")
    phone.offline()
    phone.fill_in("Zijn nummer is 123456782")
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.page.goto("about:blank")
    answers = []

    def wipe_first(route):
        answer = route.fetch()
        answers.append(answer.status)
        other.evaluate("localStorage.clear()")
        route.fulfill(response=answer)

    other.route("**/checkins/nieuw/**", wipe_first)
    phone.online()
    expect(other.locator("#concepten")).to_be_empty()
    assert answers == [422]
    assert other.evaluate(KEPT) == []
    assert saved() == 0


def test_signing_out_closes_the_form_in_another_tab_and_keeps_nothing_of_it(phone, saved):
    phone.open_form()
    phone.fill_in("Meer uren")
    other = phone.page.context.new_page()
    other.goto("/")
    open_menu(other)
    other.get_by_role("navigation").get_by_role("button", name="Uitloggen").click()
    phone.page.wait_for_url("**/accounts/login/")
    expect(phone.page.get_by_label("Wachtwoord")).to_be_visible()
    assert phone.kept == []
    assert phone.page.evaluate("Object.keys(sessionStorage).filter((naam) => naam.startsWith('concept:'))") == []
    assert saved() == 0


def test_who_signs_out_all_the_same_leaves_nothing_on_the_device(phone, saved):
    phone.open_form()
    phone.fill_in()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deelnemers_checkin RENAME TO deelnemers_checkin_weg")
    try:
        phone.press()
        expect(phone.strip).to_contain_text("Bij ons ging er iets mis.")
        sign_out(phone.page, sure=True)
        phone.page.wait_for_url("**/accounts/login/**")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE deelnemers_checkin_weg RENAME TO deelnemers_checkin")
    assert phone.kept == []
    assert saved() == 0

"""A mentor with a phone on a bad line: what was filled in is kept, and saved once.

What is kept while it is filled in is in test_concept.py, what was refused in test_offline_geweigerd.py.
"""

import json
import re

from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from deelnemers.models import Checkin
from scripts.chromium import give_password, launch_full
from tests.browser.conftest import PASSWORD, Site
from tests.browser.telefoon import KEPT, MENTOR, WAITING, sign_out
from toegang.models import User

# From the start page until it is saved, along the longest way: the menu.
MOST_TAPS, MOST_FIELDS = 10, 6
# CSS pixels: what a thumb hits (WCAG 2.5.5).
THUMB = 44
# Writes down what the strip says, each time that changes; it outlives a page.
WATCH = """() => {
    const strook = document.getElementById("concepten"), sta = sessionStorage;
    const eerder = () => JSON.parse(sta.gezien || "[]");
    const zie = () => sta.setItem("gezien", JSON.stringify([...eerder(), strook.querySelector("strong").innerText]));
    new MutationObserver(zie).observe(strook, {childList: true});
}"""


def test_a_check_in_costs_few_taps_and_each_is_for_a_thumb(phone, saved):
    phone.open_form()
    controls = phone.page.locator(
        "main form :is(.lw-keuze-knop, .form-control, .form-switch > input, .form-switch > label, .btn)"
    )
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
    # Pressed once more, however one does that: the button says that it is done for now.
    phone.page.get_by_role("button", name="Opslaan").click(force=True)
    expect(phone.strip).to_contain_text(WAITING)
    phone.tap(phone.strip.get_by_role("button", name="Verstuur nu"))
    expect(phone.strip).to_contain_text(WAITING)
    assert saved() == 0
    [(name, kept)] = phone.kept
    assert set(kept) == {"doel", "terug", "op", "velden", "stand"}
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
    phone.tap(phone.strip.get_by_role("button", name="Verstuur nu"))
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
    sign_out(other, sure=True)
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

"""What a mentor fills in is kept on the phone from the first answer, put back, set right, and thrown away."""

import re

import pytest
from django.db import connection
from playwright.sync_api import expect

from deelnemers.models import Checkin
from tests.browser.telefoon import KEPT, WAITING, sign_out

PUT_BACK = "Wat u eerder had ingevuld, staat er weer. Het is nog niet verstuurd."
NO_LINE = "Er is nu geen verbinding. U kunt gewoon verder invullen."
OLD = """Object.entries(localStorage).forEach(([naam, concept]) =>
    localStorage.setItem(naam, JSON.stringify({...JSON.parse(concept), op: 0})))"""


@pytest.fixture
def ask(phone):
    """The question before something goes."""
    return phone.page.get_by_role("dialog", name="Weggooien?")


@pytest.fixture
def waiting(phone):
    """A phone with a form that was pressed without a line."""
    phone.open_form()
    phone.offline()
    phone.fill_in("Meer uren")
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    return phone


def test_what_is_filled_in_is_put_back_where_its_form_is_opened_again(phone, saved):
    page = phone.page
    phone.open_form()
    phone.fill_in("Meer uren")
    page.get_by_label("Coördinator nodig").check()
    [(name, kept)] = phone.kept
    assert kept["stand"] == "bezig"
    assert re.fullmatch(r"/checkins/nieuw/[A-Za-z0-9_-]{32}/", kept["doel"])
    # It does not wait for anything: no page speaks of it, and nothing is sent.
    page.goto("/checkins/")
    expect(phone.strip).to_be_empty()
    phone.follow_link()
    expect(page.get_by_text(PUT_BACK)).to_be_visible()
    expect(page.get_by_label("Wensen")).to_have_value("Meer uren")
    expect(page.get_by_label("Coördinator nodig")).to_be_checked()
    expect(page.locator("#id_werk_1")).to_be_checked()
    assert [found for found, _kept in phone.kept] == [name]
    assert saved() == 0
    phone.press()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1
    assert phone.kept == []
    phone.follow_link()
    expect(page.get_by_label("Wensen")).to_have_value("")


def test_what_is_filled_in_before_the_page_has_all_its_scripts_is_kept_as_well(phone):
    # As soon as the field is there, and the end of the page is not: no script of ours hears of it.
    phone.page.add_init_script("""new MutationObserver((_wat, kijker) => {
        const veld = document.getElementById("id_wensen");
        if (!veld) return;
        kijker.disconnect();
        veld.value = "Meer uren";
    }).observe(document, { childList: true, subtree: true });""")
    phone.page.goto(phone.adres)
    [(_name, kept)] = phone.kept
    assert ["wensen", "Meer uren"] in kept["velden"]


def test_what_was_put_back_is_thrown_away_after_a_question(phone, ask):
    phone.open_form()
    phone.page.get_by_label("Wensen").fill("Meer uren")
    phone.page.reload()
    throw = phone.page.locator("[data-hervat]").get_by_role("button", name="Weggooien")
    throw.click()
    phone.page.keyboard.press("Escape")
    expect(ask).to_be_hidden()
    expect(throw).to_be_focused()
    throw.click()
    ask.get_by_role("button", name="Wissen").click()
    expect(phone.page.get_by_label("Wensen")).to_have_value("")
    expect(phone.page.get_by_text(PUT_BACK)).to_be_hidden()
    assert phone.kept == []


def test_cancelling_asks_first_only_where_something_was_filled_in(phone, ask):
    page = phone.page
    phone.open_form()
    cancel = page.get_by_role("link", name="Annuleren")
    cancel.click()
    expect(page).to_have_url(re.compile("/checkins/$"))
    phone.follow_link()
    page.get_by_label("Wensen").fill("Meer uren")
    cancel.press("Enter")
    ask.get_by_role("button", name="Bewaren").click()
    expect(cancel).to_be_focused()
    expect(page.get_by_label("Wensen")).to_have_value("Meer uren")
    assert len(phone.kept) == 1
    cancel.click()
    ask.get_by_role("button", name="Wissen").click()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert phone.kept == []


def test_what_is_filled_in_goes_at_signing_out_and_after_two_weeks(phone):
    phone.open_form()
    phone.page.get_by_label("Wensen").fill("Meer uren")
    phone.page.evaluate(OLD)
    phone.page.goto("/")
    expect(phone.strip).to_contain_text("Wij hebben het gewist.")
    assert phone.kept == []
    phone.page.goto(phone.adres)
    phone.page.get_by_label("Wensen").fill("Meer uren")
    sign_out(phone.page, sure=True)
    phone.page.wait_for_url("**/accounts/login/**")
    assert phone.kept == []


def test_an_open_form_tells_that_the_line_is_gone_and_that_it_is_back(phone):
    phone.open_form()
    state = phone.page.locator("form [role=status]").get_by_text(NO_LINE)
    expect(state).to_be_hidden()
    phone.offline()
    expect(state).to_be_in_viewport()
    phone.online()
    expect(state).to_be_hidden()


def test_what_waits_can_be_set_right_and_is_sent_as_it_was_set_right(waiting, saved):
    page, wensen = waiting.page, waiting.page.get_by_label("Wensen")
    expect(wensen).to_be_disabled()
    expect(page.get_by_role("button", name="Opslaan")).to_have_attribute("aria-disabled", "true")
    waiting.strip.get_by_role("button", name="Aanpassen").press("Enter")
    expect(page.locator("#id_datum")).to_be_focused()
    expect(waiting.strip).to_be_empty()
    [(_name, kept)] = waiting.kept
    assert kept["stand"] == "bezig"
    wensen.fill("Minder uren")
    # Not pressed yet: a line that is back sends nothing.
    waiting.online()
    page.evaluate("new Promise((klaar) => setTimeout(klaar, 500))")
    assert saved() == 0
    waiting.press()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert [checkin.wensen for checkin in Checkin.objects.order_by("-pk")[: saved()]] == ["Minder uren"]


def test_what_waits_can_be_thrown_away_after_a_question(waiting, ask, saved):
    throw = waiting.strip.get_by_role("button", name="Weggooien")
    throw.click()
    ask.get_by_role("button", name="Bewaren").click()
    expect(throw).to_be_focused()
    assert len(waiting.kept) == 1
    throw.click()
    # It never left this phone.
    expect(ask.get_by_text("Misschien is uw formulier al aangekomen.")).to_be_hidden()
    ask.get_by_role("button", name="Wissen").click()
    waiting.online()
    expect(waiting.page.get_by_role("heading", name="Check-ins", level=1)).to_be_visible()
    assert waiting.kept == []
    assert saved() == 0


def test_set_right_after_it_came_in_unheard_it_is_told_and_not_saved_twice(phone, ask, saved):
    phone.open_form()
    phone.fill_in("Meer uren")

    def lose(route):
        route.fetch()
        route.abort()

    phone.page.route("**/checkins/nieuw/**", lose)
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    phone.strip.get_by_role("button", name="Weggooien").click()
    expect(ask.get_by_text("Misschien is uw formulier al aangekomen.")).to_be_visible()
    ask.get_by_role("button", name="Bewaren").click()
    phone.strip.get_by_role("button", name="Aanpassen").click()
    phone.page.get_by_label("Wensen").fill("Minder uren")
    phone.page.unroute("**/checkins/nieuw/**")
    phone.press()
    expect(phone.strip).to_contain_text("Uw formulier was al aangekomen")
    expect(phone.page.get_by_label("Wensen")).to_have_value("Minder uren")
    assert [checkin.wensen for checkin in Checkin.objects.order_by("-pk")[: saved()]] == ["Meer uren"]
    assert phone.kept == []


def test_a_server_that_failed_leaves_the_form_as_it_waits_when_it_is_opened_again(phone, saved):
    phone.open_form()
    phone.fill_in("Meer uren")
    rename = "ALTER TABLE deelnemers_signaal{} RENAME TO deelnemers_signaal{}"
    with connection.cursor() as cursor:
        cursor.execute(rename.format("", "_weg"))
        try:
            phone.tap(phone.page.locator("#id_werk_0"))
            phone.press()
            expect(phone.strip).to_contain_text("Bij ons ging er iets mis.")
            phone.page.reload()
            expect(phone.page.get_by_label("Wensen")).to_have_value("Meer uren")
            expect(phone.page.get_by_label("Wensen")).to_be_disabled()
            expect(phone.strip.get_by_role("button", name="Aanpassen")).to_be_visible()
        finally:
            cursor.execute(rename.format("_weg", ""))
    phone.strip.get_by_role("button", name="Verstuur nu").click()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1


def test_what_must_be_answered_is_asked_on_the_phone_itself(phone, saved):
    page = phone.page
    phone.open_form()
    phone.offline()
    page.locator("#id_taal_0").click()
    page.locator("#id_datum").fill("")
    phone.press()
    expect(page.locator("#id_datum")).to_be_focused()
    expect(page.locator("#div_id_datum")).to_contain_text("Dit veld is verplicht.")
    expect(page.locator("#div_id_wijze")).to_contain_text("Kies hoe het contact was.")
    expect(page.locator("#div_id_werk")).to_contain_text("Kies een van de drie.")
    expect(page.locator("#div_id_taal")).not_to_contain_text("Kies een van de drie.")
    expect(page.get_by_role("group", name="Werk")).to_have_accessible_description("Kies een van de drie.")
    expect(page.get_by_role("alert")).to_contain_text("Nog niet opgeslagen.")
    expect(phone.strip).to_be_empty()
    assert [kept["stand"] for _name, kept in phone.kept] == ["bezig"]
    page.locator("#id_datum").fill(page.locator("#id_datum").get_attribute("max"))
    phone.fill_in()
    phone.press()
    expect(phone.strip).to_contain_text(WAITING)
    expect(page.locator(".is-invalid")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    phone.online()
    expect(page).to_have_url(re.compile("/checkins/$"))
    assert saved() == 1


def test_a_phone_that_keeps_nothing_asks_before_the_page_goes(phone):
    phone.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('vol'); }")
    phone.open_form()
    phone.page.get_by_label("Wensen").fill("Meer uren")
    asked = []
    phone.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    phone.page.get_by_role("link", name="Annuleren").click()
    expect(phone.page).to_have_url(re.compile("/checkins/$"))
    assert asked == ["beforeunload"]
    assert phone.page.evaluate(KEPT) == []

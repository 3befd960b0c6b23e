"""A list that is filtered, sorted or turned to another page: only the list changes, and the keyboard stays at work."""

import re

import pytest
from playwright.sync_api import Page, expect

COORDINATOR, MENTOR = "coordinator@waterstad.example", "mentor@maatwerk.example"
# The page is the one that was opened, and so is the line that tells how many were found.
MERK = "() => { window.merk = document.querySelector('[role=status].lw-aantal'); }"
ZELFDE = "() => window.merk?.isConnected ?? false"


@pytest.fixture
def page(site) -> Page:
    """The coordinator's list of participants."""
    page = site.as_user(COORDINATOR)
    page.goto("/deelnemers/")
    page.evaluate(MERK)
    return page


def test_a_filter_changes_the_list_tells_how_many_and_keeps_the_focus(page):
    found = page.get_by_role("status").filter(has_text="gevonden")
    page.get_by_label("Naam of kenmerk").fill("zzzz")
    page.keyboard.press("Enter")
    expect(found).to_have_text("0 gevonden")
    expect(page.get_by_text("Niemand past bij dit filter.")).to_be_visible()
    expect(page.get_by_label("Naam of kenmerk")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/deelnemers/\?zoek=zzzz&"))
    page.get_by_label("Naam of kenmerk").fill("")
    page.get_by_label("Status", exact=True).select_option("actief")
    page.get_by_role("button", name="Filter", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"status=actief"))
    expect(found).to_have_text(re.compile(r"^\s*[1-9]\d* gevonden"))
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    assert page.evaluate(ZELFDE)


def test_an_order_keeps_the_focus_and_another_page_begins_at_its_top(page):
    hours = page.get_by_role("columnheader", name="Uren per week")
    hours.get_by_role("link").press("Enter")
    expect(hours).to_have_attribute("aria-sort", "ascending")
    expect(hours.get_by_role("link")).to_be_focused()
    page.get_by_role("navigation", name="Bladzijden").get_by_role("link", name="Volgende").press("Enter")
    expect(page.locator("#lijst")).to_be_focused()
    expect(page.locator("#lijst")).to_be_in_viewport()
    expect(page.get_by_role("status").filter(has_text="Bladzijde 2 van")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("columnheader", name="Naam").get_by_role("link")).to_be_focused()
    assert page.evaluate(ZELFDE)
    page.go_back()
    expect(page.get_by_role("status").filter(has_text="Bladzijde 1 van")).to_be_visible()
    expect(hours).to_have_attribute("aria-sort", "ascending")
    assert page.evaluate("() => sessionStorage.getItem('htmx-history-cache')") is None


def test_a_mentor_looks_for_who_was_silent_for_long_on_a_phone(site):
    page = site.as_user(MENTOR, width=390, height=844)
    page.goto("/checkins/")
    page.evaluate(MERK)
    page.get_by_label("Contact").select_option("stil")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page).to_have_url(re.compile("contact=stil"))
    cards = page.locator("#mijn li.lw-contact")
    expect(cards.filter(has_text="Te lang geen contact")).to_have_count(cards.count())
    assert cards.count() > 0
    assert page.evaluate(ZELFDE)


def test_who_was_signed_out_elsewhere_gets_the_page_to_sign_in_on(page):
    page.context.clear_cookies()
    page.get_by_role("navigation", name="Bladzijden").get_by_role("link", name="Volgende").click()
    expect(page.get_by_label("Wachtwoord")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/deelnemers/$"))


def test_without_a_script_the_list_is_a_form_and_links(site):
    signed_in = site.as_user(MENTOR)
    context = site.browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto("/checkins/")
    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_text("Bladzijde 2 van")).to_be_visible()
    page.get_by_label("Contact").select_option("stil")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page).to_have_url(re.compile(r"contact=stil$"))

"""A long text that was not saved: the browser asks before the page goes, and "Annuleren" in place asks as well."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from trajecten.models import Traject

COORDINATOR = "coordinator@waterstad.example"


@pytest.fixture
def page(site) -> Page:
    """The coordinator's browser."""
    yield site.as_user(COORDINATOR)
    site.failures[:] = [line for line in site.failures if "Response Status Error Code 403" not in line]


@pytest.fixture
def asked(page) -> list[str]:
    """What the browser asked before a page went; each time the answer is to stay."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    return asked


@pytest.fixture
def traject(site) -> Traject:
    return Traject.objects.order_by("pk")[0]


@pytest.fixture
def field(page, traject):
    """A field of the Canvas, opened in place."""
    page.goto(f"/trajecten/{traject.pk}/canvas/")
    field = page.locator("[id='veld-werving.werving_vraag']")
    open_field(page, field)
    return field


def open_field(page: Page, field) -> None:
    """Open it by the keyboard, and wait until htmx is done with it: that ends by putting the focus in it."""
    field.get_by_role("link", name="Wijzig").press("Enter")
    expect(field.locator("textarea")).to_be_focused()
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)


def leave(page: Page) -> None:
    """Press a link that leads to another page."""
    page.get_by_role("link", name="Mijn werk").first.click(no_wait_after=True)


def test_a_field_of_the_canvas_holds_the_page_until_it_is_saved(page, asked, field):
    text = field.locator("textarea")
    text.fill("Twintig mensen")
    leave(page)
    expect(text).to_have_value("Twintig mensen")
    assert asked == ["beforeunload"]
    page.route("**/canvas/velden/**", lambda route: route.fulfill(status=403, body=""))
    field.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#meldingen")).to_contain_text("Dat is niet gelukt.")
    leave(page)
    expect(text).to_have_value("Twintig mensen")
    assert asked == ["beforeunload"] * 2
    page.unroute("**/canvas/velden/**")
    field.get_by_role("button", name="Opslaan").click()
    expect(text).to_have_count(0)
    leave(page)
    expect(page.get_by_role("heading", name="Mijn werk", level=1)).to_be_visible()
    assert asked == ["beforeunload"] * 2


def test_what_was_not_changed_asks_nothing(page, asked, field):
    leave(page)
    expect(page.get_by_role("heading", name="Mijn werk", level=1)).to_be_visible()
    assert asked == []


@pytest.mark.parametrize("how", ["Escape", "Annuleren"])
def test_cancelling_in_place_asks_only_where_something_was_written(page, asked, field, how):
    said = []
    page.on("console", lambda message: said.append(message.text))
    text, ask = field.locator("textarea"), page.get_by_role("dialog", name="Weggooien?")
    wijzig = field.get_by_role("link", name="Wijzig")

    def cancel():
        if how == "Escape":
            text.press("Escape")
        else:
            field.get_by_role("link", name="Annuleren").press("Enter")

    cancel()
    expect(wijzig).to_be_focused()
    open_field(page, field)
    text.fill("Twintig mensen")
    cancel()
    expect(ask).to_be_visible()
    page.keyboard.press("Escape")
    expect(ask).to_be_hidden()
    expect(text).to_have_value("Twintig mensen")
    cancel()
    ask.get_by_role("button", name="Wissen").click()
    expect(wijzig).to_be_focused()
    assert asked == []
    assert [line for line in said if "hx-disabled-elt" in line] == []


def test_the_planning_holds_the_page_until_it_is_sent(page, asked, traject):
    page.goto(f"/trajecten/{traject.pk}/planning/")
    first = page.locator("main input[type=date]").first
    value = first.input_value()
    first.fill("2020-01-01")
    leave(page)
    expect(first).to_have_value("2020-01-01")
    assert asked == ["beforeunload"]
    first.fill(value)
    page.locator("main form").get_by_role("button", name=re.compile("Opslaan|Bewaar|planning", re.IGNORECASE)).click()
    expect(page).not_to_have_url(re.compile("/planning/$"))
    assert asked == ["beforeunload"]


def test_a_session_that_ends_asks_nothing(page, asked, field):
    field.locator("textarea").fill("Twintig mensen")
    Session.objects.all().delete()
    page.evaluate("document.querySelector('[data-blijf]').requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    assert asked == []

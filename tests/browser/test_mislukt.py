"""A part of a page that could not be fetched or saved: it is said once, and what was typed is still there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scripts.processes import wait_until
from trajecten.models import Traject

COORDINATOR = "coordinator@waterstad.example"
FAILED = "Dat is niet gelukt. Wat u hebt ingevuld, staat er nog. Probeer het opnieuw."
# What the browser and htmx write down of what these tests let go wrong.
EXPECTED = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "status of 500",
    "htmx:send",
    "htmx:afterRequest",
    "Response Status Error Code",
)
# What another tab hears of activity; a listener of its own, as a page's script has.
HEAR = "kanaal = new BroadcastChannel('leerwerk-sessie'), kanaal.onmessage = () => { gehoord += 1; }, gehoord = 0"
ASK = """([adres, headers]) => new Promise((klaar) => {
    document.addEventListener("htmx:afterRequest", () => setTimeout(klaar), {once: true});
    htmx.ajax("GET", adres, {target: "#gevonden", headers});
})"""


@pytest.fixture
def page(site) -> Page:
    """The coordinator's browser."""
    yield site.as_user(COORDINATOR)
    site.failures[:] = [line for line in site.failures if not any(text in line for text in EXPECTED)]


@pytest.fixture
def alert(page):
    return page.locator("#meldingen").get_by_role("alert")


def answers(status: int) -> Callable:
    return lambda route: route.fulfill(status=status, body="")


def test_a_search_without_a_line_says_so_once_and_keeps_nobody_signed_in(page, alert):
    page.goto("/zoeken/?q=installatie")
    other = page.context.new_page()
    other.goto("/trajecten/")
    other.evaluate(HEAR)
    box = page.get_by_role("searchbox")
    page.context.set_offline(True)
    for words in ("water", "waterst"):
        with page.expect_event("requestfailed"):
            box.fill(words)
        expect(alert).to_have_count(1)
        expect(alert).to_contain_text(FAILED)
    expect(box).to_have_value("waterst")
    assert other.evaluate("gehoord") == 0

    page.context.set_offline(False)
    box.fill("waterstad")
    expect(page.locator("#zoekstand")).to_contain_text("gevonden")
    expect(alert).to_have_count(0)
    assert wait_until(lambda: other.evaluate("gehoord === 1"), seconds=15)


def test_a_request_that_another_replaced_has_not_failed(page, alert):
    page.goto("/zoeken/?q=installatie")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/zoeken/?q=wat", hold)
    box = page.get_by_role("searchbox")
    with page.expect_request(lambda request: request.url.endswith("?q=wat")):
        box.fill("wat")
    with page.expect_response(lambda response: response.url.endswith("?q=water")):
        box.fill("water")
    expect(page.locator("#gevonden")).to_contain_text("Water")
    assert len(held) == 1
    expect(alert).to_have_count(0)


@pytest.mark.parametrize("status", [403, 500])
def test_a_field_of_the_canvas_that_is_not_saved_keeps_what_was_typed(page, alert, status):
    traject = Traject.objects.order_by("pk")[0]
    page.goto(f"/trajecten/{traject.pk}/canvas/")
    field = page.locator("[id='veld-werving.werving_vraag']")
    field.get_by_role("link", name="Wijzig").click()
    field.locator("textarea").fill("Twintig mensen")
    page.route("**/canvas/velden/**", answers(status))
    field.get_by_role("button", name="Opslaan").click()
    expect(alert).to_contain_text(FAILED)
    expect(alert).to_be_in_viewport()
    expect(field.locator("textarea")).to_have_value("Twintig mensen")

    page.unroute("**/canvas/velden/**")
    field.get_by_role("button", name="Opslaan").click()
    expect(field.locator("textarea")).to_have_count(0)
    expect(field).to_contain_text("Twintig mensen")
    expect(alert).to_have_count(0)


def test_what_looks_by_itself_says_once_that_it_fails(page, alert):
    page.goto("/zoeken/?q=installatie")
    page.route("**/zoeken/?zelf", answers(500))
    by_itself = ["/zoeken/?zelf", {"X-Achtergrond": "1"}]
    page.evaluate(ASK, by_itself)
    expect(alert).to_have_count(1)
    alert.get_by_role("button", name="Sluit deze melding").click()
    page.evaluate(ASK, by_itself)
    expect(alert).to_have_count(0)

    # What a person asked for is said all the same, and stays when something else goes well by itself.
    page.route("**/zoeken/?q=water", answers(500))
    page.get_by_role("searchbox").fill("water")
    expect(alert).to_have_count(1)
    page.unroute("**/zoeken/?zelf")
    page.evaluate(ASK, by_itself)
    expect(alert).to_have_count(1)


def test_what_tells_how_far_it_is_goes_on_asking_after_a_request_that_failed(page, alert):
    traject = Traject.objects.order_by("pk")[0]
    address = f"/trajecten/{traject.pk}/canvas.pdf"
    page.goto(address)
    # Nobody makes this PDF: there is no worker.
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.route(f"**{address}", answers(500), times=1)
    expect(alert).to_have_count(1)
    with page.expect_response(lambda response: response.url.endswith(address) and response.ok):
        pass
    expect(alert).to_have_count(0)
    expect(page.get_by_role("progressbar")).to_be_visible()

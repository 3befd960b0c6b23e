"""The details of a bar without a mouse, with one, and with a finger (WCAG 1.4.13)."""

import pytest
from playwright.sync_api import expect

from trajecten.enums import Component
from trajecten.models import Traject

WERVING = str(Component.WERVING.label)
VOORTRAJECT = str(Component.VOORTRAJECT.label)


def bar(page, label):
    return page.locator(".tl-tekening:visible .tl-rij").filter(has_text=label)


def details(page, component):
    return page.locator(f"#tl-toelichting-{component.value}")


@pytest.fixture
def traject_pad(site):
    return f"/trajecten/{Traject.objects.order_by('pk')[0].pk}/"


def test_details_of_a_bar_with_the_keyboard(site, traject_pad):
    page = site.as_user("coordinator@waterstad.example")
    page.goto(traject_pad)
    bars = page.locator(".tl-tekening:visible .tl-rij")
    assert bars.count() == 6
    bars.first.focus()
    expect(details(page, Component.WERVING)).to_be_visible()
    expect(bars.first).to_have_accessible_description(details(page, Component.WERVING).inner_text(), ignore_case=True)

    page.keyboard.press("Tab")
    expect(bars.nth(1)).to_be_focused()
    expect(details(page, Component.WERVING)).to_be_hidden()
    expect(details(page, Component.VOORTRAJECT)).to_be_visible()

    page.keyboard.press("Escape")
    expect(details(page, Component.VOORTRAJECT)).to_be_hidden()
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(details(page, Component.VOORTRAJECT)).to_be_visible()
    page.keyboard.press("Space")
    expect(details(page, Component.VOORTRAJECT)).to_be_hidden()

    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.locator(".tl-toelichting:visible").count() == 0


def test_details_of_a_bar_stay_while_the_mouse_is_on_them(site, traject_pad):
    page = site.as_user("coordinator@waterstad.example")
    page.goto(traject_pad)
    bar(page, VOORTRAJECT).locator(".tl-balk").hover()
    tekst = details(page, Component.VOORTRAJECT)
    expect(tekst).to_be_visible()
    tekst.hover()
    page.wait_for_timeout(500)
    expect(tekst).to_be_visible()
    page.keyboard.press("Escape")
    expect(tekst).to_be_hidden()

    bar(page, WERVING).locator(".tl-balk").hover()
    expect(details(page, Component.WERVING)).to_be_visible()
    page.locator("h1").hover()
    expect(details(page, Component.WERVING)).to_be_hidden()


def test_details_of_a_bar_on_a_phone_fit_and_close_with_a_tap_elsewhere(site, traject_pad):
    page = site.as_user("coordinator@waterstad.example", width=390, height=844)
    page.goto(traject_pad)
    for component in Component:
        bar(page, str(component.label)).locator(".tl-balk").click()
        box = details(page, component).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert page.locator(".tl-toelichting:visible").count() == 1
    page.locator("h2").first.click()
    assert page.locator(".tl-toelichting:visible").count() == 0

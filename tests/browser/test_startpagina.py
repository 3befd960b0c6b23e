"""Whoever follows a line of the start page sees what it is about, also where the page still gets parts of itself."""

import pytest
from playwright.sync_api import expect

WIE = ("coordinator@waterstad.example", "werkgever@installatie.example", "opleider@roc.example")


@pytest.mark.parametrize("breedte", [390, 1280])
@pytest.mark.parametrize("wie", WIE)
def test_a_line_leads_to_where_the_thing_stands(site, wie, breedte):
    page = site.as_user(wie, width=breedte, height=844)
    page.goto("/")
    links = page.locator("main .lw-lijst a[href*='#']").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    about = [href for href in dict.fromkeys(links) if not href.startswith("?")]
    assert about
    for href in about:
        page.goto(href)
        page.wait_for_load_state("networkidle")
        expect(page.locator(f"[id='{href.split('#')[1]}']"), href).to_be_in_viewport()
        # The same once more from another page: going to an address one is at already loads nothing.
        page.goto("/")

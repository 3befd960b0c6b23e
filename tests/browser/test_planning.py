"""A date of the planning is changed: what moves along is seen at once, and stored when one says so."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from trajecten.models import Traject

COORDINATOR = "coordinator@waterstad.example"


def stored(traject):
    return {fase.component: (fase.start.isoformat(), fase.eind.isoformat()) for fase in traject.fasen.all()}


@pytest.mark.parametrize("breedte", [390, 1280])
def test_what_moves_is_seen_before_it_is_stored(site, breedte):
    traject = Traject.objects.get(naam="Voortraject zorg in Waterstad")
    before = stored(traject)
    page = site.as_user(COORDINATOR, width=breedte, height=844)
    page.goto(reverse("trajecten:planning", args=[traject.pk]))
    field = page.locator("#id_form-1-eind")
    # Nobody fills in what is not on the screen; a page that still scrolls to it when it changes stops where it was.
    field.scroll_into_view_if_needed()
    expect(field).to_be_in_viewport()
    # Filling in is a change by itself: a key pressed just when the page changes under it would be a race of this test.
    field.fill("2027-09-30")

    shown = page.locator(".tr-voorstel")
    expect(shown).to_contain_text("Leer- en werkcomponent begint")
    # Fetched into its own place, and not over the form around it.
    expect(shown).to_contain_text(re.compile("mee met de groep|schuift geen deelnemer mee"))
    # At a desk it stands beside what one changed; on a phone the way to it does, wherever one is among the fields.
    field.scroll_into_view_if_needed()
    expect(shown if breedte == 1280 else page.locator(".tr-meegaan a")).to_be_in_viewport()
    # Whoever works by key goes on where they were.
    assert page.evaluate("document.activeElement.closest('fieldset').innerText").startswith("Voortraject")
    start = page.locator("#id_form-2-start")
    expect(start).not_to_have_value(before["leerwerk"][0])
    assert stored(traject) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= breedte

    expected = start.input_value()
    page.get_by_label("Waarom verandert de planning?").fill("De les begint later")
    page.get_by_role("button", name="Planning opslaan").click()
    expect(page.get_by_text("De planning is opgeslagen.")).to_be_visible()
    assert stored(traject)["voortraject"][1] == "2027-09-30"
    assert traject.planwijzigingen.first().waarom == "De les begint later"
    assert stored(traject)["leerwerk"][0] == expected

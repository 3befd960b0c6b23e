"""A participant without an account, on a phone, in Arabic: a link, a wish that comes and goes, and the end of it."""

import pytest
from playwright.sync_api import Page, expect

from deelnemers.eigenpagina.teksten import read_texts
from deelnemers.enums import WensSoort, WensStatus
from deelnemers.models import Deelname, Wens

MENTOR = "mentor@maatwerk.example"
ARABISCH = read_texts("ar", None)


def give_link(mentor: Page) -> str:
    """Open someone's file as their mentor, and make a link that opens in Arabic."""
    deelname = Deelname.objects.active().filter(mentor__email=MENTOR).order_by("pk")[0]
    mentor.goto(f"/deelnemers/{deelname.deelnemer_id}/")
    mentor.get_by_role("link", name="Link en gedeelde afspraken").first.click()
    mentor.get_by_label("In welke taal").select_option("ar")
    mentor.get_by_role("button", name="Maak een link").click()
    adres = mentor.get_by_label("Persoonlijke link").input_value()
    mentor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mentor.get_by_role("button", name="Kopieer de link").click()
    expect(mentor.get_by_role("button", name="Gekopieerd")).to_be_visible()
    return adres


@pytest.fixture
def phone(site) -> Page:
    """A phone on which nobody is signed in."""
    context = site.browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("pageerror", lambda error: site.failures.append(f"phone {page.url}: {error}"))
    return page


def test_a_wish_in_arabic_comes_goes_and_the_link_ends(site, phone):
    mentor = site.as_user(MENTOR)
    adres = give_link(mentor)

    phone.goto(adres)
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.get_by_role("heading", level=1)).to_contain_text(ARABISCH["titel"].vertaling)
    phone.get_by_label(ARABISCH["wens_taal"].vertaling).check()
    phone.get_by_role("button", name=ARABISCH["versturen"].vertaling).click()
    expect(phone.get_by_role("status")).to_contain_text(ARABISCH["wens_verstuurd"].vertaling)
    wens = Wens.objects.get()
    assert (wens.soort, wens.status) == (WensSoort.TAAL, WensStatus.OPEN)

    mentor.goto(f"/deelnemers/{wens.deelname.deelnemer_id}/")
    expect(mentor.get_by_text("Wil meer taalles", exact=True)).to_be_visible()
    mentor.get_by_role("button", name="Zet op besproken").click()
    phone.goto(adres)
    expect(phone.locator("#wensen")).to_be_visible()
    expect(phone.get_by_text(ARABISCH["wens_besproken"].vertaling)).to_be_visible()

    # The same wish once more, and then not after all.
    phone.get_by_label(ARABISCH["wens_taal"].vertaling).check()
    phone.get_by_role("button", name=ARABISCH["versturen"].vertaling).click()
    phone.get_by_role("button", name=ARABISCH["intrekken"].vertaling).click()
    expect(phone.get_by_role("status")).to_contain_text(ARABISCH["wens_ingetrokken"].vertaling)
    wens.refresh_from_db()
    assert wens.status == WensStatus.INGETROKKEN

    # The way to another language stands in that language, and leads there.
    phone.get_by_role("link", name="Türkçe").click()
    expect(phone.locator("html")).to_have_attribute("lang", "tr")

    mentor.get_by_role("link", name="Link en gedeelde afspraken").first.click()
    mentor.get_by_role("link", name="Trek de link in").click()
    expect(mentor.get_by_text("Dit kunt u niet terugdraaien.")).to_be_visible()
    mentor.get_by_role("button", name="Trek de link in").click()
    expect(mentor.get_by_text("Er is nu geen link die werkt.")).to_be_visible()
    phone.goto(adres)
    expect(phone.get_by_text(ARABISCH["link_nieuw"].vertaling)).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("Mona")

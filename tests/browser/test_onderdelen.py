"""What the components do by keyboard and over time, which no reading of a template tells."""

from playwright.sync_api import expect


def test_a_message_stays_in_sight_until_someone_puts_it_away(site):
    page = site.as_user("coordinator@waterstad.example", width=390, height=700)
    page.clock.install()
    page.goto("/account/weergave/")
    page.get_by_role("button", name="Opslaan").click()
    toast = page.locator("#meldingen").get_by_role("status")
    expect(toast).to_have_count(1)
    page.clock.fast_forward("10:00")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(toast).to_be_in_viewport()

    toast.get_by_role("button", name="Sluit deze melding").focus()
    page.keyboard.press("Enter")
    expect(toast).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()


def test_the_way_out_comes_first_where_something_goes_for_good(site):
    page = site.as_user("coordinator@waterstad.example")
    page.goto("/deelnemers/")
    page.get_by_role("main").locator("tbody").get_by_role("link").nth(2).click()
    page.get_by_role("link", name="Gegevens wissen").click()
    page.get_by_label("Ik weet dat dit niet terug te draaien is.").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Annuleren")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Wis deze gegevens voorgoed")).to_be_focused()

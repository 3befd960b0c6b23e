"""Searching with the keyboard alone: the key "/", results while one types, and without JavaScript just the same."""

from playwright.sync_api import expect

COORDINATOR = "coordinator@waterstad.example"


def test_the_key_leads_to_the_box_and_results_follow_the_typing(site):
    page = site.as_user(COORDINATOR)
    page.goto("/trajecten/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("water")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=water")
    box = page.get_by_role("searchbox")
    expect(box).to_have_value("water")
    expect(page.get_by_role("status").filter(has_text="gevonden")).to_be_visible()

    # The key goes back to the box with the words selected; typing replaces them and the results follow.
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("installatie")
    expect(page.locator("#gevonden")).to_contain_text("Partijen")
    # What is typed stands in no address, and so not in the history of the browser.
    expect(page).to_have_url(f"{site.url}/zoeken/?q=water")
    page.keyboard.type(" die er niet is")
    expect(page.locator("#zoekstand")).to_have_text("0 gevonden")
    expect(page.locator("#gevonden")).to_contain_text("Niets gevonden")
    expect(box).to_be_focused()

    # In the box itself the sign is a sign.
    page.keyboard.type("/")
    expect(box).to_have_value("installatie die er niet is/")

    # From the box on with the keyboard: the button, the first result, and open it.
    box.fill("installatie")
    expect(page.locator("#gevonden")).to_contain_text("Partijen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoeken")).to_be_focused()
    page.keyboard.press("Tab")
    first = page.locator("#gevonden a").first
    expect(first).to_be_focused()
    goal = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{goal}")


def test_results_follow_from_three_signs_on_and_the_button_takes_two(site):
    page = site.as_user(COORDINATOR)
    page.goto("/zoeken/?q=installatie")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    box = page.get_by_role("searchbox")
    box.fill("wa")
    expect(page.locator("#gevonden")).to_be_empty()
    expect(page.locator("#zoekstand")).to_be_empty()
    assert asked == []
    box.fill("wat")
    expect(page.locator("#zoekstand")).to_contain_text("gevonden")
    assert [url.partition("?")[2] for url in asked] == ["q=wat"]
    expect(page).to_have_url(f"{site.url}/zoeken/?q=installatie")
    box.fill("wa")
    page.get_by_role("button", name="Zoeken", exact=True).click()
    page.wait_for_url("**/zoeken/?q=wa")
    expect(page.locator("#zoekstand")).to_contain_text("gevonden")


def test_the_key_can_be_turned_off(site):
    page = site.as_user(COORDINATOR)
    page.goto("/zoeken/")
    page.get_by_role("switch").uncheck()
    page.goto("/trajecten/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.goto("/zoeken/")
    expect(page.get_by_role("switch")).not_to_be_checked()
    page.get_by_role("switch").check()
    page.goto("/trajecten/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_on_a_phone_one_tap_or_the_key_opens_the_page_with_the_box(site):
    page = site.as_user(COORDINATOR, width=390, height=844)
    page.get_by_role("link", name="Zoeken", exact=True).click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.goto("/trajecten/")
    page.keyboard.press("/")
    page.wait_for_url("**/zoeken/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_without_javascript_it_finds_the_same(site):
    signed_in = site.as_user(COORDINATOR).context
    plain = site.browser.new_context(
        base_url=site.url, storage_state=signed_in.storage_state(), java_script_enabled=False
    )
    page = plain.new_page()
    page.goto("/partijen/")
    page.get_by_role("searchbox").fill("installatie")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#gevonden")).to_contain_text("Partijen")
    expect(page.get_by_role("switch")).to_have_count(0)

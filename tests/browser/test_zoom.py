"""Enlarged: at twice the size and at four times, everything is there, and nothing has to be scrolled sideways for.

Each page of everyone is measured at these widths in test_toegankelijk.py; here a real window of twice the size, and
what opens over a page.
"""

from django.urls import reverse
from playwright.sync_api import Page, expect

from deelnemers.models import Deelname
from tests.browser.axe import misfits
from trajecten.models import Traject

COORDINATOR, MENTOR = "coordinator@waterstad.example", "mentor@maatwerk.example"
# 1280 px wide at 200 %, and at 400 %: as many CSS pixels as a narrow phone has.
TWEE_KEER, VIER_KEER = (640, 512), (320, 256)
BUITEN = """(el) => {
    const box = el.getBoundingClientRect(), wide = document.documentElement.clientWidth;
    return box.left < -1 || box.right > wide + 1 || el.scrollWidth > el.clientWidth + 1;
}"""


def enlarged(site, page: Page, size: tuple[int, int]) -> Page:
    """Return a window of the same person, at twice the size."""
    context = site.browser.new_context(
        base_url=site.url,
        storage_state=page.context.storage_state(),
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2,
        reduced_motion="reduce",
        locale="nl-NL",
        bypass_csp=True,
    )
    context.set_default_timeout(15_000)
    return context.new_page()


def test_what_opens_fits_when_it_is_enlarged(site):
    coordinator, mentor = site.as_user(COORDINATOR), site.as_user(MENTOR)
    traject = Traject.objects.order_by("pk")[0].pk
    for size in (TWEE_KEER, VIER_KEER):
        page = enlarged(site, coordinator, size)
        page.goto("/")
        page.get_by_role("button", name="Menu").click()
        fits(page, "#menu")
        page.goto(f"/trajecten/{traject}/")
        # What it asks for once it stands there says that someone is there, and closes the dialog below.
        page.wait_for_load_state("networkidle")
        knop = page.locator("main [popovertarget]:visible").first
        knop.click()
        fits(page, f"[id='{knop.get_attribute('popovertarget')}']")
        page.keyboard.press("Escape")
        page.locator(".tl-tekening:visible .tl-rij").nth(2).focus()
        fits(page, ".tl-toelichting:visible")
        page.evaluate("document.getElementById('wachttijd').showModal()")
        fits(page, "#wachttijd")
        within_reach(page, page.get_by_role("dialog").get_by_role("button", name="Blijf ingelogd"))
        page.goto(f"/trajecten/{traject}/canvas/")
        page.locator("[id='veld-werving.doel']").get_by_role("link", name="Wijzig").click()
        fits(page, "[id='veld-werving.doel']:has(textarea)")
        assert misfits(page) == []
        log_a_checkin(enlarged(site, mentor, size))


def log_a_checkin(page: Page) -> None:
    """All controls of a check-in can be reached and pressed in a window of this size."""
    deelname = Deelname.objects.filter(mentor__email=MENTOR).open().order_by("pk")[0]
    page.goto(reverse("deelnemers:checkin_nieuw", args=[deelname.pk]))
    for naam in ("wijze", "werk", "taal", "leren", "praktisch"):
        page.locator(f"#id_{naam}_1").check()
    page.locator("main form").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De check-in is opgeslagen.")).to_be_visible()


def fits(page: Page, selector: str) -> None:
    """What opened is seen, within the window from side to side, and cuts off nothing of itself."""
    opened = page.locator(selector)
    expect(opened).to_be_visible()
    assert opened.evaluate(BUITEN) is False, selector


def within_reach(page: Page, target) -> None:
    """It can be brought into the window by scrolling what it stands in."""
    target.scroll_into_view_if_needed()
    expect(target).to_be_in_viewport()


def test_lists_are_read_without_scrolling_sideways_when_they_are_enlarged(site):
    page = enlarged(site, site.as_user(COORDINATOR), TWEE_KEER)
    for path in ("/trajecten/", "/deelnemers/", "/partijen/", "/berichten/"):
        page.goto(path)
        box = page.locator(".lw-tabelrand")
        expect(box).to_be_visible()
        assert box.evaluate("(el) => el.scrollWidth - el.clientWidth") <= 1, path

"""The head of every page: one row on a usual screen, above the page itself, however long a name, however many pages."""

import pytest
from playwright.sync_api import expect

from deelnemers.models import Deelnemer
from tests.browser.axe import sideways
from toegang.models import User

MENSEN = ("coordinator@waterstad.example", "coordinator@heuvelrijk.example", "beheerder@waterstad.example")
# Of one row with a gemeente's logo, in px; a second row of links makes it 90 or more.
EEN_RIJ = 64
LANGE_NAAM = "Wilhelmina van der Heuvelmans-Oosterwijk"


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize("wie", MENSEN)
def test_the_head_is_one_row_on_a_usual_screen_and_cuts_no_name_for_who_listens(site, wie, taal):
    page = site.as_user(wie)
    User.objects.filter(email=wie).update(taal=taal)
    for naam in (User.objects.get(email=wie).naam, LANGE_NAAM):
        User.objects.filter(email=wie).update(naam=naam)
        for breedte in (992, 1200, 1280, 1400):
            page.set_viewport_size({"width": breedte, "height": 900})
            page.goto("/")
            hoogte = page.locator(".lw-kop").evaluate("(kop) => kop.getBoundingClientRect().height")
            assert hoogte <= EEN_RIJ, (naam, breedte)
            assert page.evaluate("document.documentElement.scrollWidth") == breedte, naam
            merk, titel = (page.locator(deel).first.bounding_box() for deel in (".navbar-brand", "h1"))
            assert abs(merk["x"] - titel["x"]) < 1, (naam, breedte)
        account = page.get_by_role("link", name={"nl": "Mijn account:", "en": "My account:"}[taal])
        expect(account).to_have_accessible_name({"nl": "Mijn account: ", "en": "My account: "}[taal] + naam)


@pytest.mark.parametrize(
    "wie", ["werkgever@installatie.example", "taal@taalhuis.example", "klantmanager@waterstad.example"]
)
def test_a_participants_page_fits_a_narrow_screen(site, wie):
    page = site.as_user(wie)
    deelnemer = Deelnemer.objects.visible_to(User.objects.get(email=wie)).order_by("pk")[0]
    page.goto(f"/deelnemers/{deelnemer.pk}/")
    expect(page.locator(".lw-taal")).to_be_visible()
    assert sideways(page) == []


@pytest.mark.parametrize("te_breed", [1, 40])
def test_what_is_wider_than_the_window_is_seen_also_by_a_pixel(site, te_breed):
    """One pixel stood between what made a page scroll sideways and what was named for it: it went by unseen."""
    page = site.as_user(MENSEN[0], bypass_csp=True)
    page.add_style_tag(content=f".lw-inhoud {{ position: relative; inset-inline-start: {te_breed}px; }}")
    assert {found.split(":")[0] for found in sideways(page)} >= {"sideways at 320", "sideways at 390"}

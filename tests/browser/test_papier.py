"""On paper: what a page says, in light colours, and nothing to press."""

import io

from pypdf import PdfReader

from deelnemers.models import Deelname
from trajecten.models import Traject

COORDINATOR = "coordinator@waterstad.example"
# Of the frame, of filters, and of what a page lets one do.
GEEN_PAPIER = (
    *("Uitloggen", "Zoeken", "Menu", "Naar de inhoud", "samen werk maken van werk", "Alles tonen"),
    # What one can do there.
    *("Bekijk de", "Bekijk het", "Bekijk hoe", "Afspraak toevoegen", "Wijzig", "Verwijder", "Actie", "Maak uw account"),
    *("tonen", "Rechten van de deelnemer", "Kies een regisseur"),
)
TE_BEDIENEN = "body :is(button, input, select, textarea, .btn, .lw-terug:not(.lw-terug-naar)):visible"
WIT = "rgb(255, 255, 255)"
# A heading with nothing under it that is printed: the next thing is a heading as high, or the part ends.
ZONDER_INHOUD = """() => {
    const shown = (el) => el.getClientRects().length > 0 && el.innerText.trim() !== "";
    return [...document.querySelectorAll("main :is(section, .lw-kaart)")].filter(shown).filter((deel) =>
        ![...deel.querySelectorAll("*")].some((el) => !el.closest("h1, h2, h3, h4, h5, h6, .visually-hidden")
            && (el.matches("svg") || [...el.childNodes].some((kind) => kind.nodeType === 3 && kind.data.trim()))
            && el.getClientRects().length > 0)).map((deel) => deel.innerText);
}"""


def test_a_page_on_paper_has_its_contents_and_nothing_to_press(site):
    page = site.as_user(COORDINATOR)
    traject = Traject.objects.filter(gemeente__naam__contains="Waterstad").order_by("pk")[0]
    deelname = Deelname.objects.filter(traject=traject).order_by("pk")[0]
    pages = {
        "/": "Mijn werk",
        "/trajecten/": traject.naam,
        f"/trajecten/{traject.pk}/": traject.fasen.order_by("start")[0].get_component_display(),
        f"/trajecten/{traject.pk}/canvas/": traject.naam,
        f"/deelnemers/{deelname.deelnemer_id}/": str(deelname.deelnemer),
    }
    # Who looks at it in the dark, prints it in light all the same.
    page.emulate_media(media="print", color_scheme="dark")
    for adres, inhoud in pages.items():
        page.goto(adres)
        page.wait_for_load_state("networkidle")
        assert page.locator(TE_BEDIENEN).all_inner_texts() == [], adres
        assert page.evaluate(ZONDER_INHOUD) == [], adres
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == WIT, adres
        paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
        assert inhoud in text, adres
        assert [word for word in GEEN_PAPIER if word in text] == [], adres


def sheets(page, adres):
    """Print the page that stands at an address, and return the text of each sheet."""
    page.goto(adres)
    page.wait_for_load_state("networkidle")
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]


def test_cards_go_on_overleaf_rather_than_leave_half_a_sheet(site):
    page = site.as_user(COORDINATOR)
    elektro = Traject.objects.get(naam="Elektromonteur voor de warmtetransitie")
    # The file with most in it: a placement, check-ins, a few phases.
    vol = Deelname.objects.filter(traject=elektro, plaatsingen__isnull=False).order_by("pk")[0]
    assert len(sheets(page, f"/trajecten/{elektro.pk}/")) <= 5
    assert len(sheets(page, f"/deelnemers/{vol.deelnemer_id}/")) <= 2
    assert len(sheets(page, "/")) <= 4


def test_the_timeline_as_a_table_is_printed_for_who_opened_it(site):
    page = site.as_user(COORDINATOR)
    adres = f"/trajecten/{Traject.objects.order_by('pk')[0].pk}/"
    assert "Open rollen" not in " ".join(sheets(page, adres))
    page.locator(".tl-details > summary").click()
    opened = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(sheet.extract_text() for sheet in opened.pages)
    assert "Component" in text
    assert "Bekijk de tijdlijn als tabel" not in text


def test_what_did_not_come_in_leaves_no_heading_on_paper(site):
    page = site.as_user(COORDINATOR)
    page.route("**/deelnemers/traject/**", lambda route: route.abort())
    page.add_init_script("window.addEventListener('htmx:beforeRequest', (e) => e.preventDefault(), true);")
    page.goto(f"/trajecten/{Traject.objects.order_by('pk')[0].pk}/")
    page.emulate_media(media="print")
    assert page.locator("#deelnemers").is_visible() is False
    page.emulate_media(media="screen")
    assert page.locator("#deelnemers").is_visible() is True


def test_paper_says_how_many_more_there_are(site):
    page = site.as_user(COORDINATOR)
    page.goto("/")
    rest = page.locator(".lw-meer")
    assert rest.count()
    page.emulate_media(media="print")
    assert not rest.first.is_visible()
    assert page.get_by_text("Dit zijn er 5 van").first.is_visible()

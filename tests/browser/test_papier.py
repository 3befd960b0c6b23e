"""On paper: what a page says, in light colours, and nothing to press."""

import io

from pypdf import PdfReader

from deelnemers.models import Deelname
from trajecten.models import Traject

COORDINATOR = "coordinator@waterstad.example"
# Of the frame and of filters.
GEEN_PAPIER = ("Uitloggen", "Zoeken", "Menu", "Naar de inhoud", "samen werk maken van werk", "Alles tonen")
TE_BEDIENEN = "body :is(button, input, select, textarea, .btn):visible"
WIT = "rgb(255, 255, 255)"


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
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == WIT, adres
        paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
        assert inhoud in text, adres
        assert [word for word in GEEN_PAPIER if word in text] == [], adres

import logging
import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from canvas.document import build_document
from canvas.pdf import render_pdf
from canvas.velden import GEZAMENLIJK_DOEL, VELDEN
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from tests.factories.partijen import PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import RolinvullingFactory
from toegang.papier import EigenBestanden

A3 = (1190.55, 841.89)
OP = date(2026, 11, 24)
LOREM = "De deelnemers leren het vak op de werkvloer en krijgen taalles van een docent die het bedrijf kent. "


def print_canvas(cast, traject):
    return PdfReader(BytesIO(render_pdf(build_document(traject, cast.coordinator), op=OP, versie=3)))


def size(page):
    return (round(float(page.mediabox.width), 2), round(float(page.mediabox.height), 2))


def flat(text):
    """Words alone: a line break on paper is no part of the text."""
    return " ".join(text.replace("\u200b", "").split())


def fill(traject, tekst):
    for code in VELDEN:
        if code != GEZAMENLIJK_DOEL:
            CanvasTekstFactory(traject=traject, veld=code, tekst=tekst)
    traject.doel = tekst
    traject.save()


def test_pdf_of_normal_content_is_one_a3_page_with_everything_in_it(cast, traject, caplog):
    traject.doel = "Twaalf mensen aan het werk in het groen."
    CanvasTekstFactory(traject=traject, veld="leerwerk.doel", tekst="Een certificaat na dertien weken.")
    CanvasTekstFactory(traject=traject, veld="taal.taal_vaktaal", tekst="Twintig woorden per week.")
    BijdrageFactory(traject=traject, bedrag=12_500, partij=cast.installatie)
    with caplog.at_level(logging.WARNING):
        reader = print_canvas(cast, traject)
    text = flat(reader.pages[0].extract_text())

    assert [size(page) for page in reader.pages] == [A3]
    for expected in (
        "Groen aan het werk",
        "Twaalf mensen aan het werk in het groen.",
        "Een certificaat na dertien weken.",
        "Twintig woorden per week.",
        "Waterstad",
        "Installatie BV (Werkgever), toegezegd",
        "Maatwerk, gevraagd",
        "€ 12.500",
        "Stand van 24 november 2026, versie 3",
        "Bladzijde 1 van 1",
    ):
        assert expected in text
    assert caplog.messages == []


def test_pdf_is_tagged_dutch_and_says_that_it_is_pdf_ua(cast, traject):
    reader = print_canvas(cast, traject)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower() == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Canvas van Groen aan het werk"
    assert (
        b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
        or b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    )
    tags = tags_in(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/LI"} <= set(tags)
    assert [alt for alt in tags["/Figure"] if alt and alt.startswith("Tijdlijn. Planning van")] != []


def tags_in(root):
    """Every kind of tag in the tree, with the alternative texts it has."""
    found: dict[str, list] = {}
    todo = [root]
    while todo:
        element = todo.pop().get_object()
        if not hasattr(element, "get"):
            continue
        if "/S" in element:
            found.setdefault(element["/S"], []).append(element.get("/Alt"))
        kids = element.get("/K", [])
        todo += list(kids) if isinstance(kids, list) else [kids]
    return found


def test_timeline_is_drawn_as_lines_not_as_a_picture(cast, traject):
    # The logo is an SVG as well: no page of this PDF has a bitmap.
    assert [image.name for page in print_canvas(cast, traject).pages for image in page.images] == []


@pytest.mark.parametrize("naam", ["أحمد الخطيب", "ሰላም ተስፋይ", "Олена Шевченко", "Łukasz Ångström"])
def test_pdf_has_a_font_for_every_name(cast, traject, naam, caplog):
    persoon = UserFactory(naam=naam)
    RolinvullingFactory(fase=traject.fasen.get(component="taal"), rol="taalopleider", toegezegd=True, persoon=persoon)
    with caplog.at_level(logging.WARNING):
        reader = print_canvas(cast, traject)
    # WeasyPrint warns of every sign for which no font has a glyph.
    assert caplog.messages == []
    assert len(reader.pages) == 1


def test_text_that_does_not_fit_at_8_points_stands_in_full_in_an_annex(cast, traject):
    long = "".join(f"Zin {n} over de aanpak van dit onderdeel in gewone taal. " for n in range(80)).strip()
    fill(traject, long)
    reader = print_canvas(cast, traject)
    annex = flat(" ".join(page.extract_text() for page in reader.pages[1:]))

    assert size(reader.pages[0]) == A3
    assert {size(page) for page in reader.pages[1:]} == {(595.28, 841.89)}
    assert "zie bijlage 1" in flat(reader.pages[0].extract_text())
    # Page numbers fall in the middle of a text that runs on to the next page.
    assert annex.count("Zin 79 over de aanpak") == len(VELDEN)
    assert annex.count("Zin 40 over") == len(VELDEN)
    assert "Bijlage 1. Gezamenlijk doel" in annex
    assert re.search(r"Bijlage \d+\. Volgend overleg Zin 0", annex)


@pytest.mark.parametrize("filler", [LOREM, "W", "a\n", "😀 أحمد\u200f ሰላም\x0b\x1f<b>&amp;"])
def test_pdf_of_5000_characters_everywhere_keeps_the_canvas_on_one_page(cast, traject, filler):
    fill(traject, (filler * 5000)[:5000])
    traject.naam = (filler * 120)[:120].replace("\n", " ")
    for fase in traject.fasen.all():
        for number in range(30):
            RolinvullingFactory(
                fase=fase, rol="werkgever", toegezegd=True, partij=PartijFactory(naam=f"{number} {'Hovenier ' * 16}")
            )
    for number in range(40):
        BijdrageFactory(
            traject=traject, component=list(VELDEN.values())[1 + number % 24].component, omschrijving="Taal " * 40
        )
    reader = print_canvas(cast, traject)

    assert size(reader.pages[0]) == A3
    assert {size(page) for page in reader.pages[1:]} == {(595.28, 841.89)}
    assert len(reader.pages) < 120
    assert "zie bijlage" in flat(reader.pages[0].extract_text())


def test_fetcher_gives_our_own_static_files_and_nothing_else(settings):
    fetcher = EigenBestanden()
    static = settings.BASE_DIR / "static"
    assert fetcher.fetch((static / "leerwerk.svg").as_uri()).read().startswith(b"<svg")
    for url in (
        "http://127.0.0.1/",
        "file:///etc/passwd",
        f"{static.as_uri()}/../config/settings.py",
        f"{static.as_uri()}/%2e%2e/config/settings.py",
        "data:text/plain,hi",
    ):
        with pytest.raises(ValueError, match="Not one of our static files"):
            fetcher.fetch(url)


def test_text_cannot_reach_the_layout_engine_as_markup(cast, traject, caplog):
    CanvasTekstFactory(traject=traject, veld="risicos", tekst='<img src="file:///etc/passwd"> <script>1</script>')
    with caplog.at_level(logging.WARNING):
        text = flat(print_canvas(cast, traject).pages[0].extract_text())
    assert '<img src="file:///etc/passwd"> <script>1</script>' in text
    assert caplog.messages == []

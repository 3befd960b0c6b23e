"""From a Canvas document to the bytes of a PDF/UA file: one A3 sheet, and behind it what did not fit."""

from __future__ import annotations

import logging
import re
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from canvas.document import CanvasDocument, tijdlijn_of
from canvas.passen import LUCHT_HOOGTE, Blad, Zetting, find_zetting, set_blad
from canvas.strook import lay_out_strook
from trajecten.duur import say_datum

# Signs that draw nothing, and that spoil the text layer of a PDF; tab and line ends stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
STATIC = Path(settings.BASE_DIR) / "static"


class EersteKeer(logging.Filter):
    """Lets each different message through once: a sign that no font has would fill the log by itself."""

    MOST = 1000

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether this message is new."""
        message = record.getMessage()
        new = message not in self.seen and len(self.seen) < self.MOST
        if new:
            self.seen.add(message)
        return new


logging.getLogger("weasyprint").addFilter(EersteKeer())
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class EigenBestanden(URLFetcher):
    """Fetches our own static files and nothing else, so that no text in a document can make the server fetch."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a file under static/; raise ValueError for any other address."""
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if not url.startswith("file://") or not path.is_relative_to(STATIC.resolve()):
            raise ValueError(f"Not one of our static files: {url}")
        return super().fetch(url, headers)


def render_pdf(document: CanvasDocument, *, op: date, versie: int) -> bytes:
    """Return the PDF of a Canvas as it stood on a day; `versie` counts this trajectory's PDFs from 1."""
    drukker = _Drukker(document, op, versie)
    zetting = find_zetting(document, drukker.fits)
    return drukker.lay_out(zetting, with_bijlagen=True).write_pdf(pdf_variant="pdf/ua-1")


class _Drukker:
    """Lays one document out in several settings, and remembers the last that fitted without annexes."""

    def __init__(self, document: CanvasDocument, op: date, versie: int) -> None:
        tijdlijn = tijdlijn_of(document, vandaag=op)
        self.document = document
        self.context = {
            "strook": lay_out_strook(tijdlijn) if tijdlijn else None,
            "datum": say_datum(op),
            "versie": versie,
        }
        self.laid_out: dict[Zetting, Document] = {}

    def fits(self, zetting: Zetting) -> bool:
        """Return whether the sheet, annexes aside, is one page."""
        laid_out = self.lay_out(zetting, with_bijlagen=False)
        self.laid_out[zetting] = laid_out
        return len(laid_out.pages) == 1

    def lay_out(self, zetting: Zetting, *, with_bijlagen: bool) -> Document:
        """Return the pages in one setting."""
        blad = set_blad(self.document, zetting)
        if zetting in self.laid_out and not blad.bijlagen:
            return self.laid_out[zetting]
        return _lay_out(blad if with_bijlagen else _without_bijlagen(blad), self.context)


def _without_bijlagen(blad: Blad) -> Blad:
    return Blad(**{name: getattr(blad, name) for name in blad.__slots__ if name != "bijlagen"}, bijlagen=())


def _lay_out(blad: Blad, context: dict) -> Document:
    html = CONTROL.sub("", render_to_string("canvas/pdf.html", {"blad": blad, **context}))
    fonts, sheet = _print_style()
    size = CSS(string=_say_zetting(blad.zetting), font_config=fonts)
    source = HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=EigenBestanden())
    return source.render(stylesheets=[sheet, size], font_config=fonts)


def _say_zetting(zetting: Zetting) -> str:
    onder = 1 + zetting.lucht * LUCHT_HOOGTE
    return f"html {{ font-size: {zetting.punten}pt }} .raster tr + tr td {{ padding-bottom: {onder}mm }}"


@cache
def _print_style() -> tuple[FontConfiguration, CSS]:
    """Parse the print stylesheet once per process: parsing is a good part of a render."""
    fonts = FontConfiguration()
    return fonts, CSS(filename=str(STATIC / "css" / "canvas-pdf.css"), font_config=fonts)

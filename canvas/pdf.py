"""From a Canvas document to the bytes of a PDF/UA file: one A3 sheet, and behind it what did not fit."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint.document import Document

from canvas.document import CanvasDocument, tijdlijn_of
from canvas.passen import LUCHT_HOOGTE, Blad, Zetting, find_zetting, set_blad
from canvas.strook import lay_out_strook
from toegang.papier import lay_out, write_pdf
from trajecten.duur import say_datum


def render_pdf(document: CanvasDocument, *, op: date, versie: int) -> bytes:
    """Return the PDF of a Canvas as it stood on a day; `versie` counts this trajectory's PDFs from 1."""
    with translation.override(document.taal):
        drukker = _Drukker(document, op, versie)
        zetting = find_zetting(document, drukker.fits)
        return write_pdf(drukker.lay_out(zetting, with_bijlagen=True))


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
    html = render_to_string("canvas/pdf.html", {"blad": blad, **context})
    return lay_out(html, stylesheet="canvas-pdf.css", extra=_say_zetting(blad.zetting))


def _say_zetting(zetting: Zetting) -> str:
    onder = 1 + zetting.lucht * LUCHT_HOOGTE
    return f"html {{ font-size: {zetting.punten}pt }} .raster tr + tr td {{ padding-bottom: {onder}mm }}"

"""The empty sheet to start from: the columns, and a second sheet that says what goes in each."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from deelnemers.enums import Belemmering
from deelnemers.importkolommen import KOLOMMEN
from toegang.cellen import as_row

BREEDTE = 22


def build() -> bytes:
    """Return the example as xlsx. Every cell is text, so that a phone number keeps its nought."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Deelnemers"
    sheet.append(as_row(kolom.kop for kolom in KOLOMMEN))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = BREEDTE
        sheet.column_dimensions[cell.column_letter].number_format = "@"
    uitleg = book.create_sheet("Uitleg")
    uitleg.append(as_row([_("Kolom"), _("Wat vult u in?"), _("Voorbeeld")]))
    for kolom in KOLOMMEN:
        uitleg.append(as_row([kolom.kop, str(kolom.uitleg), kolom.voorbeeld]))
    uitleg.append([])
    for belemmering in Belemmering:
        uitleg.append(as_row([_("Belemmering"), str(belemmering.label)]))
    for letter in "ABC":
        uitleg.column_dimensions[letter].width = 2 * BREEDTE
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()

"""Reading a sheet, xlsx or csv, into rows of plain text; whatever is not plain text is named, never guessed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from deelnemers.fouten import DeelnemerFout

MAX_BYTES = 5 * 1024 * 1024
MAX_RIJEN = 2000
# Rows of the sheet, empty ones included: some programs write a million of those.
MAX_BLADRIJEN = 20_000
MAX_KOLOMMEN = 60
# What 5 MB may unpack to: a sheet of 2,000 rows stays far below, a zip bomb does not.
MAX_UITGEPAKT = 100 * 1024 * 1024

ZIP = b"PK\x03\x04"
OUD_OFFICE = b"\xd0\xcf\x11\xe0"
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Cel:
    """The text of one cell, or why it has none."""

    tekst: str
    reden: str = ""


@dataclass(frozen=True)
class Rij:
    """One row that is not empty, with the number it has in the sheet."""

    nummer: int
    cellen: list[Cel]


def read_sheet(inhoud: bytes) -> list[Rij]:
    """Return the rows of the first sheet, its heading first. The contents decide what it is, not the name of the file.

    Raises DeelnemerFout for what can't be read, is empty, or has over 2,000 rows under the heading.
    """
    _check_kind(inhoud)
    raw = _xlsx(inhoud) if inhoud.startswith(ZIP) else _csv(inhoud)
    rijen = [rij for rij in _numbered(raw) if any(cel.tekst or cel.reden for cel in rij.cellen)]
    if not rijen:
        raise DeelnemerFout(_("Het bestand is leeg. Zet de namen van de kolommen in de eerste rij."))
    if len(rijen) - 1 > MAX_RIJEN:
        raise DeelnemerFout(_("Er staan meer dan 2.000 rijen in. Verdeel de lijst over meer bestanden."))
    return rijen


def _check_kind(inhoud: bytes) -> None:
    if len(inhoud) > MAX_BYTES:
        raise DeelnemerFout(_("Het bestand is groter dan 5 MB. Verdeel de lijst over meer bestanden."))
    if inhoud.startswith(OUD_OFFICE):
        raise DeelnemerFout(_("Dit is een oud Excel- of Word-bestand. Sla de lijst in Excel op als .xlsx of .csv."))
    if inhoud.startswith(b"%PDF"):
        raise DeelnemerFout(_("Dit is een PDF. Sla de lijst in Excel op als .xlsx of .csv."))


def _numbered(raw: Iterable[list[Cel]]) -> Iterator[Rij]:
    for nummer, cellen in enumerate(raw, start=1):
        if nummer > MAX_BLADRIJEN:
            raise DeelnemerFout(_("Er staan te veel (lege) rijen in. Kopieer de lijst naar een nieuw blad."))
        yield Rij(nummer, cellen)


# --- xlsx


def _xlsx(inhoud: bytes) -> Iterator[list[Cel]]:
    try:
        if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(inhoud)).infolist()) > MAX_UITGEPAKT:
            raise DeelnemerFout(_("Het bestand is uitgepakt te groot. Kopieer alleen de lijst naar een nieuw blad."))
        values, formulas = _sheet(inhoud, data_only=True), _sheet(inhoud, data_only=False)
        # Two readings of the same sheet: the values that Excel worked out, and what is a formula.
        for row, with_formulas in zip(values, formulas, strict=True):
            yield [_cel(cell.value, like.data_type) for cell, like in zip(row, with_formulas, strict=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError, ParseError, TypeError) as error:
        raise DeelnemerFout(
            _("Dit is geen Excel-bestand dat we kunnen lezen. Sla het opnieuw op als .xlsx.")
        ) from error


def _sheet(inhoud: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=data_only)
    if not book.worksheets:
        raise DeelnemerFout(_("Er staat geen werkblad in dit bestand."))
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return (tuple(islice(row, MAX_KOLOMMEN)) for row in sheet.iter_rows())


def _cel(value: Any, data_type: str) -> Cel:
    if value is None:
        reden = _("Hier staat een formule zonder uitkomst. Plak de waarde.") if data_type == "f" else ""
        return Cel("", reden)
    if isinstance(value, bool):
        return Cel("", _("Hier staat 'waar' of 'onwaar'. Maak er tekst van."))
    if isinstance(value, date | datetime | time | timedelta):
        return Cel("", _("Hier staat een datum of tijd. Maak er tekst van."))
    if isinstance(value, int | float):
        return Cel(_number(value))
    if data_type == "e" or str(value).startswith("#"):
        return Cel("", _("Hier staat een foutmelding van Excel (%(waarde)s).") % {"waarde": str(value)[:20]})
    return Cel(_tidy(str(value)))


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value).replace(".", ",")


def _tidy(tekst: str) -> str:
    return " ".join(tekst.split())


# --- csv


def _csv(inhoud: bytes) -> Iterator[list[Cel]]:
    tekst = _decode(inhoud)
    if "\0" in tekst:
        raise DeelnemerFout(_("Dit bestand kunnen we niet lezen. Sla de lijst op als .xlsx of .csv."))
    try:
        for row in csv.reader(io.StringIO(tekst, newline=""), delimiter=_delimiter(tekst), strict=True):
            yield [Cel(_tidy(value)) for value in row[:MAX_KOLOMMEN]]
    except csv.Error as error:
        raise DeelnemerFout(_("Dit csv-bestand is stuk: een aanhalingsteken staat verkeerd.")) from error


def _decode(inhoud: bytes) -> str:
    """Excel saves csv as utf-8 with a mark, or in the Windows code page; some exports are utf-16."""
    encodings = ("utf-16",) if inhoud.startswith(UTF16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return inhoud.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DeelnemerFout(_("Dit bestand kunnen we niet lezen. Sla de lijst op als .xlsx of .csv."))


def _delimiter(tekst: str) -> str:
    heading = next((line for line in tekst.splitlines() if line.strip()), "")
    return max(";,\t", key=heading.count)

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from toegang.cellen import as_row, as_text

ROOT = Path(__file__).resolve().parents[2]
APPS = ("berichten", "canvas", "config", "deelnemers", "inzicht", "partijen", "toegang", "trajecten")


@pytest.mark.parametrize("tekst", ["=1+1", "+31 6", "-2", "@SUM(1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"])
def test_a_text_that_would_be_a_formula_stays_a_text(tekst):
    assert as_text(tekst) == f"'{tekst}"


@pytest.mark.parametrize("value", ["Naam", "a=b", "", None, -2, 3.5, "06 12345678"])
def test_everything_else_stays_as_it_is(value):
    assert as_text(value) == value


def test_a_sheet_written_so_has_no_formula():
    book = Workbook()
    book.worksheets[0].append(as_row(["=1+1", "+1", "gewoon"]))
    saved = io.BytesIO()
    book.save(saved)
    row = next(load_workbook(saved).worksheets[0].iter_rows())
    assert [cell.data_type for cell in row] == ["s", "s", "s"]


def test_every_module_that_writes_a_sheet_goes_by_here():
    writers = {
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "import Workbook" in (text := path.read_text()) or "csv.writer" in text or "csv.DictWriter" in text
    }
    assert "deelnemers/importvoorbeeld.py" in writers
    assert [name for name in writers if "toegang.cellen" not in (ROOT / name).read_text()] == []

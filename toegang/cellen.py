"""Texts on their way into a sheet: none of them a formula to the program that opens it."""

from collections.abc import Iterable
from typing import Any

# What Excel, LibreOffice and Google take for the start of a formula (OWASP, CSV injection).
FORMULE_BEGIN = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(value: Any) -> Any:
    """Return a value for a cell of a sheet or csv file; a text that would be a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULE_BEGIN) else value


def as_row(values: Iterable[Any]) -> list[Any]:
    """Return the cells of a row; every sheet we write gets its rows from here."""
    return [as_text(value) for value in values]

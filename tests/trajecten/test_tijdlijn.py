import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from trajecten.duur import maanden
from trajecten.enums import Component
from trajecten.gaten import find_hiaten
from trajecten.planning import plan_fases
from trajecten.sjablonen import SJABLONEN
from trajecten.tijdlijn import TijdlijnFase, lay_out_tijdlijn
from trajecten.tijdlijn.schaal import JAAR_RUIMTE, MAAND_RUIMTE, say_maand

START = date(2027, 2, 10)
NAMESPACE = "http://www.w3.org/2000/svg"
SVG = f"{{{NAMESPACE}}}"


def make_fases(code="generiek", **changes):
    gepland = plan_fases(sjabloon=SJABLONEN[code], startdatum=START)
    fases = [TijdlijnFase(fase.component, fase.start, fase.eind, te_plannen=fase.te_plannen) for fase in gepland]
    return gepland, [*fases[:-1], TijdlijnFase(fases[-1].component, fases[-1].start, fases[-1].eind, **changes)]


def make_tijdlijn(vandaag=date(2027, 6, 1), **changes):
    gepland, fases = make_fases(**changes)
    return lay_out_tijdlijn(fases, vandaag=vandaag, hiaten=find_hiaten(gepland))


def one_fase(start, eind, vandaag=date(2000, 1, 1), **kwargs):
    return lay_out_tijdlijn([TijdlijnFase(Component.LEERWERK, start, eind, **kwargs)], vandaag=vandaag)


def test_tijdlijn_has_a_row_per_phase_with_its_label_and_kind():
    rijen = make_tijdlijn().smal.rijen
    assert [rij.label for rij in rijen] == [str(component.label) for component in Component]
    assert [rij.balk.extra for rij in rijen] == [True, True, False, True, True, False]
    assert rijen[2].balk.klasse == "tl-balk tl-regulier tl-te-plannen"


def test_tijdlijn_bar_lies_on_the_scale_of_its_months():
    tekening = one_fase(date(2027, 1, 1), date(2027, 12, 31)).smal
    assert (tekening.rijen[0].balk.x, tekening.rijen[0].balk.breedte) == (18.0, 304.0)
    half = one_fase(date(2027, 1, 1), date(2027, 12, 31), werkelijk_start=date(2027, 7, 2)).smal
    assert half.rijen[0].werkelijk.x == pytest.approx(18 + 304 * 182 / 365, abs=0.1)


def test_tijdlijn_refuses_no_phases():
    with pytest.raises(ValueError, match="at least one phase"):
        lay_out_tijdlijn([], vandaag=START)


def test_tijdlijn_running_phase_is_drawn_until_today():
    tijdlijn = one_fase(
        date(2027, 1, 1), date(2027, 3, 31), date(2027, 6, 15), werkelijk_start=date(2027, 1, 11), status="Loopt"
    )
    balk, werkelijk = tijdlijn.smal.rijen[0].balk, tijdlijn.smal.rijen[0].werkelijk
    assert werkelijk.x + werkelijk.breedte > balk.x + balk.breedte
    assert tijdlijn.tabelrijen[0].werkelijk == "11 januari 2027 tot nu"
    assert tijdlijn.smal.vandaag is not None


def test_tijdlijn_paused_phase_runs_until_the_day_it_stood_still():
    tijdlijn = one_fase(
        date(2027, 1, 1),
        date(2027, 3, 31),
        date(2027, 6, 15),
        werkelijk_start=date(2027, 1, 11),
        stil_sinds=date(2027, 2, 1),
        status="Gepauzeerd",
    )
    assert tijdlijn.tabelrijen[0].werkelijk == "11 januari 2027 tot 1 februari 2027 (gepauzeerd)"


def test_tijdlijn_ended_phase_shows_its_real_dates():
    tijdlijn = one_fase(
        date(2027, 1, 1), date(2027, 3, 31), werkelijk_start=date(2027, 1, 4), werkelijk_eind=date(2027, 4, 9)
    )
    assert tijdlijn.tabelrijen[0].werkelijk == "4 januari 2027 tot en met 9 april 2027"


def test_tijdlijn_phase_not_begun_has_no_real_bar():
    tijdlijn = make_tijdlijn()
    assert [rij.werkelijk for rij in tijdlijn.breed.rijen] == [None] * 6
    assert {rij.werkelijk for rij in tijdlijn.tabelrijen} == {"nog niet begonnen"}


@pytest.mark.parametrize("vandaag", [date(2026, 12, 31), date(2028, 1, 1)])
def test_tijdlijn_leaves_today_out_when_it_is_not_in_view(vandaag):
    assert one_fase(date(2027, 1, 1), date(2027, 12, 31), vandaag).smal.vandaag is None


@pytest.mark.parametrize(
    ("vandaag", "anker"), [(date(2027, 1, 1), "start"), (date(2027, 6, 1), "middle"), (date(2027, 12, 31), "end")]
)
def test_tijdlijn_keeps_the_word_for_today_inside(vandaag, anker):
    assert one_fase(date(2027, 1, 1), date(2027, 12, 31), vandaag).smal.vandaag.anker == anker


def test_tijdlijn_draws_gaps_on_the_row_of_what_is_missing():
    tijdlijn = make_tijdlijn()
    assert [len(rij.hiaten) for rij in tijdlijn.smal.rijen] == [0, 0, 0, 1, 1, 0]
    told = [tekst for rij in tijdlijn.tabelrijen for tekst in rij.opmerkingen if "zonder" in tekst]
    assert told == list(tijdlijn.hiaten)


def test_tijdlijn_table_says_the_same_as_the_drawing():
    rij = make_tijdlijn(status="Gepland", open_rollen=2).tabelrijen[-1]
    assert (rij.label, rij.soort, rij.status, rij.open_rollen) == ("Matching en plaatsing", "regulier", "Gepland", 2)
    assert (rij.periode, rij.duur) == ("10 juni 2029 tot en met 9 september 2029", "3 maanden")


def test_tijdlijn_row_says_what_to_notice_and_on_a_phone_the_first_of_it():
    tijdlijn = one_fase(date(2027, 1, 1), date(2027, 3, 31), date(2027, 2, 1), open_rollen=2)
    assert [tekening.rijen[0].melding for tekening in tijdlijn.tekeningen] == ["te laat", "te laat, 2 rollen open"]
    assert make_tijdlijn(START, open_rollen=1).smal.rijen[-1].melding == "1 rol open"


def test_tijdlijn_describes_every_phase_in_one_text():
    assert make_tijdlijn(status="Gepland", open_rollen=1).omschrijving.endswith(
        " Matching en plaatsing: 10 juni 2029 tot en met 9 september 2029 (3 maanden), Gepland, 1 rol open."
    )


def test_tijdlijn_planned_lies_behind_real_and_late_around_it():
    rij = one_fase(
        date(2027, 1, 1), date(2027, 3, 31), werkelijk_start=date(2027, 1, 1), werkelijk_eind=date(2027, 5, 31)
    ).breed.rijen[0]
    for inner, outer in ((rij.werkelijk, rij.uitloop[0]), (rij.uitloop[0], rij.balk)):
        assert outer.y < inner.y < inner.y + inner.hoogte < outer.y + outer.hoogte
    assert rij.uitloop[0].x == pytest.approx(rij.balk.x + rij.balk.breedte, abs=0.2)
    assert rij.uitloop[0].x + rij.uitloop[0].breedte == pytest.approx(rij.werkelijk.x + rij.werkelijk.breedte, abs=0.2)


def test_tijdlijn_late_phases_are_told_in_the_table():
    tijdlijn = make_tijdlijn(date(2027, 2, 24))
    assert tijdlijn.tabelrijen[0].opmerkingen == (
        "Zou op 10 februari 2027 beginnen en is nog niet begonnen: 2 weken te laat.",
    )
    assert [len(rij.uitloop) for rij in tijdlijn.smal.rijen] == [1, 0, 0, 0, 0, 0]


def test_tijdlijn_has_a_gate_where_a_link_of_the_chain_meets_the_next():
    tijdlijn = make_tijdlijn()
    assert [rij.poort is not None for rij in tijdlijn.smal.rijen] == [True, True, True, False, False, False]
    assert [rij.daarna for rij in tijdlijn.tabelrijen] == [
        "Voortraject, vanaf 10 mei 2027",
        "Leer- en werkcomponent, vanaf 10 november 2027",
        "Matching en plaatsing, vanaf 10 juni 2029",
        "",
        "",
        "",
    ]


def test_tijdlijn_gate_is_passed_where_the_phase_really_ended():
    begin, leerwerk = date(2027, 1, 1), TijdlijnFase(Component.LEERWERK, date(2027, 4, 1), date(2027, 12, 31))
    planned = TijdlijnFase(Component.VOORTRAJECT, begin, date(2027, 3, 31))
    ended = TijdlijnFase(Component.VOORTRAJECT, begin, date(2027, 3, 31), begin, date(2027, 6, 30))
    poorten = [lay_out_tijdlijn([fase, leerwerk], vandaag=begin).breed.rijen[0].poort for fase in (planned, ended)]
    assert [poort.voorbij for poort in poorten] == [False, True]
    assert poorten[0].x < poorten[1].x


def test_tijdlijn_marks_an_overlap_under_the_later_phase_and_tells_it_at_both():
    tijdlijn = lay_out_tijdlijn(
        [
            TijdlijnFase(Component.VOORTRAJECT, date(2027, 1, 1), date(2027, 3, 31)),
            TijdlijnFase(Component.LEERWERK, date(2027, 3, 1), date(2027, 12, 31)),
        ],
        vandaag=date(2026, 12, 1),
    )
    voortraject, leerwerk = tijdlijn.breed.rijen
    assert voortraject.overlappen == ()
    (overlap,) = leerwerk.overlappen
    assert overlap.x == leerwerk.balk.x
    assert overlap.x + overlap.breedte == pytest.approx(voortraject.balk.x + voortraject.balk.breedte, abs=0.2)
    tekst = "Leer- en werkcomponent begint op 1 maart 2027, voordat Voortraject klaar is (31 maart 2027)."
    assert [rij.opmerkingen for rij in tijdlijn.tabelrijen] == [(tekst,), (tekst,)]


def test_tijdlijn_open_length_is_marked():
    tijdlijn = make_tijdlijn()
    assert tijdlijn.tabelrijen[0].duur == "3 maanden, nog te plannen"
    assert [rij.balk.te_plannen for rij in tijdlijn.smal.rijen] == [True] * 5 + [False]


def test_tijdlijn_names_the_months_of_a_short_trajectory_and_the_years_of_a_long_one():
    short = one_fase(date(2027, 1, 1), date(2027, 3, 31)).smal
    assert [maand.tekst for maand in short.maanden] == ["jan", "feb", "mrt"]
    long = one_fase(date(2027, 1, 1), date(2031, 12, 31)).smal
    assert long.maanden == ()
    assert [jaar.tekst for jaar in long.jaren] == ["2027", "2028", "2029", "2030", "2031"]


spans = st.tuples(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(3, 60))


@given(spans)
def test_tijdlijn_labels_never_overlap_and_stay_inside(span):
    start, aantal = span
    tijdlijn = one_fase(start, maanden(aantal).eind_from(start))
    for tekening in tijdlijn.tekeningen:
        named = [jaar.midden for jaar in tekening.jaren if jaar.tekst]
        assert named or tekening.maanden
        assert all(right.x - left.x >= MAAND_RUIMTE - 0.2 for left, right in pairwise(tekening.maanden))
        assert all(right - left >= JAAR_RUIMTE for left, right in pairwise(named))
        assert all(MAAND_RUIMTE / 2 <= maand.x <= tekening.breedte - MAAND_RUIMTE / 2 for maand in tekening.maanden)
        assert all(JAAR_RUIMTE / 2 <= midden <= tekening.breedte - JAAR_RUIMTE / 2 for midden in named)


@given(spans)
def test_tijdlijn_marks_each_year_in_view(span):
    start, aantal = span
    eind = maanden(aantal).eind_from(start)
    assert len(one_fase(start, eind).smal.jaren) == eind.year - start.year + 1


@given(spans, st.integers(-400, 4000), st.integers(0, 900))
def test_tijdlijn_everything_lies_inside_the_drawing(span, vandaag_offset, werkelijk_offset):
    start, aantal = span
    tijdlijn = one_fase(
        start,
        maanden(aantal).eind_from(start),
        start + timedelta(days=vandaag_offset),
        werkelijk_start=start + timedelta(days=werkelijk_offset - 300),
    )
    for tekening in tijdlijn.tekeningen:
        rij = tekening.rijen[0]
        for vlak in (rij.balk, rij.werkelijk, *rij.uitloop):
            assert tekening.links - 0.1 <= vlak.x
            assert vlak.x + vlak.breedte <= tekening.rechts + 1
            assert 0 < vlak.y < vlak.y + vlak.hoogte <= tekening.onder


# --- The template


def render(tijdlijn):
    return render_to_string("trajecten/_tijdlijn.html", {"tijdlijn": tijdlijn, "request": RequestFactory().get("/")})


def drawings(html):
    svgs = re.findall(r'<svg class="tl-tekening.*?</svg>', html, flags=re.DOTALL)
    return [ET.fromstring(svg.replace("<svg ", f'<svg xmlns="{NAMESPACE}" ', 1)) for svg in svgs]  # noqa: S314 our own


def buttons(svg):
    return [group for group in svg.iter(f"{SVG}g") if group.get("role") == "button"]


def test_tijdlijn_template_is_well_formed_and_named():
    smal, breed = drawings(render(make_tijdlijn(open_rollen=2)))
    for svg, naam in ((smal, "smal"), (breed, "breed")):
        assert svg.get("role") == "group"
        assert svg.get("aria-labelledby") == svg.find(f"{SVG}title").get("id") == f"tl-titel-{naam}"
        assert svg.find(f"{SVG}title").text == (
            "Tijdlijn van het traject. Planning van 10 februari 2027 tot en met 9 september 2029."
        )


def test_tijdlijn_template_has_a_button_with_a_name_and_details_for_every_phase():
    html = render(make_tijdlijn(START, status="Gepland", open_rollen=2))
    # What a row shows stands in its name; the shorter gap has room for its word on the wide drawing alone.
    smal = {"taal": ", hiaat", "matching": ", 2 rollen open"}
    for svg, told in zip(drawings(html), (smal, smal | {"begeleiding": ", hiaat"}), strict=True):
        rijen = buttons(svg)
        assert [rij.get("tabindex") for rij in rijen] == ["0"] * 6
        assert [rij.get("aria-label") for rij in rijen] == [
            f"{component.label}{told.get(component.value, '')}" for component in Component
        ]
        assert [f'id="{rij.get("aria-describedby")}" role="tooltip" hidden>' in html for rij in rijen] == [True] * 6


def test_tijdlijn_template_says_in_the_details_what_the_table_says():
    tijdlijn = make_tijdlijn(status="Gepland", open_rollen=2)
    tooltips = re.findall(r'role="tooltip" hidden>(.*?)</div>', render(tijdlijn), flags=re.DOTALL)
    for rij, tooltip in zip(tijdlijn.tabelrijen, tooltips, strict=True):
        parts = (rij.label, rij.periode, rij.duur, rij.werkelijk, rij.status, rij.open_tekst, rij.daarna)
        assert [part for part in (*parts, *rij.opmerkingen) if part not in tooltip] == []


def test_tijdlijn_template_writes_numbers_with_a_point():
    numbers = re.compile(r"-?\d+(\.\d+)?")
    names = ("x", "y", "width", "height")
    elements = [element for svg in drawings(render(make_tijdlijn())) for element in svg.iter()]
    values = [element.get(name) for element in elements for name in names if element.get(name)]
    assert len(values) > 100
    assert all(numbers.fullmatch(value) for value in values)


def test_tijdlijn_template_has_no_inline_style_or_script_and_unique_ids():
    html = render(make_tijdlijn())
    assert "style=" not in html
    assert "<style" not in html
    assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/js/tijdlijn.js" defer>']
    ids = re.findall(r'\bid="([^"]+)"', html)
    # two patterns, two titles, six details
    assert len(ids) == len(set(ids)) == 14


def test_tijdlijn_template_hatches_extra_components():
    _patterns, smal, *_legend = re.findall(r"<svg .*?</svg>", render(make_tijdlijn()), flags=re.DOTALL)
    bars = re.findall(r'<rect class="tl-balk [^>]*>', smal)
    assert ['fill="url(#tl-arcering)"' in bar for bar in bars] == [True, True, False, True, True, False]


def test_tijdlijn_template_lists_the_gaps_and_the_table():
    tijdlijn = make_tijdlijn()
    html = render(tijdlijn)
    assert all(f"<li>{tekst}</li>" in html for tekst in tijdlijn.hiaten)
    assert html.count('<th scope="row">') == 6


@pytest.mark.parametrize(("taal", "maart"), [("nl", "mrt"), ("en", "Mar")])
def test_a_month_has_a_capital_where_the_language_gives_it_one(taal, maart):
    with translation.override(taal):
        assert say_maand(date(2026, 3, 1)) == maart

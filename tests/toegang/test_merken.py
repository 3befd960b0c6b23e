"""The marks of the walk: every personal field has one, each is of one participant, and each is known again in print."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.formats import date_format

from config.formats.nl import formats as formats_nl
from deelnemers.zichtbaarheid import ALLES
from tests.deelnemers.dossier import models_about_people
from tests.toegang.gemerkt import build_gemerkt
from tests.toegang.merken import MODELLEN, ZONDER_MERK, by_teken, fields_of, tekens_in, velden_of


@pytest.fixture
def wereld(cast):
    return build_gemerkt(cast)


def test_every_personal_field_holds_a_mark_or_a_reason_why_not(wereld):
    assert {model._meta.label for model in models_about_people()} <= set(MODELLEN)
    fields = {(label, field.name) for label in MODELLEN for field in fields_of(label)}
    assert fields - {(merk.label, merk.veld) for merk in wereld.merken} == set(ZONDER_MERK)
    assert {veld for merk in wereld.merken for veld in velden_of(merk)} == ALLES


def test_everyone_has_marks_of_their_own(wereld):
    of_whom = {teken: {m.deelnemer or m.rij for m in same} for teken, same in by_teken(wereld.merken).items()}
    assert {teken: who for teken, who in of_whom.items() if len(who) > 1} == {}
    held = {(m.deelnemer, m.label) for m in wereld.merken if m.deelnemer}
    marked = {(m.deelnemer, m.label, m.veld) for m in wereld.merken}
    missing = {
        (str(deelnemer), label, field.name)
        for deelnemer, label in held
        for field in fields_of(label)
        if (label, field.name) not in ZONDER_MERK and (deelnemer, label, field.name) not in marked
    }
    assert missing == set()


# A moment of today, without a year: the hour until which a paper can be fetched.
VAN_VANDAAG = {"j F H:i"}
KORT = {"SHORT_DATE_FORMAT": formats_nl.SHORT_DATE_FORMAT, "SHORT_DATETIME_FORMAT": formats_nl.SHORT_DATETIME_FORMAT}


def formats():
    """Return every format of a day in our templates and modules, and that of a calendar file."""
    apps = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht")
    files = [path for folder in ("templates", *apps) for path in Path(settings.BASE_DIR, folder).rglob("*.*")]
    found = set()
    for path in (path for path in files if path.suffix in {".html", ".txt", ".py"}):
        found |= set(re.findall(r'(?:\|date:|date_format\([\w.() ]+, |format=)"([^"%]+)"', path.read_text()))
    found = {KORT.get(name, name) for name in found}
    return sorted({name for name in found if re.search("[jd]", name)} - VAN_VANDAAG | {"Y-m-d", "Ymd", "Ymd\\THis\\Z"})


def test_the_formats_are_found():
    assert {"j F Y", "j-n-Y", "j-n-Y H:i", "j F", "l j F Y"} <= set(formats())


@pytest.mark.parametrize("opmaak", formats())
def test_a_day_is_known_again_in_every_format(opmaak):
    for maand in range(1, 13):
        day = datetime(2017, maand, 3, 9, 5, tzinfo=UTC)
        expected = f"2017-{maand:02d}-03" if "Y" in opmaak else f"dag {maand:02d}-03"
        assert tekens_in(f"<p>Op {date_format(day, opmaak)}, of eerder.</p>") == {expected}


@pytest.mark.parametrize(
    ("text", "teken"),
    [
        ('<td data-label="Uren per week">43</td>', "uur 43"),
        ("<dt>Beschikbaar</dt><dd>43 uur per week</dd>", "uur 43"),
        ('<input type="number" name="uren_per_week" value="43" min="0">', "uur 43"),
        ('{"uren_per_week": 43}', "uur 43"),
        ("Beschikbare uren per week\n43", "uur 43"),
        ('<td data-label="Spreekt">B2</td>', "spreken b2"),
        ('<span>Lezen</span> <svg></svg> <span class="x">Nog niet</span>', "lezen nog niet"),
        ('{"lezen": "nog_niet"}', "lezen nog niet"),
        ("lezen nog niet, spreken onbekend", "lezen nog niet"),
        ('<label>Lezen*</label><select><option value="A1">A1</option><option value="B2" selected>B2', "lezen b2"),
        ("<div>Kan nog niet fietsen</div>", "kan nog niet fietsen"),
        ('{"belemmeringen": ["fiets"]}', "kan nog niet fietsen"),
        ("<dt>Werk</dt> <dd>Gaat niet goed</dd>", "werk Gaat niet goed"),
        ("<span>Werk: Gaat niet goed</span>", "werk Gaat niet goed"),
        ('{"werk": 1}', "werk Gaat niet goed"),
        ("<span>Werk gaat niet goed</span>", "Werk gaat niet goed"),
        ('{"redenen": ["werk"]}', "Werk gaat niet goed"),
        ('<a href="tel:06 9001 77 31">bel</a>', "tel 0690017731"),
        ("06-90017731", "tel 0690017731"),
    ],
)
def test_a_value_is_known_again_beside_its_label(text, teken):
    assert teken in tekens_in(text)


def test_what_can_be_chosen_is_not_what_was_chosen():
    choices = (
        '<label>Lezen</label><select><option value="">Niet bekend</option><option value="B2">B2</option></select>'
        '<input type="checkbox" name="b" value="fiets"> <label for="b">Kan nog niet fietsen</label>'
        '<legend>Werk</legend><input type="radio" name="werk" value="1" id="w"><label for="w">Gaat niet goed</label>'
    )
    assert tekens_in(choices) == set()
    assert tekens_in(choices.replace('value="fiets"', 'value="fiets" checked')) == {"kan nog niet fietsen"}

"""The words of the white paper are explained where they stand, once on a page, by a button for every hand."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse

from deelnemers.enums import PlaatsingSoort
from inzicht.secties import SECTIES
from partijen.enums import Rol
from tests.factories.canvas import full_traject
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory
from trajecten.begrippen import BEGRIPPEN, alphabetical
from trajecten.enums import Component, Uitkomst

BUTTON = re.compile(r'<button type="button" class="lw-begrip" popovertarget="begrip-(\w+)-(\w+)" aria-label="([^"]+)">')
LITERAL = re.compile(r'{% term "(\w+)" %}|begrip="(\w+)"')
VARIABLE = re.compile(r"{% term ([a-z][\w.]*) %}")
# What stands in the variables that templates ask an explanation of.
VARIABLES = {
    "rij.rol": Rol.values,
    "fase.component": Component.values,
    "rij.fase.component": Component.values,
    "onderdeel.component": Component.values,
    "traject.uitkomst": Uitkomst.values,
    "plaatsing.soort": PlaatsingSoort.values,
    "begrip": [sectie.begrip for sectie in SECTIES if sectie.begrip],
}
# Words that need no explanation: whoever reads them knows them.
VANZELF = {"diploma"}


@pytest.fixture
def traject(cast):
    traject = full_traject(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.coordinator)
    fase = traject.fasen.first()
    fase.eind = fase.start.replace(year=fase.start.year + 2)
    fase.save()
    return traject


def explained_on(page):
    """Return the codes of the words that a page explains, each button having its text."""
    found = BUTTON.findall(page.text)
    for code, own, name in found:
        (text,) = re.findall(rf'<span class="lw-uitleg" id="begrip-{code}-{own}" popover>(.*?)</span>', page.text)
        begrip = BEGRIPPEN[code]
        assert (name, text) == (f"Uitleg: {begrip.naam}", f"<strong>{begrip.naam}</strong><br>{begrip.uitleg}")
    return [code for code, _own, _name in found]


def test_the_page_of_a_trajectory_explains_its_words_once(cast, login, traject):
    codes = explained_on(login(cast.coordinator).get(reverse("trajecten:detail", args=[traject.pk])))
    details = {"niveau", "certificaat", "arbeidsmarktregio", "sjabloon"}
    timeline = {"extra", "te_plannen", "overgang", "hiaat"}
    assert sorted(codes) == sorted({*Rol.values, *Component.values, *details, *timeline, "afwijking", "rol_open"})


def test_the_canvas_explains_its_words_once(cast, login, traject):
    codes = explained_on(login(cast.coordinator).get(reverse("canvas:canvas", args=[traject.pk])))
    rest = {"canvas", "extra", "te_plannen", "overgang", "hiaat", "rol_open", "middelen", "vaktaal"}
    assert sorted(codes) == sorted({*Component.values, *rest})


def test_the_page_of_a_participant_explains_its_words_once(cast, login, traject):
    deelname = DeelnameFactory(traject=traject, mentor=cast.mentor)
    for soort in (PlaatsingSoort.PROEFPLAATSING, PlaatsingSoort.SNUFFELSTAGE, PlaatsingSoort.SNUFFELSTAGE):
        PlaatsingFactory(deelname=deelname, soort=soort)
    codes = explained_on(login(cast.coordinator).get(reverse("deelnemers:detail", args=[deelname.deelnemer_id])))
    expected = {"kenmerk", "belemmering", "taalniveau", "mentor", "checkin", "proefplaatsing", "snuffelstage"}
    assert sorted(codes) == sorted(expected)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("deelnemers:nieuw", ["kenmerk", "taalniveau", "belemmering"]),
        ("deelnemers:lijst", ["statushouder"]),
        ("deelnemers:checkins", ["checkin", "signaal"]),
        ("trajecten:lijst", ["leerwerktraject"]),
        ("trajecten:nieuw", ["sjabloon"]),
    ],
)
def test_lists_and_forms_explain_their_words(cast, login, name, codes):
    assert explained_on(login(cast.coordinator).get(reverse(name))) == codes


def test_the_planning_explains_each_component(cast, login, traject):
    codes = explained_on(login(cast.coordinator).get(reverse("trajecten:planning", args=[traject.pk])))
    assert sorted(codes) == sorted([*Component.values, "te_plannen", "afwijking"])


def test_every_role_and_component_has_an_explanation():
    assert {*Rol.values, *Component.values} - set(BEGRIPPEN) == set()


def test_what_is_explained_is_what_the_screens_ask_for():
    templates = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    literal = {one or other for text in templates for one, other in LITERAL.findall(text)}
    variables = {name for text in templates for name in VARIABLE.findall(text)}
    of_forms = {code for form in all_forms(forms.BaseForm) for code in getattr(form, "begrippen", ())}
    assert variables == set(VARIABLES)
    in_variables = {code for name in variables for code in VARIABLES[name]} - VANZELF
    assert literal | of_forms | in_variables == set(BEGRIPPEN)


def all_forms(base):
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


@pytest.mark.parametrize("code", BEGRIPPEN)
def test_an_explanation_is_short_and_plain(code):
    sentences = [part for part in re.split(r"[.?] ", str(BEGRIPPEN[code].uitleg)) if part]
    assert len(sentences) <= 3
    assert max(len(sentence.split()) for sentence in sentences) <= 18


def test_the_word_list_has_every_word_by_name(cast, login):
    page = login(cast.verbinder).get(reverse("inzicht:begrippen"))
    names = re.findall(r"<dt>(.*?)</dt>", page.text)
    assert names == [str(begrip.naam) for _code, begrip in alphabetical()]
    assert names.index("(Extra) begeleiding") < names.index("Canvas") < names.index("Werkgever")
    assert all(f'id="{code}"' in page.text for code in BEGRIPPEN)


def test_every_page_leads_to_the_word_list(cast, login, client):
    link = f'href="{reverse("inzicht:begrippen")}"'
    assert link in login(cast.mentor).get("/").text
    # Not before signing in: it would only lead back to the sign-in page.
    assert link not in client.get(reverse("account_login")).text

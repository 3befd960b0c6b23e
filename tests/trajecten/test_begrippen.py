"""The words of the white paper are explained where they stand, once on a page, by a button for every hand."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse

from deelnemers.enums import PlaatsingSoort, VoortgangStatus
from inzicht.secties import SECTIES
from partijen.enums import Rol
from partijen.forms import PartijForm
from tests.factories.canvas import full_traject
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory, SignaalFactory, VoortgangFactory
from trajecten.begrippen import BEGRIPPEN, WOORDEN_LIJST, WOORDEN_SJABLONEN, alphabetical
from trajecten.enums import Component, Uitkomst
from trajecten.forms.traject import TrajectForm

BUTTON = re.compile(r'<button type="button" class="lw-begrip" popovertarget="begrip-(\w+)-(\w+)" aria-label="([^"]+)">')
LITERAL = re.compile(r'{% term "(\w+)" %}|begrip="(\w+)"')
VARIABLE = re.compile(r"{% term ([a-z][\w.]*) %}")
LIST = re.compile(r"{% terms ([a-z][\w.]*) %}")
# What stands in the variables that templates ask an explanation of.
VARIABLES = {
    "rij.rol": Rol.values,
    "fase.component": Component.values,
    "component": Component.values,
    "rij.fase.component": Component.values,
    "onderdeel.component": Component.values,
    "traject.uitkomst": Uitkomst.values,
    "plaatsing.soort": PlaatsingSoort.values,
    # Also of a page head: of the role that is filled, of the phase that begins.
    "begrip": [*(sectie.begrip for sectie in SECTIES if sectie.begrip), *Rol.values, *Component.values],
    "introbegrip": PlaatsingSoort.values,
}
LISTS = {
    "woorden": [*WOORDEN_LIJST, *WOORDEN_SJABLONEN],
    "groep.woorden": ["taalniveau", "mentor", *Component.values],
    "verloop.componenten": Component.values,
    # Looked for in every form.
    "form.begrippen": [],
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
        (
            "trajecten:nieuw",
            ["sjabloon", *WOORDEN_SJABLONEN, "niveau", "te_plannen", "voortraject", "leerwerk", "matching"],
        ),
        ("partijen:nieuw", PartijForm.begrippen_bij["soort"] + ["arbeidsmarktregio"]),
    ],
)
def test_lists_and_forms_explain_their_words(cast, login, name, codes):
    assert explained_on(login(cast.coordinator).get(reverse(name))) == codes


def test_a_list_of_trajectories_explains_the_words_of_its_cells(cast, login, traject):
    codes = explained_on(login(cast.coordinator).get(reverse("trajecten:lijst")))
    assert codes == ["leerwerktraject", *Component.values, "regisseur", "rol_open"]


def test_the_pages_of_a_group_explain_their_words(cast, login, traject):
    deelname = DeelnameFactory(traject=traject, mentor=cast.mentor)
    fase = traject.fasen.get(component=Component.TAAL)
    VoortgangFactory(deelname=deelname, fase=fase, status=VoortgangStatus.LOPEND)
    coordinator = login(cast.coordinator)
    codes = explained_on(coordinator.get(reverse("deelnemers:van_traject", args=[traject.pk])))
    assert codes == ["statushouder", "taalniveau", "mentor", "taal"]
    # First the phase that someone is in now, the others above the table.
    codes = explained_on(coordinator.get(reverse("deelnemers:verloop", args=[traject.pk])))
    assert (codes[0], sorted(codes)) == ("taal", sorted(Component.values))


def test_the_page_of_a_check_in_explains_its_words(cast, login, traject):
    signaal = SignaalFactory(checkin__deelname=DeelnameFactory(traject=traject, mentor=cast.mentor))
    codes = explained_on(login(cast.coordinator).get(reverse("deelnemers:checkin_detail", args=[signaal.checkin_id])))
    assert codes == ["checkin", "signaal"]


def test_a_form_explains_the_word_of_its_head(cast, login, traject):
    coordinator = login(cast.coordinator)
    fase = traject.fasen.get(component=Component.LEERWERK)
    rij = fase.rollen.filter(status="open").first()
    plaatsing = PlaatsingFactory(deelname__traject=traject, soort=PlaatsingSoort.PROEFPLAATSING)
    heads = {
        reverse("trajecten:rol_vul", args=[rij.pk]): rij.rol,
        reverse("trajecten:fase_start", args=[fase.pk]): "leerwerk",
        reverse("deelnemers:plaatsing_evaluatie", args=[plaatsing.pk]): "proefplaatsing",
    }
    assert {pad: explained_on(coordinator.get(pad)) for pad in heads} == {pad: [code] for pad, code in heads.items()}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("deelnemers:plaatsing_nieuw", {"soort": PlaatsingSoort.values}),
        ("deelnemers:deelname_wijzig", {"mentor": ["mentor"]}),
        ("deelnemers:nieuw", {"kenmerk": ["kenmerk"], "luisteren": ["taalniveau"], "belemmeringen": ["belemmering"]}),
        ("trajecten:wijzig", TrajectForm.begrippen_bij),
    ],
)
def test_a_field_has_its_words_beside_it_and_not_in_its_label(cast, login, traject, name, fields):
    deelname = DeelnameFactory(traject=traject)
    args = {"deelnemers:nieuw": [], "trajecten:wijzig": [traject.pk]}.get(name, [deelname.pk])
    page = login(cast.coordinator).get(reverse(name, args=args))
    assert explained_on(page) == [code for codes in fields.values() for code in codes]
    assert not re.search(r"<(label|legend)\b(?:(?!</\1>).)*lw-begrip", page.text, re.DOTALL)
    parts = re.split(r'id="div_id_(\w+)"', page.text)
    beside = {veld: BUTTON.findall(part) for veld, part in zip(parts[1::2], parts[2::2], strict=True)}
    assert {veld: [code for code, *_rest in found] for veld, found in beside.items() if found} == fields


def test_the_planning_explains_each_component(cast, login, traject):
    codes = explained_on(login(cast.coordinator).get(reverse("trajecten:planning", args=[traject.pk])))
    assert sorted(codes) == sorted([*Component.values, "te_plannen", "afwijking"])


def test_every_role_and_component_has_an_explanation():
    assert {*Rol.values, *Component.values} - set(BEGRIPPEN) == set()


def test_what_is_explained_is_what_the_screens_ask_for():
    templates = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    literal = {one or other for text in templates for one, other in LITERAL.findall(text)}
    variables = {name for text in templates for name in VARIABLE.findall(text)}
    lists = {name for text in templates for name in LIST.findall(text)}
    every_form = [*all_forms(forms.BaseForm), *all_forms(forms.BaseFormSet)]
    of_forms = {code for form in every_form for code in getattr(form, "begrippen", ())}
    of_fields = {code for form in every_form for codes in getattr(form, "begrippen_bij", {}).values() for code in codes}
    assert (variables, lists) == (set(VARIABLES), set(LISTS))
    named = {**VARIABLES, **LISTS}
    in_variables = {code for name in variables | lists for code in named[name]} - VANZELF
    assert literal | of_forms | of_fields | in_variables == set(BEGRIPPEN)


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

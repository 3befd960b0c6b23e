"""What the pages really show: each field of one participant holds a word of its own, and everyone in the cast looks."""

import re
from datetime import date

import pytest
from django.urls import reverse

from deelnemers.enums import Belemmering, WensSoort
from deelnemers.models import Voortgang
from deelnemers.zichtbaarheid import ALLES, TAAL, visible_velden
from tests.factories.deelnemers import CheckinFactory, OntmoetingFactory, PlaatsingFactory, WensFactory
from toegang.relaties import relaties_of

# Levels are left out: whoever sees the person sees them, and they stand in every filter.
KANARIES = {
    "voornaam": "Kanarievoornaam",
    "achternaam": "Kanarieachternaam",
    "kenmerk": "KANARIE-KENMERK",
    "email": "kanarie@adres.example",
    "telefoon": "06 12 98 76 54",
    "uren_per_week": r"59 uur|>\s*59\s*<",
    "belemmeringen": str(Belemmering.FIETS.label),
    "mentor": "Kanariementor",
    "voortgang": "13-7-2031|13 juli 2031",
    "plaatsingen": "Kanariewerkgever|19 uur",
    "eigen_plaatsing": "17 uur",
    "checkins": "17-10-2026|17 oktober",
    "wensen": str(WensSoort.OPVANG.label),
    "ontmoetingen": "Kanarieplein",
}
# Whom a page shows: whoever's fields of these the reader may see; without a line here, whoever they may see at all.
NEEDED = {"deelnemers:verloop": {"voortgang"}}
# Stands on the page of the check-in and nowhere else.
NERGENS = ("Kanariewens", "Kanarieknelpunt")
ALLEN = (
    *("coordinator", "klantmanager", "lezer", "mentor", "werkgever", "opleider", "taal"),
    *("beheerder", "vreemde", "verbinder", "expert"),
)


@pytest.fixture
def kanarie(cast, placed):
    deelnemer = placed.deelnemer
    for veld in ("voornaam", "achternaam", "kenmerk", "email", "telefoon"):
        setattr(deelnemer, veld, KANARIES[veld])
    deelnemer.uren_per_week, deelnemer.belemmeringen = 59, [Belemmering.FIETS]
    deelnemer.save()
    cast.mentor.naam = KANARIES["mentor"]
    cast.mentor.save()
    placed.plaatsingen.update(uren_per_week=17)
    PlaatsingFactory(deelname=placed, werkgever__naam="Kanariewerkgever", uren_per_week=19)
    Voortgang.objects.create(deelname=placed, fase=placed.traject.fasen.get(), start=date(2031, 7, 13))
    WensFactory(deelname=placed, soort=WensSoort.OPVANG)
    OntmoetingFactory(deelname=placed, plaats="Kanarieplein 3")
    CheckinFactory(
        deelname=placed, door=cast.mentor, datum=date(2026, 10, 17), wensen=NERGENS[0], knelpunten=NERGENS[1]
    )
    return placed


def shown(html):
    # The menu has a link to the check-ins, a name of one's own and, on a list, a filter with every barrier in it.
    main = html.split('id="inhoud"')[-1]
    body = re.sub(r"<form.*?</form>", "", main, flags=re.DOTALL)
    return {veld for veld, kanarie in KANARIES.items() if re.search(kanarie, body)}


def test_every_field_has_a_canary():
    assert {*KANARIES, *TAAL} == ALLES


@pytest.mark.parametrize("who", ALLEN)
def test_a_file_shows_exactly_what_the_data_says(cast, login, kanarie, who):
    user = cast.people[who]
    allowed = visible_velden(relaties_of(user, kanarie.deelnemer)) - {*TAAL}
    response = login(user).get(reverse("deelnemers:detail", args=[kanarie.deelnemer_id]))
    assert response.status_code == (200 if allowed else 404)
    assert shown(response.text) == allowed


@pytest.mark.parametrize("who", ALLEN)
@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    "name", ["deelnemers:lijst", "deelnemers:van_traject", "deelnemers:verloop", "trajecten:detail", "inzicht:start"]
)
def test_no_other_page_shows_more(cast, login, kanarie, who, name, htmx):
    user = cast.people[who]
    allowed = visible_velden(relaties_of(user, kanarie.deelnemer))
    args = [] if name in {"deelnemers:lijst", "inzicht:start"} else [kanarie.traject_id]
    response = login(user).get(reverse(name, args=args), headers={"HX-Request": "true"} if htmx else {})
    seen = shown(response.text)
    assert seen <= allowed
    assert not any(word in response.text for word in NERGENS)
    if name.startswith("deelnemers:"):
        assert ("voornaam" in seen) == bool(allowed & NEEDED.get(name, allowed))


@pytest.mark.parametrize("who", ALLEN)
def test_a_search_tells_nothing_of_what_one_may_not_see(cast, login, kanarie, who):
    user = cast.people[who]
    allowed = visible_velden(relaties_of(user, kanarie.deelnemer))
    client = login(user)

    def found(text):
        return "voornaam" in shown(client.get(reverse("deelnemers:lijst"), {"zoek": text}).text)

    for veld in ("achternaam", "kenmerk"):
        # A hit and a miss differ only for whoever may read the field.
        assert (found(KANARIES[veld]) != found("Komtnietvoor")) == (veld in allowed)

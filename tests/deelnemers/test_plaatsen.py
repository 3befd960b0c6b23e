from datetime import date

import pytest
from django.urls import reverse

from deelnemers import plaatsen
from deelnemers.enums import DeelnameStatus, PlaatsingSoort
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Plaatsing
from partijen.enums import Rol
from tests.factories.canvas import full_traject
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling


@pytest.fixture
def deelname(cast):
    return DeelnameFactory(traject=full_traject(gemeente=cast.waterstad))


def placed_at(deelname, werkgever, **fields):
    defaults = {"soort": PlaatsingSoort.LEERWERKPLEK, "start": date(2026, 10, 1), "uren_per_week": 24}
    return plaatsen.place(deelname=deelname, werkgever=werkgever, **{**defaults, **fields})


@pytest.mark.parametrize(
    ("soort", "component"),
    [
        ("snuffelstage", "leerwerk"),
        ("leerwerkplek", "leerwerk"),
        ("proefplaatsing", "matching"),
        ("dienstverband", "matching"),
    ],
)
def test_place_gives_the_employer_the_role(cast, deelname, soort, component):
    plaatsing = placed_at(deelname, cast.installatie, soort=PlaatsingSoort(soort))

    rollen = Rolinvulling.objects.filter(rol=Rol.WERKGEVER, status=RolStatus.TOEGEZEGD)
    assert Plaatsing.objects.get() == plaatsing
    assert [(r.fase.component, r.partij) for r in rollen] == [(component, cast.installatie)]


@pytest.mark.parametrize(
    ("fields", "veld"),
    [
        ({"eind": date(2026, 9, 30)}, "eind"),
        ({"start": date(1900, 1, 1)}, "start"),
        ({"uren_per_week": 0}, "uren_per_week"),
        ({"uren_per_week": 61}, "uren_per_week"),
    ],
)
def test_place_names_the_field_that_is_wrong(cast, deelname, fields, veld):
    with pytest.raises(DeelnemerFout) as fout:
        placed_at(deelname, cast.installatie, **fields)

    assert veld in fout.value.message_dict
    assert Plaatsing.objects.count() == 0
    assert not Rolinvulling.objects.filter(status=RolStatus.TOEGEZEGD).exists()


def test_place_refuses_a_party_that_is_no_employer(cast, deelname):
    with pytest.raises(DeelnemerFout) as fout:
        placed_at(deelname, cast.roc)
    assert fout.value.message_dict == {"werkgever": ["ROC is geen werkgever."]}


def test_place_refuses_the_same_twice(cast, deelname):
    placed_at(deelname, cast.installatie)
    with pytest.raises(DeelnemerFout, match="Deze plaatsing staat er al"):
        placed_at(deelname, cast.installatie)
    assert Plaatsing.objects.count() == 1


def test_place_refuses_someone_who_stopped(cast, deelname):
    deelname.status = DeelnameStatus.GESTOPT
    deelname.save()
    with pytest.raises(DeelnemerFout, match="gestopt"):
        placed_at(deelname, cast.installatie)


def test_plaatsing_nieuw_keeps_what_was_typed(cast, login, deelname):
    url = reverse("deelnemers:plaatsing_nieuw", args=[deelname.pk])
    data = {"werkgever": cast.installatie.pk, "soort": "leerwerkplek", "start": "2026-10-01", "uren_per_week": "24"}
    client = login(cast.klantmanager)

    refused = client.post(url, {**data, "eind": "2026-09-01"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["eind"])
    assert 'value="2026-10-01"' in refused.text
    assert Plaatsing.objects.count() == 0

    assert client.post(url, {**data, "eind": ""}).status_code == 302
    assert Plaatsing.objects.get().werkgever == cast.installatie


def test_plaatsing_wijzig_moves_the_role_along(cast, login, deelname):
    plaatsing = PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    url = reverse("deelnemers:plaatsing_wijzig", args=[plaatsing.pk])
    data = {"werkgever": cast.installatie.pk, "soort": "dienstverband", "start": "2026-11-01", "uren_per_week": "32"}

    assert login(cast.coordinator).post(url, data).status_code == 302

    plaatsing.refresh_from_db()
    assert (plaatsing.soort, plaatsing.uren_per_week) == ("dienstverband", 32)
    assert Rolinvulling.objects.get(status=RolStatus.TOEGEZEGD).fase.component == "matching"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("klantmanager", 200),
        ("lezer", 403),
        ("mentor", 403),
        ("werkgever", 403),
        ("opleider", 404),
        ("vreemde", 404),
        ("verbinder", 404),
        ("expert", 404),
        ("beheerder", 404),
    ],
)
def test_plaatsing_wijzig_by_cast(cast, login, placed, who, status):
    url = reverse("deelnemers:plaatsing_wijzig", args=[placed.plaatsingen.get().pk])
    assert login(cast.people[who]).get(url).status_code == status


def test_an_employer_does_not_see_placements_elsewhere(cast, placed):
    PlaatsingFactory(deelname=placed)
    assert [p.werkgever for p in Plaatsing.objects.visible_to(cast.werkgever)] == [cast.installatie]
    assert Plaatsing.objects.visible_to(cast.coordinator).count() == 2

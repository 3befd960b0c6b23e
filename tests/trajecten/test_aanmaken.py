from datetime import date

import pytest
from django.urls import reverse

from partijen.enums import Rol
from trajecten.aanmaken import change_traject, create_traject
from trajecten.catalogus import CATALOGUS
from trajecten.enums import Component, RolStatus
from trajecten.fouten import TrajectFout
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.regie import set_regisseur
from trajecten.sjablonen import SJABLONEN


@pytest.fixture
def gegevens(cast):
    return {
        "naam": "Groen 2027",
        "sector": "groen",
        "niveau": "geen",
        "uitkomst": "certificaat",
        "startdatum": date(2027, 1, 4),
        "groepsgrootte": 12,
        "regisseur": cast.klantmanager,
    }


@pytest.fixture
def traject(cast, gegevens):
    return create_traject(
        gemeente=cast.waterstad, sjabloon=SJABLONEN["groen"], gegevens=gegevens, door=cast.coordinator
    )


def regie(traject):
    rijen = Rolinvulling.objects.filter(fase__traject=traject, rol=Rol.REGISSEUR)
    return [(rij.fase.component, rij.status, rij.partij, rij.persoon) for rij in rijen]


def test_create_lays_six_phases_by_the_template(traject):
    fasen = {fase.component: fase for fase in traject.fasen.all()}

    assert list(fasen) == list(Component)
    assert (fasen["werving"].start, fasen["werving"].eind) == (date(2027, 1, 4), date(2027, 4, 3))
    # The day after is a Sunday: what follows begins on Monday.
    assert (fasen["voortraject"].start, fasen["voortraject"].eind) == (date(2027, 4, 5), date(2027, 10, 4))
    assert (fasen["leerwerk"].start, fasen["leerwerk"].eind) == (date(2027, 10, 5), date(2028, 1, 3))
    assert [c for c, fase in fasen.items() if not fase.te_plannen] == ["leerwerk", "matching"]
    assert traject.sjabloon == "groen"


def test_create_proposes_how_long_a_diploma_of_the_level_takes(cast, gegevens, login):
    diploma = gegevens | {"niveau": "mbo2", "uitkomst": "diploma"}
    sjabloon = SJABLONEN["generiek"]
    traject = create_traject(gemeente=cast.waterstad, sjabloon=sjabloon, gegevens=diploma, door=cast.coordinator)
    leerwerk = traject.fasen.get(component="leerwerk")
    # Eighteen months: the middle of one to two years.
    assert (leerwerk.start, leerwerk.eind, leerwerk.te_plannen) == (date(2027, 10, 5), date(2029, 4, 4), True)

    text = login(cast.coordinator).get(reverse("trajecten:planning", args=[traject.pk])).text
    assert text.count("Voor een diploma op dit niveau (Mbo 2): 12 tot 24 maanden.") == 1


def test_create_opens_the_roles_of_tabel_1(traject):
    rollen = {
        fase.component: {rij.rol for rij in fase.rollen.all()} for fase in traject.fasen.prefetch_related("rollen")
    }
    assert rollen == {component: set(regel.rollen) for component, regel in CATALOGUS.items()}
    assert Rolinvulling.objects.open().filter(fase__traject=traject).count() == 16


def test_create_gives_the_regisseur_the_regie_of_voortraject_and_leerwerk(cast, traject):
    held = (RolStatus.TOEGEZEGD, cast.waterstad, cast.klantmanager)

    assert traject.regisseur == cast.klantmanager
    assert regie(traject) == [("voortraject", *held), ("leerwerk", *held)]


def test_create_without_regisseur_leaves_the_regie_open(cast, gegevens):
    traject = create_traject(
        gemeente=cast.waterstad,
        sjabloon=SJABLONEN["generiek"],
        gegevens=gegevens | {"regisseur": None},
        door=cast.coordinator,
    )

    assert traject.regisseur is None
    assert [status for _component, status, _partij, _persoon in regie(traject)] == [RolStatus.OPEN, RolStatus.OPEN]


@pytest.mark.parametrize("who", ["klantmanager", "lezer", "vreemde", "werkgever"])
def test_create_is_for_a_coordinator_of_that_gemeente(cast, gegevens, who):
    with pytest.raises(TrajectFout, match="Alleen een coördinator"):
        create_traject(gemeente=cast.waterstad, sjabloon=SJABLONEN["groen"], gegevens=gegevens, door=getattr(cast, who))
    assert not Traject.objects.exists()


@pytest.mark.parametrize("who", ["vreemde", "werkgever", "lezer"])
def test_create_with_a_regisseur_who_cannot_be_one_saves_nothing(cast, gegevens, who):
    with pytest.raises(TrajectFout, match="is geen coördinator of klantmanager van Waterstad"):
        create_traject(
            gemeente=cast.waterstad,
            sjabloon=SJABLONEN["groen"],
            gegevens=gegevens | {"regisseur": getattr(cast, who)},
            door=cast.coordinator,
        )
    assert (Traject.objects.count(), Fase.objects.count()) == (0, 0)


def test_create_refuses_a_planning_that_runs_past_the_calendar(cast, gegevens):
    with pytest.raises(TrajectFout, match="na 2060"):
        create_traject(
            gemeente=cast.waterstad,
            sjabloon=SJABLONEN["generiek"],
            gegevens=gegevens | {"startdatum": date(2060, 6, 1)},
            door=cast.coordinator,
        )


def test_another_regisseur_takes_over_the_roles(cast, traject):
    set_regisseur(traject, persoon=cast.coordinator)
    set_regisseur(traject, persoon=cast.coordinator)

    held = (RolStatus.TOEGEZEGD, cast.waterstad, cast.coordinator)
    assert regie(traject) == [("voortraject", *held), ("leerwerk", *held)]


def test_removing_the_regisseur_opens_the_roles_and_touches_no_other(cast, traject):
    mentor = traject.fasen.get(component=Component.BEGELEIDING).rollen.get(rol=Rol.MENTOR)
    mentor.status, mentor.partij, mentor.persoon = RolStatus.TOEGEZEGD, cast.waterstad, cast.klantmanager
    mentor.save()

    set_regisseur(traject, persoon=None)

    traject.refresh_from_db()
    mentor.refresh_from_db()
    assert traject.regisseur is None
    assert [row[1:] for row in regie(traject)] == [(RolStatus.OPEN, None, None)] * 2
    assert mentor.persoon == cast.klantmanager


def test_change_keeps_everything_as_it_was_when_the_regisseur_is_refused(cast, traject):
    with pytest.raises(TrajectFout):
        change_traject(traject, gegevens={"naam": "Anders", "regisseur": cast.vreemde})

    traject.refresh_from_db()
    assert (traject.naam, traject.regisseur) == ("Groen 2027", cast.klantmanager)

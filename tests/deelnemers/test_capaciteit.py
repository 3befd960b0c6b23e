"""Whether there is room in a trajectory: in its phases, at its employers, with its mentors; and who came last."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from deelnemers.capaciteit import capacity_of
from deelnemers.enums import DeelnameStatus, VoortgangStatus
from deelnemers.models import Deelname
from partijen.enums import Rol
from partijen.models import GemeenteInstelling
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, PlaatsingFactory, VoortgangFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import Component, FaseStatus
from trajecten.models import Rolinvulling
from trajecten.rollen import release


def days(n):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def traject(cast):
    """A group of four places with five people of Waterstad, of whom the last came yesterday."""
    traject = TrajectFactory(gemeente=cast.waterstad, naam="Groen", groepsgrootte=4, regisseur=cast.coordinator)
    for component in (Component.LEERWERK, Component.TAAL, Component.MATCHING):
        FaseFactory(traject=traject, component=component)
    RolinvullingFactory(
        fase=traject.fasen.get(component=Component.LEERWERK), rol=Rol.WERKGEVER, toegezegd=True, partij=cast.installatie
    )
    for n in range(5):
        DeelnameFactory(
            traject=traject,
            deelnemer=DeelnemerFactory(gemeente=cast.waterstad, voornaam=f"Nummer{n}"),
            mentor=cast.mentor,
            aangemeld_op=days(n - 5),
        )
    return traject


def url(traject):
    return reverse("deelnemers:capaciteit", args=[traject.pk])


def members(traject):
    return list(Deelname.objects.filter(traject=traject).order_by("aangemeld_op"))


def by_name(rijen):
    return {rij.naam: (rij.bezet, rij.plekken, rij.te_veel) for rij in rijen}


def test_a_phase_has_the_places_of_the_group_or_its_own(cast, traject):
    traject.fasen.filter(component=Component.TAAL).update(plekken=3)
    fasen = capacity_of(cast.coordinator, traject).fasen
    assert [(rij.bezet, rij.plekken, rij.te_veel) for rij in fasen] == [(5, 4, 1), (5, 3, 2), (5, 4, 1)]
    taal = fasen[1]
    assert [d.deelnemer.voornaam for d in taal.te_verplaatsen] == ["Nummer4", "Nummer3"]


@pytest.mark.parametrize("status", [VoortgangStatus.AFGEROND, VoortgangStatus.OVERGESLAGEN])
def test_who_is_done_with_a_phase_leaves_a_place_in_it(cast, traject, status):
    taal = traject.fasen.get(component=Component.TAAL)
    VoortgangFactory(deelname=members(traject)[0], fase=taal, status=status)
    VoortgangFactory(deelname=members(traject)[1], fase=taal, status=VoortgangStatus.LOPEND)
    assert by_name(capacity_of(cast.coordinator, traject).fasen)[str(taal)] == (4, 4, 0)


def test_a_closed_phase_and_who_stopped_count_no_more(cast, traject):
    traject.fasen.filter(component=Component.MATCHING).update(
        status=FaseStatus.AFGEROND, werkelijke_start=days(-9), werkelijk_eind=days(-1)
    )
    first = Deelname.objects.filter(pk=members(traject)[0].pk)
    first.update(status=DeelnameStatus.GESTOPT, beeindigd_op=days(0))
    fasen = capacity_of(cast.coordinator, traject).fasen
    assert [(rij.bezet, rij.te_veel) for rij in fasen] == [(4, 0), (4, 0)]


def test_an_employer_is_as_full_as_on_its_fullest_day(cast, traject):
    Rolinvulling.objects.filter(partij=cast.installatie).update(werkplekken=2)
    people = members(traject)
    for n, (begin, eind) in enumerate([(-90, -1), (-10, 20), (10, 30), (25, None), (28, 60)]):
        eind_dag = None if eind is None else days(eind)
        PlaatsingFactory(deelname=people[n], werkgever=cast.installatie, start=days(begin), eind=eind_dag)
    # On day 28 there are the third, the fourth and the fifth; the first is gone.
    (rij,) = capacity_of(cast.coordinator, traject).werkgevers
    assert (rij.bezet, rij.plekken, rij.te_veel) == (3, 2, 1)
    assert [d.deelnemer.voornaam for d in rij.te_verplaatsen] == ["Nummer4"]


def test_of_an_employer_that_did_not_say_nothing_is_too_many(cast, traject):
    PlaatsingFactory(deelname=members(traject)[0], werkgever=cast.installatie, start=days(-1))
    (rij,) = capacity_of(cast.coordinator, traject).werkgevers
    assert (rij.bezet, rij.plekken, rij.te_veel, rij.toon) == (1, None, 0, "stil")


def test_a_mentor_is_counted_over_all_trajectories_by_the_norm_of_the_gemeente(cast, traject):
    GemeenteInstelling.objects.create(gemeente=cast.waterstad, per_mentor=5)
    assert by_name(capacity_of(cast.coordinator, traject).mentoren) == {"Mentor": (5, 5, 0)}
    elders = DeelnameFactory(
        traject__gemeente=cast.waterstad, deelnemer__gemeente=cast.waterstad, mentor=cast.mentor, aangemeld_op=days(0)
    )
    (rij,) = capacity_of(cast.coordinator, traject).mentoren
    assert (rij.bezet, rij.te_veel, rij.te_verplaatsen) == (6, 1, [elders])


def test_a_few_people_of_another_gemeente_are_neither_counted_nor_named(cast, traject):
    for n in range(3):
        DeelnameFactory(
            traject=traject,
            deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk, voornaam=f"Kwetter{n}"),
            aangemeld_op=days(0),
        )
    found = capacity_of(cast.coordinator, traject)
    # Five of one's own and at least one other on four places: that much follows from what one knows.
    assert {(rij.bezet, rij.te_veel, rij.tekst) for rij in found.fasen} == {(None, 2, "6 tot 9 van 4")}
    for n in range(3, 5):
        DeelnameFactory(traject=traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk, voornaam=f"Kwetter{n}"))
    found = capacity_of(cast.coordinator, traject)
    assert {(rij.bezet, rij.te_veel) for rij in found.fasen} == {(10, 6)}
    assert {d.deelnemer.gemeente for rij in found.fasen for d in rij.te_verplaatsen} == {cast.waterstad}


def test_the_page_warns_names_and_takes_the_numbers(cast, login, traject):
    client = login(cast.coordinator)
    page = client.get(url(traject))
    assert "1 te veel op 4" in page.text
    assert "Nummer4" in page.text
    assert "Nummer3" not in page.text
    taal, rol = traject.fasen.get(component=Component.TAAL), Rolinvulling.objects.get(partij=cast.installatie)
    fields = {f"fase-{fase.pk}": 6 for fase in traject.fasen.all()} | {f"werkgever-{rol.pk}": 2}
    saved = client.post(url(traject), fields, follow=True)
    assert "De plekken zijn opgeslagen." in saved.text
    assert "te veel" not in saved.text
    taal.refresh_from_db()
    rol.refresh_from_db()
    assert (taal.plekken, rol.werkplekken) == (6, 2)
    client.post(url(traject), dict.fromkeys(fields, ""))
    taal.refresh_from_db()
    assert taal.plekken is None


@pytest.mark.parametrize("aantal", ["0", "501", "-3", "veel", "2,5"])
def test_wrong_numbers_are_refused_beside_their_field_and_store_nothing(cast, login, traject, aantal):
    fase = traject.fasen.first()
    refused = login(cast.coordinator).post(url(traject), {f"fase-{fase.pk}": aantal})
    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {f"fase-{fase.pk}"}
    assert f'value="{aantal}"' in refused.text
    assert not traject.fasen.exclude(plekken=None).exists()


def test_the_way_to_it_is_for_who_steers(cast, login, traject):
    van_traject = reverse("deelnemers:van_traject", args=[traject.pk])
    shown = {who: url(traject) in login(cast.people[who]).get(van_traject).text for who in ("coordinator", "mentor")}
    assert shown == {"coordinator": True, "mentor": False}


def test_one_more_than_a_mentor_can_have_is_said_and_stands(cast, login, traject):
    GemeenteInstelling.objects.create(gemeente=cast.waterstad, per_mentor=5)
    FaseFactory(traject=traject, component=Component.BEGELEIDING)
    deelname = DeelnameFactory(traject=traject, deelnemer__gemeente=cast.waterstad, status=DeelnameStatus.AANGEMELD)
    data = {"status": "aangemeld", "mentor": cast.mentor.pk}
    done = login(cast.coordinator).post(reverse("deelnemers:deelname_wijzig", args=[deelname.pk]), data, follow=True)
    assert "Mentor begeleidt nu meer deelnemers dan de 5 waarmee de gemeente rekent." in done.text
    deelname.refresh_from_db()
    assert deelname.mentor == cast.mentor
    again = login(cast.coordinator).post(
        reverse("deelnemers:deelname_wijzig", args=[deelname.pk]), data | {"status": "actief"}, follow=True
    )
    assert "meer deelnemers dan" not in again.text


def test_one_more_than_an_employer_has_room_for_is_said_and_stands(cast, login, traject):
    Rolinvulling.objects.filter(partij=cast.installatie).update(werkplekken=1)
    client, people = login(cast.coordinator), members(traject)
    data = {
        "werkgever": cast.installatie.pk,
        "soort": "leerwerkplek",
        "start": days(1).isoformat(),
        "uren_per_week": 24,
    }
    said = [
        "heeft nu meer deelnemers dan werkplekken. Werkplekken: 1." in answer.text
        for answer in (
            client.post(reverse("deelnemers:plaatsing_nieuw", args=[deelname.pk]), data, follow=True)
            for deelname in people[:2]
        )
    ]
    assert said == [False, True]
    assert people[1].plaatsingen.count() == 1


def test_an_employer_that_goes_takes_its_workplaces_along(cast, traject):
    rol = Rolinvulling.objects.get(partij=cast.installatie)
    Rolinvulling.objects.filter(pk=rol.pk).update(werkplekken=3)
    release(rol)
    rol.refresh_from_db()
    assert (rol.partij, rol.werkplekken) == (None, None)


@pytest.mark.parametrize("fields", [{"rol": "mentor"}, {"werkplekken": 0}, {"werkplekken": 501}])
def test_the_database_knows_workplaces_of_employers_alone(cast, traject, fields):
    Rolinvulling.objects.filter(partij=cast.installatie).update(werkplekken=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rolinvulling.objects.filter(partij=cast.installatie).update(**fields)


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_page_costs_the_same_queries_for_any_number_of_people(
    cast, login, traject, n, django_assert_max_num_queries
):
    for _ in range(n):
        PlaatsingFactory(
            deelname=DeelnameFactory(traject=traject, deelnemer__gemeente=cast.waterstad, mentor=cast.mentor),
            werkgever=cast.installatie,
            start=days(-1),
        )
    client = login(cast.coordinator)
    client.get(url(traject))
    with django_assert_max_num_queries(QUERIES):
        client.get(url(traject))


QUERIES = 30


@pytest.mark.parametrize("n", [1, 5])
def test_more_employers_cost_no_more_queries(cast, login, traject, n, django_assert_num_queries):
    leerwerk = traject.fasen.get(component=Component.LEERWERK)
    for _ in range(n):
        rol = RolinvullingFactory(fase=leerwerk, rol=Rol.WERKGEVER, toegezegd=True, partij__soort="werkgever")
        PlaatsingFactory(deelname=members(traject)[0], werkgever=rol.partij, start=days(-1))
    login(cast.coordinator).get(url(traject))
    with django_assert_num_queries(9):
        capacity_of(cast.coordinator, traject)

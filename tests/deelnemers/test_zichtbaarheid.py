import pytest
from django.template import Context, Template

from deelnemers.enums import Belemmering, Taalniveau
from deelnemers.zichtbaarheid import (
    ALLES,
    CONTACT,
    GEGEVENS,
    ONDERDELEN,
    TAAL,
    VELDEN,
    card_of,
    cards_of,
    visible_velden,
)
from partijen.enums import Rol
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, PlaatsingFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory
from toegang.relaties import Relatie, relaties_of


def joined(cast):
    """A participant of Waterstad with a mentor, an employer and two trainers."""
    deelname = DeelnameFactory(
        traject__gemeente=cast.waterstad,
        mentor=cast.mentor,
        deelnemer__voornaam="Amina",
        deelnemer__achternaam="Achternaamstaatniethier",
        deelnemer__belemmeringen=[Belemmering.KINDEROPVANG],
        deelnemer__lezen=Taalniveau.NOG_NIET,
    )
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    fase = FaseFactory(traject=deelname.traject)
    RolinvullingFactory(fase=fase, rol=Rol.OPLEIDER, toegezegd=True, partij=cast.roc)
    RolinvullingFactory(fase=fase, rol=Rol.TAALOPLEIDER, toegezegd=True, partij=cast.taalhuis)
    RolinvullingFactory(fase=fase, rol=Rol.VERBINDER, toegezegd=True, partij=cast.netwerk)
    return deelname


def test_every_field_in_the_data_exists_and_only_the_gemeente_sees_all_of_them():
    assert {*GEGEVENS, *ONDERDELEN} == ALLES
    assert all(velden <= ALLES for velden in VELDEN.values())
    assert {r for r, velden in VELDEN.items() if velden == ALLES} == {
        Relatie.COORDINATOR,
        Relatie.KLANTMANAGER,
        Relatie.LEZER,
    }


def test_an_employer_sees_first_name_language_and_their_own_placement_and_nothing_else():
    assert visible_velden(frozenset({Relatie.INGELOGD, Relatie.PLAATSENDE_WERKGEVER})) == {
        "voornaam",
        "eigen_plaatsing",
        *TAAL,
    }


@pytest.mark.parametrize("relatie", [Relatie.OPLEIDER, Relatie.TAALOPLEIDER])
def test_a_trainer_sees_name_language_hours_and_progress(relatie):
    assert visible_velden(frozenset({relatie})) == {"voornaam", "achternaam", "uren_per_week", "voortgang", *TAAL}


def test_a_mentor_sees_contact_and_barriers_but_not_the_municipal_number():
    velden = visible_velden(frozenset({Relatie.EIGEN_MENTOR}))
    assert {*CONTACT, "belemmeringen", "checkins"} <= velden
    assert "kenmerk" not in velden


@pytest.mark.parametrize(
    "relatie", [Relatie.INGELOGD, Relatie.BEHEERDER, Relatie.VERBINDER, Relatie.EXPERTISEPARTNER, Relatie.WERKGEVER]
)
def test_a_relation_without_a_task_for_the_person_sees_nothing(relatie):
    assert visible_velden(frozenset({relatie})) == frozenset()


def test_two_relations_see_the_union():
    both = visible_velden(frozenset({Relatie.PLAATSENDE_WERKGEVER, Relatie.OPLEIDER}))
    assert both == VELDEN[Relatie.PLAATSENDE_WERKGEVER] | VELDEN[Relatie.OPLEIDER]


def test_a_card_has_no_trace_of_a_field_one_may_not_see(cast):
    deelnemer = joined(cast).deelnemer
    kaart = card_of(deelnemer, relaties_of(cast.werkgever, deelnemer))

    assert kaart.naam == str(kaart) == "Amina"
    assert not hasattr(kaart, "achternaam")
    assert "Achternaamstaatniethier" not in repr(kaart)
    shown = Template("[{{ k.voornaam }}|{{ k.achternaam }}|{{ k.belemmeringen }}]").render(Context({"k": kaart}))
    assert shown == "[Amina||]"


def test_a_card_says_levels_and_barriers_in_words(cast):
    deelnemer = joined(cast).deelnemer
    kaart = card_of(deelnemer, relaties_of(cast.mentor, deelnemer))

    assert kaart.naam == "Amina Achternaamstaatniethier"
    assert kaart.belemmeringen == ("Kinderopvang nodig",)
    assert kaart.taal == (("lezen", "Nog niet"), ("spreken", "A2"))


def test_cards_of_many_agree_with_one_at_a_time_for_everyone_in_the_cast(cast):
    people = [joined(cast).deelnemer, DeelnemerFactory(gemeente=cast.heuvelrijk), joined(cast).deelnemer]
    for user in cast.people.values():
        cards = cards_of(user, people)
        assert cards == {d.pk: card_of(d, relaties_of(user, d)) for d in people}


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_cards_cost_the_same_queries_for_any_number_of_people(cast, rows, django_assert_num_queries):
    people = [joined(cast).deelnemer for _ in range(rows)]
    with django_assert_num_queries(4):  # memberships, trainers' roles, participations, placements
        cards_of(cast.werkgever, people)

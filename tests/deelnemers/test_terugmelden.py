"""What partners report about someone: the levels, and how a placement went; nothing else is theirs to write."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from deelnemers.enums import Evaluatie
from deelnemers.models import Deelnemer, Plaatsing
from deelnemers.zichtbaarheid import TAAL
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory
from tests.factories.trajecten import RolinvullingFactory

NIVEAUS = {"luisteren": "B1", "lezen": "A2", "spreken": "A2", "schrijven": "nog_niet"}
WHO = ("coordinator", "klantmanager", "lezer", "beheerder", "mentor", "werkgever", "taal", "opleider", "vreemde")


def levels_of(deelnemer):
    return dict(zip(TAAL, Deelnemer.objects.values_list(*TAAL).get(pk=deelnemer.pk), strict=True))


def told(plaatsing):
    plaatsing.refresh_from_db()
    return plaatsing.evaluatie, plaatsing.geevalueerd_op


@pytest.fixture
def plaatsing(cast, placed):
    return placed.plaatsingen.get()


def levels_url(deelnemer):
    return reverse("deelnemers:taalniveaus", args=[deelnemer.pk])


def evaluation_url(plaatsing):
    return reverse("deelnemers:plaatsing_evaluatie", args=[plaatsing.pk])


def test_a_language_trainer_tells_the_levels_and_changes_nothing_else(cast, login, placed):
    before = Deelnemer.objects.filter(pk=placed.deelnemer_id).exclude(pk=None).values().get()
    sent = NIVEAUS | {"achternaam": "Anders", "uren_per_week": "1", "gemeente": cast.heuvelrijk.pk}

    answer = login(cast.taal).post(levels_url(placed.deelnemer), sent)

    assert (answer.status_code, answer.url) == (302, reverse("deelnemers:detail", args=[placed.deelnemer_id]))
    assert Deelnemer.objects.filter(pk=placed.deelnemer_id).values().get() == before | NIVEAUS


def test_a_level_that_is_none_is_refused_beside_its_field_and_keeps_the_rest(cast, login, placed):
    before = levels_of(placed.deelnemer)
    answer = login(cast.taal).post(levels_url(placed.deelnemer), NIVEAUS | {"lezen": "Z9"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["lezen"])
    assert answer.context["form"]["luisteren"].value() == "B1"
    assert levels_of(placed.deelnemer) == before


@pytest.mark.parametrize("sent", [{}, dict.fromkeys(TAAL, "")])
def test_nothing_at_all_wipes_no_level(cast, login, placed, sent):
    before = levels_of(placed.deelnemer)
    answer = login(cast.taal).post(levels_url(placed.deelnemer), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["luisteren"])
    assert levels_of(placed.deelnemer) == before


@pytest.mark.parametrize("who", WHO)
def test_levels_are_for_who_teaches_the_language_and_who_keeps_the_file(cast, login, placed, who):
    before = levels_of(placed.deelnemer)
    status = login(cast.people[who]).post(levels_url(placed.deelnemer), NIVEAUS).status_code
    assert (status == 302) == (who in {"coordinator", "klantmanager", "taal"})
    assert (levels_of(placed.deelnemer) == before) == (status != 302)


def test_a_trainer_of_another_trajectory_finds_nobody(cast, login):
    elders = DeelnameFactory(traject__gemeente=cast.waterstad)
    RolinvullingFactory(toegezegd=True, rol="taalopleider", partij=cast.taalhuis)
    assert login(cast.taal).post(levels_url(elders.deelnemer), NIVEAUS).status_code == 404


@pytest.mark.parametrize("evaluatie", Evaluatie)
def test_an_employer_tells_how_it_goes_on_and_may_change_its_mind(cast, login, plaatsing, evaluatie):
    client = login(cast.werkgever)
    client.post(evaluation_url(plaatsing), {"evaluatie": "nog_niet"})
    answer = client.post(evaluation_url(plaatsing), {"evaluatie": evaluatie.value})
    assert answer.status_code == 302
    assert told(plaatsing) == (evaluatie, timezone.localdate())
    assert str(evaluatie.label) in login(cast.klantmanager).get(answer.url).text


@pytest.mark.parametrize("sent", [{}, {"evaluatie": "prima"}])
def test_without_an_answer_nothing_is_stored(cast, login, plaatsing, sent):
    answer = login(cast.werkgever).post(evaluation_url(plaatsing), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["evaluatie"])
    assert told(plaatsing) == ("", None)


def test_what_has_not_begun_is_not_evaluated(cast, login, plaatsing):
    Plaatsing.objects.filter(pk=plaatsing.pk).update(start=timezone.localdate() + timedelta(days=1), eind=None)
    answer = login(cast.werkgever).post(evaluation_url(plaatsing), {"evaluatie": "verder"})
    assert (answer.status_code, told(plaatsing)) == (422, ("", None))
    assert "Deze plaatsing is nog niet begonnen." in answer.text


@pytest.mark.parametrize("who", WHO)
def test_an_evaluation_is_for_who_placed_and_who_keeps_the_file(cast, login, plaatsing, who):
    status = login(cast.people[who]).post(evaluation_url(plaatsing), {"evaluatie": "verder"}).status_code
    assert (status == 302) == (who in {"coordinator", "klantmanager", "werkgever"})
    assert (told(plaatsing)[0] == "verder") == (status == 302)


def test_an_employer_evaluates_no_placement_elsewhere(cast, login, placed):
    elders = PlaatsingFactory(deelname=placed)
    assert login(cast.werkgever).post(evaluation_url(elders), {"evaluatie": "stopt"}).status_code == 404
    assert told(elders) == ("", None)


def test_an_evaluation_without_a_day_is_not_stored(plaatsing):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plaatsing.objects.filter(pk=plaatsing.pk).update(evaluatie="verder")

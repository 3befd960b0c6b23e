"""The mails about a role: what they say, and when they are no longer needed."""

import pytest
from django.utils import timezone

from berichten.models import Bericht
from berichten.soorten import get_soort
from tests.factories.trajecten import RolinvullingFactory
from trajecten.rollen import accept, ask, commit, decline, release


@pytest.fixture
def rij(cast):
    return RolinvullingFactory(
        fase__traject__gemeente=cast.waterstad,
        fase__traject__naam="Groen 2027",
        fase__traject__regisseur=cast.coordinator,
    )


def last(soort):
    return Bericht.objects.filter(soort=soort).latest("pk")


def is_due(bericht):
    return get_soort(bericht.soort).still_due(bericht)


def render(bericht):
    return get_soort(bericht.soort).render(bericht)


def test_a_question_says_what_is_asked_and_links_to_the_answer(cast, rij):
    ask(rij, partij=cast.installatie)

    mail = render(last("rol_gevraagd"))

    assert mail.onderwerp == "Vraag: rol in het traject Groen 2027"
    assert mail.alineas[:2] == (
        "Waterstad vraagt Installatie BV om een rol in het traject Groen 2027.",
        "Het gaat om de rol van werkgever in de fase Leer- en werkcomponent.",
    )
    assert mail.pad == f"/trajecten/rollen/{rij.pk}/antwoord/"


def test_a_question_is_due_until_it_is_answered(cast, rij):
    ask(rij, partij=cast.installatie)
    bericht = last("rol_gevraagd")

    assert is_due(bericht)
    accept(rij)
    assert not is_due(bericht)


def test_a_withdrawn_question_is_not_sent(cast, rij):
    ask(rij, partij=cast.installatie)
    bericht = last("rol_gevraagd")
    release(rij)
    ask(rij, partij=cast.roc)

    assert not is_due(bericht)
    assert is_due(last("rol_gevraagd"))


def test_the_same_party_asked_again_on_the_same_day_gets_a_new_mail_and_not_the_old_one(cast, rij):
    ask(rij, partij=cast.installatie)
    old = last("rol_gevraagd")
    release(rij)
    ask(rij, partij=cast.installatie)
    ask(rij, partij=cast.installatie)
    new = last("rol_gevraagd")

    assert Bericht.objects.filter(soort="rol_gevraagd", ontvanger=cast.werkgever).count() == 2
    assert (is_due(old), is_due(new)) == (False, True)


def test_a_second_no_on_the_same_day_is_told_too(cast, rij):
    for reden in ("Vol", "Nog steeds vol"):
        ask(rij, partij=cast.installatie)
        decline(rij, reden=reden)

    assert Bericht.objects.filter(soort="rol_beantwoord", ontvanger=cast.coordinator).count() == 2


def test_a_question_about_a_removed_row_is_not_sent(cast, rij):
    RolinvullingFactory(fase=rij.fase, rol=rij.rol)
    ask(rij, partij=cast.installatie)
    release(rij)

    assert not is_due(last("rol_gevraagd"))


def test_a_yes_and_a_no_say_so_without_the_reason(cast, rij):
    ask(rij, partij=cast.installatie)
    decline(rij, reden="Jan is ziek")
    nee = last("rol_beantwoord")
    assert is_due(nee)
    assert render(nee).onderwerp == "Nee van Installatie BV voor het traject Groen 2027"
    assert "ziek" not in str(render(nee))

    ask(rij, partij=cast.roc)
    accept(rij)
    ja = last("rol_beantwoord")
    assert (is_due(nee), is_due(ja)) == (False, True)
    assert render(ja).onderwerp == "Ja van ROC voor het traject Groen 2027"
    assert render(ja).pad == f"/trajecten/{rij.fase.traject_id}/"


def test_a_no_is_not_told_any_more_once_another_party_has_the_role(cast, rij):
    ask(rij, partij=cast.installatie)
    decline(rij, reden="Vol")
    commit(rij, partij=cast.roc)

    assert not is_due(last("rol_beantwoord"))


@pytest.mark.parametrize("with_sibling", [False, True])
def test_whoever_had_the_question_hears_that_it_is_off(cast, rij, with_sibling):
    if with_sibling:  # then the row itself goes
        RolinvullingFactory(fase=rij.fase, rol=rij.rol)
    ask(rij, partij=cast.installatie)
    Bericht.objects.filter(soort="rol_gevraagd").update(status="verzonden", verzonden_op=timezone.now())
    release(rij)

    mail = last("rol_ingetrokken")
    assert (mail.ontvanger, is_due(mail)) == (cast.werkgever, True)
    assert render(mail).onderwerp == "Ingetrokken: vraag over het traject Groen 2027"
    assert render(mail).alineas[0] == (
        "Waterstad vroeg Installatie BV om de rol van werkgever in de fase Leer- en werkcomponent."
    )


def test_whoever_never_had_the_question_does_not(cast, rij):
    ask(rij, partij=cast.installatie)
    release(rij)
    assert not is_due(last("rol_ingetrokken"))


def test_taking_back_a_promise_withdraws_no_question(cast, rij):
    commit(rij, partij=cast.installatie)
    release(rij)
    assert not Bericht.objects.filter(soort="rol_ingetrokken").exists()

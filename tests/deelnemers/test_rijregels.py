"""What PostgreSQL shows and takes when `visible_to` is forgotten: each table, each of the cast."""

import pytest
from django.db import ProgrammingError, transaction

from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    EigenPaginaTekst,
    ImportOpdracht,
    Inzageverzoek,
    Ontmoeting,
    Paginalink,
    Plaatsing,
    Signaal,
    Voortgang,
    Wens,
)
from partijen.enums import Rol
from partijen.models import Contactpersoon
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    EigenPaginaTekstFactory,
    OntmoetingFactory,
    PaginalinkFactory,
    PlaatsingFactory,
    SignaalFactory,
    VoortgangFactory,
    WensFactory,
)
from tests.factories.partijen import ContactpersoonFactory, PartijFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.factories.wereld import build_wereld
from toegang.logboek import Handeling, note
from toegang.logregels import Logregel
from toegang.models import User
from toegang.rijbeveiliging import rijen_van
from toegang.rijregels import covered
from trajecten.enums import Component
from trajecten.models import Afspraak

pytestmark = pytest.mark.postgresql

TABELLEN = (
    *(Deelnemer, Deelname, Voortgang, Checkin, Signaal, Plaatsing, Ontmoeting, Paginalink, Wens),
    *(ImportOpdracht, Contactpersoon, Afspraak, Inzageverzoek, EigenPaginaTekst),
)
# What each of the cast finds of the two worlds below, were there no filter at all; numbers of rows.
GEMEENTE = dict.fromkeys(TABELLEN, 1)
NIETS = dict.fromkeys(TABELLEN, 0)
ZIET = {
    "coordinator": GEMEENTE,
    "klantmanager": GEMEENTE,
    "lezer": GEMEENTE,
    "beheerder": GEMEENTE,
    "vreemde": GEMEENTE,
    "mentor": GEMEENTE | {ImportOpdracht: 0, Contactpersoon: 0, Inzageverzoek: 0, Afspraak: 0, EigenPaginaTekst: 0},
    "werkgever": NIETS | {Deelnemer: 1, Deelname: 1, Voortgang: 1, Plaatsing: 1},
    "opleider": NIETS | {Deelnemer: 1, Deelname: 1, Voortgang: 1},
    "taal": NIETS | {Deelnemer: 1, Deelname: 1, Voortgang: 1},
    "verbinder": NIETS,
    "expert": NIETS,
}


def add_import(gemeente, door):
    return ImportOpdracht.objects.create(gemeente=gemeente, door=door, bestandsnaam="lijst.csv", aantal=0)


@pytest.fixture
def wereld(cast):
    wereld = build_wereld(cast)
    wereld.importopdracht = add_import(cast.waterstad, cast.klantmanager)
    return wereld


@pytest.fixture
def elders(cast):
    """The same for Heuvelrijk, in which none of the others has a part."""
    traject = TrajectFactory(gemeente=cast.heuvelrijk)
    deelname = DeelnameFactory(traject=traject)
    checkin = CheckinFactory(deelname=deelname, door=cast.vreemde)
    SignaalFactory(checkin=checkin)
    PaginalinkFactory(deelname=deelname)
    WensFactory(deelname=deelname)
    OntmoetingFactory(deelname=deelname)
    PlaatsingFactory(deelname=deelname)
    VoortgangFactory(deelname=deelname)
    ContactpersoonFactory(partij=cast.roc, gemeente=cast.heuvelrijk)
    AfspraakFactory(traject=traject, persoon=cast.vreemde, gemaakt_door=cast.vreemde)
    add_import(cast.heuvelrijk, cast.vreemde)
    EigenPaginaTekstFactory(gemeente=cast.heuvelrijk)
    Inzageverzoek.objects.create(deelnemer=deelname.deelnemer, door=cast.vreemde)
    return deelname


def test_these_are_all_tables_with_rules_but_the_log():
    assert {*TABELLEN, Logregel} == covered()


@pytest.mark.parametrize("who", ZIET)
def test_without_any_filter_each_sees_what_is_theirs(cast, wereld, elders, who):
    everything = {model: model.objects.count() for model in TABELLEN}
    assert everything == dict.fromkeys(TABELLEN, 2)
    with rijen_van(cast.people[who]):
        assert {model: model.objects.count() for model in TABELLEN} == ZIET[who]


@pytest.mark.parametrize("who", ZIET)
def test_it_never_hides_what_the_rules_of_the_application_show(cast, wereld, elders, who):
    def shown():
        user = User.objects.get(pk=cast.people[who].pk)
        return {model: set(model.objects.visible_to(user).values_list("pk", flat=True)) for model in TABELLEN}

    as_owner = shown()
    with rijen_van(cast.people[who]):
        assert shown() == as_owner


def test_a_gemeente_sees_its_own_and_never_the_others(cast, wereld, elders):
    with rijen_van(cast.coordinator):
        assert [Deelnemer.objects.get().pk, Checkin.objects.get().pk] == [wereld.deelnemer.pk, wereld.checkin.pk]
    with rijen_van(cast.vreemde):
        assert Deelnemer.objects.get().pk == elders.deelnemer_id


def test_an_employer_sees_no_other_placement_of_their_own_people(cast, wereld):
    PlaatsingFactory(deelname=wereld.deelname, werkgever=PartijFactory())
    with rijen_van(cast.werkgever):
        assert Plaatsing.objects.get().pk == wereld.plaatsing.pk


def test_a_partner_gemeente_sees_its_own_people_in_anothers_trajectory_and_no_others(cast, wereld):
    eigen = DeelnameFactory(traject=wereld.traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    werving = wereld.traject.fasen.get(component=Component.WERVING)
    RolinvullingFactory(toegezegd=True, fase=werving, rol=Rol.INTERMEDIAIR, partij=cast.heuvelrijk)
    with rijen_van(cast.vreemde):
        assert [row.pk for row in Deelname.objects.all()] == [eigen.pk]
    with rijen_van(cast.coordinator):
        assert [row.pk for row in Deelname.objects.all()] == [wereld.deelname.pk]


def test_whoever_was_only_asked_sees_nobody(cast, elders):
    fase = FaseFactory(traject=elders.traject, component=Component.TAAL)
    gevraagd = RolinvullingFactory(gevraagd=True, fase=fase, rol=Rol.TAALOPLEIDER, partij=cast.taalhuis)
    with rijen_van(cast.taal):
        assert Deelnemer.objects.count() == 0
    gevraagd.status = "toegezegd"
    gevraagd.save()
    with rijen_van(cast.taal):
        assert Deelnemer.objects.get().pk == elders.deelnemer_id


def refused(act):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        act()


def test_nobody_adds_rows_to_another_gemeente(cast, wereld, elders):
    with rijen_van(cast.coordinator):
        refused(lambda: Deelnemer.objects.create(gemeente=cast.heuvelrijk, voornaam="A", achternaam="B"))
        refused(lambda: Deelname.objects.create(deelnemer_id=elders.deelnemer_id, traject=wereld.traject))
        refused(lambda: Voortgang.objects.create(deelname_id=elders.pk, fase=wereld.fase))
        refused(lambda: CheckinFactory(deelname_id=elders.pk, deelname=None, door=cast.coordinator))
        refused(lambda: ContactpersoonFactory(partij=cast.roc, gemeente=cast.heuvelrijk))
        refused(lambda: add_import(cast.heuvelrijk, cast.coordinator))
        refused(lambda: EigenPaginaTekstFactory(gemeente=cast.heuvelrijk, taal="tr"))
        refused(lambda: Inzageverzoek.objects.create(deelnemer_id=elders.deelnemer_id))
        assert Deelnemer.objects.create(gemeente=cast.waterstad, voornaam="A", achternaam="B").pk


def test_nobody_changes_or_removes_rows_of_another_gemeente(cast, wereld, elders):
    with rijen_van(cast.coordinator):
        assert Deelnemer.objects.filter(pk=elders.deelnemer_id).update(voornaam="X") == 0
        assert EigenPaginaTekst.objects.filter(gemeente=cast.heuvelrijk).update(tekst="X") == 0
        assert Checkin.objects.filter(deelname=elders.pk).update(wensen="X") == 0
        assert Plaatsing.objects.filter(deelname=elders.pk)._raw_delete("default") == 0
        assert Afspraak.objects.filter(traject=elders.traject_id)._raw_delete("default") == 0
    assert Plaatsing.objects.filter(deelname=elders.pk).count() == 1


def test_nobody_moves_a_person_to_another_gemeente(cast, wereld):
    with rijen_van(cast.coordinator):
        refused(lambda: Deelnemer.objects.filter(pk=wereld.deelnemer.pk).update(gemeente=cast.heuvelrijk))


@pytest.mark.parametrize("who", ["werkgever", "opleider", "taal", "mentor"])
def test_partners_read_a_person_but_never_write_one(cast, wereld, who):
    with rijen_van(cast.people[who]):
        assert Deelnemer.objects.count() == 1
        assert Deelnemer.objects.update(voornaam="X") == 0
        assert Plaatsing.objects.update(uren_per_week=1) == 0


def test_everyone_adds_to_the_log_and_reads_their_own_gemeente_s_or_what_they_did(cast, wereld):
    with rijen_van(cast.mentor):
        note(Handeling.INZIEN, onderwerp=wereld.deelnemer, door=cast.mentor, eigenaar=cast.waterstad.pk)
        assert set(Logregel.objects.values_list("actor", flat=True)) == {cast.mentor.pk}
    with rijen_van(cast.coordinator):
        assert Logregel.objects.filter(actor=cast.mentor.pk, eigenaar=cast.waterstad.pk).count() == 1
    with rijen_van(cast.vreemde):
        assert not Logregel.objects.filter(eigenaar=cast.waterstad.pk).exists()

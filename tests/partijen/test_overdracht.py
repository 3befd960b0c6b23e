"""Someone leaves: what they held is listed, and a colleague has it afterwards. Nothing of theirs is deleted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from deelnemers.models import Checkin, Deelname
from partijen import overdracht
from partijen.enums import Functie, PartijSoort, Rol
from partijen.fouten import PartijFout
from partijen.leden import stop_member
from partijen.models import Lidmaatschap
from partijen.overdracht import Bezit
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import AfspraakStatus, Component
from trajecten.models import Afspraak, Rolinvulling


@pytest.fixture
def traject(cast):
    traject = TrajectFactory(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.coordinator)
    for component in Component:
        FaseFactory(traject=traject, component=component)
    return traject


@pytest.fixture
def mentorwerk(cast, traject):
    """The mentor has a role, two participants, an open and a finished agreement, and wrote a check-in."""
    begeleiding = traject.fasen.get(component=Component.BEGELEIDING)
    RolinvullingFactory(toegezegd=True, fase=begeleiding, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    deelnames = DeelnameFactory.create_batch(2, traject=traject, mentor=cast.mentor)
    deadline = timezone.localdate() + timedelta(days=7)
    bij = {"traject": traject, "persoon": cast.mentor, "partij": cast.maatwerk}
    AfspraakFactory(**bij, wat="Bel de werkgever", deadline=deadline)
    AfspraakFactory(**bij, wat="Al gedaan", status=AfspraakStatus.GEDAAN)
    CheckinFactory(deelname=deelnames[0], door=cast.mentor)
    return Lidmaatschap.objects.get(gebruiker=cast.mentor)


@pytest.fixture
def opvolger(cast):
    return LidmaatschapFactory(partij=cast.maatwerk).gebruiker


def test_the_page_lists_what_someone_holds_without_naming_participants(cast, login, mentorwerk, opvolger):
    page = login(cast.beheerder).get(reverse("partijen:lid_stop", args=[mentorwerk.pk])).text

    for words in (
        "Groen aan het werk: 2",
        "Groen aan het werk: 1",
        "Mentor/jobcoach: Groen aan het werk",
        opvolger.naam,
    ):
        assert words in page, words
    assert "Bel de werkgever" not in page  # what was agreed may touch on a person
    for deelname in Deelname.objects.all():
        assert deelname.deelnemer.achternaam not in page
    assert "Al gedaan" not in page


def test_a_successor_gets_everything_and_one_mail_and_history_stays(cast, login, mentorwerk, opvolger):
    url = reverse("partijen:lid_stop", args=[mentorwerk.pk])
    assert login(cast.coordinator).post(url, {"opvolger": opvolger.pk}).status_code == 302

    assert {deelname.mentor for deelname in Deelname.objects.all()} == {opvolger}
    assert {rol.persoon for rol in Rolinvulling.objects.filter(partij=cast.maatwerk)} == {opvolger}
    assert {a.wat: a.persoon for a in Afspraak.objects.all()} == {
        "Bel de werkgever": opvolger,
        "Al gedaan": cast.mentor,
    }
    assert Checkin.objects.get().door == cast.mentor
    assert list(Bericht.objects.filter(soort="overgenomen").values_list("ontvanger", flat=True)) == [opvolger.pk]


def test_without_a_choice_nothing_happens(cast, login, mentorwerk, opvolger):
    response = login(cast.coordinator).post(reverse("partijen:lid_stop", args=[mentorwerk.pk]), {})

    mentorwerk.refresh_from_db()
    assert (response.status_code, mentorwerk.actief) == (422, True)
    assert response.context["form"].errors == {"opvolger": ["Kies wie het werk overneemt."]}
    with pytest.raises(PartijFout):
        stop_member(mentorwerk, door=cast.coordinator)


@pytest.fixture
def een_andere_soort(cast, mentorwerk, opvolger):
    """Someone made the party another kind, from which nobody guides: a colleague can't become mentor."""
    cast.maatwerk.soort = PartijSoort.OVERIG
    cast.maatwerk.save()


@pytest.fixture
def niet_over_te_nemen(monkeypatch):
    """A kind of work that refuses: after something else was given already."""

    def find(_lid):
        def refuse(_opvolger):
            raise ValidationError({"mentor": ["Dit kan deze persoon niet."]})

        return Bezit("Werk", ("Werk",), refuse)

    monkeypatch.setattr(overdracht, "_finders", [*overdracht._finders, find])


@pytest.mark.usefixtures("niet_over_te_nemen")
def test_what_a_successor_can_not_have_stands_beside_the_choice_and_nothing_is_done(cast, login, mentorwerk, opvolger):
    url = reverse("partijen:lid_stop", args=[mentorwerk.pk])
    refused = login(cast.coordinator).post(url, {"opvolger": opvolger.pk})

    mentorwerk.refresh_from_db()
    assert (refused.status_code, mentorwerk.actief) == (422, True)
    assert refused.context["form"].errors == {"opvolger": ["Dit kan deze persoon niet."]}
    assert {deelname.mentor for deelname in Deelname.objects.all()} == {cast.mentor}
    assert Bericht.objects.count() == 0


@pytest.mark.usefixtures("niet_over_te_nemen")
def test_whatever_refuses_a_place_ends_where_nobody_takes_over(cast, login, mentorwerk, opvolger):
    url = reverse("partijen:lid_stop", args=[mentorwerk.pk])
    assert login(cast.coordinator).post(url, {"niemand": "on"}).status_code == 302

    mentorwerk.refresh_from_db()
    assert (mentorwerk.actief, mentorwerk.gebruiker.is_active) == (False, False)
    assert {deelname.mentor for deelname in Deelname.objects.all()} == {None}
    assert Rolinvulling.objects.get(rol=Rol.MENTOR).persoon is None


@pytest.mark.parametrize("data", [{"opvolger": True}, {"niemand": "on"}])
@pytest.mark.usefixtures("een_andere_soort")
def test_who_guides_for_a_party_that_became_another_kind_can_be_stopped(cast, login, mentorwerk, opvolger, data):
    sent = {name: opvolger.pk if name == "opvolger" else value for name, value in data.items()}
    answer = login(cast.coordinator).post(reverse("partijen:lid_stop", args=[mentorwerk.pk]), sent)
    mentorwerk.refresh_from_db()
    assert (answer.status_code, mentorwerk.actief) == (302, False)


def test_a_colleague_and_nobody_is_no_choice(cast, login, mentorwerk, opvolger):
    data = {"opvolger": opvolger.pk, "niemand": "on"}
    refused = login(cast.coordinator).post(reverse("partijen:lid_stop", args=[mentorwerk.pk]), data)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"niemand": ["U koos ook een collega. Kies een van de twee."]}


def test_the_only_role_of_another_gemeente_keeps_its_person_in_no_party(cast, traject):
    """They direct for both gemeentes: Heuvelrijk's role can't be let go, the place in Waterstad ends all the same."""
    lid = LidmaatschapFactory(partij=cast.waterstad, functie=Functie.KLANTMANAGER)
    LidmaatschapFactory(partij=cast.heuvelrijk, gebruiker=lid.gebruiker, functie=Functie.KLANTMANAGER)
    fase = traject.fasen.get(component=Component.VOORTRAJECT)
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.REGISSEUR, partij=cast.heuvelrijk, persoon=lid.gebruiker)
    traject.regisseur = lid.gebruiker
    traject.save()
    DeelnameFactory(traject=traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    stop_member(lid)
    lid.refresh_from_db()
    assert lid.actief is False


def test_someone_of_another_party_can_not_take_over(cast, mentorwerk, opvolger):
    with pytest.raises(PartijFout):
        stop_member(mentorwerk, opvolger=cast.opleider)
    assert {deelname.mentor for deelname in Deelname.objects.all()} == {cast.mentor}


def test_without_colleagues_roles_and_people_are_left_to_the_regie(cast, login, mentorwerk):
    page = login(cast.coordinator).get(reverse("partijen:lid_stop", args=[mentorwerk.pk])).text
    assert "Er is geen collega die dit kan overnemen." in page
    login(cast.coordinator).post(reverse("partijen:lid_stop", args=[mentorwerk.pk]))

    assert {deelname.mentor for deelname in Deelname.objects.all()} == {None}
    assert {(rol.partij, rol.persoon) for rol in Rolinvulling.objects.filter(rol=Rol.MENTOR)} == {(cast.maatwerk, None)}
    open_one = Afspraak.objects.get(wat="Bel de werkgever")
    assert (open_one.persoon, open_one.partij) == (None, cast.waterstad)
    told = Bericht.objects.filter(soort="zonder_opvolger").values_list("ontvanger", flat=True)
    assert list(told) == [cast.coordinator.pk]


def test_a_coordinator_hands_on_the_regie(cast, traject):
    stop_member(Lidmaatschap.objects.get(gebruiker=cast.coordinator), opvolger=cast.klantmanager)

    traject.refresh_from_db()
    assert traject.regisseur == cast.klantmanager
    held = Rolinvulling.objects.filter(fase__traject=traject, rol=Rol.REGISSEUR, persoon=cast.klantmanager)
    assert held.exists()


def test_a_role_the_successor_has_already_is_not_doubled(cast, mentorwerk, opvolger):
    row = Rolinvulling.objects.get(persoon=cast.mentor)
    RolinvullingFactory(toegezegd=True, fase=row.fase, rol=row.rol, partij=cast.maatwerk, persoon=opvolger)
    stop_member(mentorwerk, opvolger=opvolger)
    assert Rolinvulling.objects.filter(rol=Rol.MENTOR, persoon=opvolger).count() == 1


def test_a_reader_can_not_take_over_work(cast, traject):
    for name in ("klantmanager",):
        stop_member(Lidmaatschap.objects.get(gebruiker=getattr(cast, name)))
    with pytest.raises(PartijFout):
        stop_member(Lidmaatschap.objects.get(gebruiker=cast.coordinator), opvolger=cast.lezer)
    assert Functie.LEZER not in {lid.functie for lid in Lidmaatschap.objects.filter(gebruiker=cast.coordinator)}

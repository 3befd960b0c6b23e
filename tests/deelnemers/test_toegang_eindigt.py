"""Access to a file ends with what gave it: the place in a party, the function, the role, the participation."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from deelnemers import deelnames
from deelnemers.enums import NALOOP, NALOOP_PLAATSING, DeelnameStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.herinneringen import mentor_of, watchers_of
from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing
from deelnemers.zichtbaarheid import relaties_by_deelnemer
from partijen import leden
from partijen.enums import Functie, PartijSoort, Rol
from partijen.models import Partij
from tests.factories.canvas import full_traject
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory, PlaatsingFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory
from toegang.models import User
from toegang.relaties import Relatie, relaties_of
from toegang.rijbeveiliging import rijen_van
from trajecten.fouten import TrajectFout
from trajecten.models import Rolinvulling
from trajecten.rollen import release


def fresh(user):
    """The same person in a later request."""
    return User.objects.get(pk=user.pk)


def sees(user, deelnemer):
    """Whether someone may see a participant; asked by the list, by the relations one by one and by those of many."""
    user = fresh(user)
    seen = Deelnemer.objects.visible_to(user).filter(pk=deelnemer.pk).exists()
    one_by_one = relaties_of(user, deelnemer)
    assert relaties_by_deelnemer(user, [deelnemer])[deelnemer.pk] == one_by_one
    assert bool(one_by_one - {Relatie.INGELOGD, Relatie.BEHEERDER}) == seen
    return seen


@pytest.fixture
def traject(cast):
    return full_traject(gemeente=cast.waterstad)


@pytest.fixture
def begeleid(cast, traject):
    """Someone of Waterstad guided by the mentor of Maatwerk, with a check-in."""
    deelname = deelnames.assign_mentor(DeelnameFactory(traject=traject), cast.mentor)
    CheckinFactory(deelname=deelname, door=cast.mentor)
    return deelname


def close(deelname, status, *, months, days):
    """Let a participation have ended so long ago."""
    day = timezone.localdate() - relativedelta(months=months, days=days)
    Deelname.objects.filter(pk=deelname.pk).update(status=status, beeindigd_op=day)
    return fresh_deelname(deelname)


def fresh_deelname(deelname):
    return Deelname.objects.select_related("deelnemer").get(pk=deelname.pk)


# --- the place and the function


def test_a_mentor_who_left_the_party_sees_nothing_whatever_other_places_they_have(cast, begeleid):
    lid = cast.mentor.lidmaatschappen.get()
    LidmaatschapFactory(gebruiker=cast.mentor, partij=cast.installatie)
    assert sees(cast.mentor, begeleid.deelnemer)

    leden.stop_member(lid)

    assert not sees(cast.mentor, begeleid.deelnemer)
    assert fresh_deelname(begeleid).mentor is None


def test_ended_participations_are_closed_to_a_leaver_as_well(cast, login, begeleid):
    close(begeleid, DeelnameStatus.AFGEROND, months=1, days=0)
    LidmaatschapFactory(gebruiker=cast.mentor, partij=cast.installatie)
    assert sees(cast.mentor, begeleid.deelnemer)

    leden.stop_member(cast.mentor.lidmaatschappen.get(partij=cast.maatwerk))

    assert not sees(cast.mentor, begeleid.deelnemer)
    assert list(Checkin.objects.visible_to(fresh(cast.mentor))) == []
    page = login(cast.mentor).get(reverse("deelnemers:detail", args=[begeleid.deelnemer_id]))
    assert page.status_code == 404


@pytest.mark.postgresql
def test_the_database_too_closes_the_files_of_a_leaver(cast, begeleid):
    LidmaatschapFactory(gebruiker=cast.mentor, partij=cast.installatie)
    mentor = fresh(cast.mentor)
    with rijen_van(mentor):
        before = [model.objects.count() for model in (Deelnemer, Deelname, Checkin)]
    cast.mentor.lidmaatschappen.filter(partij=cast.maatwerk).update(actief=False)
    with rijen_van(fresh(cast.mentor)):
        after = [model.objects.count() for model in (Deelnemer, Deelname, Checkin)]
    assert (before, after) == ([1, 1, 1], [0, 0, 0])


@pytest.mark.parametrize("functie", [Functie.LEZER, Functie.BEHEERDER])
def test_a_mentor_of_the_gemeente_who_works_there_no_more_is_mentor_no_more(cast, traject, functie):
    deelname = deelnames.assign_mentor(DeelnameFactory(traject=traject), cast.klantmanager)
    assert Relatie.EIGEN_MENTOR in relaties_of(fresh(cast.klantmanager), deelname)

    leden.change_functie(cast.klantmanager.lidmaatschappen.get(), functie, door=cast.coordinator)

    assert Relatie.EIGEN_MENTOR not in relaties_of(fresh(cast.klantmanager), deelname)
    assert list(Deelname.objects.of_mentor(fresh(cast.klantmanager))) == []
    assert sees(cast.klantmanager, deelname.deelnemer) == (functie == Functie.LEZER)  # as a reader of the gemeente


def test_guiding_is_done_for_the_party_that_guides_and_not_for_another_place(cast, traject):
    """A klantmanager with an older place at an employer guides for the gemeente."""
    cast.klantmanager.lidmaatschappen.all().delete()
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=cast.installatie)
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=cast.waterstad, functie=Functie.KLANTMANAGER)
    deelname = deelnames.assign_mentor(DeelnameFactory(traject=traject), fresh(cast.klantmanager))

    assert deelname.mentor_partij == cast.waterstad
    assert list(Rolinvulling.objects.filter(rol=Rol.MENTOR, persoon=cast.klantmanager).values_list("partij__naam")) == [
        ("Waterstad",)
    ]


def test_someone_of_another_gemeente_or_of_an_employer_is_no_mentor(cast, traject):
    for user in (cast.vreemde, cast.werkgever, cast.lezer):
        with pytest.raises(DeelnemerFout) as fout:
            deelnames.assign_mentor(DeelnameFactory(traject=traject), user)
        assert list(fout.value.message_dict) == ["mentor"]


# --- the role


def test_the_mentors_role_stays_as_long_as_people_are_guided_by_it(cast, begeleid):
    row = Rolinvulling.objects.get(rol=Rol.MENTOR, partij=cast.maatwerk)
    with pytest.raises(TrajectFout, match="Maatwerk begeleidt nog deelnemers"):
        release(row)
    row.refresh_from_db()
    assert row.partij == cast.maatwerk

    deelnames.assign_mentor(begeleid, None)
    release(row)
    assert not Rolinvulling.objects.filter(partij=cast.maatwerk).exists()


def test_a_mentors_role_that_another_row_covers_can_go(cast, begeleid):
    row = Rolinvulling.objects.get(rol=Rol.MENTOR, partij=cast.maatwerk)
    RolinvullingFactory(fase=row.fase, rol=Rol.MENTOR, toegezegd=True, partij=cast.maatwerk)
    release(row)
    assert list(Rolinvulling.objects.filter(partij=cast.maatwerk).values_list("persoon", flat=True)) == [None]


def test_a_gemeente_keeps_its_role_as_long_as_its_people_take_part(cast, login, traject):
    deelname = deelnames.join(deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk), traject=traject)
    row = Rolinvulling.objects.get(partij=cast.heuvelrijk)

    response = login(cast.coordinator).post(reverse("trajecten:rol_leeg", args=[row.pk]), follow=True)

    assert "Deelnemers van Heuvelrijk doen mee aan dit traject" in response.text
    row.refresh_from_db()
    assert row.partij == cast.heuvelrijk
    deelnames.set_status(deelname, DeelnameStatus.GESTOPT)
    release(row)
    row.refresh_from_db()
    assert row.partij is None


# --- the term


def test_every_way_to_end_has_its_term():
    assert set(NALOOP) == set(DeelnameStatus) - set(DeelnameStatus.open())


@pytest.mark.parametrize("status", NALOOP)
@pytest.mark.parametrize("who", ["mentor", "opleider", "werkgever"])
def test_partners_see_someone_until_the_term_after_the_end(cast, begeleid, status, who):
    RolinvullingFactory(
        fase=FaseFactory(traject__gemeente=cast.waterstad), rol=Rol.OPLEIDER, toegezegd=True, partij=cast.roc
    )
    fase = begeleid.traject.fasen.first()
    RolinvullingFactory(fase=fase, rol=Rol.OPLEIDER, toegezegd=True, partij=cast.roc)
    PlaatsingFactory(deelname=begeleid, werkgever=cast.installatie)
    within = close(begeleid, status, months=NALOOP[status], days=0)
    assert sees(cast.people[who], within.deelnemer)

    past = close(begeleid, status, months=NALOOP[status], days=1)

    assert not sees(cast.people[who], past.deelnemer)
    assert list(Deelname.objects.visible_to(fresh(cast.people[who]))) == []
    assert sees(cast.coordinator, past.deelnemer)


def test_an_employer_sees_someone_until_the_term_after_the_placement(cast, begeleid):
    today = timezone.localdate()
    plaatsing = PlaatsingFactory(deelname=begeleid, werkgever=cast.installatie, start=today - timedelta(days=300))
    last = today - relativedelta(months=NALOOP_PLAATSING)
    for eind, seen in ((today, True), (last, True), (last - timedelta(days=1), False)):
        Plaatsing.objects.filter(pk=plaatsing.pk).update(eind=eind)
        assert sees(cast.werkgever, begeleid.deelnemer) == seen
        assert Plaatsing.objects.visible_to(fresh(cast.werkgever)).exists() == seen


# --- gemeentes apart


@pytest.mark.parametrize("rol", [Rol.OPLEIDER, Rol.TAALOPLEIDER])
@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "lezer", "beheerder"])
def test_a_gemeente_that_trains_sees_no_other_gemeentes_people(cast, login, traject, rol, who):
    theirs = DeelnameFactory(traject=traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    RolinvullingFactory(fase=traject.fasen.first(), rol=rol, toegezegd=True, partij=cast.waterstad)
    PlaatsingFactory(deelname=theirs, werkgever=cast.waterstad)

    assert not sees(cast.people[who], theirs.deelnemer)
    page = login(cast.people[who]).get(reverse("deelnemers:detail", args=[theirs.deelnemer_id]))
    assert page.status_code == 404


@pytest.mark.postgresql
def test_the_database_too_holds_a_gemeente_that_trains_apart(cast, traject):
    theirs = DeelnameFactory(traject=traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    RolinvullingFactory(fase=traject.fasen.first(), rol=Rol.OPLEIDER, toegezegd=True, partij=cast.waterstad)
    PlaatsingFactory(deelname=theirs, werkgever=cast.waterstad)
    with rijen_van(fresh(cast.coordinator)):
        assert [model.objects.count() for model in (Deelnemer, Deelname, Plaatsing)] == [0, 0, 0]


def test_a_party_of_any_other_kind_that_trains_sees_them(cast, traject):
    theirs = DeelnameFactory(traject=traject, deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk))
    school = PartijFactory(soort=PartijSoort.OVERIG)
    LidmaatschapFactory(gebruiker=cast.expert, partij=school)
    RolinvullingFactory(fase=traject.fasen.first(), rol=Rol.OPLEIDER, toegezegd=True, partij=school)
    assert sees(cast.expert, theirs.deelnemer)


# --- what a second look found


@pytest.mark.parametrize("functie", [Functie.LEZER, Functie.BEHEERDER])
def test_who_wrote_a_check_in_and_only_reads_now_changes_and_removes_none(cast, login, traject, functie):
    deelname = deelnames.assign_mentor(DeelnameFactory(traject=traject), cast.klantmanager)
    checkin = CheckinFactory(deelname=deelname, door=cast.klantmanager)
    for address in ("deelnemers:checkin_wijzig", "deelnemers:checkin_weg"):
        assert login(cast.klantmanager).get(reverse(address, args=[checkin.pk])).status_code == 200

    leden.change_functie(cast.klantmanager.lidmaatschappen.get(), functie, door=cast.coordinator)

    refused = 403 if functie == Functie.LEZER else 404
    for address in ("deelnemers:checkin_wijzig", "deelnemers:checkin_weg"):
        assert login(cast.klantmanager).post(reverse(address, args=[checkin.pk])).status_code == refused
    assert Checkin.objects.filter(pk=checkin.pk).exists()


def test_who_works_for_the_gemeente_guides_for_it_and_not_for_a_party_of_their_own(cast, traject):
    zzp = PartijFactory(naam="Zzp", soort=PartijSoort.BEGELEIDING)
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=zzp)
    deelname = deelnames.assign_mentor(DeelnameFactory(traject=traject), cast.klantmanager)
    assert deelname.mentor_partij == cast.waterstad
    assert not Rolinvulling.objects.filter(partij=zzp).exists()

    leden.stop_member(cast.klantmanager.lidmaatschappen.get(partij=cast.waterstad))

    assert not sees(cast.klantmanager, deelname.deelnemer)


def test_a_colleague_takes_over_for_the_party_that_guides_whatever_its_kind_is_now(cast, begeleid):
    colleague = LidmaatschapFactory(partij=cast.maatwerk).gebruiker
    Partij.objects.filter(pk=cast.maatwerk.pk).update(soort=PartijSoort.OVERIG)

    leden.stop_member(cast.mentor.lidmaatschappen.get(), opvolger=colleague)

    now = fresh_deelname(begeleid)
    assert (now.mentor, now.mentor_partij) == (colleague, cast.maatwerk)
    assert not sees(cast.mentor, begeleid.deelnemer)


def test_nobody_is_told_of_silence_who_can_not_do_anything_about_it(cast, traject):
    deelname = deelnames.assign_mentor(DeelnameFactory(traject=traject), cast.klantmanager)
    [silent] = Deelname.objects.with_begeleid()
    assert (mentor_of(silent), watchers_of(silent)) == ([cast.klantmanager], [])

    leden.change_functie(cast.klantmanager.lidmaatschappen.get(), Functie.LEZER, door=cast.coordinator)

    [silent] = Deelname.objects.with_begeleid()
    assert (mentor_of(silent), watchers_of(silent)) == ([], [cast.coordinator])
    without = Deelnemer.objects.visible_to(cast.coordinator).without_mentor(cast.coordinator)
    assert list(without) == [deelname.deelnemer]


def test_a_question_is_no_role_that_a_gemeente_keeps(cast, traject):
    deelnames.join(deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk), traject=traject)
    row = Rolinvulling.objects.get(partij=cast.heuvelrijk)
    RolinvullingFactory(fase=row.fase, rol=Rol.EXPERTISEPARTNER, gevraagd=True, partij=cast.heuvelrijk)
    with pytest.raises(TrajectFout, match="Deelnemers van Heuvelrijk"):
        release(row)

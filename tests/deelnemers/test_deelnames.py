from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from deelnemers import deelnames
from deelnemers.enums import DeelnameStatus, Resultaat, VoortgangStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelname, Voortgang
from partijen.enums import Functie, Rol
from tests.factories.canvas import full_traject
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, DeelnemerFactory, VoortgangFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, TrajectFactory
from trajecten.enums import Component, RolStatus
from trajecten.models import Afspraak, Rolinvulling, Traject


@pytest.fixture
def traject(cast):
    return full_traject(gemeente=cast.waterstad, naam="Groen werkt")


def roles(traject, rol):
    rows = Rolinvulling.objects.filter(fase__traject=traject, rol=rol, status=RolStatus.TOEGEZEGD)
    return [(row.fase.component, row.partij.naam, row.persoon) for row in rows]


def test_join_makes_progress_for_every_phase(cast, traject):
    deelname = deelnames.join(deelnemer=DeelnemerFactory(gemeente=cast.waterstad), traject=traject)

    assert deelname.status == DeelnameStatus.AANGEMELD
    assert [row.fase.component for row in deelname.voortgang.all()] == Component.values
    assert roles(traject, Rol.INTERMEDIAIR) == []


def test_join_twice_says_so_and_leaves_one(cast, traject):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad, voornaam="Samira", achternaam="Haddad")
    deelnames.join(deelnemer=deelnemer, traject=traject)

    with pytest.raises(DeelnemerFout) as fout:
        deelnames.join(deelnemer=deelnemer, traject=traject)

    assert fout.value.messages == ["Samira Haddad doet al mee aan Groen werkt."]
    assert Deelname.objects.count() == 1
    assert Voortgang.objects.count() == 6


def test_join_again_after_stopping_is_allowed(cast, traject):
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    first = deelnames.join(deelnemer=deelnemer, traject=traject)
    deelnames.set_status(first, DeelnameStatus.GESTOPT)

    deelnames.join(deelnemer=deelnemer, traject=traject)

    assert sorted(Deelname.objects.values_list("status", flat=True)) == ["aangemeld", "gestopt"]


def test_join_from_another_gemeente_lets_it_see_the_trajectory(cast, traject):
    assert not Traject.objects.visible_to(cast.vreemde).exists()
    people = DeelnemerFactory.create_batch(2, gemeente=cast.heuvelrijk)

    deelnames.join_all(deelnemers=people, traject=traject)

    assert roles(traject, Rol.INTERMEDIAIR) == [("werving", "Heuvelrijk", None)]
    assert list(Traject.objects.visible_to(cast.vreemde)) == [traject]


def test_join_all_is_all_or_nobody(cast, traject):
    already = deelnames.join(deelnemer=DeelnemerFactory(gemeente=cast.waterstad), traject=traject).deelnemer
    new = DeelnemerFactory(gemeente=cast.waterstad)

    with pytest.raises(DeelnemerFout):
        deelnames.join_all(deelnemers=[new, already], traject=traject)

    assert [deelname.deelnemer for deelname in Deelname.objects.all()] == [already]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_join_at_the_same_moment_makes_one():
    traject = full_traject()
    deelnemer = DeelnemerFactory(gemeente=traject.gemeente)

    def attempt(_n):
        try:
            deelnames.join(deelnemer=deelnemer, traject=traject)
        except DeelnemerFout:
            return "refused"
        finally:
            connection.close()
        return "joined"

    with ThreadPoolExecutor(max_workers=4) as pool:
        outcomes = sorted(pool.map(attempt, range(4)))

    assert outcomes == ["joined", "refused", "refused", "refused"]
    assert Deelname.objects.count() == 1
    assert Voortgang.objects.count() == 6


@pytest.mark.parametrize(
    ("van", "naar", "mag"),
    [
        ("aangemeld", "actief", True),
        ("aangemeld", "gestopt", True),
        ("aangemeld", "afgerond", False),
        ("actief", "afgerond", True),
        ("actief", "gestopt", True),
        ("actief", "aangemeld", False),
        ("afgerond", "actief", True),
        ("afgerond", "gestopt", False),
        ("gestopt", "actief", True),
        ("gestopt", "afgerond", False),
    ],
)
def test_set_status_follows_the_table(db, van, naar, mag):
    deelname = DeelnameFactory(status=van)
    if mag:
        deelnames.set_status(deelname, DeelnameStatus(naar))
    else:
        with pytest.raises(DeelnemerFout):
            deelnames.set_status(deelname, DeelnameStatus(naar))

    deelname.refresh_from_db()
    assert deelname.status == (naar if mag else van)


def test_set_status_active_starts_the_silence_and_the_same_again_does_not(db):
    deelname = DeelnameFactory(status=DeelnameStatus.AANGEMELD, actief_sinds=None)
    assert deelnames.set_status(deelname, DeelnameStatus.ACTIEF).actief_sinds == timezone.localdate()

    Deelname.objects.update(actief_sinds=date(2026, 1, 1))
    assert deelnames.set_status(deelname, DeelnameStatus.ACTIEF).actief_sinds == date(2026, 1, 1)


def test_set_status_cannot_reopen_beside_another_participation(db):
    old = DeelnameFactory(status=DeelnameStatus.GESTOPT)
    DeelnameFactory(deelnemer=old.deelnemer, traject=old.traject)

    with pytest.raises(DeelnemerFout, match="doet al mee"):
        deelnames.set_status(old, DeelnameStatus.ACTIEF)


def test_assign_mentor_gives_their_party_the_role(cast, traject):
    deelname = DeelnameFactory(traject=traject)

    assert deelnames.assign_mentor(deelname, cast.mentor).mentor == cast.mentor
    deelnames.assign_mentor(deelname, cast.mentor)

    assert roles(traject, Rol.MENTOR) == [("begeleiding", "Maatwerk", cast.mentor)]
    assert list(Traject.objects.visible_to(cast.mentor)) == [traject]


def test_assign_mentor_prefers_the_guidance_organisation(cast, traject):
    LidmaatschapFactory(gebruiker=cast.werkgever, partij=cast.maatwerk)
    deelnames.assign_mentor(DeelnameFactory(traject=traject), cast.werkgever)

    assert roles(traject, Rol.MENTOR) == [("begeleiding", "Maatwerk", cast.werkgever)]


def test_assign_mentor_refuses_someone_without_a_party(cast, traject):
    left = UserFactory()
    LidmaatschapFactory(gebruiker=left, partij=cast.maatwerk, actief=False)
    deelname = DeelnameFactory(traject=traject)

    with pytest.raises(DeelnemerFout) as fout:
        deelnames.assign_mentor(deelname, left)

    assert list(fout.value.message_dict) == ["mentor"]
    assert roles(traject, Rol.MENTOR) == []


def test_assign_mentor_none_takes_the_mentor_off(cast, traject):
    deelname = DeelnameFactory(traject=traject, mentor=cast.mentor)
    assert deelnames.assign_mentor(deelname, None).mentor is None


def test_a_new_mentor_keeps_what_the_old_one_agreed_with_this_participant(cast, traject):
    deelname, other = (DeelnameFactory(traject=traject, mentor=cast.mentor) for _n in range(2))
    made = {"traject": traject, "persoon": cast.mentor, "partij": cast.maatwerk, "gemaakt_door": cast.mentor}
    theirs, elsewhere, done = (AfspraakFactory(**made) for _n in range(3))
    Afspraak.objects.filter(pk=done.pk).update(status="gedaan")
    CheckinFactory(deelname=deelname, door=cast.mentor, afspraak=theirs)
    CheckinFactory(deelname=deelname, door=cast.mentor, afspraak=done)
    CheckinFactory(deelname=other, door=cast.mentor, afspraak=elsewhere)

    deelnames.assign_mentor(deelname, cast.klantmanager)

    kept = dict(Afspraak.objects.values_list("pk", "persoon"))
    assert kept == {theirs.pk: cast.klantmanager.pk, elsewhere.pk: cast.mentor.pk, done.pk: cast.mentor.pk}
    theirs.refresh_from_db()
    assert theirs.partij == cast.waterstad
    deelnames.assign_mentor(deelname, None)
    theirs.refresh_from_db()
    assert (theirs.persoon, theirs.partij) == (None, cast.waterstad)


def test_record_progress_refuses_an_end_before_the_start(db):
    voortgang = VoortgangFactory()
    gegevens = {"start": date(2026, 9, 2), "eind": date(2026, 9, 1), "status": "lopend", "resultaat": ""}

    with pytest.raises(DeelnemerFout) as fout:
        deelnames.record_progress(voortgang, gegevens=gegevens)

    assert fout.value.message_dict == {"eind": ["Het eigen einde ligt voor de eigen start."]}
    voortgang.refresh_from_db()
    assert voortgang.status == VoortgangStatus.GEPLAND


# --- the pages


def test_deelname_nieuw_adds_everyone_ticked_once(cast, login, traject):
    people = DeelnemerFactory.create_batch(3, gemeente=cast.waterstad)
    data = {"deelnemers": [p.pk for p in people[:2]], "indiening": "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"}
    client, url = login(cast.coordinator), reverse("deelnemers:deelname_nieuw", args=[traject.pk])

    first, second = client.post(url, data), client.post(url, data)

    assert {d.deelnemer for d in Deelname.objects.all()} == set(people[:2])
    assert (first.status_code, second.status_code) == (302, 302)


def test_deelname_nieuw_refuses_people_of_another_gemeente(cast, login, traject):
    stranger = DeelnemerFactory(gemeente=cast.heuvelrijk, voornaam="Geheimnaam")
    client, url = login(cast.coordinator), reverse("deelnemers:deelname_nieuw", args=[traject.pk])

    response = client.post(url, {"deelnemers": [stranger.pk]})

    assert response.status_code == 422
    assert "Geheimnaam" not in response.text
    assert Deelname.objects.count() == 0


@pytest.mark.parametrize("value", ["abc", "-1", "", "99999999999999999999999", "٣"])
def test_deelname_nieuw_refuses_what_is_no_participant(cast, login, traject, value):
    DeelnemerFactory(gemeente=cast.waterstad)
    url = reverse("deelnemers:deelname_nieuw", args=[traject.pk])
    assert login(cast.coordinator).post(url, {"deelnemers": [value]}).status_code == 422
    assert login(cast.coordinator).get(url, {"deelnemers": [value]}).status_code == 200


def test_deelname_nieuw_keeps_what_was_ticked_while_searching(cast, login, traject):
    ticked = DeelnemerFactory(gemeente=cast.waterstad, voornaam="Aziz", achternaam="Een")
    DeelnemerFactory(gemeente=cast.waterstad, voornaam="Boris", achternaam="Twee")
    DeelnemerFactory(gemeente=cast.waterstad, voornaam="Clara", achternaam="Drie")
    url = reverse("deelnemers:deelname_nieuw", args=[traject.pk])

    response = login(cast.coordinator).get(
        url, {"zoek": "boris", "deelnemers": [ticked.pk]}, headers={"hx-request": "true"}
    )

    assert ("Aziz" in response.text, "Boris" in response.text, "Clara" in response.text) == (True, True, False)
    assert response.text.count("checked") == 1
    assert "<html" not in response.text


def test_deelname_nieuw_searches_for_what_can_be_typed(cast, login, traject):
    DeelnemerFactory(gemeente=cast.waterstad, voornaam="Boris", achternaam="Twee")
    url = reverse("deelnemers:deelname_nieuw", args=[traject.pk])

    answers = [login(cast.coordinator).get(url, {"zoek": zoek}) for zoek in ("\x00", "bo\x00ris")]

    assert [("Boris" in answer.text, answer.status_code) for answer in answers] == [(True, 200), (True, 200)]


def test_deelname_nieuw_warns_of_a_full_group_and_does_not_block(cast, login, traject):
    Traject.objects.update(groepsgrootte=1)
    DeelnameFactory(traject=traject)
    extra = DeelnemerFactory(gemeente=cast.waterstad)
    client, url = login(cast.coordinator), reverse("deelnemers:deelname_nieuw", args=[traject.pk])

    assert "De groep van 1 is vol." in client.get(url).text
    assert client.post(url, {"deelnemers": [extra.pk]}).status_code == 302
    assert Deelname.objects.count() == 2


def test_deelname_nieuw_lets_an_intermediair_bring_own_people_only(cast, login, traject):
    own = DeelnemerFactory(gemeente=cast.heuvelrijk, voornaam="Eigen")
    DeelnemerFactory(gemeente=cast.waterstad, voornaam="Anderman")
    deelnames.join(deelnemer=DeelnemerFactory(gemeente=cast.heuvelrijk), traject=traject)
    client, url = login(cast.vreemde), reverse("deelnemers:deelname_nieuw", args=[traject.pk])

    page = client.get(url).text
    assert ("Eigen" in page, "Anderman" in page) == (True, False)
    assert client.post(url, {"deelnemers": [own.pk]}).status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("klantmanager", 200),
        ("lezer", 403),
        ("beheerder", 403),
        ("vreemde", 404),
        ("werkgever", 404),
        ("verbinder", 404),
    ],
)
def test_deelname_nieuw_by_cast(cast, login, traject, who, status):
    url = reverse("deelnemers:deelname_nieuw", args=[traject.pk])
    assert login(cast.people[who]).get(url).status_code == status


def test_deelname_wijzig_sets_state_and_mentor_together(cast, login, traject):
    deelname = DeelnameFactory(traject=traject, status=DeelnameStatus.AANGEMELD, actief_sinds=None)
    url = reverse("deelnemers:deelname_wijzig", args=[deelname.pk])

    response = login(cast.klantmanager).post(url, {"status": "actief", "mentor": cast.mentor.pk})

    deelname.refresh_from_db()
    assert response.status_code == 302
    assert (deelname.status, deelname.mentor) == (DeelnameStatus.ACTIEF, cast.mentor)


def test_deelname_wijzig_offers_only_what_may_follow(cast, login, traject):
    deelname = DeelnameFactory(traject=traject, status=DeelnameStatus.ACTIEF)
    client, url = login(cast.coordinator), reverse("deelnemers:deelname_wijzig", args=[deelname.pk])

    assert [v for v, _ in client.get(url).context["form"].fields["status"].choices] == ["actief", "afgerond", "gestopt"]
    assert client.post(url, {"status": "aangemeld", "mentor": ""}).status_code == 422
    deelname.refresh_from_db()
    assert deelname.status == DeelnameStatus.ACTIEF


def test_deelname_wijzig_offers_no_employer_and_no_stranger_as_mentor(cast, login, traject):
    deelname = DeelnameFactory(traject=traject)
    page = login(cast.coordinator).get(reverse("deelnemers:deelname_wijzig", args=[deelname.pk]))
    names = {user.naam for user in page.context["form"].fields["mentor"].queryset}
    assert names == {"Mentor", "Coordinator", "Klantmanager"}


def test_voortgang_wijzig_by_a_trainer(cast, login, placed):
    voortgang = VoortgangFactory(deelname=placed, fase=placed.traject.fasen.get())
    url = reverse("deelnemers:voortgang_wijzig", args=[voortgang.pk])

    response = login(cast.opleider).post(
        url, {"status": "afgerond", "start": "2026-09-05", "eind": "", "resultaat": "gehaald"}
    )

    voortgang.refresh_from_db()
    assert response.status_code == 302
    assert (voortgang.start, voortgang.resultaat) == (date(2026, 9, 5), Resultaat.GEHAALD)


@pytest.mark.parametrize("eind", ["2026-09-01", "1900-01-01", "niks"])
def test_voortgang_wijzig_shows_bad_dates_beside_the_field(cast, login, placed, eind):
    voortgang = VoortgangFactory(deelname=placed, fase=placed.traject.fasen.get())
    url = reverse("deelnemers:voortgang_wijzig", args=[voortgang.pk])

    response = login(cast.coordinator).post(url, {"status": "lopend", "start": "2026-09-05", "eind": eind})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["eind"]
    voortgang.refresh_from_db()
    assert voortgang.status == VoortgangStatus.GEPLAND


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("klantmanager", 200),
        ("lezer", 403),
        ("mentor", 403),
        ("opleider", 200),
        ("taal", 200),
        ("werkgever", 404),
        ("vreemde", 404),
        ("verbinder", 404),
        ("expert", 404),
        ("beheerder", 404),
    ],
)
def test_voortgang_wijzig_by_cast(cast, login, placed, who, status):
    voortgang = VoortgangFactory(deelname=placed, fase=placed.traject.fasen.get())
    url = reverse("deelnemers:voortgang_wijzig", args=[voortgang.pk])
    assert login(cast.people[who]).get(url).status_code == status


def test_functie_of_another_gemeente_gives_no_mentor(cast, traject):
    LidmaatschapFactory(gebruiker=cast.expert, partij=cast.heuvelrijk, functie=Functie.COORDINATOR)
    deelname = DeelnameFactory(traject=TrajectFactory(gemeente=cast.waterstad))
    assert cast.expert not in deelnames.possible_mentors(deelname)

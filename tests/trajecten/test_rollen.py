import threading
from datetime import date

import pytest
from django.db import connections
from django.urls import reverse

from berichten.models import Bericht
from partijen.enums import Rol
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import RolStatus
from trajecten.fouten import TrajectFout
from trajecten.models import Rolinvulling
from trajecten.rollen import accept, add_holder, ask, commit, decline, ensure_toegezegd, register_release, release


@pytest.fixture
def traject(cast):
    return TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)


@pytest.fixture
def rij(traject):
    return RolinvullingFactory(fase__traject=traject, rol=Rol.WERKGEVER)


def state(rij):
    rij = Rolinvulling.objects.get(pk=rij.pk)
    return rij.status, rij.partij, rij.persoon, rij.afgewezen_door, rij.afwijsreden


def mails(soort):
    return list(Bericht.objects.filter(soort=soort).order_by("pk").values_list("ontvanger__naam", flat=True))


def test_ask_mails_everyone_of_the_party_once(cast, rij):
    ask(rij, partij=cast.installatie)
    ask(rij, partij=cast.installatie)

    assert state(rij) == (RolStatus.GEVRAAGD, cast.installatie, None, None, "")
    assert mails("rol_gevraagd") == ["Werkgever"]


def test_ask_mails_the_person_alone_where_known(cast, rij):
    ask(rij, partij=cast.waterstad, persoon=cast.klantmanager)

    assert mails("rol_gevraagd") == ["Klantmanager"]


def test_ask_refuses_a_person_of_another_party(cast, rij):
    with pytest.raises(TrajectFout, match="Mentor hoort niet bij Installatie BV"):
        ask(rij, partij=cast.installatie, persoon=cast.mentor)

    assert state(rij)[0] == RolStatus.OPEN
    assert mails("rol_gevraagd") == []


def test_ask_refuses_a_second_party_while_the_first_has_not_answered(cast, rij):
    ask(rij, partij=cast.installatie)

    with pytest.raises(TrajectFout, match="al gevraagd aan Installatie BV"):
        ask(rij, partij=cast.roc)
    with pytest.raises(TrajectFout, match="al gevraagd aan Installatie BV"):
        commit(rij, partij=cast.roc)

    assert state(rij)[:2] == (RolStatus.GEVRAAGD, cast.installatie)


def test_ask_refuses_a_party_that_has_the_role_already(cast, rij):
    RolinvullingFactory(fase=rij.fase, rol=rij.rol, toegezegd=True, partij=cast.installatie)

    with pytest.raises(TrajectFout, match="Installatie BV heeft deze rol al"):
        ask(rij, partij=cast.installatie)


def test_accept_commits_with_a_colleague_and_tells_the_regie_once(cast, rij):
    ask(rij, partij=cast.installatie)

    accept(rij, persoon=cast.werkgever)
    accept(rij, persoon=cast.werkgever)

    assert state(rij) == (RolStatus.TOEGEZEGD, cast.installatie, cast.werkgever, None, "")
    assert mails("rol_beantwoord") == ["Coordinator"]


def test_accept_after_withdrawal_is_refused(cast, rij):
    ask(rij, partij=cast.installatie)
    seen_by_employer = Rolinvulling.objects.get(pk=rij.pk)
    release(rij)

    with pytest.raises(TrajectFout, match="intussen ingetrokken"):
        accept(seen_by_employer)

    assert state(rij)[0] == RolStatus.OPEN


def test_accept_is_refused_when_another_party_has_the_role_by_now(cast, rij):
    ask(rij, partij=cast.installatie)
    screens = [Rolinvulling.objects.get(pk=rij.pk) for _ in range(2)]
    release(rij)
    commit(rij, partij=cast.roc)

    with pytest.raises(TrajectFout, match="intussen ingetrokken"):
        accept(screens[0])
    with pytest.raises(TrajectFout, match="intussen ingetrokken"):
        decline(screens[1], reden="Geen plek")

    assert state(rij)[:2] == (RolStatus.TOEGEZEGD, cast.roc)


def test_accept_of_an_open_role_is_refused(rij):
    with pytest.raises(TrajectFout, match="intussen ingetrokken"):
        accept(rij)


def test_decline_opens_the_role_and_keeps_by_whom_and_why(cast, rij):
    ask(rij, partij=cast.installatie)

    decline(rij, reden=" Geen plek dit jaar ")

    assert state(rij) == (RolStatus.OPEN, None, None, cast.installatie, "Geen plek dit jaar")
    assert mails("rol_beantwoord") == ["Coordinator"]


def test_decline_twice_from_two_screens_is_harmless(cast, rij):
    ask(rij, partij=cast.installatie)
    other_screen = Rolinvulling.objects.get(pk=rij.pk)

    decline(rij, reden="Geen plek")
    decline(other_screen, reden="Echt niet")

    assert state(rij)[4] == "Geen plek"
    assert mails("rol_beantwoord") == ["Coordinator"]


def test_decline_needs_a_reason(cast, rij):
    ask(rij, partij=cast.installatie)

    with pytest.raises(TrajectFout, match="Geef een reden"):
        decline(rij, reden="  ")

    assert state(rij)[0] == RolStatus.GEVRAAGD


def test_a_yes_after_an_earlier_no_is_told_as_a_yes(cast, rij):
    ask(rij, partij=cast.installatie)
    decline(rij, reden="Nu niet")
    ask(rij, partij=cast.installatie)
    accept(rij)

    antwoorden = Bericht.objects.filter(soort="rol_beantwoord").order_by("pk")
    assert [antwoord.gegevens["afgewezen"] for antwoord in antwoorden] == [True, False]
    assert state(rij)[3:] == (None, "")


def test_release_keeps_one_open_row_of_a_role_and_removes_a_surplus_one(cast, rij):
    commit(rij, partij=cast.installatie)
    second = add_holder(
        rij.fase, rol=Rol.WERKGEVER, partij=cast.roc, persoon=None, toegezegd=True, door=cast.coordinator
    )

    release(second)
    assert Rolinvulling.objects.filter(fase=rij.fase).count() == 1

    release(rij)
    release(rij)
    assert state(rij) == (RolStatus.OPEN, None, None, None, "")


@pytest.fixture
def told(monkeypatch):
    """What a registered check was told of each release."""
    monkeypatch.setattr("trajecten.rollen._release_checks", [])
    told = []
    register_release(lambda rij: told.append((rij.status, rij.partij)))
    return told


def test_what_hangs_on_a_role_is_told_before_it_goes_and_not_of_an_open_one(cast, rij, told):
    commit(rij, partij=cast.installatie)
    surplus = add_holder(
        rij.fase, rol=Rol.WERKGEVER, partij=cast.roc, persoon=None, toegezegd=True, door=cast.coordinator
    )
    seen_before = Rolinvulling.objects.get(pk=rij.pk)

    for row in (surplus, seen_before, rij):
        release(row)

    assert told == [(RolStatus.TOEGEZEGD, cast.roc), (RolStatus.TOEGEZEGD, cast.installatie)]


def test_a_refused_release_leaves_everything_and_says_why(cast, rij, login, told):
    def refuse(_rij):
        raise TrajectFout("Er hangt nog werk aan deze rol.")

    register_release(lambda rij: Rolinvulling.objects.filter(pk=rij.pk).update(afwijsreden="half"))
    register_release(refuse)
    commit(rij, partij=cast.installatie)

    page = login(cast.coordinator).post(reverse("trajecten:rol_leeg", args=[rij.pk]), follow=True).text

    assert "Er hangt nog werk aan deze rol." in page
    assert state(rij) == (RolStatus.TOEGEZEGD, cast.installatie, None, None, "")


def test_add_holder_takes_an_open_row_first(cast, rij):
    first = add_holder(
        rij.fase, rol=Rol.WERKGEVER, partij=cast.installatie, persoon=None, toegezegd=True, door=cast.coordinator
    )
    second = add_holder(
        rij.fase, rol=Rol.WERKGEVER, partij=cast.roc, persoon=None, toegezegd=False, door=cast.coordinator
    )

    assert first == rij
    assert [state(row)[:2] for row in (first, second)] == [
        (RolStatus.TOEGEZEGD, cast.installatie),
        (RolStatus.GEVRAAGD, cast.roc),
    ]


def test_commit_changes_the_person_of_a_committed_party(cast, rij):
    commit(rij, partij=cast.installatie)
    commit(rij, partij=cast.installatie, persoon=cast.werkgever)

    assert state(rij)[:3] == (RolStatus.TOEGEZEGD, cast.installatie, cast.werkgever)


def test_ensure_toegezegd_fills_the_open_row_then_finds_it_again(cast, traject):
    fase = FaseFactory(traject=traject)
    rij = RolinvullingFactory(fase=fase, rol=Rol.MENTOR)

    first = ensure_toegezegd(fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    second = ensure_toegezegd(fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)
    party = ensure_toegezegd(fase, rol=Rol.MENTOR, partij=cast.maatwerk)

    assert first == second == party == rij
    assert state(rij)[:3] == (RolStatus.TOEGEZEGD, cast.maatwerk, cast.mentor)


def test_ensure_toegezegd_adds_a_row_beside_another_party(cast, traject):
    rij = RolinvullingFactory(fase__traject=traject, rol=Rol.MENTOR, toegezegd=True, partij=cast.roc)

    new = ensure_toegezegd(rij.fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor)

    assert new != rij
    assert state(rij)[1] == cast.roc


def test_ensure_toegezegd_names_the_person_of_a_party_that_was_asked(cast, traject):
    rij = RolinvullingFactory(fase__traject=traject, rol=Rol.MENTOR, gevraagd=True, partij=cast.maatwerk)

    assert ensure_toegezegd(rij.fase, rol=Rol.MENTOR, partij=cast.maatwerk, persoon=cast.mentor) == rij
    assert state(rij)[:3] == (RolStatus.TOEGEZEGD, cast.maatwerk, cast.mentor)


def test_commit_of_the_regie_makes_a_regisseur_where_there_was_none(cast):
    traject = TrajectFactory(gemeente=cast.waterstad)
    rij = RolinvullingFactory(fase__traject=traject, rol=Rol.REGISSEUR)

    commit(rij, partij=cast.netwerk, persoon=cast.verbinder)

    traject.refresh_from_db()
    assert traject.regisseur == cast.verbinder


def test_without_regisseur_the_coordinators_hear_the_answer(cast):
    rij = RolinvullingFactory(fase__traject__gemeente=cast.waterstad, gevraagd=True, partij=cast.installatie)

    accept(rij)

    assert mails("rol_beantwoord") == ["Coordinator"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_accept_and_release_at_once_leave_one_clear_end():
    rij = RolinvullingFactory(gevraagd=True, gevraagd_op=date(2026, 9, 1))
    screens = [Rolinvulling.objects.get(pk=rij.pk) for _ in range(2)]
    start, refused = threading.Barrier(2), []

    def run(verb, screen):
        start.wait()
        try:
            verb(screen)
        except TrajectFout as fout:
            refused.append(fout.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in zip((accept, release), screens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Whoever comes first, the withdrawal holds: either the yes was taken back, or it was refused.
    assert state(rij)[:2] == (RolStatus.OPEN, None)
    assert refused in ([], ["Deze vraag is intussen ingetrokken. U hoeft niets meer te doen."])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_accepts_at_once_tell_the_regie_once():
    regisseur = UserFactory()
    rij = RolinvullingFactory(gevraagd=True, fase__traject__regisseur=regisseur)
    start = threading.Barrier(2)

    def run(screen):
        start.wait()
        accept(screen)
        connections.close_all()

    threads = [threading.Thread(target=run, args=[Rolinvulling.objects.get(pk=rij.pk)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert state(rij)[0] == RolStatus.TOEGEZEGD
    assert Bericht.objects.filter(soort="rol_beantwoord").count() == 1

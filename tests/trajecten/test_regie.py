"""Who directs a trajectory: as long as they may, and with a colleague after them."""

import threading

import pytest
from django.db import connections, transaction
from django.urls import reverse

from berichten.models import Bericht
from partijen.enums import Functie, Rol
from partijen.leden import stop_member
from partijen.models import Lidmaatschap, Partij
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.models import User
from trajecten.aanmaken import change_traject
from trajecten.enums import Component, FaseStatus, RolStatus
from trajecten.fouten import TrajectFout
from trajecten.models import Rolinvulling, Traject
from trajecten.regie import set_regisseur
from trajecten.rollen import commit, release


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def traject(cast):
    return TrajectFactory(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.klantmanager)


# --- Somebody of the gemeente


@pytest.mark.parametrize(
    ("functie", "code"), [(Functie.KLANTMANAGER, 200), (Functie.LEZER, 403), (Functie.BEHEERDER, 403)]
)
def test_a_regisseur_directs_as_long_as_their_function_does_that_work(cast, traject, login, functie, code):
    FaseFactory(traject=traject, status=FaseStatus.LOPEND, component=Component.LEERWERK)
    Lidmaatschap.objects.filter(gebruiker=cast.klantmanager).update(functie=functie)
    client = login(fresh(cast.klantmanager))

    assert client.get(reverse("trajecten:wijzig", args=[traject.pk])).status_code == code
    offered = (
        reverse("trajecten:wijzig", args=[traject.pk])
        in client.get(reverse("trajecten:detail", args=[traject.pk])).text
    )
    assert offered == (code == 200)


def test_the_start_page_offers_what_this_function_here_allows(cast, login):
    """Coordinator of one gemeente and klantmanager of another: closing a phase is theirs in the first alone."""
    LidmaatschapFactory(gebruiker=cast.vreemde, partij=cast.waterstad, functie=Functie.KLANTMANAGER)
    for gemeente in (cast.waterstad, cast.heuvelrijk):
        FaseFactory(
            traject__gemeente=gemeente,
            traject__naam=gemeente.naam,
            status=FaseStatus.LOPEND,
            start="2026-01-05",
            eind="2026-02-05",
        )

    client = login(fresh(cast.vreemde))
    blok = next(blok for blok in client.get("/").context["vol"] if blok.sectie.code == "te-laat")

    assert sorted(client.get(regel.url).status_code for regel in blok.regels) == [200, 200]
    assert sorted("afronden" in client.get(regel.url).text for regel in blok.regels) == [False, True]


# --- Somebody of another party


@pytest.fixture
def partner(cast, traject):
    """The network directs, in the name of one of its people."""
    for component in (Component.VOORTRAJECT, Component.LEERWERK):
        fase = FaseFactory(traject=traject, component=component)
        RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.REGISSEUR, partij=cast.netwerk, persoon=cast.verbinder)
    Traject.objects.update(regisseur=cast.verbinder)
    return Lidmaatschap.objects.get(gebruiker=cast.verbinder)


def regie(traject):
    rows = Rolinvulling.objects.of_traject(traject).filter(rol=Rol.REGISSEUR)
    return Traject.objects.get(pk=traject.pk).regisseur, {(row.status, row.partij, row.persoon) for row in rows}


def test_when_a_partners_regisseur_leaves_the_successor_directs(cast, traject, partner, login):
    opvolger = LidmaatschapFactory(partij=cast.netwerk).gebruiker
    # Through another party the leaver still sees the trajectory.
    LidmaatschapFactory(gebruiker=cast.verbinder, partij=cast.expertise)
    RolinvullingFactory(toegezegd=True, fase=traject.fasen.first(), rol=Rol.EXPERTISEPARTNER, partij=cast.expertise)

    stop_member(partner, opvolger=opvolger)

    assert regie(traject) == (opvolger, {(RolStatus.TOEGEZEGD, cast.netwerk, opvolger)})
    codes = {
        who: login(fresh(who)).get(reverse("trajecten:wijzig", args=[traject.pk])).status_code
        for who in (cast.verbinder, opvolger)
    }
    assert codes == {cast.verbinder: 403, opvolger: 200}


def test_without_a_successor_nobody_directs_by_name_and_the_gemeente_is_told(cast, traject, partner):
    stop_member(partner)

    assert regie(traject) == (None, {(RolStatus.TOEGEZEGD, cast.netwerk, None)})
    told = Bericht.objects.filter(soort="zonder_opvolger").values_list("ontvanger", flat=True)
    assert list(told) == [cast.coordinator.pk]


def test_the_regie_of_another_party_is_not_handed_over_with_this_one(cast, traject, partner):
    elders = LidmaatschapFactory(gebruiker=cast.verbinder, partij=cast.expertise)

    stop_member(elders, opvolger=LidmaatschapFactory(partij=cast.expertise).gebruiker)

    assert regie(traject) == (cast.verbinder, {(RolStatus.TOEGEZEGD, cast.netwerk, cast.verbinder)})


def test_only_the_party_that_committed_to_the_regie_gives_a_regisseur(cast, traject, partner):
    with pytest.raises(TrajectFout, match="Expert is geen coördinator of klantmanager van Waterstad"):
        set_regisseur(traject, persoon=cast.expert)
    with pytest.raises(TrajectFout):
        set_regisseur(traject, persoon=cast.lezer)

    assert regie(traject)[0] == cast.verbinder


def test_the_gemeente_takes_the_regie_back(cast, traject, partner):
    set_regisseur(traject, persoon=cast.klantmanager)

    assert regie(traject) == (cast.klantmanager, {(RolStatus.TOEGEZEGD, cast.waterstad, cast.klantmanager)})


# --- Two at once


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "choose",
    [
        lambda traject, persoon: set_regisseur(traject, persoon=persoon),
        lambda traject, persoon: change_traject(traject, gegevens={"naam": "Anders", "regisseur": persoon}),
    ],
)
def test_whoever_leaves_meanwhile_does_not_become_regisseur(choose):
    gemeente = GemeenteFactory()
    LidmaatschapFactory(partij=gemeente, functie=Functie.COORDINATOR)
    leaver = LidmaatschapFactory(partij=gemeente, functie=Functie.KLANTMANAGER)
    traject, persoon = TrajectFactory(gemeente=gemeente), fresh(leaver.gebruiker)
    assert leaver in Lidmaatschap.objects.active()
    refused = []

    def run():
        try:
            choose(traject, persoon)
        except TrajectFout as fout:
            refused.append(fout.message)
        finally:
            connections.close_all()

    with transaction.atomic():
        Partij.objects.select_for_update().get(pk=gemeente.pk)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join(timeout=1)
        stop_member(leaver)
    thread.join()

    assert Traject.objects.get().regisseur is None
    assert refused == [f"{persoon} is geen coördinator of klantmanager van {gemeente}."]


# --- The name outlives no role


def test_the_regisseur_goes_with_the_role(cast, traject, partner):
    colleague = LidmaatschapFactory(partij=cast.netwerk).gebruiker
    for n, row in enumerate(Rolinvulling.objects.filter(persoon=cast.verbinder)):
        assert regie(traject)[0] == cast.verbinder, n
        commit(row, partij=cast.netwerk, persoon=colleague)
    assert regie(traject)[0] == colleague

    for row in Rolinvulling.objects.filter(persoon=colleague):
        release(row)
    assert regie(traject)[0] is None


def test_leaving_the_gemeente_leaves_the_regie_for_another_party(cast, traject, partner):
    LidmaatschapFactory(gebruiker=cast.verbinder, partij=cast.waterstad, functie=Functie.KLANTMANAGER)

    stop_member(Lidmaatschap.objects.get(gebruiker=cast.verbinder, partij=cast.waterstad), opvolger=cast.coordinator)

    assert regie(traject) == (cast.verbinder, {(RolStatus.TOEGEZEGD, cast.netwerk, cast.verbinder)})


@pytest.mark.parametrize("pad", ["trajecten:detail", "trajecten:afspraak_nieuw", "trajecten:wijzig"])
def test_a_partners_regisseur_is_shown_nobody_whom_the_directory_hides(cast, traject, partner, login, pad):
    page = login(fresh(cast.verbinder)).get(reverse(pad, args=[traject.pk]))

    assert page.status_code == 200
    for who in ("Coordinator", "Klantmanager", "Lezer", "Beheerder"):
        assert f">{who}</option>" not in page.text, who

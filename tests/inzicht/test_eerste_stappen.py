"""The first steps: what someone new reads on the start page, ticked by what is there, gone once all is done."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deelnemers.enums import PlaatsingSoort, Resultaat
from inzicht.eerste_stappen import STAPPEN
from partijen.enums import Functie, PartijSoort, Rol
from partijen.models import GemeenteInstelling
from partijen.relaties import SOORT_RELATIE
from tests.factories.canvas import CanvasTekstFactory
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    PlaatsingFactory,
    VoortgangFactory,
)
from tests.factories.partijen import (
    GemeenteFactory,
    HuisstijlFactory,
    LidmaatschapFactory,
    PartijFactory,
    UitnodigingFactory,
)
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.startpagina import codes, start
from toegang.matrix import MATRIX
from toegang.relaties import Relatie
from trajecten.enums import Component, RolStatus

GEMEENTE = {
    Relatie.COORDINATOR: Functie.COORDINATOR,
    Relatie.KLANTMANAGER: Functie.KLANTMANAGER,
    Relatie.BEHEERDER: Functie.BEHEERDER,
    Relatie.LEZER: Functie.LEZER,
}
SOORTEN = {relatie: soort for soort, relatie in SOORT_RELATIE.items()}


@pytest.fixture
def nieuw(db):
    """Return a function that gives someone new of a role, in a gemeente or party of their own where nothing is yet."""

    def of(relatie):
        # A world beside theirs in which every step was done: nobody's step is ticked by that of others.
        everything_done_elsewhere()
        if relatie in GEMEENTE:
            return LidmaatschapFactory(partij=GemeenteFactory(naam="Nieuwland"), functie=GEMEENTE[relatie]).gebruiker
        return LidmaatschapFactory(partij=PartijFactory(soort=SOORTEN[relatie], plaats="")).gebruiker

    return of


def everything_done_elsewhere():
    gemeente = GemeenteFactory(naam="Elders")
    coordinator = LidmaatschapFactory(partij=gemeente, functie=Functie.COORDINATOR).gebruiker
    UitnodigingFactory(partij=gemeente, door=coordinator)
    GemeenteInstelling.objects.create(gemeente=gemeente)
    HuisstijlFactory(gemeente=gemeente)
    for soort in PartijSoort:
        if soort != PartijSoort.GEMEENTE:
            play_along(LidmaatschapFactory(partij__soort=soort, partij__email="info@elders.example"), gemeente)


def play_along(lid, gemeente):
    """Have someone do all that a partner can do in a trajectory of a gemeente."""
    traject = TrajectFactory(gemeente=gemeente)
    fase = FaseFactory(traject=traject, component=Component.LEERWERK)
    rol = Rol(SOORT_RELATIE.get(lid.partij.soort, Rol.MENTOR))
    RolinvullingFactory(fase=fase, rol=rol, status=RolStatus.TOEGEZEGD, partij=lid.partij)
    deelname = DeelnameFactory(traject=traject, mentor=lid.gebruiker)
    VoortgangFactory(deelname=deelname, fase=fase, resultaat=Resultaat.GEHAALD)
    CheckinFactory(deelname=deelname, door=lid.gebruiker)
    PlaatsingFactory(deelname=deelname, werkgever=lid.partij, soort=PlaatsingSoort.LEERWERKPLEK)
    CanvasTekstFactory(traject=traject, gewijzigd_door=lid.gebruiker)


def steps(response):
    """Return the steps the page shows: code -> whether it is ticked."""
    return {gezet.stap.code: gezet.klaar for gezet in response.context["stappen"]}


@pytest.mark.parametrize("relatie", STAPPEN)
def test_someone_new_reads_what_to_do_first(login, nieuw, relatie):
    user = nieuw(relatie)
    client = login(user)
    response = client.get("/")

    assert steps(response) == {stap.code: False for stap in STAPPEN[relatie]}
    assert "Zo begint u met Leerwerk" in response.text
    assert "U hoeft nu niets te doen." not in response.text
    assert "Hier is nu niets te doen" not in response.text
    for gezet in response.context["stappen"]:
        # Whoever gets an address may go there; a step without one needs none, or waits for another one.
        assert bool(gezet.url) == bool(gezet.stap.naar and not gezet.stap.na)
        if gezet.url:
            assert f'<a href="{gezet.url}">{gezet.stap.titel}</a>' in response.text.replace("&#x27;", "'")
            assert client.get(gezet.url).status_code == 200


@pytest.mark.parametrize("relatie", STAPPEN)
def test_a_step_waits_only_for_one_that_stands_above_it(relatie):
    codes = [stap.code for stap in STAPPEN[relatie]]
    assert [stap.code for i, stap in enumerate(STAPPEN[relatie]) if stap.na and stap.na not in codes[:i]] == []


def test_a_step_has_its_address_once_the_one_before_it_is_done(login, nieuw):
    user = nieuw(Relatie.VERBINDER)
    partij = user.lidmaatschappen.get().partij

    def address():
        return {gezet.stap.code: gezet.url for gezet in login(user).get("/").context["stappen"]}["canvas"]

    assert address() == ""
    RolinvullingFactory(fase=FaseFactory(traject=TrajectFactory()), rol=Rol.VERBINDER, partij=partij, toegezegd=True)
    assert address() == "/trajecten/"


def test_every_role_of_the_white_paper_but_the_regisseur_has_steps():
    # Who directs is a coordinator or klantmanager, who has steps as such.
    assert {*Rol.values} - {Rol.REGISSEUR} <= {relatie.value for relatie in STAPPEN}
    assert {relatie for relatie, stappen in STAPPEN.items() if not 2 <= len(stappen) <= 4} == set()
    assert {stap.naar for stappen in STAPPEN.values() for stap in stappen if stap.naar} <= set(MATRIX)


def test_a_coordinator_ticks_off_by_doing(login, nieuw):
    user = nieuw(Relatie.COORDINATOR)
    gemeente = user.lidmaatschappen.get().partij

    UitnodigingFactory(partij=gemeente, gemeente=gemeente, door=user)
    traject = TrajectFactory(gemeente=gemeente)
    rol = RolinvullingFactory(fase=FaseFactory(traject=traject), status=RolStatus.TOEGEZEGD, partij=gemeente)
    assert steps(start(login, user)) == {"collegas": True, "traject": True, "partijen": False, "deelnemers": False}

    rol.partij = PartijFactory()
    rol.save()
    DeelnemerFactory(gemeente=gemeente)
    page = start(login, user)
    assert steps(page) == {"collegas": True, "traject": True, "partijen": True, "deelnemers": False}
    assert page.text.count("Gedaan") == 3

    DeelnameFactory(traject=traject)
    page = start(login, user)
    assert steps(page) == {}
    assert "Zo begint u met Leerwerk" not in page.text


def test_a_klantmanager_ticks_off_by_doing(login, nieuw):
    user = nieuw(Relatie.KLANTMANAGER)
    gemeente = user.lidmaatschappen.get().partij

    deelnemer = DeelnemerFactory(gemeente=gemeente)
    assert steps(start(login, user)) == {"deelnemer": True, "deelname": False, "mentor": False}
    deelname = DeelnameFactory(deelnemer=deelnemer, traject__gemeente=gemeente)
    assert steps(start(login, user)) == {"deelnemer": True, "deelname": True, "mentor": False}
    deelname.mentor, deelname.mentor_partij = user, gemeente
    deelname.save()
    assert steps(start(login, user)) == {}


def test_a_beheerder_ticks_off_by_doing(login, nieuw):
    user = nieuw(Relatie.BEHEERDER)
    gemeente = user.lidmaatschappen.get().partij
    LidmaatschapFactory(partij=gemeente, functie=Functie.COORDINATOR)
    GemeenteInstelling.objects.create(gemeente=gemeente)
    assert steps(start(login, user)) == {"collegas": True, "instellingen": True, "huisstijl": False}
    HuisstijlFactory(gemeente=gemeente)
    assert steps(start(login, user)) == {}


@pytest.mark.parametrize("relatie", [relatie for relatie in STAPPEN if relatie not in GEMEENTE])
def test_a_partner_has_no_first_steps_left_after_a_trajectory(login, nieuw, relatie):
    user = nieuw(relatie)
    lid = user.lidmaatschappen.get()
    lid.partij.telefoon = "000 200 00 01"
    lid.partij.save()
    play_along(lid, GemeenteFactory())

    assert steps(start(login, user)) == {}


def test_who_only_looks_has_no_steps(login, cast):
    page = start(login, cast.lezer)

    assert steps(page) == {}
    assert "U hoeft nu niets te doen" in page.text


def test_of_two_hats_the_first_counts(login, nieuw):
    user = nieuw(Relatie.MENTOR)
    LidmaatschapFactory(gebruiker=user, partij=GemeenteFactory(naam="Ook nieuw"), functie=Functie.BEHEERDER)
    page = start(login, user)

    assert list(steps(page)) == ["collegas", "instellingen", "huisstijl"]
    own = user.lidmaatschappen.get(functie=Functie.BEHEERDER).partij_id
    assert {gezet.url for gezet in page.context["stappen"]} == {
        f"/partijen/{own}/{rest}/" for rest in ("leden/nieuw", "instellingen", "huisstijl")
    }


def test_a_request_shows_beside_the_first_steps(login, nieuw):
    user = nieuw(Relatie.WERKGEVER)
    RolinvullingFactory(gevraagd=True, partij=user.lidmaatschappen.get().partij)
    page = start(login, user)

    assert "vragen" in codes(page)
    assert steps(page)["rol"] is False


def test_the_steps_cost_one_query(login, nieuw):
    user = nieuw(Relatie.COORDINATOR)
    with CaptureQueriesContext(connection) as captured:
        start(login, user)
    asked = [query["sql"] for query in captured.captured_queries if "stap_collegas" in query["sql"]]
    assert len(asked) == 1


LEEG = re.compile(r'<div class="lw-leeg">(.*?)</div>', re.DOTALL)
ZIN = re.compile(r"[.?](?:\s|$)")


@pytest.mark.parametrize("relatie", [*STAPPEN, Relatie.LEZER])
def test_each_empty_room_says_what_to_do_and_leads_only_where_one_may(login, nieuw, relatie):
    client = login(nieuw(relatie))
    rooms = [item.url for item in client.get("/").context["menu"]]
    found = {}
    for url in [*rooms, "/zoeken/", *(f"{room}?zoek=niemand&q=niemand" for room in rooms)]:
        for leeg in LEEG.findall(client.get(url, follow=True).text):
            found[url] = " ".join(re.sub(r"<[^>]+>", " ", leeg).split())
            assert [link for link in re.findall(r'href="([^"]+)"', leeg) if client.get(link).status_code != 200] == []
    assert len(found) >= 2
    # What is not there, and what to do about it or who does: more than "nothing found".
    assert {url: tekst for url, tekst in found.items() if len(ZIN.findall(tekst)) < 2} == {}

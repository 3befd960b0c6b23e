"""Every address x every member of the cast x GET and POST, against what each of them is to the object."""

from copy import deepcopy
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from berichten.models import Bericht
from canvas.models import Bijdrage
from deelnemers.models import ImportOpdracht
from partijen.models import Partij
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.wereld import build_wereld
from toegang.matrix import MATRIX
from toegang.relaties import Relatie as R

# Who of the cast may see which object at all, written out by hand: the others get 404.
GEMEENTE = {"coordinator", "klantmanager", "lezer", "beheerder"}
DOSSIER = {"coordinator", "klantmanager", "lezer"}
PARTNERS = {"werkgever", "mentor", "taal", "opleider", "verbinder", "expert"}
ZIET = {
    "traject": GEMEENTE | PARTNERS,
    "fase": GEMEENTE | PARTNERS,
    "rolinvulling": GEMEENTE | PARTNERS,
    "bijdrage": GEMEENTE | PARTNERS,
    "afspraak": DOSSIER,
    "deelnemer": DOSSIER | {"mentor", "werkgever", "taal", "opleider"},
    "deelname": DOSSIER | {"mentor", "werkgever", "taal", "opleider"},
    "voortgang": DOSSIER | {"mentor", "taal", "opleider"},
    "plaatsing": DOSSIER | {"mentor", "werkgever"},
    "checkin": DOSSIER | {"mentor"},
    "signaal": DOSSIER | {"mentor"},
    "wens": DOSSIER | {"mentor"},
    "ontmoeting": DOSSIER | {"mentor"},
    "gemeente": GEMEENTE,
    "partij": GEMEENTE | {"vreemde", "opleider"},
    "lidmaatschap": GEMEENTE | {"vreemde", "opleider"},
    "uitnodiging": GEMEENTE | {"opleider"},
    "contactpersoon": GEMEENTE,
    "bericht": {"coordinator", "beheerder", "mentor"},
    "importopdracht": {"klantmanager"},
    "inzageverzoek": {"coordinator", "klantmanager"},
}
# What each is to the objects of this trajectory, and to nothing in particular.
BIJ_TRAJECT = {
    "coordinator": {R.COORDINATOR},
    "klantmanager": {R.KLANTMANAGER},
    "lezer": {R.LEZER},
    "beheerder": {R.BEHEERDER},
    "werkgever": {R.WERKGEVER},
    "mentor": {R.MENTOR},
    "taal": {R.TAALOPLEIDER},
    "opleider": {R.OPLEIDER},
    "verbinder": {R.VERBINDER},
    "expert": {R.EXPERTISEPARTNER},
    "vreemde": {R.COORDINATOR},
}
# Closer ties, by object.
NAUWER = {
    ("rolinvulling", "werkgever"): {R.EIGEN_PARTIJ},
    ("partij", "opleider"): {R.EIGEN_PARTIJ},
    ("lidmaatschap", "opleider"): {R.EIGEN_PARTIJ},
    ("uitnodiging", "opleider"): {R.EIGEN_PARTIJ, R.PARTIJ_BEHEERDER},
    ("afspraak", "coordinator"): {R.BETROKKENE},
    ("afspraak", "klantmanager"): {R.BETROKKENE},
    ("checkin", "mentor"): {R.AUTEUR},
}
PERSOONLIJK = {"deelnemer", "deelname", "voortgang", "plaatsing", "checkin", "signaal", "wens", "ontmoeting"}
BIJ_PERSOON = {"mentor": {R.EIGEN_MENTOR}, "werkgever": {R.PLAATSENDE_WERKGEVER}}

# Which object an address is about; what is not here is about nothing in particular.
OVER = {
    "berichten:opnieuw": "bericht",
    "partijen:detail": "partij",
    "partijen:wijzig": "partij",
    "partijen:instellingen": "gemeente",
    "partijen:herinneringen": "gemeente",
    "partijen:huisstijl": "gemeente",
    "partijen:huisstijl_css": "gemeente",
    "partijen:huisstijl_logo": "gemeente",
    "partijen:lid_nieuw": "partij",
    "partijen:lid_wijzig": "lidmaatschap",
    "partijen:lid_stop": "lidmaatschap",
    "partijen:uitnodiging_opnieuw": "uitnodiging",
    "partijen:uitnodiging_intrek": "uitnodiging",
    "partijen:uitnodiging_akkoord": "uitnodiging",
    "partijen:contact_nieuw": "partij",
    "partijen:contact_wijzig": "contactpersoon",
    "partijen:contact_weg": "contactpersoon",
    "trajecten:detail": "traject",
    "trajecten:wijzig": "traject",
    "trajecten:stand": "traject",
    "trajecten:planning": "traject",
    "trajecten:varianten": "traject",
    "trajecten:fase_start": "fase",
    "trajecten:fase_sluit": "fase",
    "trajecten:fase_heropen": "fase",
    "trajecten:fase_doorgang": "fase",
    "trajecten:besluit_nieuw": "fase",
    "trajecten:rol_nieuw": "fase",
    "trajecten:rol_vul": "rolinvulling",
    "trajecten:rol_voorstel": "rolinvulling",
    "trajecten:rol_leeg": "rolinvulling",
    "trajecten:rol_antwoord": "rolinvulling",
    "trajecten:afspraak_nieuw": "traject",
    "trajecten:afspraak_verzet": "afspraak",
    "trajecten:afspraak_status": "afspraak",
    "deelnemers:import_bevestig": "importopdracht",
    "deelnemers:detail": "deelnemer",
    "deelnemers:wijzig": "deelnemer",
    "deelnemers:taalniveaus": "deelnemer",
    "deelnemers:logboek": "deelnemer",
    "deelnemers:van_traject": "traject",
    "deelnemers:verloop": "traject",
    "deelnemers:capaciteit": "traject",
    "deelnemers:geraakt": "traject",
    "deelnemers:drukte": "traject",
    "deelnemers:deelname_nieuw": "traject",
    "deelnemers:deelname_wijzig": "deelname",
    "deelnemers:voortgang_wijzig": "voortgang",
    "deelnemers:plaatsing_nieuw": "deelname",
    "deelnemers:plaatsing_wijzig": "plaatsing",
    "deelnemers:ontmoeting_nieuw": "deelname",
    "deelnemers:ontmoeting_wijzig": "ontmoeting",
    "deelnemers:ontmoeting_afzeggen": "ontmoeting",
    "deelnemers:plaatsing_evaluatie": "plaatsing",
    "deelnemers:plaatsing_weg": "plaatsing",
    "deelnemers:deelname_datums": "deelname",
    "deelnemers:volg_groep": "deelname",
    "deelnemers:checkin_nieuw": "deelname",
    "deelnemers:checkin_oud": "deelname",
    "deelnemers:checkin_detail": "checkin",
    "deelnemers:checkin_wijzig": "checkin",
    "deelnemers:checkin_weg": "checkin",
    "deelnemers:inzage": "deelnemer",
    "deelnemers:inzageverzoek": "inzageverzoek",
    "deelnemers:inzage_bestand": "inzageverzoek",
    "deelnemers:inzage_opnieuw": "inzageverzoek",
    "deelnemers:langer_bewaren": "deelnemer",
    "deelnemers:wissen": "deelnemer",
    "deelnemers:paginateksten": "gemeente",
    "deelnemers:paginateksten_taal": "gemeente",
    "deelnemers:paginatekst": "gemeente",
    "deelnemers:eigen_pagina": "deelname",
    "deelnemers:paginalink_intrek": "deelname",
    "deelnemers:afspraak_delen": "checkin",
    "deelnemers:wens_besproken": "wens",
    "deelnemers:signaal_afhandelen": "signaal",
    "canvas:canvas": "traject",
    "canvas:kosten": "traject",
    "canvas:pdf": "traject",
    "canvas:pdf_opnieuw": "traject",
    "canvas:veld": "traject",
    "canvas:bijdrage_nieuw": "traject",
    "canvas:bijdrage_wijzig": "bijdrage",
    "canvas:bijdrage_weg": "bijdrage",
}
EXTRA_KWARGS = {
    "trajecten:stand": {"status": "gepauzeerd"},
    "toegang:sessie_uit": {"pk": 1},
    "partijen:huisstijl_css": {"stand": "licht"},
    "trajecten:nieuw_uit_sjabloon": {"sjabloon": "groen"},
    "canvas:veld": {"veld": "werving.doel"},
    "deelnemers:inzage_bestand": {"soort": "json"},
    "deelnemers:paginateksten_taal": {"taal": "ar"},
    "deelnemers:paginatekst": {"taal": "ar", "code": "titel"},
    "canvas:bijdrage_nieuw": {"component": "leerwerk"},
}


def world_of(cast):
    wereld = build_wereld(cast)
    wereld.bijdrage = Bijdrage.objects.create(
        traject=wereld.traject, component="leerwerk", soort="geld", omschrijving="Taaltrainer", bedrag=1200
    )
    wereld.bericht = Bericht.objects.create(
        soort="proef", sleutel=f"proef {cast.waterstad.pk}", ontvanger=cast.mentor, eigenaar=cast.waterstad.pk
    )
    wereld.importopdracht = ImportOpdracht.objects.create(
        gemeente=cast.waterstad, door=cast.klantmanager, bestandsnaam="lijst.csv", aantal=0
    )
    return wereld


@pytest.fixture
def wereld(cast):
    return world_of(cast)


def is_to(who, about):
    relaties = {R.INGELOGD} | NAUWER.get((about, who), set())
    if about in PERSOONLIJK:
        own = BIJ_TRAJECT[who] if who in GEMEENTE | {"taal", "opleider"} else set()
        return relaties | own | BIJ_PERSOON.get(who, set())
    if about in {"partij", "lidmaatschap", "uitnodiging", "contactpersoon"} and who in PARTNERS:
        return relaties
    if about == "afspraak" and who not in GEMEENTE:
        return relaties
    if about and who == "werkgever":
        return relaties  # asked, not committed: may look and answer
    return relaties | BIJ_TRAJECT[who]


def expected(name, who, method):
    about, regel = OVER.get(name), MATRIX[name]
    if method not in regel.methods:
        return "405"
    if about and who not in ZIET[about]:
        return "404"
    return "allowed" if is_to(who, about) & regel.for_method(method) else "403"


def answer(client, method, url):
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        status = client.generic(method, url).status_code
        transaction.set_rollback(True)  # the next request finds the world as it was
    client.cookies = cookies
    return str(status) if status in {403, 404, 405} else "allowed"


def address(wereld, name):
    about = OVER.get(name)
    return reverse(name, kwargs=({"pk": getattr(wereld, about).pk} if about else {}) | EXTRA_KWARGS.get(name, {}))


METHODS = ("GET", "HEAD", "POST")


@pytest.mark.parametrize("who", BIJ_TRAJECT)
def test_every_address_answers_as_the_matrix_says(cast, wereld, login, who, settings, report):
    settings.DEMO = True  # the demo's mailbox exists in the demo alone
    client = login(cast.people[who])
    asked = [(name, method) for name in MATRIX for method in METHODS]
    outcome = {(name, method): answer(client, method, address(wereld, name)) for name, method in asked}
    assert outcome == {(name, method): expected(name, who, method) for name, method in asked}
    report(f"matrix: {who}", combinations=len(outcome))


def closed_out(cast):
    """Return, by why, a client for whom every door is closed."""
    stopped, inactive = LidmaatschapFactory(partij=cast.waterstad, functie="coordinator"), cast.lezer
    clients = {"never signed in": Client(), "account closed since": Client()}
    clients["account closed since"].force_login(inactive)
    inactive.is_active = False
    inactive.save()
    stopped.actief = False
    stopped.save()
    return clients, stopped.gebruiker


def test_without_a_session_every_address_leads_to_signing_in(cast, wereld, report):
    clients, _stopped = closed_out(cast)
    for why, client in clients.items():
        asked = [(name, method) for name in MATRIX for method in METHODS]
        answers = {ask: client.generic(ask[1], address(wereld, ask[0])) for ask in asked}
        wrong = {ask for ask, got in answers.items() if got.status_code != 302 or "/accounts/login/" not in got.url}
        assert wrong == set(), why
        assert {ask for ask, got in answers.items() if got.content} == set(), why
        report(f"matrix: {why}", combinations=len(answers))


def test_whoever_left_sees_nothing_of_the_gemeente(cast, wereld, login, report):
    _clients, left = closed_out(cast)
    client, asked = login(left), [(name, method) for name in MATRIX for method in METHODS]
    outcome = {(name, method): answer(client, method, address(wereld, name)) for name, method in asked if name in OVER}
    assert {ask for ask, got in outcome.items() if got == "allowed"} == set()
    report("matrix: left the gemeente", combinations=len(outcome))


# Parties, and who works there, are shared by all gemeentes.
GEDEELD = {"partij", "lidmaatschap"}


@pytest.fixture
def elders(cast):
    """The same world once more, of Heuvelrijk and other partners: numbers that people could try."""
    parties = {name: PartijFactory(soort=p.soort) for name, p in vars(cast).items() if isinstance(p, Partij)}
    people = {}
    for name, user in cast.people.items():
        lid = user.lidmaatschappen.get()
        own = next(n for n, p in vars(cast).items() if p == lid.partij)
        partij = cast.heuvelrijk if own == "waterstad" else parties[own]
        people[name] = LidmaatschapFactory(partij=partij, functie=lid.functie).gebruiker
    return world_of(replace(cast, **parties | people | {"waterstad": cast.heuvelrijk}))


@pytest.mark.parametrize("who", [who for who in BIJ_TRAJECT if who != "vreemde"])
def test_the_numbers_of_another_gemeente_lead_nowhere(cast, wereld, elders, login, who, report):
    client = login(cast.people[who])
    asked = [(name, method) for name, about in OVER.items() if about not in GEDEELD for method in METHODS]
    outcome = {(name, method): answer(client, method, address(elders, name)) for name, method in asked}
    assert outcome == {(name, method): "404" if method in MATRIX[name].methods else "405" for name, method in asked}
    report(f"foreign numbers: {who}", combinations=len(outcome))


def test_the_numbers_of_waterstad_lead_the_other_gemeente_nowhere(cast, wereld, elders, login, report):
    client = login(cast.vreemde)
    asked = [(name, method) for name, about in OVER.items() if about not in GEDEELD for method in METHODS]
    outcome = {(name, method): answer(client, method, address(wereld, name)) for name, method in asked}
    assert outcome == {(name, method): "404" if method in MATRIX[name].methods else "405" for name, method in asked}
    report("foreign numbers: vreemde", combinations=len(outcome))

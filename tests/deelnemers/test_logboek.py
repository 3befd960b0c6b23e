"""A participant's own log: who saw or changed the file, told to those who keep it."""

import pytest
from django.urls import reverse

from deelnemers.logtabel import PAGINAS
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    OntmoetingFactory,
    PlaatsingFactory,
    VoortgangFactory,
)
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory
from toegang.logregels import Handeling
from toegang.matrix import MATRIX
from toegang.models import Logregel
from trajecten.enums import Component


def log_of(deelnemer):
    return reverse("deelnemers:logboek", args=[deelnemer.pk])


def reads(pk):
    """Return (who, on which page, by which right) for each time this participant was seen, oldest first."""
    regels = Logregel.objects.about(pk).filter(handeling=Handeling.INZIEN).order_by("pk")
    return [(r.actor.naam, r.additional_data["pagina"], r.grond) for r in regels]


@pytest.fixture
def deelname(cast):
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
    FaseFactory(traject=deelname.traject, component=Component.BEGELEIDING)
    return deelname


@pytest.mark.parametrize("who", ["coordinator", "klantmanager"])
def test_whoever_keeps_the_file_sees_who_read_it(cast, login, deelname, who):
    login(cast.mentor).get(reverse("deelnemers:detail", args=[deelname.deelnemer_id]))
    text = login(cast.people[who]).get(log_of(deelname.deelnemer)).text
    assert "Mentor van deze deelnemer" in text
    assert (
        log_of(deelname.deelnemer)
        in login(cast.people[who]).get(reverse("deelnemers:detail", args=[deelname.deelnemer_id])).text
    )


@pytest.mark.parametrize(
    ("who", "status"), [("lezer", 403), ("mentor", 403), ("beheerder", 404), ("vreemde", 404), ("verbinder", 404)]
)
def test_nobody_else_sees_it(cast, login, deelname, who, status):
    assert login(cast.people[who]).get(log_of(deelname.deelnemer)).status_code == status


def test_it_names_the_fields_that_changed_and_not_what_they_held(cast, login, deelname):
    deelnemer = deelname.deelnemer
    deelnemer.achternaam, deelnemer.telefoon = "Kanarienaam", "0612345678"
    deelnemer.save()
    deelnemer.achternaam = "Anders"
    deelnemer.save()
    text = login(cast.coordinator).get(log_of(deelnemer)).text
    assert "achternaam, telefoon" in text
    assert "Kanarienaam" not in text
    assert "0612345678" not in text


def test_every_page_with_a_file_or_a_form_of_it_is_a_read(cast, login, deelname):
    checkin = CheckinFactory(deelname=deelname)
    plaatsing = PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    voortgang = VoortgangFactory(deelname=deelname)
    client = login(cast.klantmanager)
    pages = [
        ("deelnemers:detail", deelname.deelnemer_id),
        ("deelnemers:wijzig", deelname.deelnemer_id),
        ("deelnemers:logboek", deelname.deelnemer_id),
        ("deelnemers:deelname_wijzig", deelname.pk),
        ("deelnemers:voortgang_wijzig", voortgang.pk),
        ("deelnemers:plaatsing_nieuw", deelname.pk),
        ("deelnemers:plaatsing_wijzig", plaatsing.pk),
        ("deelnemers:checkin_nieuw", deelname.pk),
        ("deelnemers:checkin_detail", checkin.pk),
    ]
    for name, pk in pages:
        assert client.get(reverse(name, args=[pk])).status_code == 200
    assert reads(deelname.deelnemer_id) == [("Klantmanager", name, ["klantmanager"]) for name, _pk in pages]
    assert {name for name, _pk in pages} <= PAGINAS.keys()


def test_every_list_that_names_someone_is_a_read(cast, login, deelname):
    CheckinFactory(deelname=deelname, door=cast.mentor)
    client = login(cast.mentor)
    for url in (
        reverse("deelnemers:lijst"),
        reverse("deelnemers:checkins"),
        reverse("inzicht:start"),
    ):
        assert deelname.deelnemer.achternaam in client.get(url).text
    assert [page for _who, page, _grond in reads(deelname.deelnemer_id)] == [
        "deelnemers:lijst",
        "deelnemers:checkins",
        "inzicht:start",
    ]


def test_a_trajectorys_group_and_a_choice_of_people_are_reads(cast, login, deelname):
    ander = DeelnemerFactory(gemeente=cast.waterstad)
    client = login(cast.coordinator)
    client.get(reverse("deelnemers:van_traject", args=[deelname.traject_id]))
    client.get(reverse("deelnemers:deelname_nieuw", args=[deelname.traject_id]))
    assert [page for _who, page, _grond in reads(deelname.deelnemer_id)] == ["deelnemers:van_traject"]
    assert [page for _who, page, _grond in reads(ander.pk)] == ["deelnemers:deelname_nieuw"]


def test_a_list_is_one_line_per_gemeente_with_numbers_and_no_names(cast, login):
    for gemeente in (cast.waterstad, cast.waterstad, cast.heuvelrijk):
        DeelnameFactory(traject__gemeente=gemeente, mentor=cast.mentor)
    login(cast.mentor).get(reverse("deelnemers:lijst"), {"zoek": "voornaam", "taal": ""})
    regels = Logregel.objects.filter(handeling=Handeling.INZIEN).order_by("-additional_data__aantal")
    assert [(r.eigenaar, r.betrokkene, r.additional_data["aantal"]) for r in regels] == [
        (cast.waterstad.pk, None, 2),
        (cast.heuvelrijk.pk, None, 1),
    ]
    assert {tuple(r.additional_data["filter"]) for r in regels} == {("zoek",)}
    assert "oornaam" not in str([r.additional_data for r in regels])


def test_an_empty_list_is_no_read(cast, login, deelname):
    login(cast.verbinder).get(reverse("inzicht:start"))
    assert Logregel.objects.filter(handeling=Handeling.INZIEN).count() == 0


# Every form about people: its address, and of which row.
FORMULIEREN = {
    "deelnemers:wijzig": "deelnemer",
    "deelnemers:taalniveaus": "deelnemer",
    "deelnemers:wissen": "deelnemer",
    "deelnemers:langer_bewaren": "deelnemer",
    "deelnemers:deelname_wijzig": "deelname",
    "deelnemers:deelname_datums": "deelname",
    "deelnemers:volg_groep": "deelname",
    "deelnemers:voortgang_wijzig": "voortgang",
    "deelnemers:ontmoeting_nieuw": "deelname",
    "deelnemers:ontmoeting_wijzig": "ontmoeting",
    "deelnemers:plaatsing_nieuw": "deelname",
    "deelnemers:plaatsing_wijzig": "plaatsing",
    "deelnemers:plaatsing_evaluatie": "plaatsing",
    "deelnemers:plaatsing_weg": "plaatsing",
    "deelnemers:checkin_nieuw": "deelname",
    "deelnemers:checkin_wijzig": "checkin",
    "deelnemers:checkin_weg": "checkin",
    "deelnemers:eigen_pagina": "deelname",
}
# Forms with nothing to fill in: sent is done.
ZONDER_VELDEN = {"deelnemers:paginalink_intrek", "deelnemers:ontmoeting_afzeggen"}
# Forms that are about no one person yet, or about none at all.
ANDERE = {
    "deelnemers:capaciteit",
    "deelnemers:nieuw",
    "deelnemers:import",
    "deelnemers:import_bevestig",
    "deelnemers:deelname_nieuw",
    "deelnemers:paginateksten_taal",
    "deelnemers:paginatekst",
}


def test_every_form_about_one_person_is_listed():
    """A new one has its line above, and so the test below."""
    forms = {
        name for name, regel in MATRIX.items() if name.startswith("deelnemers:") and regel.lezen and regel.schrijven
    }
    assert forms - ANDERE - ZONDER_VELDEN == set(FORMULIEREN)


@pytest.mark.parametrize(("name", "wat"), FORMULIEREN.items())
@pytest.mark.parametrize("sent", [{}, {"iets": "anders"}], ids=["nothing", "nonsense"])
def test_a_form_sent_and_refused_is_a_read_too(cast, login, deelname, name, wat, sent):
    rijen = {
        "deelname": deelname,
        "deelnemer": deelname.deelnemer,
        "checkin": CheckinFactory(deelname=deelname),
        "plaatsing": PlaatsingFactory(deelname=deelname, werkgever=cast.installatie),
        "voortgang": VoortgangFactory(deelname=deelname),
        "ontmoeting": OntmoetingFactory(deelname=deelname),
    }
    answer = login(cast.coordinator).post(reverse(name, args=[rijen[wat].pk]), sent)
    assert (answer.status_code, reads(deelname.deelnemer_id)) == (422, [("Coordinator", name, ["coordinator"])])
    assert PAGINAS.keys() >= {name}


@pytest.mark.parametrize("query", ["", "?zoek=a"])
def test_a_choice_of_people_that_is_sent_empty_is_a_read_too(cast, login, deelname, query):
    ander = DeelnemerFactory(gemeente=cast.waterstad, voornaam="Aad")
    url = reverse("deelnemers:deelname_nieuw", args=[deelname.traject_id]) + query
    answer = login(cast.coordinator).post(url)
    assert (answer.status_code, reads(ander.pk)) == (
        422,
        [("Coordinator", "deelnemers:deelname_nieuw", ["coordinator"])],
    )


def test_a_form_that_was_carried_out_shows_nothing_and_a_head_does(cast, login, deelname):
    client = login(cast.klantmanager)
    gegevens = {"voornaam": "Aad", "achternaam": "Vis", "uren_per_week": 0}
    url = reverse("deelnemers:wijzig", args=[deelname.deelnemer_id])
    assert client.post(url, gegevens).status_code == 302
    assert reads(deelname.deelnemer_id) == []
    assert client.head(url).status_code == 200
    assert reads(deelname.deelnemer_id) == [("Klantmanager", "deelnemers:wijzig", ["klantmanager"])]


@pytest.fixture
def half_elders(cast):
    """A klantmanager of Waterstad who is mentor in the name of a guidance party too, of someone of Heuvelrijk."""
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=cast.maatwerk)
    elders = DeelnameFactory(traject__gemeente=cast.heuvelrijk, mentor=cast.klantmanager, mentor_partij=cast.maatwerk)
    fase = FaseFactory(traject=elders.traject, component=Component.BEGELEIDING)
    RolinvullingFactory(fase=fase, rol="mentor", partij=cast.maatwerk, status="toegezegd")
    return elders


@pytest.mark.parametrize(
    "pagina",
    ["deelnemers:lijst", "deelnemers:checkins", "inzicht:start", "deelnemers:van_traject", "deelnemers:verloop"],
)
def test_a_list_says_what_its_reader_is_to_each_person_and_nothing_they_are_elsewhere(
    cast, login, deelname, half_elders, pagina
):
    client = login(cast.klantmanager)
    if pagina in ("deelnemers:van_traject", "deelnemers:verloop"):
        for who in (deelname, half_elders):
            client.get(reverse(pagina, args=[who.traject_id]))
    else:
        client.get(reverse(pagina))
    assert reads(half_elders.deelnemer_id) == [("Klantmanager", pagina, ["eigen_mentor"])]
    if pagina != "deelnemers:checkins":  # which names nobody of Waterstad: nobody was spoken to
        assert reads(deelname.deelnemer_id) == [("Klantmanager", pagina, ["klantmanager"])]


@pytest.mark.parametrize("who", ["werkgever", "opleider"])
def test_the_start_page_of_a_partner_says_by_which_role(cast, login, deelname, who):
    partij = cast.people[who].lidmaatschappen.get().partij
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    fase = FaseFactory(traject=deelname.traject, component=Component.LEERWERK)
    RolinvullingFactory(fase=fase, rol=who, partij=partij, status="toegezegd")
    login(cast.people[who]).get(reverse("inzicht:start"))
    grond = {"werkgever": "plaatsende_werkgever", "opleider": "opleider"}[who]
    assert [grond for _who, _page, grond in reads(deelname.deelnemer_id)] == [[grond]]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_it_costs_the_same_queries_for_any_number_of_lines(cast, login, deelname, rows, django_assert_num_queries):
    for n in range(rows):
        deelname.deelnemer.telefoon = str(n)
        deelname.deelnemer.save()
        login(cast.lezer).get(reverse("deelnemers:detail", args=[deelname.deelnemer_id]))
    client = login(cast.coordinator)
    client.get(log_of(deelname.deelnemer))
    # Session, person, memberships, participant, one for what one is to them, the read, count, lines, two for people.
    with django_assert_num_queries(10):
        client.get(log_of(deelname.deelnemer))

"""My work: each member of the cast sees what is theirs to do, and nothing of anyone else's."""

import pytest

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from partijen.enums import Functie, Rol
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, PlaatsingFactory, SignaalFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.startpagina import ask_consent, codes, days, lines, sections, start, toegezegd
from trajecten.enums import Component, FaseStatus, RolStatus

GEMEENTE = {
    "signalen",
    "te-laat",
    "open-rollen",
    "onbeantwoord",
    "afspraken",
    "zonder-regisseur",
    "stil",
}
PARTNER = {"vragen", "akkoord", "eigen-afspraken", "onze-fasen", "onze-trajecten"}
VAN_WIE = {
    "coordinator": GEMEENTE | {"mail"},
    "klantmanager": GEMEENTE,
    "lezer": {"trajecten"},
    "beheerder": {"trajecten", "mail"},
    "vreemde": GEMEENTE | {"mail"},
    "werkgever": PARTNER | {"geplaatst"},
    "mentor": PARTNER | {"checkin-nu", "checkin-binnenkort"},
    "taal": PARTNER | {"opleiding"},
    "opleider": PARTNER | {"opleiding"},
    "verbinder": PARTNER | {"open-plekken"},
    "expert": PARTNER,
}


@pytest.mark.parametrize("wie", VAN_WIE)
def test_everyone_has_the_sections_of_their_own_work(cast, login, both, wie):
    toegezegd(both[0], cast.waterstad, Rol.REGISSEUR, persoon=cast.coordinator)
    toegezegd(both[1], cast.heuvelrijk, Rol.INTERMEDIAIR)

    assert codes(start(login, getattr(cast, wie))) == VAN_WIE[wie]


def test_someone_without_a_party_is_told_what_to_do(login, db):
    response = start(login, UserFactory())

    assert "Vraag de coördinator van de gemeente" in response.text
    assert "Hier is nu niets te doen" not in response.text


def test_without_anything_to_do_the_page_says_so(cast, login):
    response = start(login, cast.coordinator)

    assert "U hoeft nu niets te doen" in response.text
    assert "Elk traject heeft een regisseur." in response.text


def test_what_is_in_order_does_not_deny_what_is_listed(cast, login, both):
    AfspraakFactory(traject=both[0], wat="Van mij", persoon=cast.coordinator, deadline=days(2))
    FaseFactory(traject=both[0], component=Component.WERVING, start=days(3), eind=days(40))
    RolinvullingFactory(fase=both[0].fasen.get(component=Component.WERVING), rol=Rol.MENTOR)
    response = start(login, cast.coordinator)

    assert sections(response) == {"afspraken": ["Van mij"], "open-rollen": ["Werving en selectie · Eigen traject"]}
    assert "Geen open afspraken voor u" not in response.text
    assert "Geen fasen die binnen een maand" not in response.text
    assert "Elk traject heeft een regisseur." in response.text


def test_work_for_others_still_shows_to_people_of_a_gemeente(cast, login, both):
    AfspraakFactory(traject=both[1], wat="Voor een ander", persoon=cast.coordinator, deadline=days(2))

    assert sections(start(login, cast.coordinator)) == {"eigen-afspraken": ["Voor een ander"]}


def test_of_two_hats_both_are_shown(cast, login, both):
    LidmaatschapFactory(gebruiker=cast.klantmanager, partij=cast.maatwerk, functie=Functie.MEDEWERKER)

    assert codes(start(login, cast.klantmanager)) == GEMEENTE | {"checkin-nu", "checkin-binnenkort"}


def test_a_long_section_shows_ten_and_then_all(cast, login, both):
    for n in range(12):
        AfspraakFactory(traject=both[0], wat=f"Afspraak {n}", deadline=days(-n))
    short, full = start(login, cast.coordinator), start(login, cast.coordinator, alles="afspraken")

    assert [r.tekst for r in lines(short, "afspraken")] == [f"Afspraak {n}" for n in range(11, 1, -1)]
    assert "?alles=afspraken#afspraken" in short.text
    assert len(lines(full, "afspraken")) == 12
    assert "?alles=afspraken" not in full.text


def _fill(cast, traject, rows):
    """Lay so many rows in every section of every member of the cast."""
    for n in range(rows):
        late = TrajectFactory(gemeente=cast.waterstad, naam=f"Laat {n}")
        fase = FaseFactory(
            traject=late, start=days(-50), eind=days(-5), status=FaseStatus.LOPEND, werkelijke_start=days(-50)
        )
        soon = FaseFactory(traject=late, component=Component.TAAL, start=days(3), eind=days(90))
        RolinvullingFactory(fase=soon, rol=Rol.WERKGEVER)
        for partij, rol in (
            (cast.installatie, Rol.WERKGEVER),
            (cast.roc, Rol.OPLEIDER),
            (cast.taalhuis, Rol.TAALOPLEIDER),
            (cast.maatwerk, Rol.MENTOR),
            (cast.netwerk, Rol.VERBINDER),
            (cast.expertise, Rol.EXPERTISEPARTNER),
        ):
            RolinvullingFactory(fase=soon, rol=rol, status=RolStatus.TOEGEZEGD, partij=partij)
            RolinvullingFactory(fase=fase, rol=rol, status=RolStatus.GEVRAAGD, partij=partij, gevraagd_op=days(-9))
            AfspraakFactory(traject=late, partij=partij, persoon=None, deadline=days(-1))
            ask_consent(cast, partij, f"Genodigde {n}")
        for ago in (20, 40):
            deelname = DeelnameFactory(traject=late, mentor=cast.mentor, actief_sinds=days(-90))
            SignaalFactory(checkin=CheckinFactory(deelname=deelname, datum=days(-ago)))
            PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, start=days(-9))
        Bericht.objects.create(
            soort="x", sleutel=f"{n}", ontvanger=cast.coordinator, status=BerichtStatus.MISLUKT, onderwerp="Weg"
        )


@pytest.mark.parametrize("wie", VAN_WIE)
def test_the_page_costs_the_same_queries_for_any_number_of_rows(
    cast, login, both, wie, django_assert_num_queries, django_assert_max_num_queries
):
    client = login(getattr(cast, wie))
    counts = []
    for more in (1, 2, 27):
        _fill(cast, both[0], more)
        Bericht.objects.all().delete()
        with django_assert_max_num_queries(30) as captured:
            response = client.get("/", {"alles": "afspraken"})
        counts.append(len(captured))
        assert response.status_code == 200
    assert counts == [counts[0]] * 3

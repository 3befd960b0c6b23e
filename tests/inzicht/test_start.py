"""My work: each member of the cast sees what is theirs to do, and nothing of anyone else's."""

import pytest
from auditlog.context import disable_auditlog
from django.urls import reverse

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from partijen.enums import Functie, Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    PlaatsingFactory,
    SignaalFactory,
    VoortgangFactory,
)
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.startpagina import ask_consent, codes, days, lines, sections, signaal, start, toegezegd
from trajecten.enums import Component, Doorgang, FaseStatus, RolStatus
from trajecten.levensloop import set_doorgang

GEMEENTE = {
    "signalen",
    "ontmoetingen",
    "wensen",
    "te-laat",
    "stilstand",
    "open-rollen",
    "onbeantwoord",
    "stuurmomenten",
    "afspraken",
    "zonder-regisseur",
    "stil",
    "plaatsingen",
}
PARTNER = {"vragen", "akkoord", "eigen-afspraken", "onze-fasen", "onze-trajecten"}
VAN_WIE = {
    "coordinator": GEMEENTE | {"mail"},
    "klantmanager": GEMEENTE,
    "lezer": {"trajecten"},
    "beheerder": {"trajecten", "mail"},
    "vreemde": GEMEENTE | {"mail"},
    "werkgever": PARTNER | {"verwacht", "evaluaties", "beginnen", "geplaatst"},
    "mentor": PARTNER | {"wensen", "ontmoetingen", "checkin-nu", "checkin-binnenkort"},
    "taal": PARTNER | {"niveaus", "resultaten", "opleiding"},
    "opleider": PARTNER | {"resultaten", "opleiding"},
    "verbinder": PARTNER | {"plekken", "open-plekken"},
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
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    DeelnameFactory(traject=traject, mentor=cast.mentor, actief_sinds=days(-1))
    response = start(login, cast.klantmanager)

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


def test_a_long_section_shows_five_and_then_all(cast, login, both):
    for n in range(12):
        AfspraakFactory(traject=both[0], wat=f"Afspraak {n}", deadline=days(-n))
    short, full = start(login, cast.coordinator), start(login, cast.coordinator, alles="afspraken")

    assert [r.tekst for r in lines(short, "afspraken")] == [f"Afspraak {n}" for n in range(11, 6, -1)]
    assert "?alles=afspraken#afspraken" in short.text
    assert "Alle 12 tonen" in short.text
    assert len(lines(full, "afspraken")) == 12
    assert "?alles=afspraken" not in full.text


def test_what_is_most_urgent_stands_first_whatever_section_it_is_in(cast, login, both):
    signaal(both[0])
    assert list(sections(start(login, cast.coordinator))) == ["signalen"]

    AfspraakFactory(traject=both[0], wat="Te laat", deadline=days(-1))
    RolinvullingFactory(fase=both[0].fasen.get(), gevraagd=True, gevraagd_op=days(-1))
    assert list(sections(start(login, cast.coordinator))) == ["afspraken", "signalen", "onbeantwoord"]


def test_a_phase_that_was_paused_stays_in_sight_until_it_goes_on(cast, login, both):
    fase = both[0].fasen.get()
    set_doorgang(fase, Doorgang.GEPAUZEERD, reden="De werkgever verhuist.", door=cast.coordinator)
    (regel,) = lines(start(login, cast.coordinator), "stilstand")
    assert (regel.soort, regel.noot) == ("let-op", "De werkgever verhuist.")
    assert regel.url == reverse("trajecten:fase_doorgang", args=[fase.pk])

    set_doorgang(fase, Doorgang.ACTIEF, reden="", door=cast.coordinator)
    assert "stilstand" not in sections(start(login, cast.coordinator))


def test_the_first_line_of_the_page_is_the_most_overdue(cast, login, both):
    AfspraakFactory(traject=both[0], wat="Acht", deadline=days(-8))
    AfspraakFactory(traject=both[0], wat="Een", deadline=days(-1))
    both[0].fasen.update(start=days(-100), eind=days(-5), status=FaseStatus.LOPEND, werkelijke_start=days(-100))
    assert list(sections(start(login, cast.coordinator)))[:2] == ["afspraken", "te-laat"]

    both[0].fasen.update(eind=days(-9))
    response = start(login, cast.coordinator)
    assert list(sections(response))[:2] == ["te-laat", "afspraken"]
    assert sections(response)["afspraken"] == ["Acht", "Een"]


def test_within_a_section_too_what_waits_longest_stands_first(cast, login, both):
    traject = both[0]
    FaseFactory(traject=traject, component=Component.WERVING, start=days(-9), eind=days(20))
    late = FaseFactory(
        traject=traject,
        component=Component.TAAL,
        start=days(-90),
        eind=days(-2),
        status=FaseStatus.LOPEND,
        werkelijke_start=days(-90),
    )
    for fase in traject.fasen.all():
        RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.WERKGEVER, partij=cast.installatie)
    found = lines(start(login, cast.werkgever), "onze-fasen")

    # Its gemeente begins and closes a phase: to a partner who takes part in it, nothing of that is late.
    assert [(regel.soort, regel.status) for regel in found] == [
        ("let-op", "Loopt langer dan gepland"),
        ("let-op", "Begint later dan gepland"),
    ]
    assert found[0].url == f"/trajecten/{traject.pk}/#fase-{late.pk}"


@pytest.mark.parametrize("wie", VAN_WIE)
def test_every_line_leads_to_a_page_and_a_place_on_it_that_are_there(cast, login, both, wie):
    _fill(cast, both[0], 1)
    client = login(cast.people[wie])
    found = [regel for blok in client.get("/").context["vol"] for regel in blok.regels]

    for regel in found:
        for url in filter(None, (regel.url, regel.ook_url)):
            path, _, anchor = url.partition("#")
            page = client.get(path)
            assert page.status_code == 200, url
            assert not anchor or f'id="{anchor}"' in page.text, url
    assert found or wie == "vreemde"


@pytest.mark.parametrize(
    ("late", "week", "later", "line"),
    [
        (3, 5, 1, "3 dingen zijn te laat, 5 vragen deze week aandacht."),
        (1, 1, 0, "1 ding is te laat, 1 vraagt deze week aandacht."),
        (2, 0, 0, "2 dingen zijn te laat."),
        (0, 1, 1, "U bent nergens te laat mee. 1 ding vraagt deze week aandacht."),
        (0, 2, 0, "U bent nergens te laat mee. 2 dingen vragen deze week aandacht."),
        (0, 0, 1, "U bent nergens te laat mee en niets heeft deze week haast."),
        (0, 0, 0, ""),
        (26, 0, 0, "Ten minste 25 dingen zijn te laat."),
        (0, 26, 0, "U bent nergens te laat mee. Ten minste 25 dingen vragen deze week aandacht."),
        (1, 0, 26, "1 ding is te laat."),
    ],
)
def test_one_line_says_how_much_is_too_late_and_how_much_is_for_this_week(cast, login, both, late, week, later, line):
    for n in range(late):
        AfspraakFactory(traject=both[0], deadline=days(-1 - n))
    for n in range(week):
        AfspraakFactory(traject=both[0], deadline=days(n % 7))
    for partij in PartijFactory.create_batch(later):
        RolinvullingFactory(fase=both[0].fasen.get(), gevraagd=True, partij=partij, gevraagd_op=days(-1))
    AfspraakFactory(traject=both[1], deadline=days(-1))
    response = start(login, cast.coordinator)

    assert response.context["samenvatting"] == line
    assert line in response.text


def test_the_line_counts_what_is_not_shown_too(cast, login, both):
    for n in range(7):
        AfspraakFactory(traject=both[0], deadline=days(-1 - n))

    assert start(login, cast.coordinator).context["samenvatting"] == "7 dingen zijn te laat."


@disable_auditlog()
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
            RolinvullingFactory(fase=fase, rol=rol, status=RolStatus.TOEGEZEGD, partij=partij, persoon=UserFactory())
            AfspraakFactory(traject=late, partij=partij, persoon=None, deadline=days(-1))
            ask_consent(cast, partij, f"Genodigde {n}")
        for ago in (20, 40):
            deelname = DeelnameFactory(traject=late, mentor=cast.mentor, actief_sinds=days(-90))
            SignaalFactory(checkin=CheckinFactory(deelname=deelname, datum=days(-ago)))
            VoortgangFactory(deelname=deelname, fase=fase)
            for begin, eind in ((-9, None), (-60, 8), (4, None)):
                PlaatsingFactory(
                    deelname=deelname, werkgever=cast.installatie, start=days(begin), eind=eind and days(eind)
                )
        Bericht.objects.create(
            soort="x", sleutel=f"{n}", ontvanger=cast.coordinator, status=BerichtStatus.MISLUKT, onderwerp="Weg"
        )


@pytest.mark.parametrize("wie", VAN_WIE)
def test_the_page_costs_the_same_queries_for_any_number_of_rows(
    cast, login, both, wie, django_assert_num_queries, django_assert_max_num_queries
):
    client = login(getattr(cast, wie))
    client.get("/")  # what a process asks once is no part of the page
    counts = []
    for more in (1, 2, 27):
        _fill(cast, both[0], more)
        Bericht.objects.all().delete()
        with django_assert_max_num_queries(30) as captured:
            response = client.get("/", {"alles": "afspraken"})
        counts.append(len(captured))
        assert response.status_code == 200
    assert counts == [counts[0]] * 3

"""Where a meeting is seen: on the own page, on the start pages, by search, in a calendar."""

from datetime import UTC, date, time

import pytest
from django.urls import reverse
from icalendar import Calendar

from berichten import agendalinks
from deelnemers import ontmoetingen
from deelnemers.eigenpagina.teksten import TEKSTEN, read_texts
from deelnemers.enums import OntmoetingSoort
from tests.deelnemers.test_ontmoetingen import at_employer, invitation_in, nine_o_clock, sent
from tests.factories.deelnemers import DeelnameFactory, OntmoetingFactory
from tests.factories.partijen import PartijFactory
from tests.inzicht.startpagina import lines, start
from tests.inzicht.test_zoeken import found as found_by
from tests.inzicht.test_zoeken import search

__all__ = ["nine_o_clock"]  # its fixture


class TestEigenPagina:
    def test_the_first_that_is_to_come_is_the_next_appointment(self, cast, eigen, client):
        OntmoetingFactory(deelname=eigen.deelname, dag=date(2026, 12, 1), plaats="Later")
        OntmoetingFactory(deelname=eigen.deelname, dag=date(2026, 11, 23), plaats="Gisteren")
        OntmoetingFactory(deelname=eigen.deelname, dag=date(2026, 11, 25), plaats="Afgezegd", status="afgezegd")
        OntmoetingFactory(dag=date(2026, 11, 25), plaats="Van een ander")
        OntmoetingFactory(
            deelname=eigen.deelname,
            dag=date(2026, 11, 24),
            tijd=time(8, 30),
            plaats="Nu bezig",
            soort="snuffelstage",
            werkgever=cast.installatie,
        )
        volgende = client.get(eigen.url).context["pagina"].volgende
        assert (volgende.plaats, volgende.tijd, volgende.bij) == ("Nu bezig", "08:30 – 09:30", str(cast.installatie))

    @pytest.mark.parametrize(
        ("taal", "dag"), [("nl", "1 december 2026"), ("en", "1 December 2026"), ("tr", "1 Aralık")]
    )
    def test_it_says_when_and_where_in_the_language_asked_for(self, eigen, client, taal, dag):
        OntmoetingFactory(deelname=eigen.deelname, dag=date(2026, 12, 1), plaats="Stadhuis, kamer 2")
        text = client.get(f"{eigen.url}?taal={taal}").text
        assert dag in text
        assert '<bdi dir="ltr">10:30 – 11:30</bdi>' in text
        assert '<bdi lang="nl">Stadhuis, kamer 2</bdi>' in text
        assert read_texts(taal, None)["ontmoeting_mentor"].vertaling in text
        assert TEKSTEN["volgende_leeg"] not in text

    def test_every_kind_has_its_words(self):
        assert {f"ontmoeting_{soort}" for soort in OntmoetingSoort} <= set(TEKSTEN)


class TestMijnWerk:
    def test_a_mentor_finds_this_week_on_the_start_page(self, cast, login, placed):
        for dag, plaats in ((date(2026, 11, 24), "Vandaag"), (date(2026, 12, 1), "Net"), (date(2026, 12, 2), "Te ver")):
            OntmoetingFactory(deelname=placed, dag=dag, tijd=time(15), plaats=plaats)
        OntmoetingFactory(deelname=DeelnameFactory(), dag=date(2026, 11, 24), plaats="Van een ander")
        regels = lines(start(login, cast.mentor), "ontmoetingen")
        assert [regel.noot.rpartition(" · ")[2] for regel in regels] == ["Vandaag", "Net"]
        assert regels[0].noot.startswith("dinsdag 24 november, 15:00 uur: Gesprek met de mentor")
        # Both are for this week, which is what the line over the page counts.
        assert [(regel.soort, regel.status) for regel in regels] == [("let-op", "Vandaag"), ("let-op", "Over 7 dagen")]
        assert regels[0].ook_url == reverse("deelnemers:checkin_nieuw", args=[placed.pk])

    def test_an_employer_finds_who_comes_this_week_without_a_name(self, cast, login, placed):
        placed.deelnemer.voornaam = "Kwetterina"
        placed.deelnemer.save()
        fields = {"deelname": placed, "soort": "kennismaking", "dag": date(2026, 11, 26)}
        OntmoetingFactory(**fields, werkgever=cast.installatie, plaats="Werkplaats")
        OntmoetingFactory(**fields, werkgever=PartijFactory(soort="werkgever"), tijd=time(14), plaats="Bij een ander")
        page = start(login, cast.werkgever)
        (regel,) = lines(page, "verwacht")
        assert (regel.tekst, regel.url) == (str(placed.traject), f"/trajecten/{placed.traject_id}/")
        assert regel.noot.startswith("donderdag 26 november, 10:30 uur: Kennismaken bij een werkgever")
        assert "Kwetterina" not in f"{regel}"
        assert "Bij een ander" not in page.text

    def test_who_planned_it_for_another_finds_it_too(self, cast, login, placed):
        OntmoetingFactory(deelname=placed, dag=date(2026, 11, 26), gepland_door=cast.klantmanager)
        found = {
            who: len(lines(start(login, cast.people[who]), "ontmoetingen")) for who in ("klantmanager", "coordinator")
        }
        assert found == {"klantmanager": 1, "coordinator": 0}

    @pytest.mark.parametrize(
        ("who", "found"), [("mentor", True), ("klantmanager", True), ("werkgever", False), ("vreemde", False)]
    )
    def test_search_finds_it_by_its_place_for_who_may_see_it(self, cast, login, placed, who, found):
        OntmoetingFactory(deelname=placed, plaats="Wijkcentrum De Zwaluw")
        groups = found_by(search(login, cast.people[who], "zwaluw"))
        assert groups.get("ontmoetingen") == ([str(placed.deelnemer)] if found else None)

    def test_a_calendar_has_it_at_its_hour_once_and_without_a_name(self, cast, login, placed):
        placed.deelnemer.voornaam = "Kwetterina"
        placed.deelnemer.save()
        ontmoeting = ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=at_employer(cast))
        invited = invitation_in(sent()[cast.mentor.email])[1]
        client = login(cast.mentor)
        feed = client.get(reverse("inzicht:agenda_ics", args=[agendalinks.give(cast.mentor)]))
        assert "Kwetterina" not in feed.text
        (event,) = (e for e in Calendar.from_ical(feed.content).walk("VEVENT") if "ontmoeting" in str(e["UID"]))
        assert {str(event["UID"])} == {str(invited["UID"])}
        assert event.decoded("DTSTART") == ontmoeting.begin.astimezone(UTC)
        assert str(event["SUMMARY"]) == f"Snuffelstage · {placed.traject}"

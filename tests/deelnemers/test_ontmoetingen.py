"""Where a participant is expected: planned, changed, called off; who hears of it; what their calendars make of it."""

from datetime import UTC, date, datetime, time
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar
from ics import Calendar as OtherCalendar

from berichten.verzending import send_due
from deelnemers import ontmoetingen
from deelnemers.deelnames import assign_mentor, set_status
from deelnemers.eigenpagina import links
from deelnemers.enums import DeelnameStatus, Duur, OntmoetingSoort, OntmoetingStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Ontmoeting
from tests.factories.deelnemers import DeelnameFactory, OntmoetingFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.trajecten import FaseFactory
from tests.inzicht.startpagina import lines, start
from trajecten.enums import Component
from trajecten.models import Rolinvulling

NU = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
# In summer time there, where this is written down in winter: an invitation must say the right moment all the same.
DAG = date(2027, 4, 6)


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    time_machine.move_to(NU, tick=False)


def filled_in(**fields):
    return {
        "soort": OntmoetingSoort.MENTOR,
        "werkgever": None,
        "dag": DAG,
        "tijd": time(10, 30),
        "minuten": Duur.UUR,
        "plaats": "Stadhuis, kamer 2",
    } | fields


def at_employer(cast, **fields):
    visit = {"soort": OntmoetingSoort.SNUFFELSTAGE, "werkgever": cast.installatie, "plaats": "Werkplaats"}
    return filled_in(**visit | fields)


def typed(**fields):
    data = {"soort": "mentor", "dag": DAG.isoformat(), "tijd": "10:30", "minuten": "60", "plaats": "Stadhuis"}
    return data | fields


def sent():
    """Send what waits; return the mails by reader, and forget them."""
    send_due()
    found = {message.to[0]: message for message in mail.outbox}
    mail.outbox.clear()
    return found


def invitation_in(message):
    """Return the invitation as a mail program finds it: the method of its part, and its one line."""
    whole = message_from_bytes(message.message().as_bytes())
    (part,) = (part for part in whole.walk() if part.get_content_type() == "text/calendar")
    ics = part.get_payload(decode=True).decode()
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    assert str(Calendar.from_ical(ics)["METHOD"]) == part.get_param("method")
    return part.get_param("method"), event, ics


class TestPlannen:
    def test_the_mentor_plans_one_and_finds_it_in_the_file(self, cast, login, placed):
        client = login(cast.mentor)
        done = client.post(reverse("deelnemers:ontmoeting_nieuw", args=[placed.pk]), typed(), follow=True)
        text = done.text
        assert done.redirect_chain[-1][0].endswith(f"#deelname-{placed.pk}")
        assert "Gesprek met de mentor" in text
        assert "dinsdag 6 april 2027, 10:30 uur, een uur" in text
        ontmoeting = Ontmoeting.objects.get()
        assert (ontmoeting.begin, ontmoeting.einde) == (
            datetime(2027, 4, 6, 8, 30, tzinfo=UTC),
            datetime(2027, 4, 6, 9, 30, tzinfo=UTC),
        )

    def test_whoever_plans_a_talk_with_themselves_gets_no_mail_of_it(self, cast, placed):
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=filled_in())
        assert sent() == {}

    def test_the_mentor_hears_what_the_gemeente_plans(self, cast, placed):
        ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=filled_in())
        assert list(sent()) == [cast.mentor.email]

    def test_the_employer_hears_of_a_visit_without_a_name(self, cast, login, placed):
        placed.deelnemer.voornaam = "Kwetterina"
        placed.deelnemer.save()
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast))
        mails = sent()
        assert list(mails) == [cast.werkgever.email]
        raw = mails[cast.werkgever.email].message().as_string()
        assert "Kwetterina" not in raw
        body = mails[cast.werkgever.email].body
        assert "Snuffelstage in traject" in body
        assert "Werkplaats" in body
        # The way to the file is not for an employer: it stands on the start page.
        assert f"/deelnemers/{placed.deelnemer_id}/" not in body
        regels = lines(start(login, cast.werkgever), "verwacht")
        assert regels == []  # in spring: the start page looks a week ahead

    def test_of_an_employer_only_who_has_the_role_hears_of_it(self, cast, placed):
        LidmaatschapFactory(partij=cast.installatie)
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast))
        assert len(sent()) == 2
        Rolinvulling.objects.filter(partij=cast.installatie).update(persoon=cast.werkgever)
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast, tijd=time(14)))
        assert list(sent()) == [cast.werkgever.email]

    @pytest.mark.parametrize(
        ("fields", "veld", "zin"),
        [
            ({"dag": "2026-11-23"}, "dag", "Kies een dag vanaf vandaag."),
            ({"dag": "2026-11-24", "tijd": "07:00"}, "dag", "Deze dag en tijd zijn al geweest."),
            ({"soort": "snuffelstage"}, "werkgever", "Kies bij welke werkgever dit is."),
            ({"werkgever": "installatie"}, "werkgever", "Bij een gesprek met de mentor is geen werkgever."),
            ({"dag": "2027-11-25"}, "dag", "Kies een dag binnen een jaar."),
            ({"tijd": "03:00"}, "tijd", "Kies een tijd tussen 7.00 en 22.00 uur."),
            ({"tijd": "22:30"}, "tijd", "Kies een tijd tussen 7.00 en 22.00 uur."),
            ({"tijd": "half elf"}, "tijd", "geldige tijd"),
            ({"minuten": "45"}, "minuten", "Selecteer een geldige keuze"),
            ({"plaats": ""}, "plaats", "Dit veld is verplicht."),
            ({"plaats": "Bij 111222333"}, "plaats", "Dit lijkt een BSN."),
        ],
    )
    def test_wrong_input_is_said_beside_its_field_and_kept(self, cast, login, placed, fields, veld, zin):
        client = login(cast.mentor)
        if "werkgever" in fields:
            fields = {"werkgever": cast.installatie.pk}
        refused = client.post(reverse("deelnemers:ontmoeting_nieuw", args=[placed.pk]), typed(**fields))
        assert refused.status_code == 422
        assert [fout for fout in refused.context["form"].errors[veld] if zin in fout]
        assert 'value="10:30"' in refused.text or "tijd" in fields
        assert not Ontmoeting.objects.exists()

    def test_an_employer_of_another_trajectory_can_not_be_chosen(self, cast, placed):
        elders = PartijFactory(soort="werkgever")
        with pytest.raises(DeelnemerFout, match="doet niet mee"):
            ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast) | {"werkgever": elders})

    @pytest.mark.parametrize(("tijd", "minuten", "fits"), [(time(10), 30, True), (time(11, 30), 60, True)])
    def test_one_right_before_or_after_another_fits(self, cast, placed, tijd, minuten, fits):
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=filled_in())
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=filled_in(tijd=tijd, minuten=minuten))
        assert (Ontmoeting.objects.count() == 2) is fits

    @pytest.mark.parametrize(("tijd", "minuten"), [(time(10, 30), 60), (time(10), 60), (time(11), 30), (time(9), 240)])
    def test_someone_is_in_one_place_at_a_time(self, cast, placed, tijd, minuten):
        ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=filled_in())
        with pytest.raises(DeelnemerFout, match="van 10:30 tot 11:30 uur"):
            ontmoetingen.plan(
                deelname=placed, door=cast.mentor, gegevens=filled_in(tijd=tijd, minuten=minuten, plaats="Elders")
            )

    def test_a_mentor_who_is_with_someone_else_then_is_told(self, cast, login, placed):
        ander = DeelnameFactory(traject=placed.traject, mentor=cast.mentor)
        OntmoetingFactory(deelname=ander, dag=DAG, tijd=time(11), gepland_door=cast.mentor)
        url = reverse("deelnemers:ontmoeting_nieuw", args=[placed.pk])
        said = [
            "ook een ontmoeting met iemand anders" in login(cast.mentor).post(url, typed(tijd=tijd), follow=True).text
            for tijd in ("10:30", "12:00")
        ]
        assert said == [True, False]
        assert placed.ontmoetingen.count() == 2

    def test_without_a_mentor_there_is_no_talk_with_one(self, cast):
        alone = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=None)
        with pytest.raises(DeelnemerFout, match="nog geen mentor"):
            ontmoetingen.plan(deelname=alone, door=cast.coordinator, gegevens=filled_in())

    def test_what_the_planner_must_tell_themselves_is_said(self, cast, login, placed):
        url, client = reverse("deelnemers:ontmoeting_nieuw", args=[placed.pk]), login(cast.mentor)
        assert "Vertel het ook aan de deelnemer." in client.post(url, typed(), follow=True).text
        links.give(placed, door=cast.mentor)
        assert "ziet die op de eigen pagina" in client.post(url, typed(tijd="12:00"), follow=True).text
        nobody = PartijFactory(soort="werkgever", naam="Zonder Account BV")
        Rolinvulling.objects.create(fase=placed.traject.fasen.get(), rol="werkgever", partij=nobody, status="toegezegd")
        data = typed(soort="kennismaking", werkgever=nobody.pk, tijd="14:00")
        assert "Bij Zonder Account BV heeft niemand een account." in client.post(url, data, follow=True).text

    def test_with_whoever_stopped_nothing_is_planned(self, cast, placed):
        set_status(placed, DeelnameStatus.GESTOPT)
        with pytest.raises(DeelnemerFout, match="is gestopt"):
            ontmoetingen.plan(deelname=placed, door=cast.coordinator, gegevens=filled_in())

    @pytest.mark.parametrize("fields", [{"werkgever": None}, {"soort": "mentor"}, {"minuten": 7}])
    def test_the_database_keeps_what_belongs_together(self, cast, placed, fields):
        ontmoeting = OntmoetingFactory(deelname=placed, soort="snuffelstage", werkgever=cast.installatie)
        with pytest.raises(IntegrityError), transaction.atomic():
            Ontmoeting.objects.filter(pk=ontmoeting.pk).update(**fields)


class TestVeranderen:
    @pytest.fixture
    def ontmoeting(self, cast, placed):
        made = ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast))
        sent()
        return made

    def test_a_moved_one_is_the_same_line_in_a_calendar_with_a_higher_number(self, cast, login, placed):
        made = ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast))
        first = invitation_in(sent()[cast.werkgever.email])
        data = {"dag": DAG.isoformat(), "tijd": "13:00", "minuten": "60", "plaats": "Werkplaats"}
        done = login(cast.mentor).post(reverse("deelnemers:ontmoeting_wijzig", args=[made.pk]), data)
        assert done.status_code == 302
        moved = invitation_in(sent()[cast.werkgever.email])
        ontmoetingen.call_off(made, door=cast.mentor)
        message = sent()[cast.werkgever.email]
        off = invitation_in(message)
        assert "Gaat niet door" in message.subject

        assert [method for method, _event, _ics in (first, moved, off)] == ["REQUEST", "REQUEST", "CANCEL"]
        events = [event for _method, event, _ics in (first, moved, off)]
        assert len({str(event["UID"]) for event in events}) == 1
        assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
        assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert [event.decoded("DTSTART") for event in events] == [
            datetime(2027, 4, 6, 8, 30, tzinfo=UTC),
            *[datetime(2027, 4, 6, 11, 0, tzinfo=UTC)] * 2,
        ]
        # Another parser than the one that wrote it.
        for _method, event, ics in (first, moved, off):
            (other,) = OtherCalendar(ics).events
            assert (other.uid, other.begin.datetime) == (str(event["UID"]), event.decoded("DTSTART"))
            assert other.location == "Werkplaats"

    def test_of_two_changes_in_a_row_only_the_last_is_told(self, cast, ontmoeting):
        for hour in (13, 14):
            ontmoetingen.revise(ontmoeting, door=cast.mentor, gegevens=at_employer(cast, tijd=time(hour)))
        (message,) = sent().values()
        assert "om 14:00 uur" in message.body
        assert message.subject.startswith("Veranderd: ")

    def test_saved_unchanged_tells_nobody(self, cast, ontmoeting):
        ontmoetingen.revise(ontmoeting, door=cast.mentor, gegevens=at_employer(cast))
        assert sent() == {}
        assert Ontmoeting.objects.get().versie == 0

    def test_with_whom_it_is_stays_and_the_page_says_how_to_make_it_another(self, cast, login, ontmoeting):
        url, client = reverse("deelnemers:ontmoeting_wijzig", args=[ontmoeting.pk]), login(cast.mentor)
        page = client.get(url)
        assert list(page.context["form"].fields) == ["dag", "tijd", "minuten", "plaats"]
        assert reverse("deelnemers:ontmoeting_afzeggen", args=[ontmoeting.pk]) in page.text
        client.post(url, typed(soort="mentor", tijd="13:00"))
        ontmoeting.refresh_from_db()
        assert (ontmoeting.soort, ontmoeting.werkgever, ontmoeting.tijd) == ("snuffelstage", cast.installatie, time(13))

    def test_a_form_sent_unchanged_says_so(self, cast, login, ontmoeting):
        data = typed(plaats="Werkplaats")
        url = reverse("deelnemers:ontmoeting_wijzig", args=[ontmoeting.pk])
        assert "Er is niets veranderd." in login(cast.mentor).post(url, data, follow=True).text
        assert sent() == {}

    def test_who_was_never_told_of_it_is_not_told_that_it_is_off(self, cast, placed):
        made = ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast))
        ontmoetingen.call_off(made, door=cast.mentor)
        assert sent() == {}

    def test_a_change_after_it_went_to_another_mentor_does_not_lose_the_end_for_the_first(self, cast, placed):
        FaseFactory(traject=placed.traject, component=Component.BEGELEIDING)
        made = ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=at_employer(cast))
        sent()
        assign_mentor(placed, LidmaatschapFactory(partij=cast.maatwerk).gebruiker)
        ontmoetingen.revise(made, door=cast.klantmanager, gegevens=at_employer(cast, tijd=time(15)))
        assert invitation_in(sent()[cast.mentor.email])[0] == "CANCEL"

    @pytest.mark.parametrize("name", ["ontmoeting_wijzig", "ontmoeting_afzeggen"])
    def test_the_address_of_one_that_is_off_leads_back_and_says_why(self, cast, login, ontmoeting, name):
        ontmoetingen.call_off(ontmoeting, door=cast.mentor)
        url, client = reverse(f"deelnemers:{name}", args=[ontmoeting.pk]), login(cast.mentor)
        for answer in (client.get(url, follow=True), client.post(url, typed(tijd="15:00"), follow=True)):
            assert "Deze ontmoeting is afgezegd of al geweest." in answer.text
        assert Ontmoeting.objects.get().versie == 1

    def test_called_off_twice_is_once(self, cast, ontmoeting):
        for _ in range(2):
            ontmoetingen.call_off(ontmoeting, door=cast.mentor)
        assert len(sent()) == 1
        assert (Ontmoeting.objects.get().status, Ontmoeting.objects.get().versie) == (OntmoetingStatus.AFGEZEGD, 1)
        with pytest.raises(DeelnemerFout, match="Plan een nieuwe"):
            ontmoetingen.revise(ontmoeting, door=cast.mentor, gegevens=at_employer(cast, tijd=time(13)))

    def test_what_is_called_off_leaves_room_for_another_at_that_moment(self, cast, ontmoeting, placed):
        ontmoetingen.call_off(ontmoeting, door=cast.mentor)
        assert ontmoetingen.plan(deelname=placed, door=cast.mentor, gegevens=at_employer(cast)).pk != ontmoeting.pk

    def test_what_has_been_stays_as_it_was(self, cast, ontmoeting, time_machine):
        time_machine.move_to(datetime(2027, 4, 6, 10, 30, tzinfo=UTC), tick=False)
        for verb in (
            lambda: ontmoetingen.call_off(ontmoeting, door=cast.mentor),
            lambda: ontmoetingen.revise(ontmoeting, door=cast.mentor, gegevens=at_employer(cast, plaats="Elders")),
        ):
            with pytest.raises(DeelnemerFout, match="al geweest"):
                verb()

    def test_it_is_called_off_by_a_press_after_what_it_means(self, cast, login, ontmoeting):
        url, client = reverse("deelnemers:ontmoeting_afzeggen", args=[ontmoeting.pk]), login(cast.mentor)
        page = client.get(url).text
        assert f"Een mail gaat naar: {cast.werkgever}." in page
        assert "Niet afzeggen" in page
        assert Ontmoeting.objects.get().status == OntmoetingStatus.GEPLAND
        after = client.post(url, follow=True)
        assert "De ontmoeting is afgezegd." in after.text
        assert "6 april 2027" not in after.text


class TestMeeveranderen:
    """What else changes takes the meetings along."""

    def test_who_stops_is_expected_nowhere_any_more(self, cast, placed):
        made = ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=at_employer(cast))
        sent()
        set_status(placed, DeelnameStatus.GESTOPT)
        assert {reader: invitation_in(message)[0] for reader, message in sent().items()} == {
            cast.mentor.email: "CANCEL",
            cast.werkgever.email: "CANCEL",
        }
        made.refresh_from_db()
        assert made.status == OntmoetingStatus.AFGEZEGD

    def test_a_new_mentor_is_invited_the_old_one_is_not_and_the_employer_hears_nothing(
        self, cast, placed, time_machine
    ):
        FaseFactory(traject=placed.traject, component=Component.BEGELEIDING)
        ander = LidmaatschapFactory(partij=cast.maatwerk).gebruiker
        ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=at_employer(cast))
        sent()
        for van, naar in ((cast.mentor, ander), (ander, cast.mentor), (cast.mentor, ander)):
            time_machine.shift(60)
            assign_mentor(placed, naar)
            assert {reader: invitation_in(message)[0] for reader, message in sent().items()} == {
                van.email: "CANCEL",
                naar.email: "REQUEST",
            }

    def test_a_talk_with_a_mentor_who_goes_is_off_and_a_visit_is_not(self, cast, placed):
        talk = ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=filled_in())
        visit = ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=at_employer(cast, tijd=time(14)))
        sent()
        assign_mentor(placed, None)
        assert {reader: invitation_in(message)[0] for reader, message in sent().items()} == {
            cast.mentor.email: "CANCEL"
        }
        talk.refresh_from_db()
        visit.refresh_from_db()
        assert (talk.status, visit.status) == (OntmoetingStatus.AFGEZEGD, OntmoetingStatus.GEPLAND)

    def test_what_has_been_is_left_alone(self, cast, placed):
        OntmoetingFactory(deelname=placed, dag=date(2026, 11, 23))
        set_status(placed, DeelnameStatus.GESTOPT)
        assert sent() == {}
        assert Ontmoeting.objects.get().status == OntmoetingStatus.GEPLAND


def test_a_talk_with_the_mentor_may_be_at_home_so_its_place_is_in_no_mail_and_no_calendar(cast, placed):
    ontmoetingen.plan(deelname=placed, door=cast.klantmanager, gegevens=filled_in(plaats="Kwetterstraat 12"))
    message = sent()[cast.mentor.email]
    assert "Kwetterstraat" not in message.message().as_string()
    assert "De plaats staat achter de knop." in message.body
    assert "LOCATION" not in invitation_in(message)[2]

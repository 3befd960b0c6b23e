from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from berichten import herinneringen as motor
from berichten.enums import BerichtStatus
from berichten.models import Bericht
from berichten.verzending import send_due
from partijen.enums import Functie, Rol
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import AfspraakFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.herinneren import everyone_at_once, told_now
from trajecten.enums import AfspraakStatus, Component, FaseStatus, RolStatus
from trajecten.herinneringen import HERINNERINGEN
from trajecten.ontvangers import keepers_of
from trajecten.tasks import plan_herinneringen

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 24)


def days(n):
    return timedelta(days=n)


@pytest.fixture
def on(time_machine):
    """Return a function that makes it a day, at nine o'clock in Amsterdam."""

    def move(day, hour=9):
        time_machine.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM), tick=False)

    return move


@pytest.fixture(autouse=True)
def today(on, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    on(TODAY)


@pytest.fixture
def regisseur(db):
    return UserFactory(naam="Regisseur")


@pytest.fixture
def traject(regisseur):
    return TrajectFactory(naam="Groen", regisseur=regisseur)


def beat():
    """What happens each quarter of an hour and each minute."""
    told_now(plan_herinneringen)


def told():
    """Return who was told what, in the order of sending."""
    sent = Bericht.objects.filter(status=BerichtStatus.VERZONDEN).order_by("pk")
    return [(bericht.soort, bericht.ontvanger.naam) for bericht in sent.select_related("ontvanger")]


def told_on_each_day(on, first, last):
    """Run the beat daily and return on which days each kind was sent."""
    found = []
    day = first
    while day <= last:
        on(day)
        before = len(told())
        beat()
        found += [(soort, (day - TODAY).days) for soort, _naam in told()[before:]]
        day += days(1)
    return found


# --- A phase that starts with an open role


def starting(traject, in_days=14, **fields):
    fase = FaseFactory(traject=traject, start=TODAY + days(in_days), **fields)
    RolinvullingFactory(fase=fase, rol=Rol.WERKGEVER)
    return fase


def test_start_with_open_role_is_told_once_from_14_days_before(traject, on):
    starting(traject, in_days=20)
    assert told_on_each_day(on, TODAY, TODAY + days(40)) == [("fase_begint_rol_open", 6)]


def test_start_mail_names_the_open_roles_and_leads_to_the_trajectory(traject):
    fase = starting(traject)
    RolinvullingFactory(fase=fase, rol=Rol.OPLEIDER)
    RolinvullingFactory(fase=fase, rol=Rol.REGISSEUR, toegezegd=True)
    beat()
    (sent,) = mail.outbox
    assert sent.subject == "Nog een rol open: Leer- en werkcomponent in Groen"
    assert "8 december 2026" in sent.body
    assert "Deze rollen zijn nog open: Werkgever, Opleider." in sent.body
    assert f"http://localhost/trajecten/{traject.pk}/" in sent.body
    assert "omdat u dit traject regisseert of coördineert" in sent.body


@pytest.mark.parametrize("trait", ["gevraagd", "toegezegd"])
def test_start_with_its_roles_asked_or_filled_is_not_told(traject, trait):
    RolinvullingFactory(fase=FaseFactory(traject=traject, start=TODAY + days(5)), **{trait: True})
    beat()
    assert "fase_begint_rol_open" not in {soort for soort, _naam in told()}


@pytest.mark.parametrize("in_days", [15, -1])
def test_start_outside_its_window_is_not_told(traject, in_days):
    starting(traject, in_days=in_days)
    beat()
    assert told() == []


def test_start_of_a_phase_that_runs_already_is_not_told(traject):
    starting(traject, in_days=3, status=FaseStatus.LOPEND)
    beat()
    assert told() == []


def test_start_filled_between_planning_and_sending_lapses(traject):
    fase = starting(traject)
    everyone_at_once()
    plan_herinneringen()
    fase.rollen.update(status=RolStatus.TOEGEZEGD, partij=PartijFactory())
    send_due()
    assert mail.outbox == []
    assert list(Bericht.objects.values_list("status", flat=True)) == ["vervallen"]


# --- A phase that ends


def running(traject, ends_in, component=Component.LEERWERK, status=FaseStatus.LOPEND):
    start = TODAY - days(100)
    return FaseFactory(traject=traject, start=start, eind=TODAY + days(ends_in), component=component, status=status)


def test_end_is_told_14_and_3_days_before_and_once_after(traject, on):
    running(traject, ends_in=20)
    assert told_on_each_day(on, TODAY, TODAY + days(60)) == [
        ("fase_eindigt_14", 6),
        ("fase_eindigt_3", 17),
        ("fase_over_tijd", 21),
    ]


def test_a_phase_that_should_have_begun_is_told_after_its_end_alone(traject, on):
    FaseFactory(traject=traject, start=TODAY - days(5), eind=TODAY + days(20))
    assert told_on_each_day(on, TODAY, TODAY + days(30))[-1:] == [("fase_over_tijd", 21)]


def test_missed_days_catch_up_with_the_nearest_only(traject, on):
    running(traject, ends_in=20)
    beat()
    on(TODAY + days(9))
    beat()
    assert told() == [("fase_eindigt_14", "Regisseur")]
    on(TODAY + days(19))
    beat()
    assert told()[1:] == [("fase_eindigt_3", "Regisseur")]


def test_start_long_missed_sends_only_the_nearest(traject):
    running(traject, ends_in=2)
    beat()
    assert told() == [("fase_eindigt_3", "Regisseur")]


def test_trajectory_from_the_past_gives_no_old_announcements(traject):
    for nummer, component in enumerate(Component.values):
        start = TODAY - days(400 - nummer)
        RolinvullingFactory(fase=FaseFactory(traject=traject, component=component, start=start))
    beat()
    assert {soort for soort, _naam in told()} == {"fase_over_tijd"}
    assert len(told()) == 6


def test_running_twice_adds_nothing(traject):
    running(traject, ends_in=2)
    beat()
    beat()
    assert plan_herinneringen() == 0
    assert len(mail.outbox) == 1


def test_moved_date_reminds_again_and_once(traject, on):
    fase = running(traject, ends_in=2)
    beat()
    fase.eind += days(10)
    fase.save()
    assert told_on_each_day(on, TODAY, TODAY + days(12)) == [("fase_eindigt_14", 0), ("fase_eindigt_3", 9)]


def test_date_moved_between_planning_and_sending_lapses(traject):
    fase = running(traject, ends_in=2)
    everyone_at_once()
    plan_herinneringen()
    fase.eind += days(1)
    fase.save()
    send_due()
    assert mail.outbox == []
    beat()
    assert told() == [("fase_eindigt_3", "Regisseur")]


def test_closed_between_planning_and_sending_lapses_beside_an_open_one(traject):
    closed = running(traject, ends_in=2)
    running(traject, ends_in=2, component=Component.TAAL)
    everyone_at_once()
    plan_herinneringen()
    closed.status, closed.werkelijk_eind = FaseStatus.AFGEROND, TODAY
    closed.save()
    send_due()
    assert [sent.subject for sent in mail.outbox] == ["(Extra) taalondersteuning in Groen eindigt op 26 november 2026"]
    assert "Leer- en werkcomponent" not in mail.outbox[0].body


def test_closed_and_reopened_is_told_after_all(traject):
    fase = running(traject, ends_in=-2)
    everyone_at_once()
    plan_herinneringen()
    fase.status, fase.werkelijk_eind = FaseStatus.AFGEROND, TODAY
    fase.save()
    send_due()
    fase.status, fase.werkelijk_eind = FaseStatus.LOPEND, None
    fase.save()
    beat()
    assert told() == [("fase_over_tijd", "Regisseur")]


def test_day_is_the_dutch_day(traject, time_machine):
    running(traject, ends_in=15)
    time_machine.move_to(datetime(2026, 11, 24, 22, 59, tzinfo=ZoneInfo("UTC")), tick=False)
    beat()
    assert told() == []
    time_machine.move_to(datetime(2026, 11, 24, 23, 0, tzinfo=ZoneInfo("UTC")), tick=False)
    beat()
    assert told() == [("fase_eindigt_14", "Regisseur")]


# --- Who is told


def test_without_regisseur_the_coordinators_of_the_gemeente_are_told(cast):
    running(TrajectFactory(gemeente=cast.waterstad, regisseur=None), ends_in=2)
    beat()
    assert told() == [("fase_eindigt_3", "Coordinator")]


def test_new_regisseur_is_told_and_the_old_one_no_longer(traject):
    running(traject, ends_in=2)
    everyone_at_once()
    plan_herinneringen()
    traject.regisseur = UserFactory(naam="Opvolger")
    traject.save()
    beat()
    assert told() == [("fase_eindigt_3", "Opvolger")]


def test_mail_is_the_business_of_the_owning_gemeente(traject):
    running(traject, ends_in=2)
    everyone_at_once()
    plan_herinneringen()
    assert Bericht.objects.get().eigenaar == traject.gemeente_id


# --- A request without an answer


def asked(traject, days_ago, **fields):
    fase = FaseFactory(traject=traject, start=TODAY + days(100))
    partij = fields.pop("partij", None) or PartijFactory(naam="Hovenier")
    return RolinvullingFactory(
        fase=fase, status=RolStatus.GEVRAAGD, gevraagd_op=TODAY - days(days_ago), partij=partij, **fields
    )


def test_request_is_told_once_after_a_week_to_the_party_and_after_two_to_whoever_directs(traject, on, cast):
    rol = asked(traject, days_ago=0, partij=cast.installatie)
    LidmaatschapFactory(partij=cast.installatie, actief=False)
    assert sorted(told_on_each_day(on, TODAY, TODAY + days(40))) == [
        ("vraag_onbeantwoord", 7),
        ("vraag_onbeantwoord_regie", 14),
    ]
    assert sorted(told()) == [("vraag_onbeantwoord", "Werkgever"), ("vraag_onbeantwoord_regie", "Regisseur")]
    (to_partij,) = [sent for sent in mail.outbox if sent.subject == "Doet u mee aan Groen?"]
    assert f"http://localhost/trajecten/rollen/{rol.pk}/antwoord/" in to_partij.body


def test_request_to_a_person_is_told_to_that_person_alone(traject, cast):
    asked(traject, days_ago=9, partij=cast.installatie, persoon=UserFactory(naam="Gevraagde"))
    beat()
    assert ("vraag_onbeantwoord", "Gevraagde") in told()
    assert ("vraag_onbeantwoord", "Werkgever") not in told()


def test_request_to_a_person_goes_on_to_the_colleagues_and_then_to_whoever_directs(traject, on, cast):
    LidmaatschapFactory(partij=cast.installatie, gebruiker__naam="Collega")
    asked(traject, days_ago=0, partij=cast.installatie, persoon=cast.werkgever)
    assert told_on_each_day(on, TODAY, TODAY + days(40)) == [
        ("vraag_onbeantwoord", 7),
        ("vraag_onbeantwoord_collega", 10),
        ("vraag_onbeantwoord_regie", 14),
    ]
    assert [naam for _soort, naam in told()] == ["Werkgever", "Collega", "Regisseur"]


def test_request_answered_between_planning_and_sending_lapses(traject, cast):
    rol = asked(traject, days_ago=7, partij=cast.installatie)
    everyone_at_once()
    plan_herinneringen()
    rol.status = RolStatus.TOEGEZEGD
    rol.save()
    send_due()
    assert mail.outbox == []


def test_request_in_a_phase_that_is_over_is_not_told(traject, cast):
    rol = asked(traject, days_ago=30, partij=cast.installatie)
    rol.fase.status, rol.fase.werkelijke_start, rol.fase.werkelijk_eind = FaseStatus.AFGEROND, TODAY, TODAY
    rol.fase.save()
    beat()
    assert told() == []


# --- An agreement


def test_agreement_is_told_on_its_day_and_once_when_overdue(traject, on):
    AfspraakFactory(traject=traject, persoon=UserFactory(naam="Doener"), deadline=TODAY + days(3))
    assert told_on_each_day(on, TODAY, TODAY + days(40)) == [("afspraak_vandaag", 3), ("afspraak_over_tijd", 4)]
    assert {naam for _soort, naam in told()} == {"Doener"}


def test_agreement_whose_day_was_missed_is_told_as_overdue(traject):
    AfspraakFactory(traject=traject, deadline=TODAY - days(5))
    beat()
    assert [soort for soort, _naam in told()] == ["afspraak_over_tijd"]


@pytest.mark.parametrize("status", [AfspraakStatus.GEDAAN, AfspraakStatus.VERVALLEN])
def test_agreement_kept_or_dropped_is_not_told(traject, status):
    AfspraakFactory(traject=traject, deadline=TODAY - days(5), status=status)
    beat()
    assert told() == []


def test_agreement_mail_does_not_quote_what_was_agreed(traject):
    AfspraakFactory(traject=traject, wat="Bel Fatima over de opvang", deadline=TODAY)
    AfspraakFactory(traject=traject, wat="Bel Fatima over de opvang", deadline=TODAY - days(1))
    beat()
    assert len(mail.outbox) == 2
    assert not [sent for sent in mail.outbox if "Fatima" in sent.subject + sent.body + str(sent.alternatives)]


def test_agreement_is_kept_by_the_person_else_the_party_else_whoever_directs(traject, cast, regisseur):
    left = UserFactory(is_active=False)
    person = AfspraakFactory(traject=traject, persoon=cast.mentor, partij=cast.installatie)
    assert keepers_of(person) == [cast.mentor]
    assert keepers_of(AfspraakFactory(traject=traject, persoon=left, partij=cast.installatie)) == [regisseur]
    assert keepers_of(AfspraakFactory(traject=traject, persoon=None, partij=cast.installatie)) == [cast.werkgever]
    assert keepers_of(AfspraakFactory(traject=traject, persoon=left)) == [regisseur]


def test_an_agreement_on_a_participant_of_another_gemeente_is_told_to_nobody_here(traject, cast, regisseur):
    LidmaatschapFactory(partij=cast.heuvelrijk, functie=Functie.BEHEERDER)
    theirs = {"traject": traject, "gemeente": cast.heuvelrijk, "persoon": None}
    for afspraak in (
        AfspraakFactory(**theirs, partij=cast.heuvelrijk),
        AfspraakFactory(**theirs | {"persoon": UserFactory(is_active=False)}),
    ):
        assert keepers_of(afspraak) == [cast.vreemde]


def test_mail_on_such_an_agreement_is_that_gemeentes_to_watch_over(traject, cast):
    AfspraakFactory(traject=traject, gemeente=cast.heuvelrijk, persoon=cast.mentor, deadline=TODAY)
    beat()
    assert list(Bericht.objects.values_list("soort", "eigenaar")) == [("afspraak_vandaag", cast.heuvelrijk.pk)]


# --- The rules together


def test_failing_rule_does_not_stop_the_others(traject, monkeypatch, caplog):
    running(traject, ends_in=2)

    def broken(obj):
        raise RuntimeError("kapot")

    first = HERINNERINGEN[2]
    broken_rule = motor.Herinnering(**{**vars(first), "code": "kapot", "recipients": broken})
    assert motor.plan([broken_rule, first]) == 1
    assert "reminder rule kapot failed" in caplog.text


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_planning_costs_the_same_queries_for_any_number_of_trajectories(db, rows, django_assert_num_queries):
    for _row in range(rows):
        traject = TrajectFactory(regisseur=UserFactory())
        starting(traject, component=Component.WERVING)
        running(traject, ends_in=10)
        running(traject, ends_in=2, component=Component.TAAL)
        running(traject, ends_in=-2, component=Component.BEGELEIDING)
        AfspraakFactory(traject=traject, deadline=TODAY)
        AfspraakFactory(traject=traject, deadline=TODAY - days(1))
    # One query for what gemeenten chose. Nine rules: a savepoint around each and one query; four more for the outbox
    # where something is due (six).
    with django_assert_num_queries(1 + 9 * 3 + 6 * 4):
        assert plan_herinneringen() == rows * 6


def test_codes_are_unique_and_named():
    codes = [rule.code for rule in HERINNERINGEN]
    assert len(set(codes)) == len(codes)
    assert all(str(rule.naam) for rule in HERINNERINGEN)


def test_coordinator_who_left_is_not_told(cast):
    LidmaatschapFactory(partij=cast.waterstad, functie=Functie.COORDINATOR, actief=False)
    running(TrajectFactory(gemeente=cast.waterstad, regisseur=None), ends_in=2)
    beat()
    assert told() == [("fase_eindigt_3", "Coordinator")]

"""A gemeente switches and tunes its reminders, and sees beforehand whom that reaches."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from berichten.enums import Ritme
from berichten.herinneringen import all_rules
from berichten.models import Bericht, Regelkeuze, Voorkeur
from berichten.regelkeuzes import Keuze, choose, keuzes_of, look_ahead
from berichten.verzending import send_due
from tests.factories.trajecten import FaseFactory, TrajectFactory
from tests.herinneren import told_now
from toegang.logregels import Handeling, Logregel
from trajecten.enums import Component, FaseStatus
from trajecten.herinneringen import VOOR_EIND
from trajecten.tasks import plan_herinneringen

# A Tuesday.
VANDAAG = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def nine_o_clock(time_machine, monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)
    time_machine.move_to(datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False)


def running(gemeente, regisseur, *, ends_in):
    traject = TrajectFactory(gemeente=gemeente, regisseur=regisseur)
    start = VANDAAG - timedelta(days=100)
    return FaseFactory(
        traject=traject,
        component=Component.LEERWERK,
        start=start,
        eind=VANDAAG + timedelta(days=ends_in),
        status=FaseStatus.LOPEND,
        werkelijke_start=start,
    )


def chosen(gemeente, **keuzes):
    return keuzes_of(gemeente.pk) | keuzes


def told():
    return sorted(Bericht.objects.values_list("soort", "ontvanger__naam"))


def test_the_bounds_of_every_rule_hold_its_usual_number():
    assert {rule.code for rule in all_rules()} >= {"fase_eindigt_14", "geen_checkin"}
    for rule in all_rules():
        if rule.dagen:
            assert 0 < rule.dagen.laagste <= rule.dagen.gewoon <= rule.dagen.hoogste, rule.code


def test_without_a_choice_the_usual_holds_and_what_is_usual_is_not_kept(cast):
    usual = keuzes_of(cast.waterstad.pk)
    assert usual["fase_eindigt_14"] == Keuze(aan=True, dagen=VOOR_EIND.gewoon)
    assert usual["afspraak_vandaag"] == Keuze(aan=True, dagen=None)
    choose(cast.waterstad.pk, usual)
    assert not Regelkeuze.objects.exists()


def test_a_choice_holds_for_its_own_gemeente_alone(cast):
    for gemeente, regisseur in ((cast.waterstad, cast.coordinator), (cast.heuvelrijk, cast.vreemde)):
        running(gemeente, regisseur, ends_in=20)
        running(gemeente, regisseur, ends_in=2)
    choose(
        cast.waterstad.pk,
        {"fase_eindigt_14": Keuze(aan=True, dagen=21), "fase_eindigt_3": Keuze(aan=False, dagen=None)},
    )
    told_now(plan_herinneringen)
    assert told() == [("fase_eindigt_14", cast.coordinator.naam), ("fase_eindigt_3", cast.vreemde.naam)]
    assert set(Bericht.objects.values_list("status", flat=True)) == {"verzonden"}


def test_what_waits_lapses_when_its_rule_is_switched_off_and_comes_when_it_is_on_again(cast):
    running(cast.waterstad, cast.coordinator, ends_in=2)
    plan_herinneringen()
    choose(cast.waterstad.pk, {"fase_eindigt_3": Keuze(aan=False, dagen=None)})
    Bericht.objects.update(volgende_poging=datetime(2026, 11, 24, tzinfo=ZoneInfo("UTC")))
    send_due()
    assert Bericht.objects.get().status == "vervallen"
    choose(cast.waterstad.pk, {"fase_eindigt_3": Keuze(aan=True, dagen=None)})
    assert not Regelkeuze.objects.exists()
    told_now(plan_herinneringen)
    assert Bericht.objects.get().status == "verzonden"


def test_another_number_of_days_tells_nobody_twice(cast):
    running(cast.waterstad, cast.coordinator, ends_in=12)
    told_now(plan_herinneringen)
    choose(cast.waterstad.pk, {"fase_eindigt_14": Keuze(aan=True, dagen=30)})
    told_now(plan_herinneringen)
    assert len(told()) == 1


def test_the_look_ahead_is_what_a_week_of_the_worker_then_tells(cast, time_machine):
    for ends_in in (18, 20, 16, 9, 2, -3):
        running(cast.waterstad, cast.coordinator, ends_in=ends_in)
    running(cast.waterstad, cast.klantmanager, ends_in=4)
    running(cast.heuvelrijk, cast.vreemde, ends_in=5)
    plan_herinneringen()  # what is told already is not ahead
    before = set(told())
    count = Bericht.objects.count()
    ahead = look_ahead(cast.waterstad.pk, chosen(cast.waterstad), vandaag=VANDAAG)

    for day in range(7):
        time_machine.move_to(datetime(2026, 11, 24 + day, 9, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False)
        plan_herinneringen()
    fresh = Bericht.objects.filter(eigenaar=cast.waterstad.pk).order_by("pk")
    new = [row for row in fresh if row.aangemaakt_op.date() > VANDAAG]
    assert before
    assert ahead.herinneringen == len(new) > 2
    assert dict(ahead.per_lezer) == {
        user: sum(row.ontvanger == user for row in new) for user in (cast.coordinator, cast.klantmanager)
    }
    assert sum(n for _naam, n in ahead.per_regel) == len(new)
    assert ahead.mails == len({(row.ontvanger_id, row.volgende_poging) for row in new})
    assert Bericht.objects.count() - count >= len(new)


def test_who_wants_no_reminders_is_not_in_the_look_ahead(cast):
    running(cast.waterstad, cast.coordinator, ends_in=2)
    Voorkeur.objects.create(gebruiker=cast.coordinator, ritme=Ritme.NOOIT)
    ahead = look_ahead(cast.waterstad.pk, chosen(cast.waterstad), vandaag=VANDAAG)
    assert (ahead.herinneringen, ahead.mails, ahead.per_lezer) == (0, 0, [])


def sent_form(**changes):
    usual = {f"aan_{rule.code}": "on" for rule in all_rules()}
    usual |= {f"dagen_{rule.code}": rule.dagen.gewoon for rule in all_rules() if rule.dagen}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def test_page_shows_what_a_choice_means_before_it_is_kept_and_the_log_says_who_chose(cast, login):
    running(cast.waterstad, cast.coordinator, ends_in=25)
    client, pagina = login(cast.beheerder), reverse("partijen:herinneringen", args=[cast.waterstad.pk])
    assert client.get(pagina).context["vooruitblik"].herinneringen == 0

    look = client.post(pagina, sent_form(dagen_fase_eindigt_14=30, kijk="1"))
    assert look.status_code == 200
    assert look.context["vooruitblik"].per_lezer == [(cast.coordinator, 1)]
    assert "Dit is nog niet opgeslagen." in look.text
    assert not Regelkeuze.objects.exists()

    client.post(pagina, sent_form(dagen_fase_eindigt_14=30, aan_afspraak_vandaag=None))
    assert set(Regelkeuze.objects.values_list("eigenaar", "code", "aan", "dagen")) == {
        (cast.waterstad.pk, "fase_eindigt_14", True, 30),
        (cast.waterstad.pk, "afspraak_vandaag", False, None),
    }
    kept = client.get(pagina).context["form"]
    assert (kept["dagen_fase_eindigt_14"].value(), kept["aan_afspraak_vandaag"].value()) == (30, False)
    made = Logregel.objects.filter(handeling=Handeling.GEMAAKT, content_type__model="regelkeuze")
    assert {(row.actor, row.eigenaar) for row in made} == {(cast.beheerder, cast.waterstad.pk)}


@pytest.mark.parametrize("beyond", [VOOR_EIND.laagste - 1, VOOR_EIND.hoogste + 1, "", "x"])
def test_outside_its_bounds_a_number_is_refused_beside_its_field_and_kept(cast, login, beyond):
    pagina = reverse("partijen:herinneringen", args=[cast.waterstad.pk])
    response = login(cast.coordinator).post(pagina, sent_form(dagen_fase_eindigt_14=beyond))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"dagen_fase_eindigt_14"}
    assert response.context["form"]["dagen_fase_eindigt_14"].value() == str(beyond)
    assert not Regelkeuze.objects.exists()


@pytest.mark.parametrize("wie", ["klantmanager", "lezer", "werkgever", "vreemde"])
def test_choosing_is_for_who_manages_the_gemeente(cast, login, wie):
    pagina = reverse("partijen:herinneringen", args=[cast.waterstad.pk])
    assert login(cast.people[wie]).post(pagina, sent_form()).status_code in (403, 404)

"""A trajectory stands still or goes on: what may follow what, what that does, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from deelnemers.deelnames import join
from deelnemers.fouten import DeelnemerFout
from partijen.enums import Rol
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.trajecten import AfspraakFactory
from tests.herinneren import told_now
from trajecten.enums import Component, Doorgang, RolStatus, Stand
from trajecten.fasen import close_fase, reopen_fase, start_fase
from trajecten.fouten import TrajectFout
from trajecten.levensloop import set_status
from trajecten.models import Fase, Traject
from trajecten.rollen import ask
from trajecten.tasks import plan_herinneringen

S = Doorgang
REDEN = "De werkgever verhuist"


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)


def days(n):
    return timezone.localdate() + timedelta(days=n)


def stand_still(traject, cast, status=S.GEPAUZEERD):
    set_status(traject, status, reden=REDEN, door=cast.coordinator)


@pytest.mark.parametrize("begin", S)
@pytest.mark.parametrize("naar", S)
def test_every_step_of_the_table_can_be_taken_and_no_other(cast, traject, begin, naar):
    if begin != S.ACTIEF:
        stand_still(traject, cast, begin)
    if naar == begin or naar in begin.may_become:
        set_status(traject, naar, reden=REDEN, door=cast.coordinator)
        traject.refresh_from_db()
        assert traject.status == naar
        assert (traject.status_sinds, traject.status_reden) == ((None, "") if naar == S.ACTIEF else (days(0), REDEN))
    else:
        with pytest.raises(TrajectFout):
            set_status(traject, naar, reden=REDEN, door=cast.coordinator)
        assert Traject.objects.get(pk=traject.pk).status == begin


def test_without_a_reason_or_by_somebody_else_nothing_happens(cast, traject):
    for reden, door in ((" ", cast.coordinator), (REDEN, cast.klantmanager), (REDEN, cast.vreemde)):
        with pytest.raises(TrajectFout):
            set_status(traject, S.GESTOPT, reden=reden, door=door)
    assert Traject.objects.get(pk=traject.pk).status == S.ACTIEF


@pytest.mark.parametrize("fields", [{"status": S.GESTOPT}, {"status_reden": "x"}, {"status_sinds": days}])
def test_database_keeps_the_reason_with_the_state(traject, fields):
    fields = {name: value(0) if callable(value) else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Traject.objects.filter(pk=traject.pk).update(**fields)


@pytest.mark.parametrize("status", [S.GEPAUZEERD, S.GESTOPT])
def test_what_stands_still_is_not_late_and_reminds_nobody(cast, traject, status):
    told_now(plan_herinneringen)
    reminded = Bericht.objects.count()
    assert reminded > 0
    assert Fase.objects.late(days(0)).exists()
    stand_still(traject, cast, status)
    Bericht.objects.all().delete()
    told_now(plan_herinneringen)

    assert not Bericht.objects.exclude(soort="traject_stand").exists()
    assert not Fase.objects.late(days(0)).exists()
    assert not Fase.objects.wanting_rollen(days(0)).exists()
    for fase in Fase.objects.select_related("traject"):
        assert (fase.late_since(days(0)), fase.wants_rollen(days(0))) == (None, False)
    row = Traject.objects.for_list(days(0)).get(pk=traject.pk)
    assert (row.laat, row.nu) == (False, status.label)


def test_a_reminder_that_waits_lapses_when_the_trajectory_stands_still(cast, traject):
    plan_herinneringen()
    waiting = Bericht.objects.count()
    assert waiting
    stand_still(traject, cast)
    Bericht.objects.update(volgende_poging=timezone.now())
    send_due()
    assert Bericht.objects.filter(status="vervallen").count() == waiting


def test_agreement_is_reminded_of_during_a_pause_and_no_more_after_the_end(cast, traject):
    AfspraakFactory(traject=traject, persoon=cast.mentor, deadline=days(-1))
    stand_still(traject, cast)
    told_now(plan_herinneringen)
    assert Bericht.objects.filter(soort="afspraak_over_tijd").count() == 1
    Bericht.objects.all().delete()
    stand_still(traject, cast, S.GESTOPT)
    told_now(plan_herinneringen)
    assert not Bericht.objects.filter(soort="afspraak_over_tijd").exists()


@pytest.mark.parametrize("status", [S.GEPAUZEERD, S.GESTOPT])
def test_no_phase_begins_while_it_stands_still_and_one_that_runs_can_end(cast, traject, status):
    stand_still(traject, cast, status)
    running, planned = traject.fasen.get(component=Component.LEERWERK), traject.fasen.get(component=Component.MATCHING)
    with pytest.raises(TrajectFout, match=status.label.lower()):
        start_fase(planned, op=days(0))
    close_fase(running, op=days(0))
    with pytest.raises(TrajectFout, match=status.label.lower()):
        reopen_fase(running)
    set_status(traject, S.ACTIEF, reden="", door=cast.coordinator)
    reopen_fase(running)
    start_fase(planned, op=days(0))


def test_stopping_withdraws_what_was_asked_and_closes_the_door(cast, traject):
    open_rol = traject.fasen.get(component=Component.LEERWERK).rollen.get(rol=Rol.WERKGEVER)
    ask(open_rol, partij=cast.installatie)
    send_due()
    mail.outbox.clear()
    stand_still(traject, cast, S.GESTOPT)
    send_due()

    open_rol.refresh_from_db()
    assert open_rol.status == RolStatus.OPEN
    assert [sent.subject for sent in mail.outbox if sent.to == [cast.werkgever.email]] == [
        "Ingetrokken: vraag over het traject Groen"
    ]
    with pytest.raises(TrajectFout, match="gestopt"):
        ask(open_rol, partij=cast.installatie)
    with pytest.raises(DeelnemerFout, match="gestopt"):
        join(deelnemer=DeelnemerFactory(gemeente=cast.waterstad), traject=traject)


def test_during_a_pause_one_may_ask_and_bring_people(cast, traject):
    stand_still(traject, cast)
    ask(traject.fasen.get(component=Component.LEERWERK).rollen.get(rol=Rol.WERKGEVER), partij=cast.installatie)
    join(deelnemer=DeelnemerFactory(gemeente=cast.waterstad), traject=traject)


def test_whoever_has_a_role_is_told_once_and_the_reason_is_not_in_the_mail(cast, traject):
    stand_still(traject, cast)
    stand_still(traject, cast)  # pressed twice
    send_due()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([cast.opleider.email], "Het traject Groen staat stil")
    ]
    assert REDEN not in mail.outbox[0].body
    set_status(traject, S.ACTIEF, reden="", door=cast.coordinator)
    stand_still(traject, cast)
    send_due()
    # What changed again before it was sent, is not told.
    assert [sent.subject for sent in mail.outbox[1:]] == ["Het traject Groen staat stil"]


@pytest.mark.parametrize("status", S)
def test_list_finds_a_trajectory_by_how_it_stands(cast, login, traject, status):
    if status != S.ACTIEF:
        stand_still(traject, cast, status)
    expected = {S.ACTIEF: Stand.LOPEND}.get(status, status)
    for stand in Stand:
        found = login(cast.coordinator).get(reverse("trajecten:lijst"), {"status": stand}).context["table"].data
        assert len(found) == (stand == expected)
    assert traject.stand == expected


def test_pages_ask_for_the_reason_and_say_what_became_of_it(cast, login, traject):
    client, pagina = login(cast.coordinator), reverse("trajecten:detail", args=[traject.pk])
    pause = reverse("trajecten:stand", args=[traject.pk, "gepauzeerd"])
    assert "niets te laat" in client.get(pause).text
    refused = client.post(pause, {"reden": ""})
    assert (refused.status_code, refused.context["form"].errors) == (422, {"reden": ["Dit veld is verplicht."]})
    shown = client.post(pause, {"reden": REDEN}, follow=True)
    assert shown.redirect_chain[-1][0] == pagina
    assert REDEN in shown.text
    assert client.get("/").context["samenvatting"] == ""
    # A partner reads it too, and has no button.
    partner = login(cast.opleider).get(pagina).text
    assert REDEN in partner
    assert "Laat het traject weer doorgaan" not in partner
    go_on = reverse("trajecten:stand", args=[traject.pk, "actief"])
    client = login(cast.coordinator)
    assert client.post(go_on).url == reverse("trajecten:planning", args=[traject.pk])
    assert client.get(reverse("trajecten:stand", args=[traject.pk, "weg"])).status_code == 404
    assert REDEN not in client.get(pagina).text


def test_page_that_was_open_when_another_stopped_it_says_so(cast, login, traject):
    stand_still(traject, cast, S.GESTOPT)
    response = login(cast.coordinator).post(
        reverse("trajecten:stand", args=[traject.pk, "gepauzeerd"]), {"reden": REDEN}
    )
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Dit kan niet: het traject is gestopt."]

"""One phase stands still or goes on while its trajectory does: what may follow what, what it does, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from berichten.verzending import send_due
from deelnemers.eigenpagina import links
from deelnemers.eigenpagina.pagina import page_of
from deelnemers.eigenpagina.talen import TALEN
from deelnemers.enums import VoortgangStatus
from deelnemers.models import Paginalink
from partijen.enums import Rol
from tests.factories.deelnemers import DeelnameFactory, VoortgangFactory
from tests.factories.trajecten import FaseFactory
from tests.herinneren import told_now
from trajecten.enums import Component, Doorgang, FaseStatus, RolStatus, Stand
from trajecten.fasen import close_fase, reopen_fase, start_fase
from trajecten.fouten import TrajectFout
from trajecten.levensloop import set_doorgang
from trajecten.models import Fase, Traject
from trajecten.rollen import ask
from trajecten.tasks import plan_herinneringen

D = Doorgang
REDEN = "De docent is ziek gemeld"
STIL = [D.GEPAUZEERD, D.GESTOPT]


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("berichten.outbox.wake_task", [].append)


def days(n):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def fase(traject):
    return traject.fasen.get(component=Component.LEERWERK)


@pytest.fixture
def become(cast):
    def become(fase, doorgang, *, reden=REDEN, door=cast.coordinator):
        set_doorgang(fase, doorgang, reden=reden, door=door)

    return become


@pytest.mark.parametrize("begin", D)
@pytest.mark.parametrize("naar", D)
def test_every_step_of_the_table_can_be_taken_and_no_other(fase, become, begin, naar):
    become(fase, begin)
    if naar == begin or naar in begin.may_become:
        become(fase, naar)
        fase.refresh_from_db()
        assert fase.doorgang == naar
        assert (fase.doorgang_sinds, fase.doorgang_reden) == ((None, "") if naar == D.ACTIEF else (days(0), REDEN))
        assert fase.status == FaseStatus.LOPEND
    else:
        with pytest.raises(TrajectFout):
            become(fase, naar)
        assert Fase.objects.get(pk=fase.pk).doorgang == begin


def test_without_a_reason_or_by_somebody_else_nothing_happens(cast, fase, become):
    for reden, door in ((" ", cast.coordinator), (REDEN, cast.klantmanager), (REDEN, cast.vreemde)):
        with pytest.raises(TrajectFout):
            become(fase, D.GESTOPT, reden=reden, door=door)
    assert Fase.objects.get(pk=fase.pk).doorgang == D.ACTIEF


@pytest.mark.parametrize("doorgang", STIL)
def test_what_is_over_does_not_stand_still(fase, become, doorgang):
    close_fase(fase, op=days(-3))
    with pytest.raises(TrajectFout, match="afgerond"):
        become(fase, doorgang)


@pytest.mark.parametrize("fields", [{"doorgang": D.GESTOPT}, {"doorgang_reden": "x"}, {"doorgang_sinds": days}])
def test_database_keeps_the_reason_with_the_state(fase, fields):
    fields = {name: value(0) if callable(value) else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Fase.objects.filter(pk=fase.pk).update(**fields)


@pytest.mark.parametrize("doorgang", STIL)
def test_what_stands_still_is_not_late_and_reminds_nobody_of_itself(traject, fase, become, doorgang):
    told_now(plan_herinneringen)
    assert Bericht.objects.exists()
    assert list(Fase.objects.late(days(0))) == [fase]
    become(fase, doorgang)
    Bericht.objects.all().delete()
    told_now(plan_herinneringen)

    assert not Bericht.objects.exclude(soort="fase_doorgang").exists()
    assert not Fase.objects.late(days(0)).exists()
    assert fase not in Fase.objects.wanting_rollen(days(0))
    fase = Fase.objects.select_related("traject").get(pk=fase.pk)
    assert (fase.late_since(days(0)), fase.wants_rollen(days(0)), fase.gaat_door) == (None, False, False)
    row = Traject.objects.for_list(days(0)).get(pk=traject.pk)
    # During a pause a role is still looked for; in a phase that will not be, none is missed.
    assert (row.laat, row.open_rollen) == (False, 1 if doorgang == D.GEPAUZEERD else 0)


def test_a_reminder_that_waits_lapses_when_its_phase_stands_still(fase, become):
    plan_herinneringen()
    waiting = Bericht.objects.count()
    assert waiting
    become(fase, D.GEPAUZEERD)
    Bericht.objects.update(volgende_poging=timezone.now())
    send_due()
    assert Bericht.objects.filter(status="vervallen").count() == waiting


@pytest.mark.parametrize("doorgang", STIL)
def test_it_begins_nor_ends_until_it_goes_on_and_others_do(traject, fase, become, doorgang):
    planned = traject.fasen.get(component=Component.MATCHING)
    become(fase, doorgang)
    start_fase(planned, op=days(0))
    with pytest.raises(TrajectFout, match=doorgang.label.lower()):
        close_fase(fase, op=days(0))
    become(fase, D.ACTIEF)
    close_fase(fase, op=days(0))
    reopen_fase(fase)
    assert fase.status == FaseStatus.LOPEND


def test_stopping_withdraws_what_was_asked_and_closes_the_door(cast, fase, become):
    open_rol = fase.rollen.get(rol=Rol.WERKGEVER)
    ask(open_rol, partij=cast.installatie)
    send_due()
    mail.outbox.clear()
    become(fase, D.GESTOPT)
    send_due()

    open_rol.refresh_from_db()
    assert open_rol.status == RolStatus.OPEN
    assert [sent.subject for sent in mail.outbox if sent.to == [cast.werkgever.email]] == [
        "Ingetrokken: vraag over het traject Groen"
    ]
    with pytest.raises(TrajectFout, match="gestopt"):
        ask(open_rol, partij=cast.installatie)
    become(fase, D.ACTIEF)
    ask(open_rol, partij=cast.installatie)


def test_whoever_has_a_role_in_it_is_told_once_and_the_reason_is_not_in_the_mail(cast, fase, become):
    become(fase, D.GEPAUZEERD)
    become(fase, D.GEPAUZEERD)  # pressed twice
    send_due()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([cast.opleider.email], "Leer- en werkcomponent staat stil: Groen")
    ]
    assert REDEN not in mail.outbox[0].body
    become(fase, D.ACTIEF)
    become(fase, D.GEPAUZEERD)
    send_due()
    # What changed again before it was sent, is not told.
    assert [sent.subject for sent in mail.outbox[1:]] == ["Leer- en werkcomponent staat stil: Groen"]


def test_a_trajectory_is_as_far_as_the_phases_that_were_not_stopped(traject, fase, become):
    planned = traject.fasen.get(component=Component.MATCHING)
    expected = [(fase, D.GESTOPT, Stand.VOORBEREIDING), (fase, D.ACTIEF, Stand.LOPEND)]
    for which, doorgang, stand in expected:
        become(which, doorgang)
        assert Traject.objects.get().stand == stand
        assert [found for found in Stand if Traject.objects.at_stand(found).exists()] == [stand]
    close_fase(fase, op=days(0))
    become(planned, D.GESTOPT)
    assert Traject.objects.get().stand == Stand.AFGEROND
    assert [found for found in Stand if Traject.objects.at_stand(found).exists()] == [Stand.AFGEROND]


def test_a_phase_that_is_paused_is_not_what_runs_now(traject, fase, become):
    assert Traject.objects.running_in(Component.LEERWERK).exists()
    become(fase, D.GEPAUZEERD)
    assert not Traject.objects.running_in(Component.LEERWERK).exists()
    assert Traject.objects.get().nu == Stand.LOPEND.label


def test_a_participant_reads_no_phase_that_will_not_be(cast, traject, fase, become):
    planned = traject.fasen.get(component=Component.MATCHING)
    deelname = DeelnameFactory(traject=traject, deelnemer__gemeente=cast.waterstad, mentor=cast.mentor)
    VoortgangFactory(deelname=deelname, fase=fase, status=VoortgangStatus.LOPEND)
    VoortgangFactory(deelname=deelname, fase=planned)
    links.give(deelname, door=cast.mentor)

    def route():
        return [str(stap.naam.nederlands) for stap in page_of(Paginalink.objects.get(), TALEN["nl"]).stappen]

    both = route()
    assert len(both) == 2
    become(planned, D.GEPAUZEERD)
    assert route() == both
    become(planned, D.GESTOPT)
    become(fase, D.GESTOPT)
    # Whoever is in it already still sees where they are.
    assert route() == both[:1]


def test_support_that_was_stopped_covers_nothing(cast, login, traject, become):
    days_of = {"start": days(5), "eind": days(60)}
    help_there = FaseFactory(traject=traject, component=Component.BEGELEIDING, **days_of)
    client, pagina = login(cast.coordinator), reverse("trajecten:detail", args=[traject.pk])
    covered = "Matching en plaatsing zonder begeleiding"
    assert covered not in client.get(pagina).text
    become(help_there, D.GESTOPT)
    assert covered in client.get(pagina).text


def test_pages_ask_for_the_reason_and_say_what_became_of_it(cast, login, traject, fase):
    client, pagina = login(cast.coordinator), reverse("trajecten:detail", args=[traject.pk])
    form = reverse("trajecten:fase_doorgang", args=[fase.pk])
    assert "Te laat" in client.get(pagina).text
    assert [value for value, _label in client.get(form).context["form"].fields["doorgang"].choices] == STIL
    for sent, fields in (({}, ["doorgang", "reden"]), ({"doorgang": "gestopt", "reden": " "}, ["reden"])):
        refused = client.post(form, sent)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, fields)
        assert refused.context["form"].errors["reden"] == ["Geef een reden."]
    shown = client.post(form, {"doorgang": "gestopt", "reden": REDEN}, follow=True)
    assert shown.redirect_chain[-1][0] == f"{pagina}#fase-{fase.pk}"
    assert REDEN in shown.text
    assert "Te laat" not in shown.text
    # A partner reads it too, and has no button.
    partner = login(cast.opleider).get(pagina).text
    assert REDEN in partner
    assert form not in partner
    client = login(cast.coordinator)
    assert client.get(form).context["form"].initial == {"doorgang": D.ACTIEF}
    client.post(form, {"doorgang": "actief"})
    assert REDEN not in client.get(pagina).text


def test_page_that_was_open_when_another_closed_it_says_so(cast, login, fase):
    close_fase(fase, op=days(0))
    sent = {"doorgang": "gepauzeerd", "reden": REDEN}
    response = login(cast.coordinator).post(reverse("trajecten:fase_doorgang", args=[fase.pk]), sent)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Dit kan niet: de fase is afgerond."]

"""My work, of a gemeente: signals, late phases, open roles, agreements, and who is silent."""

import pytest
from django.urls import reverse

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from partijen.enums import Rol
from tests.factories.deelnemers import CheckinFactory, DeelnameFactory, SignaalFactory
from tests.factories.trajecten import AfspraakFactory, RolinvullingFactory
from tests.inzicht.startpagina import codes, days, lines, sections, start, toegezegd
from trajecten.enums import FaseStatus, RolStatus


def test_open_signals_are_those_of_own_participants(cast, login, both):
    for traject, naam in zip(both, ("Eigen", "Ander"), strict=True):
        deelname = DeelnameFactory(traject=traject, deelnemer__voornaam=naam)
        SignaalFactory(checkin=CheckinFactory(deelname=deelname, door=cast.mentor, datum=days(-2)))

    eigen = start(login, cast.coordinator)
    assert [regel.tekst.split()[0] for regel in lines(eigen, "signalen")] == ["Eigen"]
    assert "Ander traject" not in eigen.text
    assert lines(eigen, "signalen")[0].status == "2 dagen geleden"
    assert [r.tekst.split()[0] for r in lines(start(login, cast.klantmanager), "signalen")] == ["Eigen"]


def test_late_phases_lead_to_closing_them_for_who_directs_alone(cast, login, both):
    for traject in both:
        traject.fasen.update(start=days(-100), eind=days(-3), status=FaseStatus.LOPEND, werkelijke_start=days(-100))
    fase = both[0].fasen.get()

    (regel,) = lines(start(login, cast.coordinator), "te-laat")
    assert (regel.url, regel.status) == (reverse("trajecten:fase_sluit", args=[fase.pk]), "3 dagen te laat")
    (regel,) = lines(start(login, cast.klantmanager), "te-laat")
    assert regel.url == reverse("trajecten:detail", args=[both[0].pk])


def test_a_late_phase_that_never_began_leads_to_starting_it(cast, login, both):
    both[0].fasen.update(start=days(-100), eind=days(-3))

    (regel,) = lines(start(login, cast.coordinator), "te-laat")
    assert regel.url == reverse("trajecten:fase_start", args=[both[0].fasen.get().pk])


@pytest.mark.parametrize(("begin", "rows"), [(15, 0), (14, 1), (0, 1), (-5, 1)])
def test_a_phase_with_open_roles_shows_from_two_weeks_before(cast, login, both, begin, rows):
    for traject in both:
        traject.fasen.update(start=days(begin))
        RolinvullingFactory.create_batch(2, fase=traject.fasen.get(), status=RolStatus.OPEN)
    found = lines(start(login, cast.coordinator), "open-rollen")

    assert [regel.noot for regel in found] == ["2 rollen zijn nog open"] * rows


def test_a_phase_without_open_roles_does_not_show(cast, login, both):
    both[0].fasen.update(start=days(3))
    toegezegd(both[0], cast.installatie, Rol.WERKGEVER)

    assert lines(start(login, cast.coordinator), "open-rollen") == []


def test_unanswered_requests_show_the_longest_waiting_first(cast, login, both):
    for traject in both:
        for ago, rol in ((3, Rol.OPLEIDER), (9, Rol.WERKGEVER)):
            RolinvullingFactory(
                fase=traject.fasen.get(),
                rol=rol,
                status=RolStatus.GEVRAAGD,
                partij=cast.installatie,
                gevraagd_op=days(-ago),
            )
    found = lines(start(login, cast.coordinator), "onbeantwoord")

    assert [(regel.tekst, regel.soort) for regel in found] == [
        ("Installatie BV: Werkgever", "let-op"),
        ("Installatie BV: Opleider", "stil"),
    ]


@pytest.mark.parametrize(("deadline", "rows"), [(-1, 1), (0, 1), (7, 1), (8, 0)])
def test_agreements_due_this_week(cast, login, both, deadline, rows):
    for traject in both:
        AfspraakFactory(traject=traject, wat="Bel", deadline=days(deadline), persoon=cast.mentor)

    assert [r.tekst for r in lines(start(login, cast.coordinator), "afspraken")] == ["Bel"] * rows


def test_trajectories_without_regisseur(cast, login, both):
    for traject in both:
        traject.regisseur = None
        traject.save()

    assert sections(start(login, cast.coordinator))["zonder-regisseur"] == ["Eigen traject"]
    assert sections(start(login, cast.vreemde))["zonder-regisseur"] == ["Ander traject"]


@pytest.mark.parametrize(("ago", "rows"), [(27, 0), (28, 1)])
def test_silent_participants_of_the_own_gemeente(cast, login, both, ago, rows):
    for traject in both:
        DeelnameFactory(traject=traject, actief_sinds=days(-ago), aangemeld_op=days(-ago))

    found = lines(start(login, cast.coordinator), "stil")
    assert [regel.status for regel in found] == [f"{ago} dagen geen contact"] * rows


def test_mail_that_was_given_up_is_shown_to_who_watches_over_it(cast, login):
    for user in (cast.werkgever, cast.coordinator):
        Bericht.objects.create(
            soort="x", sleutel=str(user.pk), ontvanger=user, status=BerichtStatus.MISLUKT, onderwerp="Mislukt"
        )

    assert "Mislukt" in sections(start(login, cast.coordinator)).get("mail", [])
    assert "mail" not in codes(start(login, cast.klantmanager))
    assert "mail" not in codes(start(login, cast.werkgever))

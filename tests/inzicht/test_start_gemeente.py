"""My work, of a gemeente: signals, late phases, open roles, agreements, and who is silent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from deelnemers.enums import WensSoort, WensStatus
from deelnemers.models import Deelname
from inzicht.vragen import fasen_met_open_rol, late_fasen
from partijen.enums import Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    PlaatsingFactory,
    SignaalFactory,
    WensFactory,
)
from tests.factories.trajecten import AfspraakFactory, BesluitFactory, FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.startpagina import codes, days, lines, sections, start, toegezegd
from toegang.logregels import Handeling, Logregel
from trajecten.enums import Component, FaseStatus, RolStatus


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
    assert regel.url == f"{reverse('trajecten:detail', args=[both[0].pk])}#fase-{fase.pk}"


def test_a_late_phase_that_never_began_leads_to_starting_it(cast, login, both):
    both[0].fasen.update(start=days(-100), eind=days(-3))

    (regel,) = lines(start(login, cast.coordinator), "te-laat")
    assert regel.url == reverse("trajecten:fase_start", args=[both[0].fasen.get().pk])


@pytest.mark.parametrize(("begin", "eind"), [(-4, 90), (-4, -1)])
def test_a_phase_that_should_have_begun_is_late_since_its_start(cast, login, both, begin, eind):
    for traject in both:
        traject.fasen.update(start=days(begin), eind=days(eind))
    fase = both[0].fasen.get()
    page = f"{reverse('trajecten:detail', args=[both[0].pk])}#fase-{fase.pk}"

    for wie, url in (("coordinator", reverse("trajecten:fase_start", args=[fase.pk])), ("klantmanager", page)):
        (regel,) = lines(start(login, cast.people[wie]), "te-laat")
        assert (regel.url, regel.status, regel.soort, regel.wacht) == (url, "4 dagen te laat", "fout", 4), wie
        assert regel.noot == f"zou op {date_format(days(begin), 'j F Y')} beginnen"


def test_a_phase_that_begins_today_or_ends_today_is_not_late(cast, login, both):
    both[0].fasen.update(start=days(0))
    run(both[0], Component.WERVING, eind=0)

    assert lines(start(login, cast.coordinator), "te-laat") == []


def test_what_is_late_longest_stands_first_whether_it_should_begin_or_end(cast, login, both):
    both[0].fasen.update(start=days(-5), eind=days(90))
    run(both[0], Component.WERVING, eind=-9)
    run(both[0], Component.VOORTRAJECT, eind=-1)
    found = late_fasen(cast.coordinator, days(0))

    assert [fase.component for fase in found] == [Component.WERVING, Component.LEERWERK, Component.VOORTRAJECT]
    assert [regel.wacht for regel in lines(start(login, cast.coordinator), "te-laat")] == [9, 5, 1]


@pytest.mark.parametrize(("begin", "rows"), [(15, 0), (14, 1), (0, 1), (-5, 1)])
def test_a_phase_with_open_roles_shows_from_two_weeks_before(cast, login, both, begin, rows):
    for traject in both:
        traject.fasen.update(start=days(begin))
        RolinvullingFactory.create_batch(2, fase=traject.fasen.get(), status=RolStatus.OPEN)
    found = lines(start(login, cast.coordinator), "open-rollen")

    assert [regel.noot for regel in found] == ["2 rollen zijn nog open"] * rows


def test_a_single_open_role_is_one_click_away_for_who_directs_alone(cast, login, both):
    fase = both[0].fasen.get()
    both[0].fasen.update(start=days(3))
    toegezegd(both[0], cast.installatie, Rol.WERKGEVER)
    rol = RolinvullingFactory(fase=fase, rol=Rol.MENTOR, status=RolStatus.OPEN)
    op_de_pagina = f"{reverse('trajecten:detail', args=[both[0].pk])}#fase-{fase.pk}"

    (regel,) = lines(start(login, cast.coordinator), "open-rollen")
    assert (regel.url, regel.noot) == (reverse("trajecten:rol_vul", args=[rol.pk]), "1 rol is nog open")
    (regel,) = lines(start(login, cast.klantmanager), "open-rollen")
    assert regel.url == op_de_pagina
    RolinvullingFactory(fase=fase, rol=Rol.OPLEIDER, status=RolStatus.OPEN)
    (regel,) = lines(start(login, cast.coordinator), "open-rollen")
    assert (regel.url, regel.noot) == (op_de_pagina, "2 rollen zijn nog open")


@pytest.mark.parametrize(("begin", "eind"), [(-90, 90), (-90, -3), (20, 90)])
def test_a_phase_that_runs_with_an_open_role_shows_as_begun(cast, login, both, begin, eind):
    for traject in both:
        traject.fasen.update(
            start=days(begin), eind=days(eind), status=FaseStatus.LOPEND, werkelijke_start=days(min(begin, -1))
        )
        RolinvullingFactory(fase=traject.fasen.get(), rol=Rol.MENTOR)
    rol = both[0].fasen.get().rollen.get()
    (regel,) = lines(start(login, cast.coordinator), "open-rollen")

    assert (regel.status, regel.soort, regel.wacht) == ("Fase is al begonnen", "let-op", -min(begin, -1))
    assert (regel.url, regel.noot) == (reverse("trajecten:rol_vul", args=[rol.pk]), "1 rol is nog open")


def test_a_closed_phase_with_an_open_role_does_not_show(cast, login, both):
    both[0].fasen.update(
        start=days(-90), eind=days(-3), status="afgerond", werkelijke_start=days(-90), werkelijk_eind=days(-3)
    )
    RolinvullingFactory(fase=both[0].fasen.get())

    assert lines(start(login, cast.coordinator), "open-rollen") == []


def test_open_roles_of_what_should_have_begun_come_first_then_of_what_runs_then_of_what_comes(cast, login, both):
    both[0].fasen.update(start=days(3))
    FaseFactory(traject=both[0], component=Component.WERVING, start=days(-2))
    run(both[0], Component.VOORTRAJECT, eind=9)
    FaseFactory(traject=both[0], component=Component.TAAL, start=days(-40), status=FaseStatus.LOPEND)
    for fase in both[0].fasen.all():
        RolinvullingFactory(fase=fase)
    found = lines(start(login, cast.coordinator), "open-rollen")
    order = [Component.WERVING, Component.VOORTRAJECT, Component.TAAL, Component.LEERWERK]

    assert [fase.component for fase in fasen_met_open_rol(cast.coordinator, days(0))] == order
    assert [regel.tekst.split(" · ")[0] for regel in found] == [str(component.label) for component in order]
    assert [regel.status for regel in found] == [
        "2 dagen te laat",
        "Fase is al begonnen",
        "Fase is al begonnen",
        "Over 3 dagen",
    ]


def test_a_late_phase_with_an_open_role_is_to_be_started_and_to_be_filled(cast, login, both):
    both[0].fasen.update(start=days(-2))
    fase = both[0].fasen.get()
    rol = RolinvullingFactory(fase=fase)
    page = start(login, cast.coordinator)

    assert [r.url for r in lines(page, "te-laat")] == [reverse("trajecten:fase_start", args=[fase.pk])]
    assert [r.url for r in lines(page, "open-rollen")] == [reverse("trajecten:rol_vul", args=[rol.pk])]


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
    assert [(regel.status, regel.soort) for regel in found] == [(f"{ago} dagen geen contact", "fout")] * rows


def test_a_silent_participant_without_a_mentor_leads_to_choosing_one(cast, login, both):
    without = DeelnameFactory(traject=both[0], actief_sinds=days(-40))
    guided = DeelnameFactory(traject=both[0], actief_sinds=days(-50), mentor=cast.mentor)

    assert [regel.url for regel in lines(start(login, cast.coordinator), "stil")] == [
        f"{reverse('deelnemers:detail', args=[guided.deelnemer_id])}#deelname-{guided.pk}",
        reverse("deelnemers:deelname_wijzig", args=[without.pk]),
    ]


@pytest.mark.parametrize(
    ("begin", "eind", "noot"),
    [
        (-50, 14, "Eindigt bijna: gaat de groep door?"),
        (-50, 0, "Eindigt bijna: gaat de groep door?"),
        (-5, 5, "Eindigt bijna: gaat de groep door?"),
        (-50, 50, "Halverwege: bespreek of u moet bijsturen"),
        (-50, 64, "Halverwege: bespreek of u moet bijsturen"),
        (-50, 36, "Halverwege: bespreek of u moet bijsturen"),
        (-50, 65, None),
        (-50, 35, None),
        (-42, 42, "Halverwege: bespreek of u moet bijsturen"),
        (-41, 41, None),
        (-50, -1, None),
    ],
)
def test_one_steers_halfway_a_phase_and_before_its_end(cast, login, both, begin, eind, noot):
    for traject in both:
        traject.fasen.update(start=days(begin), eind=days(eind), status=FaseStatus.LOPEND, werkelijke_start=days(begin))
    fase = both[0].fasen.get()
    page = f"{reverse('trajecten:detail', args=[both[0].pk])}#fase-{fase.pk}"
    decide = reverse("trajecten:besluit_nieuw", args=[fase.pk])

    for wie, url in (("coordinator", decide if eind <= 14 else page), ("klantmanager", page)):
        found = lines(start(login, cast.people[wie]), "stuurmomenten")
        assert [(regel.noot, regel.url) for regel in found] == ([(noot, url)] if noot else []), wie


@pytest.mark.parametrize(
    ("component", "uitslag", "noot"),
    [
        (Component.LEERWERK, "no_go", "Eindigt bijna. Besloten: No-go: de groep gaat niet door"),
        (Component.MATCHING, None, "Eindigt bijna"),
        (Component.TAAL, None, "Eindigt bijna"),
    ],
)
def test_a_phase_is_closed_where_nothing_is_left_to_decide(cast, login, both, component, uitslag, noot):
    both[0].fasen.update(
        component=component, start=days(-50), eind=days(3), status=FaseStatus.LOPEND, werkelijke_start=days(-50)
    )
    fase = both[0].fasen.get()
    if uitslag:
        BesluitFactory(fase=fase, uitslag=uitslag)
    (regel,) = lines(start(login, cast.coordinator), "stuurmomenten")
    assert (regel.noot, regel.url) == (noot, reverse("trajecten:fase_sluit", args=[fase.pk]))


def test_how_long_a_phase_still_takes_is_said_at_its_end_alone(cast, login, both):
    both[0].fasen.update(start=days(-50), eind=days(50), status=FaseStatus.LOPEND, werkelijke_start=days(-50))
    assert [regel.status for regel in lines(start(login, cast.coordinator), "stuurmomenten")] == [""]

    both[0].fasen.update(eind=days(3))
    assert [regel.status for regel in lines(start(login, cast.coordinator), "stuurmomenten")] == ["Nog 3 dagen"]


@pytest.mark.parametrize("wie", ["coordinator", "klantmanager", "mentor"])
def test_a_wish_is_for_whoever_can_discuss_it(cast, login, both, wie):
    for traject, naam in zip(both, ("Eigen", "Ander"), strict=True):
        mentor = cast.mentor if naam == "Eigen" else cast.vreemde
        deelname = DeelnameFactory(traject=traject, deelnemer__voornaam=naam, mentor=mentor)
        WensFactory(deelname=deelname, gesteld_op=timezone.now() - timedelta(days=2))
        WensFactory(deelname=deelname, soort=WensSoort.REIS, status=WensStatus.INGETROKKEN)
    eigen = Deelname.objects.get(deelnemer__voornaam="Eigen")
    page = start(login, cast.people[wie])

    (read,) = Logregel.objects.filter(handeling=Handeling.INZIEN)
    assert list(read.additional_data["deelnemers"]) == [str(eigen.deelnemer_id)]
    (regel,) = lines(page, "wensen")
    assert (regel.tekst.split()[0], regel.status) == ("Eigen", "2 dagen geleden")
    assert regel.noot == "Wil met de mentor praten · Eigen traject"
    assert regel.url == f"{reverse('deelnemers:detail', args=[eigen.deelnemer_id])}#deelname-{eigen.pk}"
    assert "Zet op besproken" in login(cast.people[wie]).get(regel.url).text


def test_a_phase_that_has_not_begun_is_not_steered(cast, login, both):
    both[0].fasen.update(start=days(-50), eind=days(50))

    assert lines(start(login, cast.coordinator), "stuurmomenten") == []


@pytest.mark.parametrize(("eind", "rows"), [(-1, 0), (0, 1), (30, 1), (31, 0), (None, 0)])
def test_placements_that_end_lead_to_changing_them(cast, login, both, eind, rows):
    for traject in both:
        deelname = DeelnameFactory(traject=traject)
        row = PlaatsingFactory(
            deelname=deelname,
            werkgever=cast.installatie,
            start=days(-60),
            eind=eind if eind is None else days(eind),
        )
        if traject == both[0]:
            own = (str(deelname.deelnemer), reverse("deelnemers:plaatsing_wijzig", args=[row.pk]))
    found = lines(start(login, cast.klantmanager), "plaatsingen")

    assert [(regel.tekst, regel.url) for regel in found] == [own] * rows
    (regel,) = Logregel.objects.filter(handeling=Handeling.INZIEN) if rows else ("none",)
    assert not rows or regel.grond == ["klantmanager"]


def run(traject, component, *, eind):
    FaseFactory(traject=traject, component=component, start=days(-90), eind=days(eind), status=FaseStatus.LOPEND)


@pytest.mark.parametrize("wie", ["coordinator", "klantmanager", "lezer", "beheerder"])
def test_a_picture_says_in_which_phase_the_trajectories_are(cast, login, both, wie):
    for eind in (9, 9, -1):
        run(TrajectFactory(gemeente=cast.waterstad), Component.VOORTRAJECT, eind=eind)
    run(both[1], Component.VOORTRAJECT, eind=9)
    response = start(login, cast.people[wie])
    bars = {str(staaf.label): (staaf.tekst, staaf.breedte, staaf.laat_breedte) for staaf in response.context["staven"]}

    assert bars == {
        "Nog niet begonnen": ("1 traject", 33, 0),
        "Werving en selectie": ("0 trajecten", 0, 0),
        "Voortraject": ("3 trajecten, 1 te laat", 100, 33),
        "Leer- en werkcomponent": ("0 trajecten", 0, 0),
        "(Extra) taalondersteuning": ("0 trajecten", 0, 0),
        "(Extra) begeleiding": ("0 trajecten", 0, 0),
        "Matching en plaatsing": ("0 trajecten", 0, 0),
    }
    for bar in response.context["staven"]:
        assert bar.tekst in response.text
        assert login(cast.people[wie]).get(bar.url).context["table"].page.paginator.count == bar.aantal, bar.label


def test_the_picture_counts_a_trajectory_that_should_have_begun_as_late(cast, login, both):
    both[0].fasen.update(start=days(-3))
    FaseFactory(traject=both[0], component=Component.WERVING, start=days(-9))
    FaseFactory(traject=TrajectFactory(gemeente=cast.waterstad), start=days(0))
    bars = start(login, cast.coordinator).context["staven"]

    assert bars[0].tekst == "2 trajecten, 1 te laat"


def test_without_trajectories_and_for_partners_there_is_no_picture(cast, login):
    assert start(login, cast.coordinator).context["staven"] == []
    traject = TrajectFactory(gemeente=cast.waterstad)
    FaseFactory(traject=traject)
    toegezegd(traject, cast.installatie, Rol.WERKGEVER)

    assert start(login, cast.werkgever).context["staven"] == []


def test_mail_that_was_given_up_is_shown_to_who_watches_over_it(cast, login):
    for user in (cast.werkgever, cast.coordinator):
        Bericht.objects.create(
            soort="x", sleutel=str(user.pk), ontvanger=user, status=BerichtStatus.MISLUKT, onderwerp="Mislukt"
        )

    assert "Mislukt" in sections(start(login, cast.coordinator)).get("mail", [])
    assert "mail" not in codes(start(login, cast.klantmanager))
    assert "mail" not in codes(start(login, cast.werkgever))

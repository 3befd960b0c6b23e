from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories.trajecten import FaseFactory, TrajectFactory
from trajecten.enums import Component, FaseStatus
from trajecten.fasen import Planregel, close_fase, reopen_fase, replan, start_fase
from trajecten.fouten import TrajectFout
from trajecten.models import Fase


def dates(fase):
    fase = Fase.objects.get(pk=fase.pk)
    return fase.status, fase.werkelijke_start, fase.werkelijk_eind


@pytest.fixture
def traject(cast):
    return TrajectFactory(gemeente=cast.waterstad)


@pytest.fixture
def fase(traject):
    return FaseFactory(traject=traject)


def test_a_phase_starts_closes_and_runs_again(fase):
    start_fase(fase, op=date(2026, 1, 5))
    assert dates(fase) == (FaseStatus.LOPEND, date(2026, 1, 5), None)

    close_fase(fase, op=date(2026, 2, 5))
    assert dates(fase) == (FaseStatus.AFGEROND, date(2026, 1, 5), date(2026, 2, 5))

    reopen_fase(fase)
    assert dates(fase) == (FaseStatus.LOPEND, date(2026, 1, 5), None)


def test_the_same_once_more_is_harmless(fase):
    for _time in range(2):
        start_fase(fase, op=date(2026, 1, 5))
    for _time in range(2):
        close_fase(fase, op=date(2026, 2, 5))
    for _time in range(2):
        reopen_fase(fase)

    assert dates(fase) == (FaseStatus.LOPEND, date(2026, 1, 5), None)


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (FaseStatus.GEPLAND, lambda fase: close_fase(fase, op=date(2026, 1, 5))),
        (FaseStatus.GEPLAND, reopen_fase),
        (FaseStatus.LOPEND, lambda fase: start_fase(fase, op=date(2026, 1, 6))),
        (FaseStatus.AFGEROND, lambda fase: start_fase(fase, op=date(2026, 1, 5))),
        (FaseStatus.AFGEROND, lambda fase: close_fase(fase, op=date(2026, 12, 1) - timedelta(days=300))),
    ],
)
def test_a_step_that_does_not_fit_the_state_is_refused(traject, status, act):
    fase = FaseFactory(traject=traject, status=status, start=date(2026, 1, 5))
    before = dates(fase)

    with pytest.raises(TrajectFout, match="Dit kan niet"):
        act(fase)

    assert dates(fase) == before


def test_an_end_before_the_real_start_is_refused(fase):
    start_fase(fase, op=date(2026, 3, 1))

    with pytest.raises(TrajectFout, match="voor de werkelijke start"):
        close_fase(fase, op=date(2026, 2, 28))


@pytest.mark.parametrize("op", [date(1900, 1, 1), date(2014, 12, 31), "tomorrow"])
def test_a_real_day_lies_between_2015_and_today(fase, op):
    with pytest.raises(TrajectFout, match="tussen 1 januari 2015 en vandaag"):
        start_fase(fase, op=timezone.localdate() + timedelta(days=1) if op == "tomorrow" else op)


def test_start_today_is_fine(fase):
    start_fase(fase, op=timezone.localdate())
    assert dates(fase)[0] == FaseStatus.LOPEND


def test_replan_moves_phases_and_the_start_of_the_trajectory(cast, traject, fase):
    FaseFactory(traject=traject, component=Component.MATCHING, start=date(2027, 3, 1))

    plan = {Component.LEERWERK: Planregel(start=date(2026, 1, 1), eind=date(2026, 6, 30), te_plannen=True)}
    replan(traject, planning=plan, door=cast.coordinator)

    fase.refresh_from_db()
    traject.refresh_from_db()
    assert (fase.start, fase.eind, fase.te_plannen) == (date(2026, 1, 1), date(2026, 6, 30), True)
    assert traject.startdatum == date(2026, 1, 1)
    assert traject.fasen.get(component=Component.MATCHING).start == date(2027, 3, 1)


def test_replan_outside_tabel_1_asks_a_reason_and_then_saves(cast, traject, fase):
    week = {"start": date(2026, 1, 1), "eind": date(2026, 1, 7)}

    with pytest.raises(TrajectFout, match="deze planning is korter"):
        replan(traject, planning={Component.LEERWERK: Planregel(**week, reden="  ")}, door=cast.coordinator)
    replan(traject, planning={Component.LEERWERK: Planregel(**week, reden="Kort traject")}, door=cast.coordinator)

    fase.refresh_from_db()
    assert (fase.eind, fase.reden_afwijking) == (date(2026, 1, 7), "Kort traject")


def test_replan_saves_nothing_when_one_phase_is_wrong(cast, traject, fase):
    other = FaseFactory(traject=traject, component=Component.MATCHING)
    plan = {
        Component.LEERWERK: Planregel(start=date(2026, 1, 1), eind=date(2026, 6, 30)),
        Component.MATCHING: Planregel(start=date(2026, 7, 2), eind=date(2026, 7, 1)),
    }

    with pytest.raises(TrajectFout, match="Matching en plaatsing: het einde ligt voor de start"):
        replan(traject, planning=plan, door=cast.coordinator)

    assert Fase.objects.get(pk=fase.pk).start == fase.start
    assert Fase.objects.get(pk=other.pk).start == other.start


@pytest.mark.parametrize("who", ["lezer", "klantmanager", "beheerder", "vreemde", "werkgever"])
def test_replan_is_for_who_directs(cast, traject, fase, who):
    plan = {Component.LEERWERK: Planregel(start=date(2026, 1, 1), eind=date(2026, 6, 30))}

    with pytest.raises(TrajectFout, match="Alleen de regisseur"):
        replan(traject, planning=plan, door=getattr(cast, who))


def test_a_phase_that_starts_is_no_longer_to_be_planned(cast):
    fase = FaseFactory(te_plannen=True, start=date(2026, 9, 1))
    start_fase(fase, op=date(2026, 9, 1))
    fase.refresh_from_db()
    assert fase.te_plannen is False

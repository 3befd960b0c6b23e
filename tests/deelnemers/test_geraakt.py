"""Whom a change of the planning touches, before it is stored."""

from datetime import date

import pytest
from django.urls import reverse

from deelnemers.enums import DeelnameStatus, VoortgangStatus
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, VoortgangFactory
from tests.factories.trajecten import FaseFactory, TrajectFactory
from trajecten.enums import Component


@pytest.fixture
def traject(cast):
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
    for component in (Component.LEERWERK, Component.TAAL):
        FaseFactory(traject=traject, component=component)
    return traject


def join(traject, gemeente, voornaam, *, component=Component.LEERWERK, stopped=False, **fields):
    wie = DeelnemerFactory(gemeente=gemeente, voornaam=voornaam, achternaam=voornaam)
    end = {"status": DeelnameStatus.GESTOPT, "beeindigd_op": date(2026, 11, 1)} if stopped else {}
    deelname = DeelnameFactory(traject=traject, deelnemer=wie, **end)
    return VoortgangFactory(deelname=deelname, fase=traject.fasen.get(component=component), **fields)


def ask(client, traject, *fasen, **headers):
    return client.get(reverse("deelnemers:geraakt", args=[traject.pk]), {"fase": fasen}, headers=headers)


def test_who_follows_the_group_is_counted_and_who_has_own_days_is_named(cast, login, traject):
    for n in range(3):
        join(traject, cast.waterstad, f"Volgt{n}")
    join(traject, cast.waterstad, "Eigen", start=date(2026, 12, 1), eind=date(2027, 6, 30))
    join(traject, cast.waterstad, "Klaar", status=VoortgangStatus.AFGEROND)
    join(traject, cast.waterstad, "Weg", stopped=True)
    join(traject, cast.waterstad, "Taal", component=Component.TAAL, start=date(2026, 12, 1))
    text = ask(login(cast.coordinator), traject, "leerwerk").text
    assert "3 deelnemers schuiven mee met de groep." in text
    assert "1 december 2026 tot en met 30 juni 2027" in text
    assert [naam for naam in ("Volgt0", "Eigen", "Klaar", "Weg", "Taal") if f"{naam} {naam}" in text] == ["Eigen"]


@pytest.mark.parametrize(("anderen", "said"), [(0, "2 deelnemers"), (3, "minder dan 5"), (5, "7 deelnemers")])
def test_a_few_of_another_gemeente_are_no_number_and_never_named(cast, login, traject, anderen, said):
    for n in range(2):
        join(traject, cast.waterstad, f"Eigen{n}")
    for n in range(anderen):
        join(traject, cast.heuvelrijk, f"Kwetter{n}", start=None)
    join(traject, cast.heuvelrijk, "Kwetterdatum", start=date(2026, 12, 1))
    text = ask(login(cast.coordinator), traject, "leerwerk").text
    assert said in text
    assert "Kwetter" not in text


@pytest.mark.parametrize("fasen", [(), ("nergens",), ("taal",)])
def test_nobody_is_touched_by_what_nobody_is_in(cast, login, traject, fasen):
    join(traject, cast.waterstad, "Volgt")
    assert "Er schuift geen deelnemer mee." in ask(login(cast.coordinator), traject, *fasen).text


def test_it_is_a_part_for_htmx_and_a_page_without(cast, login, traject):
    client = login(cast.coordinator)
    part, page = ask(client, traject, "taal", **{"hx-request": "true"}).text, ask(client, traject, "taal").text
    assert ("<html" in part, "<html" in page) == (False, True)

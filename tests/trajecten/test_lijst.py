import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partijen.enums import Functie, Rol
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import Component, FaseStatus, Stand
from trajecten.models import Fase, Traject
from trajecten.uitloop import find_uitloop

URL = reverse("trajecten:lijst")


def names(response):
    return {row.record.naam for row in response.context["table"].page}


@pytest.fixture
def trajecten(cast):
    own = TrajectFactory(gemeente=cast.waterstad, naam="Eigen")
    foreign = TrajectFactory(gemeente=cast.heuvelrijk, naam="Vreemd")
    RolinvullingFactory(fase__traject=own, gevraagd=True, partij=cast.installatie)
    RolinvullingFactory(fase__traject=foreign, toegezegd=True, partij=cast.roc)
    return own, foreign


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("coordinator", {"Eigen"}),
        ("klantmanager", {"Eigen"}),
        ("lezer", {"Eigen"}),
        ("vreemde", {"Vreemd"}),
        ("werkgever", {"Eigen"}),
        ("opleider", {"Vreemd"}),
        ("verbinder", set()),
        ("mentor", set()),
    ],
)
def test_everyone_sees_their_own(cast, trajecten, login, who, seen):
    response = login(getattr(cast, who)).get(URL)
    assert response.status_code == 200
    assert {naam for naam in ("Eigen", "Vreemd") if naam in response.text} == seen


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_costs_the_same_queries_for_any_number_of_rows(cast, login, rows, django_assert_num_queries):
    for _n in range(rows):
        traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
        for component in (Component.LEERWERK, Component.TAAL):
            RolinvullingFactory(fase__traject=traject, fase__component=component, fase__status=FaseStatus.LOPEND)
    client = login(cast.coordinator)

    # session, user, memberships, roles anywhere; count, rows, their phases
    with django_assert_num_queries(7):
        client.get(URL)


def test_counts_are_not_multiplied_by_phases_or_by_each_other(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    for component in (Component.WERVING, Component.LEERWERK, Component.TAAL):
        fase = FaseFactory(traject=traject, component=component)
        RolinvullingFactory.create_batch(2, fase=fase)
        RolinvullingFactory(fase=fase, gevraagd=True)
    TrajectFactory(gemeente=cast.waterstad, naam="Leeg")

    rows = {row.record.naam: row.record for row in login(cast.coordinator).get(URL).context["table"].page}

    assert (rows[traject.naam].open_rollen, rows[traject.naam].gevraagde_rollen) == (6, 3)
    assert (rows["Leeg"].open_rollen, rows["Leeg"].gevraagde_rollen) == (0, 0)


def test_a_row_flags_a_missing_regisseur_and_a_late_phase(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad, naam="Laat")
    yesterday = timezone.localdate() - timedelta(days=1)
    FaseFactory(traject=traject, status=FaseStatus.LOPEND, start=date(2026, 1, 1), eind=yesterday)

    text = login(cast.coordinator).get(URL).text

    assert "Geen regisseur" in text
    assert "Te laat" in text


def test_a_row_flags_a_phase_that_should_have_begun(cast, login):
    FaseFactory(traject__gemeente=cast.waterstad, start=timezone.localdate() - timedelta(days=1))

    assert "Te laat" in login(cast.coordinator).get(URL).text


LATE = [
    ("gepland", 0, 90, False),
    ("gepland", -1, 90, True),
    ("gepland", -90, -1, True),
    ("lopend", -90, 0, False),
    ("lopend", -90, -1, True),
    ("lopend", -1, 90, False),
    ("afgerond", -90, -1, False),
]


@pytest.mark.parametrize(("status", "start", "eind", "late"), LATE)
@pytest.mark.django_db
def test_late_is_one_rule_for_lists_the_page_and_the_timeline(status, start, eind, late):
    today = date(2026, 10, 1)
    fase = FaseFactory(status=status, start=today + timedelta(days=start), eind=today + timedelta(days=eind))
    due = fase.start if status == "gepland" else fase.eind
    uitloop = find_uitloop(
        start=fase.start,
        eind=fase.eind,
        werkelijk_start=fase.werkelijke_start,
        werkelijk_eind=fase.werkelijk_eind,
        vandaag=today,
    )

    assert Traject.objects.with_late(today).get().laat is late
    assert list(Fase.objects.late(today).values_list("laat_sinds", flat=True)) == [due] * late
    assert fase.late_since(today) == (due if late else None)
    assert any(stretch.is_nu for stretch in uitloop) is late


@pytest.mark.parametrize(
    ("status", "start", "wants"),
    [
        ("gepland", 15, False),
        ("gepland", 14, True),
        ("gepland", -90, True),
        ("lopend", 15, True),
        ("lopend", -200, True),
        ("afgerond", -200, False),
    ],
)
@pytest.mark.django_db
def test_roles_are_wanted_of_what_runs_or_begins_soon(status, start, wants):
    today = date(2026, 10, 1)
    fase = FaseFactory(status=status, start=today + timedelta(days=start))

    assert Fase.objects.wanting_rollen(today).exists() is wants
    assert fase.wants_rollen(today) is wants


@pytest.mark.parametrize(
    ("states", "stand", "nu"),
    [
        ([], Stand.VOORBEREIDING, "Nog niet begonnen"),
        (["gepland", "gepland"], Stand.VOORBEREIDING, "Nog niet begonnen"),
        (["afgerond", "gepland"], Stand.LOPEND, "Loopt"),
        (["lopend", "lopend"], Stand.LOPEND, "Werving en selectie, Voortraject"),
        (["afgerond", "afgerond"], Stand.AFGEROND, "Afgerond"),
    ],
)
def test_stand_in_words_and_as_a_filter_agree(cast, login, states, stand, nu):
    traject = TrajectFactory(gemeente=cast.waterstad)
    for component, status in zip((Component.WERVING, Component.VOORTRAJECT), states, strict=False):
        FaseFactory(traject=traject, component=component, status=status)
    client = login(cast.coordinator)

    found = {stand for stand in Stand if names(client.get(URL, {"status": stand})) == {traject.naam}}

    assert (traject.stand, traject.nu) == (stand, nu)
    assert found == {stand}


def test_filters_by_name_sector_and_running_phase(cast, login):
    bouw = TrajectFactory(gemeente=cast.waterstad, naam="Huizen", sector="bouw")
    zorg = TrajectFactory(gemeente=cast.waterstad, naam="Thuiszorg", sector="zorg")
    FaseFactory(traject=bouw, component=Component.TAAL, status=FaseStatus.LOPEND)
    FaseFactory(traject=zorg, component=Component.TAAL, status=FaseStatus.AFGEROND)
    client = login(cast.coordinator)

    assert names(client.get(URL, {"zoek": "HUIS"})) == {"Thuiszorg"}
    assert names(client.get(URL, {"sector": "bouw"})) == {"Huizen"}
    assert names(client.get(URL, {"fase": "taal"})) == {"Huizen"}
    assert names(client.get(URL)) == {"Huizen", "Thuiszorg"}


def test_pages_past_25_and_a_page_that_is_not_there(cast, login):
    TrajectFactory.create_batch(60, gemeente=cast.waterstad)
    client = login(cast.coordinator)

    assert len(names(client.get(URL))) == 25
    assert len(names(client.get(URL, {"page": 3}))) == 10
    assert len(names(client.get(URL, {"page": 99}))) == 10


def test_empty_says_what_to_do_by_role(cast, login):
    assert "Nieuw traject maken" in login(cast.coordinator).get(URL).text
    partner = login(cast.werkgever).get(URL).text
    assert "Zodra uw organisatie meedoet" in partner
    assert reverse("trajecten:nieuw") not in partner
    assert "Kies een ruimer filter" in login(cast.coordinator).get(URL, {"zoek": "niets"}).text


def test_a_person_of_two_municipalities_sees_both(cast, login, trajecten):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.LEZER)
    assert names(login(cast.coordinator).get(URL)) == {"Eigen", "Vreemd"}


def test_a_party_with_many_roles_sees_the_trajectory_once(cast, login):
    fase = FaseFactory(traject__gemeente=cast.waterstad, traject__naam="Eén")
    for rol in (Rol.WERKGEVER, Rol.VERBINDER, Rol.OPLEIDER):
        RolinvullingFactory(fase=fase, rol=rol, toegezegd=True, partij=cast.installatie)

    response = login(cast.werkgever).get(URL)
    assert [row.record.naam for row in response.context["table"].page] == ["Eén"]


@pytest.mark.parametrize(("sort", "said"), [("naam", "ascending"), ("-naam", "descending")])
def test_the_heading_says_how_the_list_is_sorted(cast, login, sort, said):
    TrajectFactory(gemeente=cast.waterstad)

    text = login(cast.coordinator).get(reverse("trajecten:lijst"), {"sort": sort}).text

    assert re.findall(r'aria-sort="(\w+)"', text) == [said]


def test_a_phase_that_is_over_misses_nobody_any_more(cast, login):
    traject = TrajectFactory(gemeente=cast.waterstad)
    over = FaseFactory(traject=traject, component=Component.WERVING, status=FaseStatus.AFGEROND)
    RolinvullingFactory(fase=over)
    client = login(cast.coordinator)

    (row,) = client.get(URL).context["table"].page
    page = client.get(reverse("trajecten:detail", args=[traject.pk]))

    assert row.record.open_rollen == 0
    assert [blok.open_rollen for blok in page.context["overzicht"].fasen] == [0]

"""Search in what stands on a trajectory and its Canvas: the goal, the components, texts and means."""

import pytest
from django.urls import reverse

from canvas.velden import VELDEN
from inzicht.zoeken import REGELMAAT
from partijen.enums import Rol
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from tests.inzicht.test_zoeken import found, search
from trajecten.enums import Component, FaseStatus


@pytest.fixture
def traject(cast):
    """One of Waterstad with a goal, two phases, a text and means; the employer has a role in it."""
    traject = TrajectFactory(gemeente=cast.waterstad, naam="Bouw Noord", doel="Tien mensen leggen warmtepompen aan.")
    fase = FaseFactory(traject=traject, component=Component.LEERWERK, status=FaseStatus.LOPEND)
    FaseFactory(traject=traject, component=Component.TAAL)
    RolinvullingFactory(toegezegd=True, fase=fase, rol=Rol.WERKGEVER, partij=cast.installatie)
    CanvasTekstFactory(traject=traject, veld="risicos", tekst="Als de hal afbrandt, ligt alles stil.")
    BijdrageFactory(traject=traject, omschrijving="Zes gereedschapskoffers", partij=cast.installatie)
    return traject


@pytest.mark.parametrize(
    ("q", "rows"),
    [
        ("warmtepompen", {"trajecten": ["Bouw Noord"]}),
        ("afbrandt HAL", {"canvas": ["Als de hal afbrandt, ligt alles stil."]}),
        ("gereedschapskoffers", {"middelen": ["Zes gereedschapskoffers"]}),
        ("taalondersteuning", {"fasen": ["(Extra) taalondersteuning"]}),
        ("werkcomponent noord", {"fasen": ["Leer- en werkcomponent"]}),
    ],
)
def test_who_sees_the_trajectory_finds_what_stands_on_it_and_a_stranger_does_not(cast, login, traject, q, rows):
    for wie in ("coordinator", "klantmanager", "lezer", "werkgever"):
        assert found(search(login, cast.people[wie], q)) == rows, wie
    for wie in ("vreemde", "verbinder", "mentor"):
        assert found(search(login, cast.people[wie], q)) == {}, wie


def test_means_are_found_by_who_brings_them_in(cast, login, traject):
    assert found(search(login, cast.coordinator, cast.installatie.naam))["middelen"] == ["Zes gereedschapskoffers"]


def test_each_line_says_where_it_stands_and_leads_there(cast, login, traject):
    fase = traject.fasen.get(component=Component.LEERWERK)
    canvas = reverse("canvas:canvas", args=[traject.pk])
    for q, noot, url in (
        ("afbrandt", f"{VELDEN['risicos'].titel} · Bouw Noord", f"{canvas}#veld-risicos"),
        ("koffers", f"Leer- en werkcomponent · {cast.installatie} · Bouw Noord", f"{canvas}#kop-leerwerk"),
        ("werkcomponent", "Bouw Noord", f"{reverse('trajecten:detail', args=[traject.pk])}#fase-{fase.pk}"),
    ):
        client = login(cast.coordinator)
        (deel,) = client.get(reverse("inzicht:zoeken"), {"q": q}).context["gevonden"]
        assert [(regel.noot, regel.url) for regel in deel.regels] == [(noot, url)]
        address, _, anchor = url.partition("#")
        assert f'id="{anchor}"' in client.get(address).text


def test_of_a_long_text_the_part_with_the_word_is_shown_and_a_field_that_is_gone_is_left_out(cast, login, traject):
    CanvasTekstFactory(traject=traject, veld="taal.doel", tekst=f"{'eerst dit ' * 40}pompen {'dan dat ' * 40}")
    CanvasTekstFactory(traject=traject, veld="taal.van_vroeger", tekst="pompen")
    response = search(login, cast.coordinator, "pompen")
    (deel,) = (deel for deel in response.context["gevonden"] if deel.groep.code == "canvas")
    (regel,) = deel.regels

    assert len(regel.tekst) <= REGELMAAT
    assert (regel.tekst[0], regel.tekst[-1]) == ("…", "…")
    assert "<mark>pompen</mark>" in response.text

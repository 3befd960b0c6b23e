"""A connector passes on who could fill an open role; whoever directs finds it among the agreements."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partijen.enums import Rol
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import AfspraakStatus
from trajecten.models import Afspraak


@pytest.fixture
def traject(cast):
    return TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator, naam="Groen")


@pytest.fixture
def rol(cast, traject):
    fase = FaseFactory(traject=traject)
    RolinvullingFactory(fase=fase, rol=Rol.VERBINDER, partij=cast.netwerk, toegezegd=True)
    return RolinvullingFactory(fase=fase, rol=Rol.WERKGEVER)


def address(rol):
    return reverse("trajecten:rol_voorstel", args=[rol.pk])


def test_suggestion_is_an_agreement_with_whoever_directs(cast, login, rol):
    client = login(cast.verbinder)
    response = client.post(address(rol), {"organisatie": "Bakkerij De Zon"}, follow=True)

    afspraak = Afspraak.objects.get()
    assert afspraak.wat == ("Vraag Bakkerij De Zon als werkgever in Leer- en werkcomponent (voorstel van de verbinder)")
    assert (afspraak.persoon, afspraak.partij, afspraak.gemeente) == (cast.coordinator, None, cast.waterstad)
    assert afspraak.deadline == timezone.localdate() + timedelta(days=7)
    # Who suggested it sees what becomes of it, and can take it back; the other partners see nothing of it.
    assert "Bakkerij De Zon" in response.text
    assert "Bakkerij De Zon" in login(cast.coordinator).get("/").text
    assert not Afspraak.objects.visible_to(cast.werkgever).exists()
    lapse = reverse("trajecten:afspraak_status", args=[afspraak.pk])
    login(cast.verbinder).post(lapse, {"status": AfspraakStatus.VERVALLEN})
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.VERVALLEN


def test_without_a_regisseur_it_is_for_the_gemeente(cast, login, rol, traject):
    traject.regisseur = None
    traject.save()
    login(cast.verbinder).post(address(rol), {"organisatie": "Bakkerij De Zon"})
    afspraak = Afspraak.objects.get()
    assert (afspraak.persoon, afspraak.partij) == (None, cast.waterstad)


@pytest.mark.parametrize("wie", ["werkgever", "mentor", "expert", "coordinator"])
def test_it_is_for_the_connector_alone(cast, login, rol, wie):
    RolinvullingFactory(fase=rol.fase, rol=Rol.OPLEIDER, partij=cast.installatie, toegezegd=True)
    assert login(cast.people[wie]).post(address(rol), {"organisatie": "X"}).status_code in (403, 404)
    assert not Afspraak.objects.exists()


@pytest.mark.parametrize(
    ("organisatie", "message"),
    [("", "Dit veld is verplicht."), ("x" * 121, "Zorg dat deze waarde niet meer dan 120 tekens bevat")],
)
def test_wrong_input_is_said_beside_the_field_and_kept(cast, login, rol, organisatie, message):
    response = login(cast.verbinder).post(address(rol), {"organisatie": organisatie})
    assert response.status_code == 422
    assert message in response.context["form"].errors["organisatie"][0]
    assert response.context["form"]["organisatie"].value() == organisatie
    assert not Afspraak.objects.exists()


def test_a_role_that_was_filled_meanwhile_needs_no_suggestion(cast, login, rol):
    rol.delete()
    filled = RolinvullingFactory(fase=rol.fase, rol=Rol.WERKGEVER, partij=cast.installatie, toegezegd=True)
    response = login(cast.verbinder).post(address(filled), {"organisatie": "Bakkerij"})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Deze rol is niet meer open."]


def test_button_stands_beside_an_open_role_and_no_other(cast, login, rol, traject):
    page = login(cast.verbinder).get(reverse("trajecten:detail", args=[traject.pk])).text
    assert page.count("Wie kan dit doen?") == 1
    assert address(rol) in page
    assert "Wie kan dit doen?" not in login(cast.coordinator).get(reverse("trajecten:detail", args=[traject.pk])).text

import pytest

from tests.factories.canvas import full_traject
from tests.factories.trajecten import RolinvullingFactory
from trajecten.enums import Component


@pytest.fixture
def traject(cast):
    """A trajectory of Waterstad in which the employer, the mentor and the connector take part."""
    traject = full_traject(gemeente=cast.waterstad, naam="Groen aan het werk", regisseur=cast.coordinator)
    leerwerk = traject.fasen.get(component=Component.LEERWERK)
    begeleiding = traject.fasen.get(component=Component.BEGELEIDING)
    RolinvullingFactory(fase=leerwerk, rol="werkgever", toegezegd=True, partij=cast.installatie, persoon=cast.werkgever)
    RolinvullingFactory(fase=begeleiding, rol="mentor", gevraagd=True, partij=cast.maatwerk)
    RolinvullingFactory(fase=leerwerk, rol="verbinder", toegezegd=True, partij=cast.netwerk)
    return traject


@pytest.fixture
def woken(monkeypatch):
    """The PDFs a worker was woken for."""
    woken = []
    monkeypatch.setattr("canvas.opdrachten.wake_task", lambda name, pk: woken.append((name, pk)))
    return woken

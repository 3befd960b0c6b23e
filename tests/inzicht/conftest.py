import pytest

from tests.factories.trajecten import FaseFactory, TrajectFactory
from tests.inzicht.startpagina import days
from trajecten.enums import Component


@pytest.fixture
def both(cast):
    """One trajectory of each gemeente, alike, so that a leak of the other shows."""
    eigen = TrajectFactory(gemeente=cast.waterstad, naam="Eigen traject", regisseur=cast.coordinator)
    ander = TrajectFactory(gemeente=cast.heuvelrijk, naam="Ander traject", regisseur=cast.vreemde)
    for traject in (eigen, ander):
        FaseFactory(traject=traject, component=Component.LEERWERK, start=days(60), eind=days(200))
    return eigen, ander

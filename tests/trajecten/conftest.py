from datetime import timedelta

import pytest
from django.utils import timezone

from partijen.enums import Rol
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.enums import Component, FaseStatus


@pytest.fixture
def traject(cast):
    """A trajectory of which one phase is late and misses a role, and the next is to begin."""
    today = timezone.localdate()
    traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator, naam="Groen")
    begun = today - timedelta(days=90)
    fase = FaseFactory(
        traject=traject,
        component=Component.LEERWERK,
        start=begun,
        eind=today - timedelta(days=3),
        werkelijke_start=begun,
        status=FaseStatus.LOPEND,
    )
    days_off = {"start": today + timedelta(days=5), "eind": today + timedelta(days=60)}
    FaseFactory(traject=traject, component=Component.MATCHING, **days_off)
    RolinvullingFactory(fase=fase, rol=Rol.OPLEIDER, partij=cast.roc, toegezegd=True)
    RolinvullingFactory(fase=fase, rol=Rol.WERKGEVER)
    return traject

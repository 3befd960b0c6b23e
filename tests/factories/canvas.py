from datetime import date

import factory

from canvas.enums import BijdrageSoort, Bron
from canvas.models import Bijdrage, CanvasTekst
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from trajecten.catalogus import CATALOGUS
from trajecten.planning import plan_fases
from trajecten.sjablonen import SJABLONEN


class CanvasTekstFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CanvasTekst

    traject = factory.SubFactory(TrajectFactory)
    veld = "risicos"
    tekst = "De groep is te klein."


class BijdrageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bijdrage

    traject = factory.SubFactory(TrajectFactory)
    component = "leerwerk"
    soort = BijdrageSoort.GELD
    omschrijving = "Cursusgeld"
    bedrag = 12_500
    bron = Bron.PARTICIPATIE


def full_traject(**fields):
    """A trajectory with its six phases and, in each, an open role for every role of Tabel 1."""
    traject = TrajectFactory(**fields)
    for gepland in plan_fases(sjabloon=SJABLONEN["generiek"], startdatum=date(2026, 9, 1)):
        fase = FaseFactory(traject=traject, component=gepland.component, start=gepland.start, eind=gepland.eind)
        for rol in CATALOGUS[gepland.component].rollen:
            RolinvullingFactory(fase=fase, rol=rol)
    return traject

from datetime import date, timedelta

import factory

from partijen.enums import Rol
from tests.factories.partijen import GemeenteFactory, PartijFactory
from tests.factories.toegang import UserFactory
from trajecten.enums import Component, FaseStatus, Niveau, RolStatus, Sector, Uitkomst, Uitslag
from trajecten.models import Afspraak, Besluit, Fase, Rolinvulling, Traject


class TrajectFactory(factory.django.DjangoModelFactory):
    """A trajectory without phases; most tests take `full_traject` below or add the phase they need."""

    class Meta:
        model = Traject

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Traject {n}")
    sjabloon = "generiek"
    sector = Sector.GROEN
    niveau = Niveau.GEEN
    uitkomst = Uitkomst.CERTIFICAAT
    startdatum = date(2026, 9, 1)
    groepsgrootte = 12


class FaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fase

    traject = factory.SubFactory(TrajectFactory)
    component = Component.LEERWERK
    volgorde = factory.LazyAttribute(lambda fase: Component.values.index(fase.component))
    start = date(2026, 9, 1)
    eind = factory.LazyAttribute(lambda fase: fase.start + timedelta(days=180))
    werkelijke_start = factory.LazyAttribute(lambda f: None if f.status == FaseStatus.GEPLAND else f.start)
    werkelijk_eind = factory.LazyAttribute(lambda f: f.eind if f.status == FaseStatus.AFGEROND else None)
    status = FaseStatus.GEPLAND


class BesluitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Besluit

    fase = factory.SubFactory(FaseFactory)
    uitslag = Uitslag.GO
    genomen_op = date(2026, 9, 1)
    partij = factory.SelfAttribute("fase.traject.gemeente")
    reden = "Genoeg deelnemers"
    vastgelegd_door = factory.SubFactory(UserFactory)


class RolinvullingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rolinvulling

    fase = factory.SubFactory(FaseFactory)
    rol = Rol.WERKGEVER
    status = RolStatus.OPEN

    class Params:
        gevraagd = factory.Trait(
            status=RolStatus.GEVRAAGD, gevraagd_op=date(2026, 9, 1), partij=factory.SubFactory(PartijFactory)
        )
        toegezegd = factory.Trait(status=RolStatus.TOEGEZEGD, partij=factory.SubFactory(PartijFactory))


class AfspraakFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Afspraak

    traject = factory.SubFactory(TrajectFactory)
    gemeente = factory.SelfAttribute("traject.gemeente")
    wat = "Bel de kinderopvang"
    persoon = factory.SubFactory(UserFactory)
    gemaakt_door = factory.SubFactory(UserFactory)
    deadline = date(2026, 10, 1)

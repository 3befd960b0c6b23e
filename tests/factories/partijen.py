from datetime import timedelta

import factory
from django.utils import timezone

from partijen.enums import Functie, PartijSoort
from partijen.models import Contactpersoon, Huisstijl, Lidmaatschap, Partij, Uitnodiging
from tests.factories.toegang import UserFactory


class PartijFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partij

    naam = factory.Sequence(lambda n: f"Partij {n}")
    soort = PartijSoort.WERKGEVER
    plaats = "Waterstad"


class GemeenteFactory(PartijFactory):
    naam = factory.Sequence(lambda n: f"Gemeente {n}")
    soort = PartijSoort.GEMEENTE


class LidmaatschapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lidmaatschap

    gebruiker = factory.SubFactory(UserFactory)
    partij = factory.SubFactory(PartijFactory)
    functie = Functie.MEDEWERKER


class HuisstijlFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Huisstijl

    gemeente = factory.SubFactory(GemeenteFactory)
    logo = b"a picture, for who asks no more"
    heeft_logo = True
    logo_breedte = 173
    logo_hoogte = 108


class ContactpersoonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contactpersoon

    partij = factory.SubFactory(PartijFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Contact {n}")


class UitnodigingFactory(factory.django.DjangoModelFactory):
    """An invitation that waits for its person, who has no open account yet."""

    class Meta:
        model = Uitnodiging

    partij = factory.SubFactory(PartijFactory)
    gebruiker = factory.SubFactory(UserFactory, is_active=False)
    naam = factory.Sequence(lambda n: f"Genodigde {n}")
    door = factory.SubFactory(UserFactory)
    verloopt_op = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))

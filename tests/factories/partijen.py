import factory

from partijen.enums import Functie, PartijSoort
from partijen.models import Contactpersoon, Lidmaatschap, Partij
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


class ContactpersoonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contactpersoon

    partij = factory.SubFactory(PartijFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Contact {n}")

from datetime import UTC, date, datetime, time, timedelta

import factory
from django.utils import timezone

from deelnemers.enums import Cijfer, DeelnameStatus, Taalniveau, VerzoekStatus, WensSoort
from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    EigenPaginaTekst,
    Inzageverzoek,
    Ontmoeting,
    Paginalink,
    Plaatsing,
    Signaal,
    Voortgang,
    Wens,
)
from tests.factories.partijen import GemeenteFactory, PartijFactory
from tests.factories.toegang import UserFactory
from tests.factories.trajecten import FaseFactory, TrajectFactory


def partij_of(mentor):
    lid = mentor and mentor.lidmaatschappen.order_by("pk").first()
    return lid.partij if lid else PartijFactory() if mentor else None


class DeelnemerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deelnemer

    gemeente = factory.SubFactory(GemeenteFactory)
    voornaam = factory.Sequence(lambda n: f"Voornaam{n}")
    achternaam = factory.Sequence(lambda n: f"Achternaam{n}")
    spreken = Taalniveau.A2


class DeelnameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deelname

    traject = factory.SubFactory(TrajectFactory)
    deelnemer = factory.SubFactory(DeelnemerFactory, gemeente=factory.SelfAttribute("..traject.gemeente"))
    # In the name of the first party they have a place in.
    mentor_partij = factory.LazyAttribute(lambda deelname: partij_of(getattr(deelname, "mentor", None)))
    status = DeelnameStatus.ACTIEF
    aangemeld_op = date(2026, 9, 1)
    actief_sinds = date(2026, 9, 1)


class CheckinFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Checkin

    deelname = factory.SubFactory(DeelnameFactory)
    door = factory.SubFactory(UserFactory)
    datum = date(2026, 10, 1)
    werk = taal = leren = praktisch = Cijfer.HOOG


class SignaalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signaal

    checkin = factory.SubFactory(CheckinFactory)
    redenen = factory.LazyFunction(lambda: ["werk"])


class PlaatsingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plaatsing

    deelname = factory.SubFactory(DeelnameFactory)
    werkgever = factory.SubFactory(PartijFactory)
    start = date(2026, 10, 1)
    uren_per_week = 24


class InzageverzoekFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Inzageverzoek

    deelnemer = factory.SubFactory(DeelnemerFactory)
    door = factory.SubFactory(UserFactory)
    status = VerzoekStatus.KLAAR
    pdf = b"%PDF-1.7"
    json = b"{}"


class EigenPaginaTekstFactory(factory.django.DjangoModelFactory):
    """A gemeente's own words for one text, read by somebody who reads the language."""

    class Meta:
        model = EigenPaginaTekst

    gemeente = factory.SubFactory(GemeenteFactory)
    taal, code, tekst = "ar", "titel", "طريقي"
    bewerkt_door = factory.SubFactory(UserFactory)
    bewerkt_op = vastgelegd_op = datetime(2026, 10, 1, 12, tzinfo=UTC)
    gelezen_door, gelezen_versie = "Amal Tolk", "of another text"
    vastgelegd_door = factory.SubFactory(UserFactory)


class VoortgangFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Voortgang

    deelname = factory.SubFactory(DeelnameFactory)
    fase = factory.SubFactory(FaseFactory, traject=factory.SelfAttribute("..deelname.traject"))


class PaginalinkFactory(factory.django.DjangoModelFactory):
    """A link of which nobody has the key: `links.give` makes one to use."""

    class Meta:
        model = Paginalink

    deelname = factory.SubFactory(DeelnameFactory)
    door = factory.SubFactory(UserFactory)
    sleutel = factory.Sequence(lambda n: f"{n:064x}")
    gemaakt_op = datetime(2026, 11, 1, tzinfo=UTC)
    verloopt_op = datetime(2026, 11, 15, tzinfo=UTC)


class WensFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wens

    deelname = factory.SubFactory(DeelnameFactory)
    soort = WensSoort.MENTOR


class OntmoetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ontmoeting

    deelname = factory.SubFactory(DeelnameFactory)
    dag = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=3))
    tijd = time(10, 30)
    plaats = "Stadhuis, kamer 2"
    gepland_door = factory.SubFactory(UserFactory)

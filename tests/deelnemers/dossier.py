"""One participant with a mark in every field of every model that can hold one, and another who must not be touched."""

from datetime import date

from django.apps import apps

from deelnemers.enums import Belemmering
from deelnemers.models import Deelnemer, ImportOpdracht
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    InzageverzoekFactory,
    PaginalinkFactory,
    PlaatsingFactory,
    SignaalFactory,
    VoortgangFactory,
    WensFactory,
)
from tests.factories.trajecten import AfspraakFactory, FaseFactory

VELDEN = ("voornaam", "achternaam", "kenmerk", "email", "telefoon")
TEKSTEN = ("wensen", "knelpunten", "afspraak")


def marks_of(merk):
    """Return the marks that lead to one person, by field."""
    marks = {veld: f"{merk}{veld}" for veld in (*VELDEN, *TEKSTEN)}
    return marks | {"email": f"{merk}email@kanarie.example", "telefoon": f"06{merk}tel"}


def build_dossier(cast, merk, *, traject=None, status="gestopt"):
    """Return a participant of Waterstad whose file holds a mark of its own in every text."""
    marks = marks_of(merk)
    extra = {"traject": traject} if traject else {"traject__gemeente": cast.waterstad}
    deelname = DeelnameFactory(
        **extra,
        mentor=cast.mentor,
        status=status,
        aangemeld_op=date(2026, 9, 14),
        actief_sinds=date(2026, 9, 17),
        beeindigd_op=date(2026, 11, 19) if status in {"gestopt", "afgerond"} else None,
    )
    deelnemer = deelname.deelnemer
    for veld in VELDEN:
        setattr(deelnemer, veld, marks[veld])
    deelnemer.luisteren = deelnemer.lezen = deelnemer.schrijven = "C1"
    deelnemer.uren_per_week, deelnemer.belemmeringen = 37, [Belemmering.FIETS]
    deelnemer.save()
    fase = deelname.traject.fasen.first() or FaseFactory(traject=deelname.traject)
    VoortgangFactory(deelname=deelname, fase=fase, start=date(2026, 9, 21), eind=date(2026, 10, 23), status="afgerond")
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, start=date(2026, 10, 5), uren_per_week=23)
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie, start=date(2026, 10, 26), uren_per_week=24)
    afspraak = AfspraakFactory(traject=deelname.traject, wat=marks["afspraak"], persoon=cast.mentor)
    checkin = CheckinFactory(
        deelname=deelname,
        door=cast.mentor,
        wensen=marks["wensen"],
        knelpunten=marks["knelpunten"],
        afspraak=afspraak,
        werk=1,
    )
    SignaalFactory(checkin=checkin)
    PaginalinkFactory(deelname=deelname)
    WensFactory(deelname=deelname)
    InzageverzoekFactory(deelnemer=deelnemer, pdf=marks["voornaam"].encode(), json=marks["wensen"].encode())
    return deelnemer


def rij_of(deelnemer):
    return {"nummer": 2} | {veld: getattr(deelnemer, veld) for veld in VELDEN}


def import_with(cast, *people):
    return ImportOpdracht.objects.create(
        gemeente=cast.waterstad,
        door=cast.klantmanager,
        bestandsnaam="lijst.xlsx",
        aantal=len(people),
        rijen=[rij_of(deelnemer) for deelnemer in people],
    )


def models_about_people():
    """Return every model that points to a participant, however far, and what only a check-in points to."""
    found, grew = {Deelnemer}, True
    while grew:
        pointing = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in found
        }
        grew = not pointing <= found
        found |= pointing
    return found

"""Filling a database with many invented participants, in bulk: the same seed gives the same people and trajectories."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from config.demo.mensen import NAMEN
from deelnemers.enums import Belemmering, Cijfer, DeelnameStatus, Taalniveau, VoortgangStatus
from deelnemers.models import Checkin, Deelname, Deelnemer, Voortgang
from partijen.enums import Functie, PartijSoort, Rol
from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.catalogus import CATALOGUS
from trajecten.enums import Component, FaseStatus, Niveau, RolStatus, Sector, Uitkomst
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.planning import plan_fases
from trajecten.sjablonen import SJABLONEN

CHUNK = 2000
# One trajectory for so many participants.
GROEP = 20
SJABLOON_CODES = tuple(SJABLONEN)


def seed(total: int, *, seed: int) -> Iterator[int]:
    """Add so many participants, each in a trajectory with progress and one check-in; yield how many there are so far.

    Each chunk is a transaction of its own. Names and figures follow from the seed, dates from the day it runs.
    """
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    gemeente, mentor = _owner(seed)
    first = Deelnemer.objects.filter(gemeente=gemeente).count()
    for start in range(first, first + total, CHUNK):
        size = min(CHUNK, first + total - start)
        with transaction.atomic():
            _add_chunk(gemeente, mentor, start=start, size=size, chance=chance)
        yield start + size - first


def _owner(seed: int) -> tuple[Partij, User]:
    """Return the gemeente of this seed and a mentor, made where they are not there yet."""
    gemeente, _new = Partij.objects.get_or_create(naam=f"Gemeente Proefstad {seed}", soort=PartijSoort.GEMEENTE)
    mentor, _new = User.objects.get_or_create(
        email=f"mentor{seed}@proefstad.example", defaults={"naam": "Mentor Proefstad", "password": "!"}
    )
    Lidmaatschap.objects.get_or_create(gebruiker=mentor, partij=gemeente, defaults={"functie": Functie.KLANTMANAGER})
    return gemeente, mentor


def _add_chunk(gemeente: Partij, mentor: User, *, start: int, size: int, chance: random.Random) -> None:
    today = timezone.localdate()
    fasen = _add_trajecten(gemeente, count=-(-size // GROEP), today=today, chance=chance)
    trajecten = list(fasen)
    people = Deelnemer.objects.bulk_create(_deelnemer(gemeente, start + n, chance) for n in range(size))
    deelnames = Deelname.objects.bulk_create(
        Deelname(
            deelnemer=deelnemer,
            traject=trajecten[n // GROEP],
            status=DeelnameStatus.ACTIEF,
            mentor=mentor,
            mentor_partij=gemeente,
            aangemeld_op=trajecten[n // GROEP].startdatum,
            actief_sinds=trajecten[n // GROEP].startdatum,
        )
        for n, deelnemer in enumerate(people)
    )
    Voortgang.objects.bulk_create(
        (
            Voortgang(deelname=deelname, fase=fase, status=VoortgangStatus(fase.status))
            for deelname in deelnames
            for fase in fasen[deelname.traject]
        ),
        batch_size=CHUNK,
    )
    Checkin.objects.bulk_create(_checkin(deelname, mentor, today, chance) for deelname in deelnames)


def _add_trajecten(gemeente: Partij, *, count: int, today: date, chance: random.Random) -> dict[Traject, list[Fase]]:
    trajecten = Traject.objects.bulk_create(_traject(gemeente, n, today, chance) for n in range(count))
    per_traject = {traject: _fasen(traject, today) for traject in trajecten}
    fasen = Fase.objects.bulk_create(fase for laid in per_traject.values() for fase in laid)
    Rolinvulling.objects.bulk_create(
        _rol(fase, rol, gemeente) for fase in fasen for rol in CATALOGUS[Component(fase.component)].rollen
    )
    return per_traject


def _traject(gemeente: Partij, n: int, today: date, chance: random.Random) -> Traject:
    return Traject(
        gemeente=gemeente,
        naam=f"Proeftraject {n + 1} {chance.choice(Sector.labels)}",
        sjabloon=chance.choice(SJABLOON_CODES),
        sector=chance.choice(Sector.values),
        niveau=chance.choice(Niveau.values),
        uitkomst=chance.choice(Uitkomst.values),
        startdatum=today - timedelta(days=chance.randrange(60, 600)),
        groepsgrootte=GROEP,
    )


def _fasen(traject: Traject, today: date) -> list[Fase]:
    planning = plan_fases(sjabloon=SJABLONEN[traject.sjabloon], startdatum=traject.startdatum)
    return [
        Fase(
            traject=traject,
            component=plan.component,
            volgorde=volgorde,
            start=plan.start,
            eind=plan.eind,
            werkelijke_start=plan.start if plan.start <= today else None,
            werkelijk_eind=plan.eind if plan.eind < today else None,
            status=_status(plan.start, plan.eind, today),
        )
        for volgorde, plan in enumerate(planning)
    ]


def _status(start: date, eind: date, today: date) -> FaseStatus:
    if eind < today:
        return FaseStatus.AFGEROND
    return FaseStatus.LOPEND if start <= today else FaseStatus.GEPLAND


def _rol(fase: Fase, rol: Rol, gemeente: Partij) -> Rolinvulling:
    if rol in {Rol.INTERMEDIAIR, Rol.REGISSEUR}:
        return Rolinvulling(fase=fase, rol=rol, status=RolStatus.TOEGEZEGD, partij=gemeente)
    return Rolinvulling(fase=fase, rol=rol)


def _deelnemer(gemeente: Partij, n: int, chance: random.Random) -> Deelnemer:
    return Deelnemer(
        gemeente=gemeente,
        kenmerk=f"P-{n + 1}",
        voornaam=chance.choice(NAMEN)[0],
        achternaam=chance.choice(NAMEN)[1],
        luisteren=chance.choice(Taalniveau.values),
        lezen=chance.choice(Taalniveau.values),
        spreken=chance.choice(Taalniveau.values),
        schrijven=chance.choice(Taalniveau.values),
        uren_per_week=chance.randrange(8, 41),
        belemmeringen=chance.sample(Belemmering.values, chance.randrange(3)),
    )


def _checkin(deelname: Deelname, mentor: User, today: date, chance: random.Random) -> Checkin:
    # No low marks: a low mark would need its signal.
    cijfers = {
        onderwerp: chance.choice([Cijfer.MIDDEN, Cijfer.HOOG]) for onderwerp in ("werk", "taal", "leren", "praktisch")
    }
    return Checkin(deelname=deelname, door=mentor, datum=today - timedelta(days=chance.randrange(1, 50)), **cijfers)

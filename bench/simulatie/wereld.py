"""The world in which people act: who there is, and what stands where, as far as the rules of reminders ask.

Made once from what `manage.py seed` left: it gives one mentor to all and no regisseur to anyone. From then on the world
is kept from what people did, never read back from the database.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db.models import Max
from django.utils import timezone

from berichten.enums import Ritme
from berichten.models import Voorkeur
from deelnemers.enums import DeelnameStatus
from deelnemers.models import Deelname
from partijen.enums import Functie, PartijSoort
from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.models import Fase, Rolinvulling, Traject

# So many trajectories a regisseur has, and so many participants a mentor, besides the fewest there are of both.
TRAJECTEN_PER_REGISSEUR = 20
DEELNEMERS_PER_MENTOR = 160
FEWEST = 4
PARTIJEN = 20
COORDINATOREN = 2
# Shares: of trajectories without a regisseur, of participants without a mentor.
ZONDER_REGISSEUR = 0.1
ZONDER_MENTOR = 0.05
# And of participants who are done: trajectories began up to twenty months ago.
AL_KLAAR = 0.5
# Who wants what, each as likely as it stands here; the quiet hours end before the usual overview.
WENSEN = (
    *[(Ritme.DAGELIJKS, None, None)] * 12,
    *[(Ritme.METEEN, None, None)] * 2,
    *[(Ritme.METEEN, time(20), time(7, 15))] * 2,
    *[(Ritme.WEKELIJKS, None, None)] * 3,
    (Ritme.NOOIT, None, None),
)
Toestand = dict[str, Any]


@dataclass
class Wereld:
    """The state of each thing by kind and id, and the people by what they are."""

    coordinator: User
    dingen: dict[str, dict[int, Toestand]]
    mentoren: dict[int, User]
    leden: dict[int, list[int]]
    wensen: dict[int, tuple[str, time | None, time | None]] = field(default_factory=dict)


def settle(chance: random.Random) -> Wereld:
    """Put people around what was seeded, and return the world as it then is."""
    gemeente = Partij.objects.get(soort=PartijSoort.GEMEENTE)
    trajecten, deelnames = Traject.objects.count(), Deelname.objects.count()
    coordinators = _members(gemeente, "coordinator", COORDINATOREN, Functie.COORDINATOR)
    regisseurs = _members(gemeente, "regisseur", FEWEST + trajecten // TRAJECTEN_PER_REGISSEUR, Functie.KLANTMANAGER)
    maatwerk = Partij.objects.create(naam="Maatwerk", soort=PartijSoort.BEGELEIDING)
    mentors = _members(maatwerk, "mentor", FEWEST + deelnames // DEELNEMERS_PER_MENTOR, Functie.MEDEWERKER)
    leden = {}
    for n in range(PARTIJEN):
        partij = Partij.objects.create(naam=f"Werkgever {n}", soort=PartijSoort.WERKGEVER)
        leden[partij.pk] = [user.pk for user in _members(partij, f"werkgever{n}", 1 + n % 3, Functie.MEDEWERKER)]
    _assign(chance, regisseurs, mentors, maatwerk)
    readers = [*coordinators, *regisseurs, *mentors, *User.objects.filter(lidmaatschappen__partij__in=leden)]
    wensen = {user.pk: chance.choice(WENSEN) for user in readers}
    Voorkeur.objects.bulk_create(
        Voorkeur(gebruiker_id=pk, ritme=ritme, stil_van=van, stil_tot=tot) for pk, (ritme, van, tot) in wensen.items()
    )
    return Wereld(
        coordinator=coordinators[0],
        dingen=_things([user.pk for user in coordinators]),
        mentoren={user.pk: user for user in mentors},
        leden=leden,
        wensen={pk: (str(ritme), van, tot) for pk, (ritme, van, tot) in wensen.items()},
    )


def _members(partij: Partij, naam: str, count: int, functie: Functie) -> list[User]:
    users = User.objects.bulk_create(
        User(email=f"{naam}.{n}@simulatie.example", naam=f"{naam} {n}") for n in range(count)
    )
    Lidmaatschap.objects.bulk_create(Lidmaatschap(gebruiker=user, partij=partij, functie=functie) for user in users)
    return users


def _assign(chance: random.Random, regisseurs: list[User], mentors: list[User], maatwerk: Partij) -> None:
    trajecten = list(Traject.objects.order_by("pk"))
    for traject in trajecten:
        traject.regisseur = None if chance.random() < ZONDER_REGISSEUR else chance.choice(regisseurs)
    Traject.objects.bulk_update(trajecten, ["regisseur"], batch_size=500)
    deelnames = list(Deelname.objects.order_by("pk"))
    for deelname in deelnames:
        guided = chance.random() >= ZONDER_MENTOR
        deelname.mentor, deelname.mentor_partij = (chance.choice(mentors), maatwerk) if guided else (None, None)
        if chance.random() < AL_KLAAR:
            deelname.status, deelname.beeindigd_op = DeelnameStatus.AFGEROND, timezone.localdate()
    changed = ["mentor", "mentor_partij", "status", "beeindigd_op"]
    Deelname.objects.bulk_update(deelnames, changed, batch_size=500)


def _things(coordinators: list[int]) -> dict[str, dict[int, Toestand]]:
    """Return the state of all that was seeded."""
    return {
        "traject": {
            it.pk: {"status": it.status, "regie": [it.regisseur_id] if it.regisseur_id else coordinators}
            for it in Traject.objects.all()
        },
        "fase": {it.pk: _fase(it) for it in Fase.objects.prefetch_related("rollen")},
        "rol": {
            it.pk: {"fase": it.fase_id, "rol": it.rol, "status": it.status, "op": None, "partij": None, "persoon": None}
            for it in Rolinvulling.objects.all()
        },
        "afspraak": {},
        "deelname": {it.pk: _deelname(it) for it in Deelname.objects.annotate(laatste=Max("checkins__datum"))},
    }


def _fase(fase: Fase) -> Toestand:
    return {
        "traject": fase.traject_id,
        "component": fase.component,
        "start": fase.start,
        "eind": fase.eind,
        "status": fase.status,
        "rollen": [rol.pk for rol in fase.rollen.all()],
    }


def _deelname(deelname: Any) -> Toestand:
    contact = max(deelname.actief_sinds, deelname.laatste)
    return {
        "traject": deelname.traject_id,
        "status": deelname.status,
        "contact": contact,
        "checkin": deelname.laatste.isoformat(),
        "mentor": deelname.mentor_id,
    }


def all_of(wereld: Wereld) -> Iterable[tuple[str, int, Toestand]]:
    """Yield everything there is."""
    for soort, things in wereld.dingen.items():
        for pk, toestand in things.items():
            yield soort, pk, toestand

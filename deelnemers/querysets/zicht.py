"""Who sees whose file, as conditions: own gemeente, mentor, trainer; and for how long."""

from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from deelnemers.enums import (
    NALOOP,
    DeelnameStatus,
)
from partijen.enums import DOSSIER_FUNCTIES, WERK_FUNCTIES, PartijSoort, Rol
from partijen.lidmaatschap import gemeentes_of, partners_of
from partijen.models import Lidmaatschap
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling
from trajecten.querysets import werkpartijen_of

if TYPE_CHECKING:
    from toegang.models import User

# Roles whose committed party sees the participants of a trajectory: they report levels and results.
OPLEIDER_ROLLEN = (Rol.OPLEIDER, Rol.TAALOPLEIDER)


def dossier_gemeentes(user: "User") -> list[int]:
    """Return the municipalities whose personal files the user works with."""
    return gemeentes_of(user, DOSSIER_FUNCTIES)


def keeps_files(user: "User") -> bool:
    """Return whether the user keeps the personal files of any municipality up to date."""
    return bool(gemeentes_of(user, WERK_FUNCTIES))


def known_by_name(user: "User", deelname: str = "") -> Q:
    """Condition: the own gemeente, the own mentor, or a trainer of the trajectory. `deelname` is the path to it."""
    opleiding = opleiding_of(user).filter(fase__traject=OuterRef(f"{deelname}traject"))
    known = Q(**{f"{deelname}deelnemer__gemeente_id__in": dossier_gemeentes(user)}) | shared(deelname) & (
        guided_by(user, deelname) | Q(Exists(opleiding))
    )
    return known & still_a_person(f"{deelname}deelnemer__")


def opleiding_of(user: "User") -> models.QuerySet:
    """Return the trainer's roles of the user's parties; a gemeente that trains sees nobody by it."""
    rollen = Rolinvulling.objects.filter(partij_id__in=partners_of(user))
    return rollen.filter(rol__in=OPLEIDER_ROLLEN, status=RolStatus.TOEGEZEGD)


def guided_by(user: "User", deelname: str = "") -> Q:
    """Condition: the user is the mentor, in the name of a party they work for now. `deelname` is the path to it."""
    return Q(**{f"{deelname}mentor": user, f"{deelname}mentor_partij__in": werkpartijen_of(user)})


def guided_now() -> Exists:
    """Condition on a participation: it has a mentor who works for the party they guide for."""
    places = Lidmaatschap.objects.active().filter(gebruiker=OuterRef("mentor"), partij=OuterRef("mentor_partij"))
    return Exists(places.filter(~Q(partij__soort=PartijSoort.GEMEENTE) | Q(functie__in=WERK_FUNCTIES)))


def shared(deelname: str = "") -> Q:
    """Condition: partners still see it: someone takes part, or ended no longer ago than NALOOP."""
    today = timezone.localdate()
    still = Q(**{f"{deelname}status__in": DeelnameStatus.open()})
    for status, months in NALOOP.items():
        since = today - relativedelta(months=months)
        still |= Q(**{f"{deelname}status": status, f"{deelname}beeindigd_op__gte": since})
    return still


def still_a_person(deelnemer: str = "") -> Q:
    """Condition: not anonymised. `deelnemer` is the path to the participant."""
    return Q(**{f"{deelnemer}geanonimiseerd_op__isnull": True})

"""What becomes of a file in the end: which rows go, which fields are emptied, and which months and states stay.

The rule is data, field by field; a test fails on a field that has none. What stays counts for the figures and says
nothing of a person: dates become months. The lines of the log stay: they hold numbers, no values.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.deelnames import set_status
from deelnemers.enums import Aanleiding, DeelnameStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import (
    Checkin,
    Deelname,
    Deelnemer,
    ImportOpdracht,
    Inzageverzoek,
    Ontmoeting,
    Paginalink,
    Plaatsing,
    Signaal,
    Voortgang,
    Wens,
)
from deelnemers.sloten import lock_deelnemer
from toegang.logboek import Handeling, note
from toegang.models import User
from toegang.relaties import Relatie, relaties_of
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.models import Afspraak


class Lot(Enum):
    """What happens to one field; WIS holds for every field of a model: the whole row goes."""

    WIS = "wis"
    LEEG = "leeg"
    MAAND = "maand"
    BLIJFT = "blijft"


class Regel(NamedTuple):
    """Of one model: which rows are a participant's, and what happens to each of their fields.

    `overal` holds where row security may hide a participant's rows from their own gemeente.
    """

    rijen: Callable[[int], QuerySet[Any]]
    velden: Mapping[str, Lot]
    overal: bool = False

    @property
    def wist(self) -> bool:
        """Whether the rows go."""
        return set(self.velden.values()) == {Lot.WIS}


# Higher apps that hold what may name a participant, called with the id while their participations are still there.
_opruimers: list[Callable[[int], object]] = []


def register_opruimer(opruim: Callable[[int], object]) -> None:
    """Register who takes a participant out of what a higher app made."""
    _opruimers.append(opruim)


def _alles(lot: Lot, *velden: str) -> dict[str, Lot]:
    return dict.fromkeys(velden, lot)


def _afspraken(deelnemer: int) -> QuerySet[Any]:
    """Return the agreements that check-ins with this participant ended with."""
    return Afspraak.objects.filter(pk__in=Checkin.objects.filter(deelname__deelnemer=deelnemer).values("afspraak"))


# In this order: what points to another row goes before it.
REGELS: Mapping[str, Regel] = MappingProxyType(
    {
        "deelnemers.Signaal": Regel(
            lambda pk: Signaal.objects.filter(checkin__deelname__deelnemer=pk),
            _alles(Lot.WIS, "id", "checkin", "redenen", "status", "afgehandeld_door", "afgehandeld_op", "gemaakt_op"),
        ),
        "trajecten.Afspraak": Regel(
            _afspraken,
            _alles(
                Lot.WIS,
                *("id", "traject", "gemeente", "wat", "partij", "persoon"),
                *("deadline", "verzet_van", "verzet_reden", "status", "gemaakt_door", "gemaakt_op"),
                *("herhaling", "herhaal_vanaf", "volgende"),
            ),
            # In another gemeente's trajectory, once none of one's own parties has a role there any more.
            overal=True,
        ),
        "deelnemers.Checkin": Regel(
            lambda pk: Checkin.objects.filter(deelname__deelnemer=pk),
            _alles(
                Lot.WIS,
                *("id", "deelname", "door", "datum", "wijze", "werk", "taal", "leren", "praktisch"),
                *("wensen", "knelpunten", "coordinator_nodig", "afspraak", "afspraak_gedeeld", "gemaakt_op"),
            ),
        ),
        "deelnemers.Inzageverzoek": Regel(
            lambda pk: Inzageverzoek.objects.filter(deelnemer=pk),
            _alles(
                Lot.WIS,
                *("id", "deelnemer", "door", "status", "pogingen", "geclaimd_op"),
                *("pdf", "json", "fout", "aangemaakt_op", "klaar_op"),
            ),
        ),
        "deelnemers.Wens": Regel(
            lambda pk: Wens.objects.filter(deelname__deelnemer=pk),
            _alles(Lot.WIS, "id", "deelname", "soort", "status", "gesteld_op", "besproken_door", "besproken_op"),
        ),
        "deelnemers.Ontmoeting": Regel(
            lambda pk: Ontmoeting.objects.filter(deelname__deelnemer=pk),
            _alles(
                Lot.WIS,
                *("id", "deelname", "soort", "werkgever", "dag", "tijd", "minuten", "plaats"),
                *("status", "versie", "gepland_door", "gemaakt_op"),
            ),
        ),
        "deelnemers.Paginalink": Regel(
            lambda pk: Paginalink.objects.filter(deelname__deelnemer=pk),
            _alles(Lot.WIS, "id", "deelname", "sleutel", "door", "gemaakt_op", "verloopt_op", "ingetrokken_op"),
        ),
        "deelnemers.Plaatsing": Regel(
            lambda pk: Plaatsing.objects.filter(deelname__deelnemer=pk),
            _alles(Lot.BLIJFT, "id", "deelname", "werkgever", "soort", "evaluatie")
            | _alles(Lot.MAAND, "start", "eind", "geevalueerd_op")
            | _alles(Lot.LEEG, "uren_per_week"),
        ),
        "deelnemers.Voortgang": Regel(
            lambda pk: Voortgang.objects.filter(deelname__deelnemer=pk),
            _alles(Lot.BLIJFT, "id", "deelname", "fase", "status", "resultaat") | _alles(Lot.MAAND, "start", "eind"),
        ),
        "deelnemers.Deelname": Regel(
            lambda pk: Deelname.objects.filter(deelnemer=pk),
            _alles(Lot.BLIJFT, "id", "deelnemer", "traject", "status")
            | _alles(Lot.MAAND, "aangemeld_op", "actief_sinds", "beeindigd_op")
            | _alles(Lot.LEEG, "mentor", "mentor_partij"),
        ),
        "deelnemers.Deelnemer": Regel(
            lambda pk: Deelnemer.objects.filter(pk=pk),
            _alles(Lot.BLIJFT, "id", "gemeente", "geanonimiseerd_op")
            | _alles(Lot.MAAND, "aangemaakt_op")
            | _alles(
                Lot.LEEG,
                *("kenmerk", "voornaam", "achternaam", "email", "telefoon"),
                *("luisteren", "lezen", "spreken", "schrijven", "uren_per_week", "belemmeringen"),
                *("bewaren_tot", "bewaren_reden", "aangekondigd_op"),
            ),
        ),
    }
)


def anonymise(deelnemer: Deelnemer, *, aanleiding: Aanleiding, door: User | None = None) -> Deelnemer:
    """Take the person out of a file for good: only months, states and results stay.

    Raises DeelnemerFout while someone takes part, and for who is anonymised already.
    """
    with transaction.atomic():
        locked = lock_deelnemer(deelnemer.pk)
        _refuse_taking_part(locked)
        # Asked first: of an anonymised participant nobody is anything any more.
        rechten = relaties_of(door, locked) - {Relatie.INGELOGD} if door else frozenset()
        _clean_imports(locked)
        for opruim in _opruimers:
            opruim(locked.pk)
        counts = {label: _apply(label, locked.pk) for label in REGELS}
        Deelnemer.objects.filter(pk=locked.pk).update(geanonimiseerd_op=timezone.now())
        note(
            Handeling.ANONIMISEREN,
            onderwerp=locked,
            door=door,
            grond=rechten,
            eigenaar=locked.gemeente_id,
            betrokkene=locked.pk,
            details={"aanleiding": aanleiding.value, "rijen": counts},
        )
        locked.refresh_from_db()
    return locked


def erase(deelnemer: Deelnemer, *, grond: Aanleiding, door: User) -> Deelnemer:
    """Anonymise at once because the person asked for it (AVG art. 17); an open participation stops with it.

    Raises DeelnemerFout for who is anonymised already.
    """
    with transaction.atomic():
        locked = lock_deelnemer(deelnemer.pk)
        for deelname in Deelname.objects.of_deelnemer(locked).open():
            set_status(deelname, DeelnameStatus.GESTOPT)
        return anonymise(locked, aanleiding=grond, door=door)


def empty_of(field: models.Field) -> Any:
    """Return what stands for nothing in a field."""
    if field.null:
        return None
    return 0 if isinstance(field, models.IntegerField) else field.get_default() if field.has_default() else ""


def month_of(value: Any) -> Any:
    """Return the first day of a date's month, or the first moment of it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return value.replace(day=1) if isinstance(value, date) else value


def _refuse_taking_part(deelnemer: Deelnemer) -> None:
    # The lock on each participation makes a door that opens one again wait, and then find the file closed.
    deelnames = list(Deelname.objects.select_for_update().filter(deelnemer=deelnemer.pk))
    if any(deelname.status in DeelnameStatus.open() for deelname in deelnames):
        raise DeelnemerFout(_("Deze deelnemer doet nog mee aan een traject. Beëindig eerst de deelname."))


def _apply(label: str, deelnemer: int) -> int:
    """Do to the rows of one model what the rule says; return how many there were."""
    regel = REGELS[label]
    if regel.wist:
        with boven_de_rijen() if regel.overal else nullcontext():
            return regel.rijen(deelnemer).delete()[1].get(label, 0)
    changed = {veld: lot for veld, lot in regel.velden.items() if lot in {Lot.LEEG, Lot.MAAND}}
    fields = apps.get_model(label)._meta
    rows = list(regel.rijen(deelnemer))
    for row in rows:
        for veld, lot in changed.items():
            leeg = empty_of(cast("models.Field", fields.get_field(veld)))
            setattr(row, veld, leeg if lot is Lot.LEEG else month_of(getattr(row, veld)))
    if rows:
        # In one statement, past the log of changes: one line for the whole person says it better.
        apps.get_model(label)._default_manager.bulk_update(rows, list(changed))
    return len(rows)


def _clean_imports(deelnemer: Deelnemer) -> None:
    """Take the person out of sheets that wait for their sender: a confirmation would bring them back."""
    for opdracht in ImportOpdracht.objects.waiting().select_for_update().filter(gemeente=deelnemer.gemeente_id):
        others = [rij for rij in opdracht.rijen if not _is_in(rij, deelnemer)]
        if not others:
            opdracht.delete()
        elif len(others) < len(opdracht.rijen):
            opdracht.rijen, opdracht.aantal = others, len(others)
            opdracht.save(update_fields=["rijen", "aantal"])


def _is_in(rij: Mapping[str, str], deelnemer: Deelnemer) -> bool:
    if deelnemer.kenmerk and rij.get("kenmerk") == deelnemer.kenmerk:
        return True
    return all(rij.get(veld, "").lower() == getattr(deelnemer, veld).lower() for veld in ("voornaam", "achternaam"))

"""Mistakes set right (AVG art. 16): a row that stands with the wrong person goes, a wrong day becomes the right one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.checkins import earliest_of
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import Checkin, Deelname, Plaatsing, Signaal
from deelnemers.sloten import lock_deelname
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.duur import say_datum
from trajecten.models import Afspraak

DATUMS = ("aangemeld_op", "actief_sinds", "beeindigd_op")


def remove_checkin(checkin: Checkin) -> None:
    """Take a check-in away with its signal and its agreement; one that is gone already stays gone."""
    with transaction.atomic():
        deelname = lock_deelname(checkin.deelname_id)
        locked = Checkin.objects.select_for_update(of=("self",)).filter(pk=checkin.pk).first()
        if locked is None:
            return
        locked.deelname = deelname
        for signaal in Signaal.objects.select_for_update(of=("self",)).filter(checkin=locked):
            signaal.checkin = locked
            signaal.delete()
        afspraak_id = locked.afspraak_id
        locked.delete()
        if afspraak_id:
            _remove_afspraak(afspraak_id, deelname)


def remove_plaatsing(plaatsing: Plaatsing) -> None:
    """Take a placement away; the employer keeps the role in the trajectory. One that is gone already stays gone."""
    with transaction.atomic():
        deelname = lock_deelname(plaatsing.deelname_id)
        locked = Plaatsing.objects.select_for_update(of=("self",)).filter(pk=plaatsing.pk).first()
        if locked:
            locked.deelname = deelname
            locked.delete()


def dated(deelname: Deelname) -> list[str]:
    """Return the days that a participation has: of one that goes on there is no end, and not everyone began."""
    return [veld for veld in DATUMS if getattr(deelname, veld)]


def correct_dates(deelname: Deelname, *, gegevens: Mapping[str, Any]) -> Deelname:
    """Set the days of a participation right; no day comes where there was none, and none goes.

    Raises DeelnemerFout, by field, for a day ahead, an end before the beginning, or a beginning after a check-in.
    """
    with transaction.atomic():
        locked = lock_deelname(deelname.pk)
        for veld in dated(locked):
            if veld in gegevens:
                setattr(locked, veld, gegevens[veld])
        _check_days(locked)
        check(locked)
        locked.save(update_fields=[*DATUMS])
    return locked


def _remove_afspraak(pk: int, deelname: Deelname) -> None:
    """Remove the agreement of a check-in that went: whoever may do the one may do the other."""
    with boven_de_rijen():
        afspraak = Afspraak.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if afspraak:
            # Its check-in is gone, which the log would ask whom it was about.
            afspraak.betrokkene = deelname.deelnemer_id  # type: ignore[attr-defined]
            afspraak.delete()


def _check_days(deelname: Deelname) -> None:
    today = timezone.localdate()
    if ahead := {
        veld: _("Deze dag is nog niet geweest.") for veld in dated(deelname) if getattr(deelname, veld) > today
    }:
        raise DeelnemerFout(ahead)
    if deelname.beeindigd_op and deelname.beeindigd_op < (deelname.actief_sinds or deelname.aangemeld_op):
        raise DeelnemerFout({"beeindigd_op": _("De deelname kan niet eindigen voordat die begon.")})
    begin = earliest_of(deelname)
    first: date | None = Checkin.objects.filter(deelname=deelname).aggregate(first=Min("datum"))["first"]
    if first and first < begin:
        veld = "actief_sinds" if deelname.actief_sinds == begin else "aangemeld_op"
        refusal = _("Er is een check-in van %(dag)s. Kies die dag of een eerdere.") % {"dag": say_datum(first)}
        raise DeelnemerFout({veld: refusal})

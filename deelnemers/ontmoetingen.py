"""The one door for meetings: planned, moved, called off; and whoever else must be there hears of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.enums import DeelnameStatus, OntmoetingStatus
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import Deelname, Ontmoeting
from deelnemers.sloten import lock_deelname
from deelnemers.uitnodigingen import invite, others_at, pass_on
from partijen.enums import PartijSoort
from partijen.models import Partij
from partijen.querysets import PartijQuerySet
from toegang.models import User
from trajecten.models import Rolinvulling

VELDEN = ("soort", "werkgever", "dag", "tijd", "minuten", "plaats")


def plan(*, deelname: Deelname, door: User, gegevens: Mapping[str, Any]) -> Ontmoeting:
    """Plan a meeting and invite the others; `gegevens` holds VELDEN. Raises DeelnemerFout, by field."""
    with transaction.atomic():
        ontmoeting = Ontmoeting(deelname=_taking_part(deelname.pk), gepland_door=door)
        _fill_in(ontmoeting, gegevens)
        ontmoeting.save()
        invite(ontmoeting, door=door)
    return ontmoeting


def revise(ontmoeting: Ontmoeting, *, door: User, gegevens: Mapping[str, Any]) -> Ontmoeting:
    """Change a meeting that is planned, and tell the others; nothing changed tells nothing. Raises DeelnemerFout.

    An employer where it is no longer hears that it is off.
    """
    with transaction.atomic():
        locked = _locked(ontmoeting)
        before, there = {veld: getattr(locked, veld) for veld in VELDEN}, others_at(locked)
        _fill_in(locked, gegevens)
        if before == {veld: getattr(locked, veld) for veld in VELDEN}:
            return locked
        _changed(locked, *VELDEN)
        invite(locked, door=door, niet_meer=there)
    return locked


def call_off(ontmoeting: Ontmoeting, *, door: User) -> None:
    """Call a meeting off, and tell the others; once more is harmless. Raises DeelnemerFout when it has been."""
    with transaction.atomic():
        locked = _locked(ontmoeting, ook_afgezegd=True)
        if locked.status == OntmoetingStatus.AFGEZEGD:
            return
        _call_off(locked, door=door)


def call_off_all(deelname: Deelname) -> None:
    """Call off whatever is still to come of who stopped; inside the transaction that stops them."""
    for ontmoeting in _to_come(deelname):
        _call_off(ontmoeting, door=None)


def hand_on(deelname: Deelname, *, van: User | None) -> None:
    """Let whatever is still to come go from one mentor to the next; inside the transaction that changes them."""
    for ontmoeting in _to_come(deelname):
        pass_on(ontmoeting, van=van, naar=deelname.mentor)


def employers_for(deelname: Deelname) -> PartijQuerySet:
    """Return the employers where a participant of this trajectory may be expected: those with a role in it."""
    rollen = Rolinvulling.objects.of_traject(deelname.traject).committed().exclude(partij=None)
    return Partij.objects.filter(soort=PartijSoort.WERKGEVER, pk__in=rollen.order_by().values("partij"))


def _to_come(deelname: Deelname) -> Iterator[Ontmoeting]:
    nu = timezone.now()
    rows = Ontmoeting.objects.filter(deelname=deelname, status=OntmoetingStatus.GEPLAND).from_day(timezone.localdate())
    for row in rows.select_for_update(of=("self",)):
        row.deelname = deelname
        if not row.is_over(nu):
            yield row


def _call_off(ontmoeting: Ontmoeting, *, door: User | None) -> None:
    ontmoeting.status = OntmoetingStatus.AFGEZEGD
    _changed(ontmoeting, "status")
    invite(ontmoeting, door=door)


def _changed(ontmoeting: Ontmoeting, *velden: str) -> None:
    ontmoeting.versie += 1
    ontmoeting.save(update_fields=[*velden, "versie"])


def _fill_in(ontmoeting: Ontmoeting, gegevens: Mapping[str, Any]) -> None:
    for veld in VELDEN:
        setattr(ontmoeting, veld, gegevens[veld])
    if ontmoeting.is_over(timezone.now()):
        raise DeelnemerFout({"dag": _("Deze dag en tijd zijn al geweest.")})
    werkgever = ontmoeting.werkgever
    if werkgever and not employers_for(ontmoeting.deelname).filter(pk=werkgever.pk).exists():
        raise DeelnemerFout({"werkgever": _("Deze werkgever doet niet mee aan dit traject.")})
    check(ontmoeting)


def _taking_part(pk: int) -> Deelname:
    deelname = lock_deelname(pk)
    if deelname.status == DeelnameStatus.GESTOPT:
        raise DeelnemerFout(_("Deze deelnemer is gestopt. Zet de deelname eerst weer op 'Doet mee'."))
    return deelname


def _locked(ontmoeting: Ontmoeting, *, ook_afgezegd: bool = False) -> Ontmoeting:
    deelname = lock_deelname(ontmoeting.deelname_id)
    locked = Ontmoeting.objects.select_for_update(of=("self",)).select_related("werkgever").get(pk=ontmoeting.pk)
    locked.deelname = deelname
    if locked.is_over(timezone.now()):
        raise DeelnemerFout(_("Deze ontmoeting is al geweest."))
    if locked.status == OntmoetingStatus.AFGEZEGD and not ook_afgezegd:
        raise DeelnemerFout(_("Deze ontmoeting is afgezegd. Plan een nieuwe."))
    return locked

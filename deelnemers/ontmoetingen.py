"""The one door for meetings: planned, moved, called off; and whoever else must be there hears of each."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.enums import OntmoetingSoort, OntmoetingStatus
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import Deelname, Ontmoeting
from deelnemers.sloten import lock_deelname, lock_going_on
from deelnemers.uitnodigingen import invite, pass_on
from partijen.enums import PartijSoort
from partijen.models import Partij
from partijen.querysets import PartijQuerySet
from toegang.models import User
from trajecten.models import Rolinvulling

# What it is, and with whom, stays: another talk is another meeting, and of this one those who were asked hear the end.
VAST = ("soort", "werkgever")
TE_VERANDEREN = ("dag", "tijd", "minuten", "plaats")
# Within which one meets, and how far ahead one plans.
VROEGST, LAATST = time(7), time(22)
VOORUIT = relativedelta(years=1)


def plan(*, deelname: Deelname, door: User, gegevens: Mapping[str, Any]) -> Ontmoeting:
    """Plan a meeting and invite the others; `gegevens` holds VAST and TE_VERANDEREN. Raises DeelnemerFout, by field."""
    with transaction.atomic():
        ontmoeting = Ontmoeting(deelname=lock_going_on(deelname.pk), gepland_door=door)
        for veld in VAST:
            setattr(ontmoeting, veld, gegevens[veld])
        _check_company(ontmoeting)
        _fill_in(ontmoeting, gegevens)
        ontmoeting.save()
        invite(ontmoeting, door=door)
    return ontmoeting


def revise(ontmoeting: Ontmoeting, *, door: User, gegevens: Mapping[str, Any]) -> None:
    """Change when and where a planned meeting is, and tell the others; unchanged tells nobody.

    `gegevens` holds TE_VERANDEREN. Raises DeelnemerFout, by field.
    """
    with transaction.atomic():
        locked = _locked(ontmoeting)
        before = {veld: getattr(locked, veld) for veld in TE_VERANDEREN}
        _fill_in(locked, gegevens)
        if before != {veld: getattr(locked, veld) for veld in TE_VERANDEREN}:
            _changed(locked, *TE_VERANDEREN)
            invite(locked, door=door)


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
    """Let whatever is still to come go from one mentor to the next; inside the transaction that changes them.

    A talk with the mentor is off where there is none any more.
    """
    for ontmoeting in _to_come(deelname):
        if deelname.mentor is None and not OntmoetingSoort(ontmoeting.soort).bij_werkgever:
            _call_off(ontmoeting, door=None)
        pass_on(ontmoeting, van=van, naar=deelname.mentor)


def is_open(ontmoeting: Ontmoeting) -> bool:
    """Return whether it can still be changed or called off."""
    return ontmoeting.status == OntmoetingStatus.GEPLAND and not ontmoeting.is_over(timezone.now())


def mentor_is_elsewhere(ontmoeting: Ontmoeting) -> bool:
    """Return whether the mentor is to be with someone else at that time: told, and not refused."""
    mentor = ontmoeting.deelname.mentor
    if mentor is None:
        return False
    others = Ontmoeting.objects.planned().filter(dag=ontmoeting.dag, deelname__mentor=mentor)
    return any(_overlap(ontmoeting, other) for other in others.exclude(deelname=ontmoeting.deelname_id))


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


def _check_company(ontmoeting: Ontmoeting) -> None:
    """Refuse a talk with a mentor who is not there, and an employer who has no part in it."""
    werkgever, with_employer = ontmoeting.werkgever, OntmoetingSoort(ontmoeting.soort).bij_werkgever
    if with_employer and not werkgever:
        raise DeelnemerFout({"werkgever": _("Kies bij welke werkgever dit is.")})
    if not with_employer and werkgever:
        raise DeelnemerFout(
            {"werkgever": _("Bij een gesprek met de mentor is geen werkgever. Kies bij 'Wat is het?' iets anders.")}
        )
    if not with_employer and not ontmoeting.deelname.mentor:
        raise DeelnemerFout({"soort": _("Deze deelnemer heeft nog geen mentor. Wijs eerst een mentor aan.")})
    if werkgever and not employers_for(ontmoeting.deelname).filter(pk=werkgever.pk).exists():
        raise DeelnemerFout({"werkgever": _("Deze werkgever doet niet mee aan dit traject.")})


def _fill_in(ontmoeting: Ontmoeting, gegevens: Mapping[str, Any]) -> None:
    for veld in TE_VERANDEREN:
        setattr(ontmoeting, veld, gegevens[veld])
    if ontmoeting.is_over(timezone.now()):
        raise DeelnemerFout({"dag": _("Deze dag en tijd zijn al geweest.")})
    if ontmoeting.dag > timezone.localdate() + VOORUIT:
        raise DeelnemerFout({"dag": _("Kies een dag binnen een jaar.")})
    if not VROEGST <= ontmoeting.tijd <= LAATST:
        raise DeelnemerFout({"tijd": _("Kies een tijd tussen 7.00 en 22.00 uur.")})
    same_day = Ontmoeting.objects.planned().filter(deelname=ontmoeting.deelname_id, dag=ontmoeting.dag)
    for other in same_day.exclude(pk=ontmoeting.pk):
        if _overlap(ontmoeting, other):
            words = {"van": f"{other.begin:%H:%M}", "tot": f"{other.einde:%H:%M}"}
            raise DeelnemerFout(
                {"tijd": _("Deze deelnemer heeft dan al een ontmoeting, van %(van)s tot %(tot)s uur.") % words}
            )
    check(ontmoeting)


def _overlap(one: Ontmoeting, other: Ontmoeting) -> bool:
    return one.begin < other.einde and other.begin < one.einde


def _locked(ontmoeting: Ontmoeting, *, ook_afgezegd: bool = False) -> Ontmoeting:
    deelname = lock_deelname(ontmoeting.deelname_id)
    locked = Ontmoeting.objects.select_for_update(of=("self",)).select_related("werkgever").get(pk=ontmoeting.pk)
    locked.deelname = deelname
    if locked.is_over(timezone.now()):
        raise DeelnemerFout(_("Deze ontmoeting is al geweest."))
    if locked.status == OntmoetingStatus.AFGEZEGD and not ook_afgezegd:
        raise DeelnemerFout(_("Deze ontmoeting is afgezegd. Plan een nieuwe."))
    return locked

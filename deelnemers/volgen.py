"""From days of one's own back to the group's planning: first what differs, then what was chosen of it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from deelnemers.capaciteit import KLAAR
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelname, Voortgang
from deelnemers.querysets import VoortgangQuerySet
from deelnemers.sloten import lock_going_on
from trajecten.duur import say_periode, say_verschuiving


@dataclass(frozen=True, slots=True)
class Verschil:
    """A phase in which somebody has days of their own, and what it would become by following the group."""

    voortgang: Voortgang

    @property
    def wordt(self) -> str:
        """Say which days it would get, and by how much they differ; also where they are the same today."""
        row = self.voortgang
        own, group = (row.van, row.tot), (row.fase.start, row.fase.eind)
        moves = ", ".join(say_verschuiving(own, group)) or _("dezelfde dagen, en voortaan schuiven zij mee")
        said = {"eigen": say_periode(*own), "groep": say_periode(*group), "verschil": moves}
        return _("nu %(eigen)s, straks %(groep)s: %(verschil)s") % said

    @property
    def stempel(self) -> str:
        """Return the days on both sides: while they are the same, what was shown is what happens."""
        row = self.voortgang
        return f"{row.pk}:{row.start}:{row.eind}:{row.fase.start}:{row.fase.eind}"


def differences(deelname: Deelname) -> list[Verschil]:
    """Return each phase with days of one's own that is not over: what is over stays as it was."""
    return [Verschil(row) for row in _own_days(deelname)]


def stamp(verschillen: Collection[Verschil]) -> str:
    """Return what was shown, short enough to be sent along."""
    return ";".join(verschil.stempel for verschil in verschillen)


def follow_group(deelname: Deelname, *, gekozen: Collection[Voortgang], gezien: str) -> None:
    """Let these phases have the group's days again, and move along with them.

    Raises DeelnemerFout where anything changed since `gezien` was shown, and for who stopped.
    """
    with transaction.atomic():
        lock_going_on(deelname.pk)
        rows = list(_own_days(deelname).select_for_update(of=("self",)))
        if stamp([Verschil(row) for row in rows]) != gezien:
            raise DeelnemerFout(_("De planning is intussen veranderd. Kijk opnieuw wat er anders wordt."))
        chosen = {row.pk for row in gekozen}
        for row in rows:
            if row.pk in chosen:
                row.start = row.eind = None
                row.save(update_fields=["start", "eind"])


def _own_days(deelname: Deelname) -> VoortgangQuerySet:
    own = Voortgang.objects.of_deelname(deelname).with_own_days().exclude(status__in=KLAAR)
    return own.select_related("fase").order_by("fase__volgorde")

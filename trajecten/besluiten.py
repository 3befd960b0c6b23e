"""The one door for a go/no-go: whether the group of a phase goes on to the next one (hoofdstuk 2, voortraject)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partijen.models import Partij
from toegang.models import User
from trajecten.duur import say_datum
from trajecten.enums import Component, FaseStatus, Uitslag
from trajecten.fouten import TrajectFout
from trajecten.models import Besluit, Fase, Traject
from trajecten.planning import KETEN
from trajecten.relaties import check_belongs, may_direct

# What a phase leads to, where a go/no-go can close it: each link of the chain but the last.
VERVOLG = dict(pairwise(KETEN))
# So long before a phase ends it is time to decide whether the group goes on.
STUURTIJD = timedelta(days=14)


def decide(  # one sentence: what was decided about which phase, when, by whom, why
    fase: Fase,
    *,
    uitslag: Uitslag,
    genomen_op: date,
    partij: Partij,
    persoon: User | None,
    reden: str,
    voorwaarden: str = "",
    door: User,
) -> Besluit:
    """Record what was decided at the end of a phase; of several the latest holds.

    Raises TrajectFout when `door` does not direct, when no phase comes after this one, for a day before it really
    began or after today, and for a no-go once the next phase runs.
    """
    if not may_direct(door, fase.traject):
        raise TrajectFout(_("Alleen de regisseur of een coördinator van de gemeente legt een besluit vast."))
    check_belongs(persoon, partij)
    with transaction.atomic():
        Traject.objects.lock(fase.traject_id)
        fase.refresh_from_db()
        _check_day(fase, genomen_op)
        if uitslag is Uitslag.NO_GO:
            _check_next_waits(fase)
        return Besluit.objects.create(
            fase=fase,
            uitslag=uitslag,
            genomen_op=genomen_op,
            partij=partij,
            persoon=persoon,
            reden=reden.strip(),
            voorwaarden=voorwaarden.strip() if uitslag is Uitslag.VOORWAARDEN else "",
            vastgelegd_door=door,
        )


def can_be_decided(fase: Fase) -> bool:
    """Return whether a go/no-go can be recorded: the phase began, and leads to another."""
    return Component(fase.component) in VERVOLG and fase.status != FaseStatus.GEPLAND


def check_may_start(fase: Fase) -> None:
    """Refuse to start what a no-go holds back. Raises TrajectFout."""
    before = [component for component, after in VERVOLG.items() if after == fase.component]
    besluit = Besluit.objects.filter(fase__traject=fase.traject_id, fase__component__in=before).first()
    if besluit and besluit.uitslag == Uitslag.NO_GO:
        raise TrajectFout(
            _("Op %(dag)s is besloten dat de groep niet doorgaat na %(fase)s. Leg eerst een nieuw besluit vast.")
            % {"dag": say_datum(besluit.genomen_op), "fase": str(besluit.fase).lower()}
        )


def holds(besluiten: Sequence[Besluit]) -> Besluit | None:
    """Return the decision that holds, of those of one phase in their own order."""
    return besluiten[0] if besluiten else None


def open_conditions(fasen: Iterable[Fase]) -> list[Besluit]:
    """Return the decisions with conditions that the next phase still waits for; costs no query on fetched phases."""
    stored = {Component(fase.component): fase for fase in fasen}
    found = []
    for component, after in VERVOLG.items():
        besluit = holds(list(stored[component].besluiten.all())) if component in stored else None
        waits = after not in stored or stored[after].status == FaseStatus.GEPLAND
        if besluit and besluit.uitslag == Uitslag.VOORWAARDEN and waits:
            found.append(besluit)
    return found


def _check_day(fase: Fase, genomen_op: date) -> None:
    if not can_be_decided(fase):
        raise TrajectFout(_("Over deze fase is nu geen besluit te nemen: ze is nog niet begonnen, of is de laatste."))
    if genomen_op > timezone.localdate():
        raise TrajectFout({"genomen_op": _("Deze datum is nog niet geweest. Kies vandaag of een eerdere dag.")})
    if fase.werkelijke_start and genomen_op < fase.werkelijke_start:
        raise TrajectFout(
            {
                "genomen_op": _("De fase begon op %(dag)s. Kies die dag of een latere.")
                % {"dag": say_datum(fase.werkelijke_start)}
            }
        )


def _check_next_waits(fase: Fase) -> None:
    after = VERVOLG[Component(fase.component)]
    if Fase.objects.filter(traject=fase.traject_id, component=after).begun().exists():
        raise TrajectFout({"uitslag": _("%(fase)s is al begonnen. Een no-go kan niet meer.") % {"fase": after.label}})

"""The one door for the state of a phase and for its planned dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from toegang.models import User
from trajecten.besluiten import check_may_start
from trajecten.duur import Afwijking, Duur, Eenheid, outside_bereik
from trajecten.enums import Component, FaseStatus, VasteDag
from trajecten.fouten import TrajectFout
from trajecten.models import VROEGSTE_DATUM, Fase, Planwijziging, Traject
from trajecten.relaties import may_direct
from trajecten.stilstand import check_may_run, check_not_still


@dataclass(frozen=True, slots=True, kw_only=True)
class Planregel:
    """The planned days of one phase, both included; a length outside Tabel 1 needs a reason.

    `vaste_dag` keeps the first day where it is, `uiterlijk` is a last day it should not pass, and `doorlopen` is the
    number of months that guidance runs on past the placement.
    """

    start: date
    eind: date
    reden: str = ""
    te_plannen: bool = False
    vaste_dag: VasteDag = VasteDag.GEEN
    uiterlijk: date | None = None
    doorlopen: int | None = None


def start_fase(fase: Fase, *, op: date) -> None:
    """Record that a phase really began; once more with the same day is harmless.

    Raises TrajectFout, also while a no-go holds it back.
    """
    _check_real_day(op)
    with transaction.atomic():
        _lock(fase)
        if fase.status == FaseStatus.LOPEND and fase.werkelijke_start == op:
            return
        check_may_run(fase)
        check_may_start(fase)
        _become(fase, FaseStatus.LOPEND, allowed_from=FaseStatus.GEPLAND)
        fase.werkelijke_start = op
        # What runs is no longer a proposal.
        fase.te_plannen = False
        fase.save()


def close_fase(fase: Fase, *, op: date) -> None:
    """Record that a phase really ended; once more with the same day is harmless. Raises TrajectFout."""
    _check_real_day(op)
    with transaction.atomic():
        _lock(fase)
        if fase.status == FaseStatus.AFGEROND and fase.werkelijk_eind == op:
            return
        check_not_still(fase)
        _become(fase, FaseStatus.AFGEROND, allowed_from=FaseStatus.LOPEND)
        if fase.werkelijke_start and op < fase.werkelijke_start:
            raise TrajectFout(_("Het einde ligt voor de werkelijke start van deze fase."))
        fase.werkelijk_eind = op
        fase.save()


def reopen_fase(fase: Fase) -> None:
    """Let a closed phase run again; a phase that runs is left alone. Raises TrajectFout."""
    with transaction.atomic():
        _lock(fase)
        if fase.status == FaseStatus.LOPEND:
            return
        check_may_run(fase)
        _become(fase, FaseStatus.LOPEND, allowed_from=FaseStatus.AFGEROND)
        fase.werkelijk_eind = None
        fase.save()


def replan(traject: Traject, *, planning: Mapping[Component, Planregel], door: User, waarom: str = "") -> None:
    """Give phases new planned days; the trajectory starts with its first phase. What moves, is written down.

    Raises TrajectFout for an end before its start, for a length outside Tabel 1 without a reason, and when `door` does
    not direct this trajectory.
    """
    if not may_direct(door, traject):
        raise TrajectFout(_("Alleen de regisseur of een coördinator van de gemeente wijzigt de planning."))
    for component, regel in planning.items():
        _check_planregel(component, regel)
    with transaction.atomic():
        Traject.objects.lock(traject.pk)
        fasen = list(traject.fasen.all())
        dagen = _moved(fasen, planning)
        for fase in fasen:
            if Component(fase.component) in planning:
                _store(fase, planning[Component(fase.component)])
        if dagen:
            Planwijziging.objects.create(traject=traject, door=door, waarom=waarom.strip(), dagen=dagen)
        traject.startdatum = min(fase.start for fase in fasen)
        traject.save(update_fields=["startdatum"])


def needs_reden(component: Component, *, start: date, eind: date, reden: str) -> Afwijking | None:
    """Return how the planned days leave the range of Tabel 1 without a reason for it, or None."""
    return None if reden.strip() else outside_bereik(component=component, start=start, eind=eind)


def _check_planregel(component: Component, regel: Planregel) -> None:
    if regel.eind < regel.start:
        raise TrajectFout(_("%(fase)s: het einde ligt voor de start.") % {"fase": component.label})
    if afwijking := needs_reden(component, start=regel.start, eind=regel.eind, reden=regel.reden):
        raise TrajectFout(_("%(waarschuwing)s Geef een reden.") % {"waarschuwing": afwijking.tekst})


def _moved(fasen: Iterable[Fase], planning: Mapping[Component, Planregel]) -> dict[str, list[list[str]]]:
    """Return first and last day, before and after, of each phase that comes on other days."""
    moved = {}
    for fase in fasen:
        regel = planning.get(Component(fase.component))
        if regel and (fase.start, fase.eind) != (regel.start, regel.eind):
            pairs = (fase.start, fase.eind), (regel.start, regel.eind)
            moved[fase.component] = [[dag.isoformat() for dag in pair] for pair in pairs]
    return moved


def _store(fase: Fase, regel: Planregel) -> None:
    fase.eenheid = Duur.between(regel.start, regel.eind, bedoeld=Eenheid(fase.eenheid)).eenheid
    fase.start, fase.eind = regel.start, regel.eind
    fase.reden_afwijking, fase.te_plannen = regel.reden.strip(), regel.te_plannen
    fase.vaste_dag, fase.uiterlijk, fase.doorlopen = regel.vaste_dag, regel.uiterlijk, regel.doorlopen
    days = ("start", "eind", "eenheid", "vaste_dag", "uiterlijk", "doorlopen")
    fase.save(update_fields=[*days, "reden_afwijking", "te_plannen"])


def _lock(fase: Fase) -> None:
    Traject.objects.lock(fase.traject_id)
    fase.refresh_from_db()


def _become(fase: Fase, status: FaseStatus, *, allowed_from: FaseStatus) -> None:
    current = FaseStatus(fase.status)
    if current is not allowed_from or status not in current.may_become:
        raise TrajectFout(
            _("Dit kan niet: %(fase)s heeft de status '%(status)s'.") % {"fase": fase, "status": current.label.lower()}
        )
    fase.status = status


def _check_real_day(op: date) -> None:
    if not VROEGSTE_DATUM <= op <= timezone.localdate():
        raise TrajectFout(_("Kies een dag tussen 1 januari 2015 en vandaag."))

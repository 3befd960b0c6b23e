"""The one door for who fills a role: asked, committed, answered, released; each change waits for the trajectory."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partijen.enums import WERK_FUNCTIES, Rol
from partijen.lidmaatschap import gemeentes_of, partijen_of
from partijen.models import Partij
from toegang.logboek import note_bulk
from toegang.models import User
from trajecten.enums import RolStatus
from trajecten.fouten import TrajectFout
from trajecten.mails import enqueue_beantwoord, enqueue_gevraagd, enqueue_ingetrokken
from trajecten.models import Fase, Rolinvulling, Traject
from trajecten.relaties import check_belongs
from trajecten.stilstand import check_not_stopped

NOT_FITTING = 3
# Roles whose party is shown people of the trajectory.
ROLLEN_MET_MENSEN = frozenset({Rol.OPLEIDER, Rol.TAALOPLEIDER, Rol.MENTOR})

_release_checks: list[Callable[[Rolinvulling], None]] = []


def register_release(check: Callable[[Rolinvulling], None]) -> None:
    """Register what must happen before someone loses a role: it may raise TrajectFout, or end what hangs on it."""
    _release_checks.append(check)


def ask(rolinvulling: Rolinvulling, *, partij: Partij, persoon: User | None = None) -> None:
    """Ask a party for an open role and mail it; asking the same again is harmless. Raises TrajectFout."""
    with transaction.atomic():
        _lock(rolinvulling)
        if rolinvulling.status == RolStatus.GEVRAAGD and _is_held_by(rolinvulling, partij, persoon):
            return
        check_not_stopped(rolinvulling.fase)
        _become(rolinvulling, RolStatus.GEVRAAGD)
        _assign(rolinvulling, partij, persoon)
        rolinvulling.gevraagd_op = timezone.localdate()
        rolinvulling.vraagnummer += 1
        rolinvulling.save()
        enqueue_gevraagd(rolinvulling)


def commit(rolinvulling: Rolinvulling, *, partij: Partij, persoon: User | None = None) -> None:
    """Record that a party fills a role; of a committed party only the person can still change. Raises TrajectFout."""
    with transaction.atomic():
        _lock(rolinvulling)
        if rolinvulling.status != RolStatus.OPEN and rolinvulling.partij_id != partij.pk:
            raise _taken(rolinvulling)
        had = _regisseur_by(rolinvulling)
        if rolinvulling.status != RolStatus.TOEGEZEGD:
            _become(rolinvulling, RolStatus.TOEGEZEGD)
        _assign(rolinvulling, partij, persoon)
        _settle(rolinvulling, had)


def accept(rolinvulling: Rolinvulling, *, persoon: User | None = None) -> None:
    """Say yes for the party that was asked, naming who will do it; a second yes is harmless. Raises TrajectFout."""
    asked = rolinvulling.partij_id
    with transaction.atomic():
        _lock(rolinvulling)
        _check_still_asked(rolinvulling, asked)
        if rolinvulling.status == RolStatus.TOEGEZEGD:
            return
        _become(rolinvulling, RolStatus.TOEGEZEGD)
        if persoon and rolinvulling.partij:
            _assign(rolinvulling, rolinvulling.partij, persoon)
        enqueue_beantwoord(rolinvulling, afgewezen=False)
        _settle(rolinvulling)


def decline(rolinvulling: Rolinvulling, *, reden: str) -> None:
    """Say no for the party that was asked: the role is open again, with who declined and why. Raises TrajectFout."""
    asked = rolinvulling.partij_id
    if not reden.strip():
        raise TrajectFout(_("Geef een reden. Dan weet de gemeente of ze later nog eens kan vragen."))
    with transaction.atomic():
        _lock(rolinvulling)
        if rolinvulling.status == RolStatus.OPEN and asked and rolinvulling.afgewezen_door_id == asked:
            return
        _check_still_asked(rolinvulling, asked)
        if rolinvulling.status == RolStatus.TOEGEZEGD:
            raise TrajectFout(_("Deze rol is al toegezegd. Bel de regisseur als het toch niet lukt."))
        enqueue_beantwoord(rolinvulling, afgewezen=True)
        rolinvulling.afgewezen_door, rolinvulling.afwijsreden = rolinvulling.partij, reden.strip()
        _empty(rolinvulling)


def release(rolinvulling: Rolinvulling) -> None:
    """Take a role away from whoever has it or was asked; a phase keeps one row, open, for each of its roles.

    Raises TrajectFout when other work hangs on the role and must be ended first.
    """
    with transaction.atomic():
        _lock(rolinvulling)
        if rolinvulling.status != RolStatus.OPEN:
            for check in _release_checks:
                check(rolinvulling)
        if rolinvulling.status == RolStatus.GEVRAAGD:
            enqueue_ingetrokken(rolinvulling)
        had = _regisseur_by(rolinvulling)
        if rolinvulling.siblings().exists():
            rolinvulling.delete()
        elif rolinvulling.status != RolStatus.OPEN:
            _empty(rolinvulling)
        _end_regie(rolinvulling.fase.traject, had, None)


def pass_on(rolinvulling: Rolinvulling, opvolger: User | None) -> None:
    """Give a role that someone has for a party to a colleague, or to the party itself; inside a transaction."""
    had = _regisseur_by(rolinvulling)
    twin = rolinvulling.siblings().filter(partij=rolinvulling.partij_id, persoon=opvolger).first()
    if twin and twin.status == RolStatus.TOEGEZEGD:
        rolinvulling.delete()  # the successor, or the party itself, does this very work already
    else:
        if twin:
            twin.delete()  # was only asked, and this row may be a yes
        rolinvulling.persoon = opvolger
        rolinvulling.save(update_fields=["persoon"])
    _end_regie(rolinvulling.fase.traject, had, opvolger.pk if opvolger else None)


def ensure_toegezegd(fase: Fase, *, rol: Rol, partij: Partij, persoon: User | None = None) -> Rolinvulling:
    """Return the row in which the party, and where given the person, is committed; makes it where there is none."""
    with transaction.atomic():
        Traject.objects.lock(fase.traject_id)
        rolinvulling = _fitting_row(fase, rol, partij, persoon)
        commit(rolinvulling, partij=partij, persoon=persoon or rolinvulling.persoon)
    return rolinvulling


def fill(rolinvulling: Rolinvulling, *, partij: Partij, persoon: User | None, toegezegd: bool, door: User) -> None:
    """Ask a party for a role, or record that it has said yes already. Raises TrajectFout.

    Nobody gives their own party a role that shows people: that is for the gemeente whose trajectory it is.
    """
    with transaction.atomic():
        _lock(rolinvulling)
        if not _is_committed_by(rolinvulling, partij):
            _check_not_own(rolinvulling, partij, door)
        (commit if toegezegd else ask)(rolinvulling, partij=partij, persoon=persoon)


def closed_to(rol: Rol, traject: Traject, door: User) -> list[int]:
    """Return the ids of the parties to which this person may not give a role: their own, where it shows people."""
    works_here = traject.gemeente_id in gemeentes_of(door, WERK_FUNCTIES)
    return partijen_of(door) if rol in ROLLEN_MET_MENSEN and not works_here else []


def answer(rolinvulling: Rolinvulling, *, antwoord: str, persoon: User | None, reden: str) -> None:
    """Accept ("ja") or decline ("nee") for the party that was asked. Raises TrajectFout."""
    if antwoord == "ja":
        accept(rolinvulling, persoon=persoon)
    else:
        decline(rolinvulling, reden=reden)


def add_holder(
    fase: Fase, *, rol: Rol, partij: Partij, persoon: User | None, toegezegd: bool, door: User
) -> Rolinvulling:
    """Fill an open row of the role, or a new one beside those that have it. Raises TrajectFout."""
    with transaction.atomic():
        Traject.objects.lock(fase.traject_id)
        rolinvulling = fase.rollen.open().filter(rol=rol).first() or fase.rollen.create(rol=rol)
        fill(rolinvulling, partij=partij, persoon=persoon, toegezegd=toegezegd, door=door)
    return rolinvulling


def _lock(rolinvulling: Rolinvulling) -> None:
    Traject.objects.lock(rolinvulling.fase.traject_id)
    try:
        rolinvulling.refresh_from_db()
    except Rolinvulling.DoesNotExist:
        raise TrajectFout(_("Deze rol is intussen weggehaald.")) from None


def _is_committed_by(rolinvulling: Rolinvulling, partij: Partij) -> bool:
    return rolinvulling.status == RolStatus.TOEGEZEGD and rolinvulling.partij_id == partij.pk


def _check_not_own(rolinvulling: Rolinvulling, partij: Partij, door: User) -> None:
    traject = rolinvulling.fase.traject
    if partij.pk in closed_to(Rol(rolinvulling.rol), traject, door):
        tekst = _("Vraag een coördinator van %(gemeente)s om uw eigen organisatie deze rol te geven.")
        raise TrajectFout({"partij": tekst % {"gemeente": traject.gemeente}})


def _is_held_by(rolinvulling: Rolinvulling, partij: Partij, persoon: User | None) -> bool:
    same_persoon = rolinvulling.persoon_id == (persoon.pk if persoon else None)
    return rolinvulling.partij_id == partij.pk and same_persoon


def _become(rolinvulling: Rolinvulling, status: RolStatus) -> None:
    if status not in RolStatus(rolinvulling.status).may_become:
        raise _taken(rolinvulling)
    rolinvulling.status = status


def _taken(rolinvulling: Rolinvulling) -> TrajectFout:
    if rolinvulling.status == RolStatus.GEVRAAGD:
        tekst = _("Deze rol is al gevraagd aan %(partij)s. Trek die vraag eerst in.")
    else:
        tekst = _("Deze rol is al toegezegd door %(partij)s. Maak de rol eerst leeg.")
    return TrajectFout(tekst % {"partij": rolinvulling.partij})


def _check_still_asked(rolinvulling: Rolinvulling, asked: int | None) -> None:
    if rolinvulling.status == RolStatus.OPEN or rolinvulling.partij_id != asked:
        raise TrajectFout(_("Deze vraag is intussen ingetrokken. U hoeft niets meer te doen."))


def _assign(rolinvulling: Rolinvulling, partij: Partij, persoon: User | None) -> None:
    check_belongs(persoon, partij)
    if rolinvulling.siblings().filter(partij=partij, persoon=persoon).exists():
        raise TrajectFout(_("%(naam)s heeft deze rol al in deze fase.") % {"naam": persoon or partij})
    rolinvulling.partij, rolinvulling.persoon = partij, persoon


def _settle(rolinvulling: Rolinvulling, had: int | None = None) -> None:
    """Store a commitment. Whoever takes the regie of a trajectory that has no regisseur is its regisseur."""
    rolinvulling.afgewezen_door, rolinvulling.afwijsreden = None, ""
    rolinvulling.save()
    traject, takes = rolinvulling.fase.traject, _regisseur_by(rolinvulling)
    _end_regie(traject, had, takes)
    if takes:
        _name_regisseur(traject, None, takes)


def _regisseur_by(rolinvulling: Rolinvulling) -> int | None:
    """Return who directs by this row."""
    directs = rolinvulling.rol == Rol.REGISSEUR and rolinvulling.status == RolStatus.TOEGEZEGD
    return rolinvulling.persoon_id if directs else None


def _end_regie(traject: Traject, had: int | None, takes: int | None) -> None:
    """Have whoever lost their last role as regisseur direct no longer, but the one who took it."""
    rows = Rolinvulling.objects.of_traject(traject).committed().filter(rol=Rol.REGISSEUR, persoon=had)
    if had and not rows.exists():
        _name_regisseur(traject, had, takes)


def _name_regisseur(traject: Traject, had: int | None, takes: int | None) -> None:
    if Traject.objects.filter(pk=traject.pk, regisseur=had).update(regisseur=takes):
        note_bulk([traject], onderwerp=traject, velden=("regisseur",))


def _empty(rolinvulling: Rolinvulling) -> None:
    rolinvulling.status = RolStatus.OPEN
    rolinvulling.partij = rolinvulling.persoon = rolinvulling.gevraagd_op = rolinvulling.werkplekken = None
    rolinvulling.save()


def _fitting_row(fase: Fase, rol: Rol, partij: Partij, persoon: User | None) -> Rolinvulling:
    """Return the party's own row, of this person or of nobody in particular, else an open one, else a new one."""
    rows = sorted(fase.rollen.filter(rol=rol), key=lambda row: _closeness(row, partij, persoon))
    if rows and _closeness(rows[0], partij, persoon) < NOT_FITTING:
        return rows[0]
    return fase.rollen.create(rol=rol)


def _closeness(row: Rolinvulling, partij: Partij, persoon: User | None) -> int:
    if row.partij_id == partij.pk:
        if persoon is None:
            return 0 if row.status == RolStatus.TOEGEZEGD else 1
        if row.persoon_id in (persoon.pk, None):
            return 0 if row.persoon_id else 1
    return 2 if row.status == RolStatus.OPEN else NOT_FITTING

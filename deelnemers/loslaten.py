"""What participants hang on: roles that a party can't lose as long as people depend on them."""

from django.utils.translation import gettext as _

from deelnemers.models import Deelname
from partijen.enums import Rol
from toegang.rijbeveiliging import boven_de_rijen
from trajecten.enums import RolStatus
from trajecten.fouten import TrajectFout
from trajecten.models import Rolinvulling, Traject
from trajecten.rollen import register_release


def register() -> None:
    register_release(keep_mentors)
    register_release(keep_gemeente)


def keep_mentors(rolinvulling: Rolinvulling) -> None:
    """Refuse to take the mentor's role off whoever guides people in the trajectory by it. Raises TrajectFout."""
    if rolinvulling.rol != Rol.MENTOR or rolinvulling.status != RolStatus.TOEGEZEGD:
        return
    traject = rolinvulling.fase.traject
    # Also people whom the one who asks may not see: they must not lose sight of their mentor either.
    with boven_de_rijen():
        guided = Deelname.objects.of_traject(traject).open().filter(mentor_partij=rolinvulling.partij_id)
        mentors = set(guided.exclude(mentor=None).values_list("mentor", flat=True))
    others = _other_rows(rolinvulling, traject).committed().filter(rol=Rol.MENTOR)
    kept = set(others.values_list("persoon", flat=True))
    # A row without a person stands for everyone of the party.
    ends = rolinvulling.persoon_id in mentors if rolinvulling.persoon_id else bool(mentors - kept)
    if ends and not kept & {None, rolinvulling.persoon_id}:
        raise TrajectFout(
            _("%(partij)s begeleidt nog deelnemers in dit traject. Geef hen eerst een andere mentor.")
            % {"partij": rolinvulling.partij}
        )


def keep_gemeente(rolinvulling: Rolinvulling) -> None:
    """Refuse to take the last role off another gemeente whose people take part. Raises TrajectFout."""
    traject = rolinvulling.fase.traject
    if rolinvulling.partij_id in (None, traject.gemeente_id) or _other_rows(rolinvulling, traject).committed().exists():
        return
    with boven_de_rijen():
        takes_part = Deelname.objects.of_traject(traject).open().filter(deelnemer__gemeente=rolinvulling.partij_id)
        lost = takes_part.exists()
    if lost:
        raise TrajectFout(
            _("Deelnemers van %(partij)s doen mee aan dit traject. Zonder rol kan %(partij)s het niet meer zien.")
            % {"partij": rolinvulling.partij}
        )


def _other_rows(rolinvulling: Rolinvulling, traject: Traject):  # type: ignore[no-untyped-def]
    return Rolinvulling.objects.of_traject(traject).filter(partij=rolinvulling.partij_id).exclude(pk=rolinvulling.pk)

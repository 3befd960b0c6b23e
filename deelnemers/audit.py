"""Who changed a participant's file, and who read it: when, what, and on what ground (AVG art. 5, 30 and 32)."""

from auditlog.registry import auditlog

from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing, Signaal
from toegang.guard import Request
from toegang.logboek import Handeling, note
from toegang.logregels import Plaats, register_plaats
from toegang.relaties import Relatie

# What someone told a mentor stands in the check-in and nowhere else.
VRIJE_TEKST = ("wensen", "knelpunten")


def register() -> None:
    """Have every change to a participant's file written down."""
    for model in (Deelnemer, Deelname, Plaatsing, Signaal):
        auditlog.register(model)
    auditlog.register(Checkin, exclude_fields=list(VRIJE_TEKST))
    register_plaats(Deelnemer, lambda deelnemer: Plaats(deelnemer.gemeente_id, deelnemer.pk))
    register_plaats(Deelname, _of_deelname)
    register_plaats(Plaatsing, lambda plaatsing: _of_deelname(plaatsing.deelname))
    register_plaats(Checkin, lambda checkin: _of_deelname(checkin.deelname))
    register_plaats(Signaal, lambda signaal: _of_deelname(signaal.checkin.deelname))


def _of_deelname(deelname: Deelname) -> Plaats:
    return Plaats(deelname.deelnemer.gemeente_id, deelname.deelnemer_id)


def log_read(request: Request, deelnemer: Deelnemer) -> None:
    """Write down that this person read this participant's file, at which address and by which relations they may."""
    note(
        Handeling.INZIEN,
        onderwerp=deelnemer,
        door=request.user,
        grond=request.relaties - {Relatie.INGELOGD},
        details={"pagina": request.resolver_match.view_name if request.resolver_match else request.path},
    )

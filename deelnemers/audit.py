"""Who changed a participant's file, and who read it: when, what, and on what ground (AVG art. 5, 30 and 32)."""

from auditlog.models import LogEntry
from auditlog.registry import auditlog

from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing, Signaal
from toegang.guard import Request
from toegang.relaties import Relatie

# What someone told a mentor stands in the check-in and nowhere else.
VRIJE_TEKST = ("wensen", "knelpunten")


def register() -> None:
    """Have every change to a participant's file written down."""
    for model in (Deelnemer, Deelname, Plaatsing, Signaal):
        auditlog.register(model)
    auditlog.register(Checkin, exclude_fields=list(VRIJE_TEKST))


def log_read(request: Request, deelnemer: Deelnemer) -> None:
    """Write down that this person read this participant's file, at which address and by which relations they may."""
    grond = sorted(request.relaties - {Relatie.INGELOGD})
    pagina = request.resolver_match.view_name if request.resolver_match else request.path
    LogEntry.objects.log_create(
        deelnemer,
        force_log=True,
        action=LogEntry.Action.ACCESS,
        actor=request.user,
        additional_data={"pagina": pagina, "grond": grond},
    )

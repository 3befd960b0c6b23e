"""Who changed a party, and who let whom in: a membership decides what someone may see."""

from auditlog.registry import auditlog

from partijen.models import GemeenteInstelling, Lidmaatschap, Partij


def register() -> None:
    """Have every change to a party, its members and its settings written down."""
    for model in (Partij, Lidmaatschap, GemeenteInstelling):
        auditlog.register(model)

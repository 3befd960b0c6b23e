"""Who changed a party, and who let whom in: a membership decides what someone may see."""

from auditlog.registry import auditlog

from partijen.models import Lidmaatschap, Partij


def register() -> None:
    """Have every change to a party and to its members written down."""
    for model in (Partij, Lidmaatschap):
        auditlog.register(model)

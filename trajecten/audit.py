"""Who changed a trajectory, and when: its phases, its roles and its agreements."""

from auditlog.registry import auditlog

from trajecten.models import Afspraak, Fase, Rolinvulling, Traject


def register() -> None:
    """Have every change to a trajectory and to what hangs on it written down."""
    for model in (Traject, Fase, Rolinvulling, Afspraak):
        auditlog.register(model)

"""Who changed the Canvas, and when."""

from auditlog.registry import auditlog

from canvas.models import Bijdrage, CanvasTekst


def register() -> None:
    """Have every change to means and texts written down."""
    auditlog.register(Bijdrage)
    # That a text changed, not the text: what is taken off the Canvas does not live on in a log.
    auditlog.register(CanvasTekst, exclude_fields=["tekst"])

"""Who changed the Canvas, and when."""

from canvas.models import Bijdrage, CanvasTekst
from toegang.logregels import Plaats, track


def register() -> None:
    """Have every change to means and texts written down."""
    track(
        Bijdrage,
        plaats=lambda bijdrage: Plaats(bijdrage.traject.gemeente_id),
        open_velden=("traject", "component", "soort", "bedrag", "partij", "bron"),
    )
    # That a text changed, not the text: what is taken off the Canvas does not live on in a log.
    track(
        CanvasTekst,
        plaats=lambda tekst: Plaats(tekst.traject.gemeente_id),
        open_velden=("traject", "veld", "gewijzigd_door"),
    )

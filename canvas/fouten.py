"""What can go wrong on the Canvas, in words a person can act on."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class CanvasFout(ValidationError):
    """Something on the Canvas that cannot be done as asked; the message says why."""


class TekstGewijzigd(CanvasFout):
    """Someone else changed the text meanwhile; `huidig` is what stands there now. Nothing was saved."""

    def __init__(self, huidig: str) -> None:
        super().__init__(_("Iemand anders heeft deze tekst intussen gewijzigd. Uw tekst is nog niet opgeslagen."))
        self.huidig = huidig

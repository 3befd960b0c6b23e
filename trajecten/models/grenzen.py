"""Bounds that fields of several models keep."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

# A start date outside these years is a slip of the finger (1900, 20206), not a plan.
VROEGSTE_DATUM = date(2015, 1, 1)
LAATSTE_DATUM = date(2060, 12, 31)
DATUM_VALIDATORS = [
    MinValueValidator(VROEGSTE_DATUM, _("Kies een datum vanaf 1 januari 2015.")),
    MaxValueValidator(LAATSTE_DATUM, _("Kies een datum tot en met 31 december 2060.")),
]
MAX_GROEP = 500
# Calendar months that guidance may run on past the placement: as long as it may last at all (Tabel 1).
MAX_DOORLOPEN = 24


PLEK_VALIDATORS = [
    MinValueValidator(1, _("Vul ten minste 1 plek in, of laat het leeg.")),
    MaxValueValidator(MAX_GROEP, _("Vul ten hoogste 500 plekken in.")),
]

"""What must never be written down about a person, as validators for the fields where it might slip in."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

# Stands beside every free-text field about a person.
GEEN_GEZONDHEID = _("Schrijf hier niets over gezondheid, trauma, geloof of afkomst, en geen BSN.")


def is_bsn(digits: str) -> bool:
    """Return whether nine digits pass the eleven test for a burgerservicenummer."""
    return sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11 == 0


def no_bsn(text: str) -> None:
    """Raise ValidationError when the text holds a number that can be a BSN (AVG, UAVG art. 46)."""
    compact = re.sub(r"(?<=\d)[ .-](?=\d)", "", str(text))
    if any(is_bsn(found) for found in NINE_DIGITS.findall(compact)):
        raise ValidationError(_("Dit lijkt een BSN. Een BSN mag hier niet staan."), code="bsn")

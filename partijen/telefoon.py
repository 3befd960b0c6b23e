"""What a telephone number looks like: enough to see that it is none, not whether anyone answers."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# The fewest digits that anyone dials, for a number without its area code.
CIJFERS = 6
telefoonnummer = RegexValidator(
    rf"\A(?=(?:[^0-9]*[0-9]){{{CIJFERS}}})[0-9 +()-]*\Z",
    _("Vul een telefoonnummer in van ten minste 6 cijfers. Gebruik alleen cijfers, spaties, +, - en haakjes."),
    code="telefoon",
)

from django import forms
from django.utils.translation import gettext_lazy as _

# Fewer signs find everything, more find nothing.
MINIMUM, MAXIMUM = 2, 100


class ZoekForm(forms.Form):
    """What someone looks for. Empty is no mistake: the page then says what can be found."""

    q = forms.CharField(
        label=_("Zoeken"),
        required=False,
        min_length=MINIMUM,
        max_length=MAXIMUM,
        error_messages={
            "min_length": _("Typ ten minste %(limit_value)d tekens."),
            "max_length": _("Typ ten hoogste %(limit_value)d tekens."),
        },
    )

    @property
    def tekst(self) -> str:
        """Return what to look for; nothing where it is missing, too short or too long."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""

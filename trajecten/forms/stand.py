from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.enums import TrajectStatus
from trajecten.forms.besluiten import GEEN_NAMEN


class StandForm(forms.Form):
    """Why a trajectory stands still; to go on needs no reason."""

    reden = forms.CharField(
        label=_("Reden"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=GEEN_NAMEN
    )

    def __init__(self, *args: Any, status: TrajectStatus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if status == TrajectStatus.ACTIEF:
            del self.fields["reden"]

    @property
    def waarom(self) -> str:
        """Return the reason; nothing where none is asked."""
        return self.cleaned_data.get("reden", "")

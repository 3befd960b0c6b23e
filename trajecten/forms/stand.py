from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.enums import Doorgang
from trajecten.forms.besluiten import GEEN_NAMEN
from trajecten.models import Fase

KEUZES = {
    Doorgang.ACTIEF: _("Weer laten doorgaan"),
    Doorgang.GEPAUZEERD: _("Pauzeren"),
    Doorgang.GESTOPT: _("Stoppen: deze fase komt er niet, of niet verder"),
}


GEEF_REDEN = _("Geef een reden.")


class RedenField(forms.CharField):
    """Why something stands still."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Reden"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=GEEN_NAMEN, **kwargs
        )


class StandForm(forms.Form):
    """Why a trajectory stands still; to go on needs no reason."""

    reden = RedenField()

    def __init__(self, *args: Any, status: Doorgang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if status == Doorgang.ACTIEF:
            del self.fields["reden"]

    @property
    def waarom(self) -> str:
        """Return the reason; nothing where none is asked."""
        return self.cleaned_data.get("reden", "")


class DoorgangForm(forms.Form):
    """Whether one phase goes on, of what can come of it now; a pause and an end need a reason."""

    doorgang = forms.ChoiceField(label=_("Wat gebeurt er met deze fase?"), widget=forms.RadioSelect())
    reden = RedenField(required=False)

    def __init__(self, *args: Any, fase: Fase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_become = Doorgang(fase.doorgang).may_become
        self.fields["doorgang"].choices = [(d.value, KEUZES[d]) for d in Doorgang if d in may_become]  # type: ignore[attr-defined]
        if may_become == {Doorgang.ACTIEF}:
            self.initial["doorgang"] = Doorgang.ACTIEF
            del self.fields["reden"]
        else:
            # Where it can go on as well, that needs none.
            self.fields["reden"].required = Doorgang.ACTIEF not in may_become
            self.fields["reden"].error_messages["required"] = GEEF_REDEN

    def clean(self) -> dict[str, Any]:
        """Ask for the reason beside its field, with whatever else is wrong."""
        data = super().clean() or {}
        chosen = data.get("doorgang")
        if chosen and chosen != Doorgang.ACTIEF and not data.get("reden") and "reden" not in self.errors:
            self.add_error("reden", GEEF_REDEN)
        return data

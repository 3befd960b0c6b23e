"""When and where a participant is expected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import OntmoetingSoort
from deelnemers.models import Deelname, Ontmoeting
from deelnemers.ontmoetingen import employers_for
from deelnemers.privacy import GEEN_GEZONDHEID
from trajecten.forms.velden import DatumInput, name_empty_choice, vanaf_vandaag


class TijdInput(forms.TimeInput):
    """A time that the browser helps to pick; it wants hours and minutes, whatever the language."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class OntmoetingForm(forms.ModelForm):
    begrippen_bij = {"soort": ["snuffelstage"]}

    class Meta:
        model = Ontmoeting
        fields = ["soort", "werkgever", "dag", "tijd", "minuten", "plaats"]
        widgets = {"dag": DatumInput(), "tijd": TijdInput()}
        labels = {"soort": _("Wat is het?"), "plaats": _("Waar?")}
        help_texts = {
            "werkgever": _("Alleen als de werkgever erbij is. U kiest uit de werkgevers van dit traject."),
            "plaats": GEEN_GEZONDHEID,
        }

    def __init__(self, *args: Any, deelname: Deelname, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["werkgever"].queryset = employers_for(deelname)  # type: ignore[attr-defined]
        self.fields["werkgever"].empty_label = _("Geen werkgever")  # type: ignore[attr-defined]
        self.fields["dag"].validators.append(vanaf_vandaag)
        name_empty_choice(self, "minuten")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        soort = data.get("soort")
        # The errors of the field itself come first: an employer that was refused was chosen.
        if soort and "werkgever" not in self.errors:
            with_employer = OntmoetingSoort(soort).bij_werkgever
            if with_employer and not data.get("werkgever"):
                self.add_error("werkgever", _("Kies bij welke werkgever dit is."))
            elif not with_employer:
                data["werkgever"] = None
        return data

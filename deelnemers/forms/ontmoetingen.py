"""When and where a participant is expected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deelnemers.models import Deelname, Ontmoeting
from deelnemers.ontmoetingen import TE_VERANDEREN, VAST, employers_for
from deelnemers.privacy import GEEN_GEZONDHEID
from trajecten.forms.velden import DatumInput, name_empty_choice, vanaf_vandaag


class TijdInput(forms.TimeInput):
    """A time that the browser helps to pick; it wants hours and minutes, whatever the language."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MomentForm(forms.ModelForm):
    """When and where a meeting is, which may change."""

    class Meta:
        model = Ontmoeting
        fields: tuple[str, ...] = TE_VERANDEREN
        widgets = {"dag": DatumInput(), "tijd": TijdInput()}
        labels = {"plaats": _("Waar?")}
        help_texts = {"plaats": GEEN_GEZONDHEID}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"].validators.append(vanaf_vandaag)
        name_empty_choice(self, "minuten")

    def _post_clean(self) -> None:
        """Leave the rules of the row to the door, which says beside which field what is wrong."""


class OntmoetingForm(MomentForm):
    """A new meeting: what it is and with whom too."""

    begrippen_bij = {"soort": ["snuffelstage"]}

    class Meta(MomentForm.Meta):
        fields = (*VAST, *TE_VERANDEREN)
        labels = {**MomentForm.Meta.labels, "soort": _("Wat is het?")}
        help_texts = {
            **MomentForm.Meta.help_texts,
            "werkgever": _("Alleen als de werkgever erbij is. U kiest uit de werkgevers van dit traject."),
        }

    def __init__(self, *args: Any, deelname: Deelname, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["werkgever"].queryset = employers_for(deelname)  # type: ignore[attr-defined]
        self.fields["werkgever"].empty_label = _("Geen werkgever")  # type: ignore[attr-defined]

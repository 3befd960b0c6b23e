from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trajecten.enums import AfspraakStatus, Herhaling, VerzetReden
from trajecten.forms.velden import DatumInput, vanaf_vandaag
from trajecten.forms.wie import WieForm
from trajecten.models import DATUM_VALIDATORS, Afspraak


class AfspraakForm(WieForm, forms.ModelForm):
    """Who does what by when. Who: a party of this trajectory as a whole, or one of its people."""

    wie = forms.ChoiceField(label=_("Wie doet dit?"))
    field_order = ["wat", "wie", "deadline", "herhaling"]

    class Meta:
        model = Afspraak
        fields = ["wat", "deadline", "herhaling"]
        widgets = {"deadline": DatumInput()}
        labels = {"wat": _("Wat spreekt u af?"), "deadline": _("Uiterlijk op")}
        help_texts = {
            "herhaling": _("Zet u de afspraak op 'Gedaan', dan komt de volgende erbij. Met 'Vervallen' stopt het."),
            "wat": _("Noem geen deelnemer: deze afspraak hoort bij het traject en wordt niet met een dossier gewist."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only here: an agreement that stands may be late.
        self.fields["deadline"].validators.append(vanaf_vandaag)
        cast("forms.ChoiceField", self.fields["herhaling"]).choices = [("", _("Eén keer")), *Herhaling.choices]


class AfspraakStatusForm(forms.Form):
    """The one button on an agreement."""

    status = forms.TypedChoiceField(choices=AfspraakStatus, coerce=AfspraakStatus)


class VerzetForm(forms.Form):
    """Another day for an agreement, and why."""

    deadline = forms.DateField(
        label=_("Nieuwe dag"), widget=DatumInput(), validators=[*DATUM_VALIDATORS, vanaf_vandaag]
    )
    reden = forms.TypedChoiceField(
        label=_("Waarom?"), choices=VerzetReden, coerce=VerzetReden, widget=forms.RadioSelect()
    )

    def __init__(self, *args: Any, afspraak: Afspraak, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.afspraak = afspraak

    def clean_deadline(self) -> date:
        if self.cleaned_data["deadline"] == self.afspraak.deadline:
            raise ValidationError(_("Dat is de dag die er nu staat. Kies een andere dag."))
        return self.cleaned_data["deadline"]

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trajecten.enums import AfspraakStatus
from trajecten.forms.velden import DatumInput, vanaf_vandaag
from trajecten.forms.wie import WieForm
from trajecten.models import Afspraak


class AfspraakForm(WieForm, forms.ModelForm):
    """Who does what by when. Who: a party of this trajectory as a whole, or one of its people."""

    wie = forms.ChoiceField(label=_("Wie doet dit?"))
    field_order = ["wat", "wie", "deadline"]

    class Meta:
        model = Afspraak
        fields = ["wat", "deadline"]
        widgets = {"deadline": DatumInput()}
        labels = {"wat": _("Wat spreekt u af?"), "deadline": _("Uiterlijk op")}
        help_texts = {
            "wat": _("Noem geen deelnemer: deze afspraak hoort bij het traject en wordt niet met een dossier gewist.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only here: an agreement that stands may be late.
        self.fields["deadline"].validators.append(vanaf_vandaag)


class AfspraakStatusForm(forms.Form):
    """The one button on an agreement."""

    status = forms.TypedChoiceField(choices=AfspraakStatus, coerce=AfspraakStatus)

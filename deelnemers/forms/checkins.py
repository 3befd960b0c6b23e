from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.checkins import Wie
from deelnemers.enums import Cijfer, Onderwerp, Wijze
from deelnemers.models import Checkin
from deelnemers.privacy import no_bsn
from trajecten.forms.velden import DatumInput, vanaf_vandaag
from trajecten.models import DATUM_VALIDATORS

KEUZE = "deelnemers/_keuze.html"


def cijfer(onderwerp: Onderwerp) -> forms.TypedChoiceField:
    """Return the three steps for one topic, none of them chosen beforehand: silence is not 'goed'."""
    return forms.TypedChoiceField(
        label=onderwerp.label,
        choices=Cijfer.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een van de drie.")},
    )


class CheckinForm(forms.ModelForm):
    wijze = forms.ChoiceField(
        label=_("Hoe was het contact?"),
        choices=Wijze.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe het contact was.")},
    )
    werk = cijfer(Onderwerp.WERK)
    taal = cijfer(Onderwerp.TAAL)
    leren = cijfer(Onderwerp.LEREN)
    praktisch = cijfer(Onderwerp.PRAKTISCH)
    afspraak_wat = forms.CharField(
        label=_("Wat spreekt u af?"),
        max_length=300,
        required=False,
        validators=[no_bsn],
        help_text=_("Schrijf geen naam op: de gemeente van de deelnemer leest de afspraak ook."),
    )
    afspraak_datum = forms.DateField(
        label=_("Uiterlijk op"), required=False, widget=DatumInput, validators=[*DATUM_VALIDATORS, vanaf_vandaag]
    )
    afspraak_wie = forms.ChoiceField(
        label=_("Wie doet het?"), choices=Wie.choices, initial=Wie.IK, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Checkin
        fields = ["datum", "wijze", *Onderwerp.values, "wensen", "knelpunten", "coordinator_nodig"]
        widgets = {
            "datum": DatumInput,
            "wensen": forms.Textarea(attrs={"rows": 2}),
            "knelpunten": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"coordinator_nodig": _("De coördinator krijgt dan meteen een signaal.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["datum"].widget.attrs["max"] = timezone.localdate().isoformat()
        # An agreement needs its day: told before the form waits for a line.
        self.fields["afspraak_datum"].widget.attrs["data-verplicht-bij"] = "afspraak_wat"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field("datum", wrapper_class="lw-datum"),
            Field("wijze", template=KEUZE),
            HTML(f"<h2>{_('Hoe gaat het met ...')}</h2>"),
            *(Field(onderwerp, template=KEUZE) for onderwerp in Onderwerp.values),
            Field("coordinator_nodig", wrapper_class="form-switch"),
            Field("wensen"),
            Field("knelpunten"),
            Fieldset(
                _("Afspraak (als die er is)"),
                Field("afspraak_wat"),
                Div(Field("afspraak_datum", wrapper_class="lw-datum")),
                Field("afspraak_wie", template=KEUZE),
                css_class="lw-afspraak",
            ),
        )

from typing import Any

from crispy_forms.layout import Field, Fieldset, Layout
from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.bewaren import LANGST
from deelnemers.enums import Aanleiding, Bewaarreden, Onderwerp
from deelnemers.forms.checkins import KEUZE, CheckinForm
from deelnemers.models import Deelname
from deelnemers.rechtzetten import dated
from trajecten.forms.velden import DatumInput
from trajecten.models import DATUM_VALIDATORS


class LangerBewarenForm(forms.Form):
    """Until which day a file is kept, and why: a list, for a reason in words would tell of the person."""

    bewaren_tot = forms.DateField(
        label=_("Bewaren tot en met"), widget=DatumInput, help_text=_("Ten hoogste vijf jaar vooruit.")
    )
    reden = forms.ChoiceField(label=_("Waarom langer?"), choices=Bewaarreden.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        latest = today + relativedelta(years=LANGST)
        self.fields["bewaren_tot"].widget.attrs.update(min=today.isoformat(), max=latest.isoformat())


class WissenForm(forms.Form):
    """On which ground of the AVG someone is erased, and the hand that says so."""

    grond = forms.ChoiceField(
        label=_("Waarom worden de gegevens gewist? (AVG artikel 17)"),
        choices=Aanleiding.on_request(),
        widget=forms.RadioSelect,
    )
    bevestigd = forms.BooleanField(
        label=_("Ik weet dat dit niet terug te draaien is."),
        error_messages={"required": _("Zet een vinkje als u het zeker weet.")},
    )


class WegForm(forms.Form):
    """The hand that says that a row stands with the wrong person, or never was."""

    bevestigd = forms.BooleanField(
        label=_("Ik weet dat dit niet terug te draaien is."),
        error_messages={"required": _("Zet een vinkje als u het zeker weet.")},
    )


class DatumsForm(forms.ModelForm):
    """The days of a participation, as far as it has them."""

    beeindigd_op = forms.DateField(
        label=_("Geëindigd op"),
        widget=DatumInput,
        validators=DATUM_VALIDATORS,
        help_text=_("Vanaf deze dag telt hoe lang het dossier bewaard blijft."),
    )

    class Meta:
        model = Deelname
        fields = ["aangemeld_op", "actief_sinds"]
        widgets = {"aangemeld_op": DatumInput, "actief_sinds": DatumInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["beeindigd_op"] = self.instance.beeindigd_op
        has = dated(self.instance)
        for veld in [veld for veld in self.fields if veld not in has]:
            del self.fields[veld]
        for field in self.fields.values():
            field.required = True
            field.validators = [*DATUM_VALIDATORS]
            field.widget.attrs["max"] = timezone.localdate().isoformat()


class CheckinWijzigForm(CheckinForm):
    """A check-in set right, and the words and day of its agreement where it has one."""

    class Meta(CheckinForm.Meta):
        help_texts = {"coordinator_nodig": _("De coördinator krijgt een signaal als er nog geen was.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["afspraak_wie"]
        if afspraak := self.instance.afspraak:
            self.initial.update(afspraak_wat=afspraak.wat, afspraak_datum=afspraak.deadline)
            # An agreement of last month keeps its day.
            self.fields["afspraak_datum"] = forms.DateField(
                label=_("Uiterlijk op"), widget=DatumInput, validators=DATUM_VALIDATORS
            )
            self.fields["afspraak_wat"].required = True
            if self.instance.afspraak_gedeeld:
                self.fields["afspraak_wat"].help_text = _(
                    "De deelnemer leest deze afspraak op de eigen pagina. Verandert u de tekst? "
                    "Dan leest de deelnemer de afspraak niet meer, tot u die opnieuw deelt. Schrijf geen naam op."
                )
        else:
            del self.fields["afspraak_wat"], self.fields["afspraak_datum"]
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        afspraak = [Field(naam) for naam in ("afspraak_wat", "afspraak_datum") if naam in self.fields]
        return Layout(
            Field("datum", wrapper_class="lw-datum"),
            Field("wijze", template=KEUZE),
            *(Field(onderwerp, template=KEUZE) for onderwerp in Onderwerp.values),
            Field("coordinator_nodig", wrapper_class="form-switch"),
            Field("wensen"),
            Field("knelpunten"),
            *([Fieldset(_("Afspraak"), *afspraak, css_class="lw-afspraak")] if afspraak else []),
        )

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import Belemmering, Taalniveau
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelnemer
from deelnemers.sloten import lock_deelnemer
from deelnemers.zichtbaarheid import TAAL
from partijen.enums import WERK_FUNCTIES
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Partij
from toegang.models import User
from toegang.veldfouten import number_field


def managed_gemeentes(user: User) -> list[Partij]:
    """Return the municipalities in which the user keeps personal files up to date."""
    return list(Partij.objects.filter(pk__in=gemeentes_of(user, WERK_FUNCTIES)))


class TaalniveauForm(forms.ModelForm):
    """The levels of one participant, and nothing else of the file."""

    begrippen_bij = {TAAL[0]: ["taalniveau"]}

    class Meta:
        model = Deelnemer
        fields = TAAL

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_levels(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            # Whoever reports knows something; what came in empty by accident must wipe nothing.
            self.add_error(TAAL[0], _("Kies ten minste één niveau."))
        return cleaned


def offer_levels(form: forms.ModelForm) -> None:
    """Have each skill offer every level, and that it is not known."""
    for veld in TAAL:
        form.fields[veld].choices = [("", _("Niet bekend")), *Taalniveau.choices]  # type: ignore[attr-defined]


class DeelnemerForm(forms.ModelForm):
    """A participant's own details. The gemeente is asked only of someone who works for several, and only at first."""

    begrippen_bij = {"kenmerk": ["kenmerk"], TAAL[0]: ["taalniveau"], "belemmeringen": ["belemmering"]}

    belemmeringen = forms.MultipleChoiceField(
        label=_("Praktische belemmeringen"),
        choices=Belemmering.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wat moet er geregeld zijn voordat iemand kan beginnen? Niet waarom."),
    )

    class Meta:
        model = Deelnemer
        fields = ["gemeente", "voornaam", "achternaam", "kenmerk", "email", "telefoon", *TAAL, "uren_per_week"]
        formfield_callback = number_field

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_gemeentes(managed_gemeentes(user))
        offer_levels(self)
        self.initial.setdefault("belemmeringen", self.instance.belemmeringen)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            *(veld for veld in ("gemeente", "voornaam", "achternaam", "kenmerk") if veld in self.fields),
            Fieldset(_("Bereikbaar op"), "email", "telefoon"),
            Fieldset(_("Taalniveau"), *TAAL, css_class="lw-taalvelden"),
            Fieldset(_("Wat kan en wat nodig is"), "uren_per_week", "belemmeringen"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        gemeente = cleaned["gemeente"].pk if cleaned.get("gemeente") else self.instance.gemeente_id
        same = Deelnemer.objects.filter(gemeente=gemeente, kenmerk=cleaned.get("kenmerk", ""))
        if cleaned.get("kenmerk") and same.exclude(pk=self.instance.pk).exists():
            self.add_error("kenmerk", _("Er is al een deelnemer met dit kenmerk."))
        self.instance.belemmeringen = cleaned.get("belemmeringen", [])
        return cleaned

    def store(self) -> Deelnemer | None:
        """Save; or return None, with the reason beside its field, when someone took this kenmerk a moment ago."""
        try:
            with transaction.atomic():
                if self.instance.pk:
                    # Saving writes every field: not over a file that was anonymised a moment ago.
                    lock_deelnemer(self.instance.pk)
                return cast("Deelnemer", self.save())
        except DeelnemerFout as fout:
            self.add_error(None, fout)
            return None
        except IntegrityError:
            self.add_error("kenmerk", _("Er is al een deelnemer met dit kenmerk."))
            return None

    def _offer_gemeentes(self, gemeentes: list[Partij]) -> None:
        if self.instance.pk or len(gemeentes) == 1:
            del self.fields["gemeente"]
            if not self.instance.pk:
                self.instance.gemeente = gemeentes[0]
        else:
            self.fields["gemeente"].queryset = Partij.objects.filter(pk__in=[g.pk for g in gemeentes])  # type: ignore[attr-defined]

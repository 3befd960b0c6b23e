"""The forms of the Canvas: one field by itself, and the means a party brings."""

import re
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from canvas import teksten
from canvas.enums import BijdrageSoort
from canvas.fouten import TekstGewijzigd
from canvas.models import MAX_TEKST, Bijdrage
from canvas.velden import Veld
from deelnemers.privacy import GEEN_GEZONDHEID, no_bsn
from partijen.models import Partij
from toegang.models import User
from trajecten.forms.velden import name_empty_choice
from trajecten.models import Traject

GETAL = re.compile(r"^-?\d+(\.\d*)?$")

TE_LANG = _("Vul een bedrag in van ten hoogste 8 cijfers voor de komma.")


class TekstField(forms.CharField):
    """Free text of at most 5,000 characters; a line end counts as one, as it does for whoever typed it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: a browser cuts a longer text off at pasting, and says nothing.
        return {"rows": 5}


class EuroField(forms.DecimalField):
    """An amount in euro as people type it: 12500, 12.500, 12.500,50 or with the sign before it; in English 12,500.50.

    What is written as in the other language is refused where it would be another amount, and never guessed at.
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        typed = str(value or "").replace("€", "").replace(" ", "").replace("\u00a0", "")
        duizend, komma = get_format("THOUSAND_SEPARATOR"), get_format("DECIMAL_SEPARATOR")
        # Between groups of three it is a thousand separator, not a decimal point.
        if re.match(rf"^\d{{1,3}}(\{duizend}\d{{3}})+(\{komma}\d*)?$", typed):
            typed = typed.replace(duizend, "")
        typed = typed.replace(komma, ".")
        if typed and not GETAL.match(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", get_format("DECIMAL_SEPARATOR")) if isinstance(value, Decimal) else value


class VeldForm(forms.Form):
    """One field of the Canvas; `intussen` is what someone else wrote meanwhile, if that stopped us from saving."""

    tekst = TekstField(
        required=False,
        max_length=MAX_TEKST,
        validators=[no_bsn],
        error_messages={"max_length": _("Dit zijn %(show_value)d tekens. Er passen er %(limit_value)d.")},
    )
    versie = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: QueryDict | None = None, *, traject: Traject, veld: Veld) -> None:
        huidig = teksten.read(traject, veld)
        initial = {"tekst": huidig, "versie": teksten.stamp(huidig)}
        # Several forms can be open on one page: each has ids of its own.
        super().__init__(data, initial=initial, auto_id=f"id_{veld.code.replace('.', '-')}_%s")
        self.traject, self.veld = traject, veld
        self.intussen: str | None = None
        self.fields["tekst"].label = veld.label
        self.fields["tekst"].help_text = f"{veld.hint} {GEEN_GEZONDHEID}"
        self.fields["tekst"].widget.attrs["autofocus"] = True

    def save(self, door: User) -> bool:
        """Save and return True; after a conflict keep both texts and return False."""
        try:
            teksten.write(traject=self.traject, veld=self.veld, door=door, **self.cleaned_data)
        except TekstGewijzigd as fout:
            self.intussen = fout.huidig
            self.add_error("tekst", fout)
            # Sent again, it replaces the text that its writer has now seen.
            self.data = cast("QueryDict", self.data).copy()
            self.data["versie"] = teksten.stamp(fout.huidig)
            return False
        return True


class BijdrageForm(forms.ModelForm):
    begrippen = ("middelen", "inburgeringsbudget", "participatiebudget")

    bedrag = EuroField(
        label=_("Bedrag in euro"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("Bijvoorbeeld 12.500. Bij geld is een bedrag nodig, bij andere middelen mag het."),
        error_messages={
            "invalid": _("Vul een bedrag in, zoals 12.500 of 750,50."),
            "min_value": _("Een bedrag is niet lager dan nul."),
            "max_digits": TE_LANG,
            "max_whole_digits": TE_LANG,
        },
    )

    class Meta:
        model = Bijdrage
        fields = ["component", "soort", "omschrijving", "bedrag", "partij", "bron"]
        help_texts = {
            "omschrijving": GEEN_GEZONDHEID,
            "partij": _("Weet u nog niet wie dit inbrengt? Laat dit leeg: dan staat het als open op het Canvas."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_empty_choice(self, "component", "soort")
        self.fields["bedrag"].widget.attrs["inputmode"] = "decimal"
        self.fields["omschrijving"].validators.append(no_bsn)
        visible = Partij.objects.visible_to(user)
        # The party that brings it now stays a choice, even for someone who may not see all parties.
        self.fields["partij"].queryset = Partij.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=visible) | Q(pk=self.instance.partij_id)
        )
        self.fields["partij"].empty_label = _("Nog niemand (open)")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("soort") == BijdrageSoort.GELD and cleaned.get("bedrag") is None and "bedrag" not in self.errors:
            self.add_error("bedrag", _("Vul bij geld een bedrag in."))
        return cleaned

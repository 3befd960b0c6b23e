from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.enums import Uitslag
from trajecten.forms.velden import DatumInput
from trajecten.forms.wie import WieForm
from trajecten.models import Besluit

GEEN_NAMEN = gettext_lazy("Iedereen in dit traject leest dit. Noem geen deelnemer.")


class BesluitForm(WieForm, forms.ModelForm):
    """A go/no-go: what, by whom, when, why, and on what conditions."""

    begrippen_bij = {"uitslag": ["overgang"]}

    wie = forms.ChoiceField(label=gettext_lazy("Wie besloot dit?"))
    field_order = ["uitslag", "voorwaarden", "reden", "wie", "genomen_op"]

    class Meta:
        model = Besluit
        fields = ["uitslag", "voorwaarden", "reden", "genomen_op"]
        widgets = {
            "uitslag": forms.RadioSelect(),
            "genomen_op": DatumInput(),
            "reden": forms.Textarea(attrs={"rows": 3}),
            "voorwaarden": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "reden": GEEN_NAMEN,
            "voorwaarden": gettext_lazy("Wat moet eerst geregeld zijn? Alleen bij 'Go onder voorwaarden'."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"genomen_op": timezone.localdate()})
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["uitslag"]).choices = Uitslag.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        uitslag, voorwaarden = data.get("uitslag"), data.get("voorwaarden")
        if uitslag == Uitslag.VOORWAARDEN and not voorwaarden:
            self.add_error("voorwaarden", _("Noem de voorwaarden, of kies 'Go' of 'No-go'."))
        elif uitslag and uitslag != Uitslag.VOORWAARDEN and voorwaarden:
            self.add_error("voorwaarden", _("Voorwaarden horen alleen bij 'Go onder voorwaarden'."))
        return data

    @property
    def gegevens(self) -> dict[str, Any]:
        """Return what was filled in, for the domain."""
        return super().gegevens | {"uitslag": Uitslag(self.cleaned_data["uitslag"])}

"""The details of a trajectory: step two of the wizard, and the same fields to change later."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partijen.enums import WERK_FUNCTIES, Arbeidsmarktregio, Functie
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Lidmaatschap, Partij
from toegang.models import User
from trajecten.forms.velden import DatumInput, name_empty_choice, people
from trajecten.models import MAX_GROEP, Traject
from trajecten.sjablonen import GENERIEK, Sjabloon


class TrajectForm(forms.ModelForm):
    """Fields of an existing trajectory. Its dates are changed in the planning."""

    begrippen_bij = {
        "niveau": ["niveau"],
        "uitkomst": ["certificaat", "deelcertificaat", "praktijkverklaring"],
        "regio": ["arbeidsmarktregio"],
        "regisseur": ["regisseur"],
    }

    # Without limits of its own, so that the model's messages are the only ones.
    groepsgrootte = forms.IntegerField(
        label=gettext_lazy("Aantal deelnemers"), widget=forms.NumberInput(attrs={"min": 1, "max": MAX_GROEP})
    )

    class Meta:
        model = Traject
        fields = ["naam", "sector", "niveau", "uitkomst", "doel", "regio", "groepsgrootte", "regisseur"]
        widgets = {"doel": forms.Textarea(attrs={"rows": 4}), "startdatum": DatumInput()}
        help_texts = {
            "doel": gettext_lazy("Wat willen de partijen samen bereiken?"),
            "regisseur": gettext_lazy("Een coördinator of klantmanager van uw gemeente. U kunt dit later kiezen."),
            "startdatum": gettext_lazy("De eerste dag van werving en selectie. Hierna kunt u elke fase aanpassen."),
        }

    def __init__(self, *args: Any, door: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.door = door
        name_empty_choice(self, "sector", "niveau", "uitkomst")
        cast("forms.ChoiceField", self.fields["regio"]).choices = [
            ("", _("Nog niet bekend")),
            *Arbeidsmarktregio.choices,
        ]
        regisseur = cast("forms.ModelChoiceField", self.fields["regisseur"])
        regisseur.empty_label = _("Nog geen regisseur")
        regisseur.queryset = self._regisseurs()

    def _regisseurs(self) -> Any:
        """Whoever can direct here and is shown to this person, and whoever does: perhaps someone of another party."""
        shown = Lidmaatschap.objects.visible_to(self.door)
        staff = shown.with_functie(self.instance.gemeente_id, WERK_FUNCTIES)
        return people(staff) | User.objects.filter(Q(pk=self.instance.regisseur_id))


class NieuwTrajectForm(TrajectForm):
    """A new trajectory, prefilled from a template; who coordinates several gemeenten chooses one."""

    gemeente = forms.ModelChoiceField(
        Partij.objects.none(), label=gettext_lazy("Gemeente"), empty_label=gettext_lazy("Kies een gemeente")
    )
    field_order = ["gemeente", "naam", "sector", "niveau", "uitkomst", "doel", "regio", "startdatum"]

    class Meta(TrajectForm.Meta):
        fields = [*TrajectForm.Meta.fields, "startdatum"]

    def __init__(self, *args: Any, sjabloon: Sjabloon, door: User, **kwargs: Any) -> None:
        self.gemeentes = list(Partij.objects.filter(pk__in=gemeentes_of(door, (Functie.COORDINATOR,))))
        kwargs.setdefault("initial", _from_sjabloon(sjabloon, door, self.gemeentes))
        super().__init__(*args, door=door, **kwargs)
        gemeente = cast("forms.ModelChoiceField", self.fields["gemeente"])
        gemeente.queryset = Partij.objects.filter(pk__in=[gemeente.pk for gemeente in self.gemeentes])
        if len(self.gemeentes) == 1:
            del self.fields["gemeente"]
        self._explain(sjabloon)

    @property
    def chosen_gemeente(self) -> Partij:
        """Return the chosen gemeente, or the only one there is to choose."""
        chosen: Partij = self.cleaned_data.get("gemeente") or self.gemeentes[0]
        return chosen

    @property
    def gegevens(self) -> dict[str, Any]:
        """Return the fields of the trajectory itself."""
        return {veld: waarde for veld, waarde in self.cleaned_data.items() if veld != "gemeente"}

    def _regisseurs(self) -> Any:
        staff = Lidmaatschap.objects.active().filter(partij__in=self.gemeentes, functie__in=WERK_FUNCTIES)
        return people(staff)

    def _explain(self, sjabloon: Sjabloon) -> None:
        self.fields["uitkomst"].help_text = str(sjabloon.uitkomst_tekst)
        if len(sjabloon.sectoren) > 1:
            self.fields["sector"].help_text = _("Het sjabloon noemt: %(sectoren)s.") % {
                "sectoren": ", ".join(str(sector.label).lower() for sector in sjabloon.sectoren)
            }
        if len(sjabloon.niveaus) > 1:
            self.fields["niveau"].help_text = _("Het sjabloon noemt: %(niveaus)s.") % {
                "niveaus": ", ".join(str(niveau.label).lower() for niveau in sjabloon.niveaus)
            }


def _from_sjabloon(sjabloon: Sjabloon, door: User, gemeentes: list[Partij]) -> dict[str, Any]:
    return {
        "naam": "" if sjabloon.code == GENERIEK else sjabloon.naam,
        "sector": sjabloon.sector,
        "niveau": sjabloon.niveaus[0] if len(sjabloon.niveaus) == 1 else None,
        "uitkomst": sjabloon.uitkomst,
        "regio": gemeentes[0].regio if len(gemeentes) == 1 else "",
        "regisseur": door.pk,
    }

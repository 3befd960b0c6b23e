"""How many there is room for: one field for each phase that is not closed, and for each employer that takes part."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from trajecten.models import PLEK_VALIDATORS, Fase, Rolinvulling, Traject
from trajecten.plekken import offers

FASE, WERKGEVER = "fase", "werkgever"


class PlekkenForm(forms.Form):
    def __init__(self, *args: Any, traject: Traject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fase in Fase.objects.filter(traject=traject).unfinished():
            self._add(FASE, fase.pk, str(fase), fase.plekken, _("Leeg: net zo veel als de groep."))
        for rij in Rolinvulling.objects.of_traject(traject).with_workplaces():
            self._add(WERKGEVER, rij.pk, offers(rij), rij.werkplekken, _("Leeg: nog niet bekend."))

    def numbers(self, kind: str) -> dict[int, int | None]:
        """Return what was filled in for the phases or for the employers, by id."""
        split = ((naam.partition("-"), waarde) for naam, waarde in self.cleaned_data.items())
        return {int(pk): waarde for (found, _sep, pk), waarde in split if found == kind}

    def _add(self, kind: str, pk: int, label: str, initial: int | None, help_text: str) -> None:
        self.fields[f"{kind}-{pk}"] = forms.IntegerField(
            label=label,
            initial=initial,
            required=False,
            validators=PLEK_VALIDATORS,
            widget=forms.NumberInput(attrs={"min": 1}),
            help_text=help_text,
        )

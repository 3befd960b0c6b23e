from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from trajecten.enums import Component, FaseStatus
from trajecten.forms.planning import PlanningFormSet, prefilled
from trajecten.forms.velden import DatumInput
from trajecten.fouten import TrajectFout
from trajecten.herplannen import Voorstel
from trajecten.models import DATUM_VALIDATORS, Fase
from trajecten.planning import Werkdag
from trajecten.varianten import imagine, next_to_begin

# Side by side on a desk.
AANTAL = 2
MEESTE_MAANDEN = 24
LANGER = "langer_"


class VariantForm(forms.Form):
    """One what-if: another first day for what has not begun, and months longer or shorter for what is not over."""

    begin = forms.DateField(widget=DatumInput(), required=False, validators=DATUM_VALIDATORS)

    def __init__(self, data: Any, *, fasen: Sequence[Fase], nummer: int, werkdag: Werkdag) -> None:
        super().__init__(data, prefix=f"v{nummer}")
        self.fasen, self.nummer, self.werkdag = fasen, nummer, werkdag
        self.voorstel: Voorstel | None = None
        if first := next_to_begin(fasen):
            self.fields["begin"].label = _("%(fase)s begint op") % {"fase": first}
        else:
            del self.fields["begin"]
        for fase in fasen:
            if fase.status != FaseStatus.AFGEROND and fase.doorlopen is None:
                self.fields[LANGER + fase.component] = forms.IntegerField(
                    label=str(fase), min_value=-MEESTE_MAANDEN, max_value=MEESTE_MAANDEN, required=False
                )

    @property
    def titel(self) -> str:
        return _("Variant %(nummer)s") % {"nummer": self.nummer}

    @property
    def lengtes(self) -> list[forms.BoundField]:
        """Return the fields for how much longer each phase takes."""
        return [self[naam] for naam in self.fields if naam.startswith(LANGER)]

    def clean(self) -> dict[str, Any]:
        """Work out what it comes to, where anything was filled in."""
        data = super().clean() or {}
        langer = {Component(k.removeprefix(LANGER)): v for k, v in data.items() if k.startswith(LANGER) and v}
        if not self.errors and (data.get("begin") or langer):
            try:
                self.voorstel = imagine(self.fasen, begin=data.get("begin"), langer=langer, werkdag=self.werkdag)
            except TrajectFout as fout:
                self.add_error(None, fout)
        return data

    @property
    def planning(self) -> PlanningFormSet | None:
        """Return the form of the planning with the days of this variant, to be sent on to its page."""
        return prefilled(list(self.fasen), self.voorstel.nieuw) if self.voorstel else None

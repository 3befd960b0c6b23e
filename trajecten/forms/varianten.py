from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from trajecten.enums import Component, FaseStatus
from trajecten.forms.planning import PlanningFormSet, prefilled
from trajecten.forms.velden import DatumInput
from trajecten.fouten import TrajectFout
from trajecten.groepsplan import plan_of
from trajecten.herplannen import Voorstel
from trajecten.kalender import kalender_of
from trajecten.models import DATUM_VALIDATORS, Fase, Traject
from trajecten.planning import Plan, Werkdag
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
                self.voorstel = imagine(
                    self.fasen,
                    begin=data.get("begin"),
                    langer=langer,
                    werkdag=self.werkdag,
                    vandaag=timezone.localdate(),
                )
            except TrajectFout as fout:
                self.add_error(None, fout)
        return data

    @property
    def planning(self) -> PlanningFormSet | None:
        """Return the form of the planning with the days of this variant, to be sent on to its page."""
        return prefilled(list(self.fasen), self.voorstel.nieuw) if self.voorstel else None


class Keuze:
    """All what-ifs that somebody filled in about one trajectory, with its planning as it stands before them."""

    def __init__(self, data: QueryDict, traject: Traject, fasen: Iterable[Fase]) -> None:
        self.fasen, self.vraag = list(fasen), data.urlencode()
        self._werkdag = kalender_of(traject.gemeente_id).werkdag
        numbers = range(1, AANTAL + 1)
        self.forms = [VariantForm(data or None, fasen=self.fasen, nummer=n, werkdag=self._werkdag) for n in numbers]

    @property
    def is_valid(self) -> bool:
        """Return whether what was filled in, if anything, can be worked out."""
        return not any(form.errors for form in self.forms)

    @property
    def bedacht(self) -> list[VariantForm]:
        """Return those that come to something."""
        return [form for form in self.forms if form.is_valid() and form.voorstel]

    @property
    def titels(self) -> list[str]:
        """Return what to call each of `plannen`."""
        return [_("Zoals het nu staat"), *(form.titel for form in self.bedacht)]

    @cached_property
    def plannen(self) -> list[Plan]:
        """Return the planning as it stands, and what each of those makes of it."""
        stand = plan_of(self.fasen, werkdag=self._werkdag)
        return [stand, *(form.voorstel.nieuw for form in self.bedacht if form.voorstel)]

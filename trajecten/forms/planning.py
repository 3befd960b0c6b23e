"""The six phases in one form: days, a reason where the length leaves Tabel 1, and whether the dates are certain."""

from copy import copy
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.catalogus import CATALOGUS
from trajecten.duur import Afwijking, Duur, Eenheid, outside_bereik
from trajecten.enums import Component, FaseStatus, Niveau, Uitkomst, VasteDag
from trajecten.fasen import Planregel, needs_reden
from trajecten.forms.velden import DatumInput
from trajecten.herplannen import say_ruimte
from trajecten.models import DATUM_VALIDATORS, MAX_DOORLOPEN, Fase
from trajecten.planning import Plan, Wijziging
from trajecten.sjablonen import DuurVoorstel


class FasePlanForm(forms.Form):
    """The planned days of one phase."""

    start = forms.DateField(label=gettext_lazy("Start"), widget=DatumInput(), validators=DATUM_VALIDATORS)
    eind = forms.DateField(
        label=gettext_lazy("Einde"),
        widget=DatumInput(),
        validators=DATUM_VALIDATORS,
        help_text=gettext_lazy("De laatste dag hoort erbij."),
    )
    # What the page showed when it was filled in: what differs from it, is what someone changed.
    getoond_start = forms.DateField(required=False, widget=forms.HiddenInput())
    getoond_eind = forms.DateField(required=False, widget=forms.HiddenInput())
    reden = forms.CharField(
        label=gettext_lazy("Reden van de afwijking"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    vaste_dag = forms.TypedChoiceField(
        label=gettext_lazy("Begin"),
        choices=VasteDag.choices,
        coerce=VasteDag,
        required=False,
        empty_value=VasteDag.GEEN,
    )
    uiterlijk = forms.DateField(
        label=gettext_lazy("Uiterlijk klaar op"),
        widget=DatumInput(),
        validators=DATUM_VALIDATORS,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld vanwege een examen. Leerwerk waarschuwt als de planning later eindigt."),
    )
    doorlopen = forms.IntegerField(
        label=gettext_lazy("Maanden na de plaatsing"),
        min_value=0,
        max_value=MAX_DOORLOPEN,
        required=False,
        help_text=gettext_lazy("De begeleiding eindigt dan zo lang na het einde van matching en plaatsing."),
    )
    zeker = forms.BooleanField(
        label=gettext_lazy("Deze planning staat vast"),
        required=False,
        help_text=gettext_lazy("Zonder vinkje blijft deze fase op 'nog te plannen' staan."),
    )

    # What its days mean for the end of the trajectory, in words.
    ruimte = ""

    def __init__(self, *args: Any, fase: Fase, **kwargs: Any) -> None:
        self.fase = fase
        self.component = Component(fase.component)
        self.regel = CATALOGUS[self.component]
        kwargs.setdefault("initial", _initial(fase))
        super().__init__(*args, **kwargs)
        if self.component != Component.BEGELEIDING:
            del self.fields["doorlopen"]

    @property
    def afwijking(self) -> Afwijking | None:
        """Return how the days in the form leave the range of Tabel 1, as far as they are days."""
        start, eind = (self.cleaned_data.get(veld) for veld in ("start", "eind")) if self.is_bound else self._stored
        if start is None or eind is None or eind < start:
            return None
        return outside_bereik(component=self.component, start=start, eind=eind)

    @property
    def bij_niveau(self) -> str:
        """Return in words how long learning takes at the level of this trajectory, where that is known."""
        traject = self.fase.traject
        voorstel = DuurVoorstel.of_niveau(Niveau(traject.niveau), Uitkomst(traject.uitkomst))
        if voorstel is None or self.component != Component.LEERWERK:
            return ""
        woorden = {"niveau": traject.get_niveau_display(), "duur": voorstel}
        return _("Voor een diploma op dit niveau (%(niveau)s): %(duur)s.") % woorden

    @property
    def asks_reden(self) -> bool:
        """Return whether the reason is worth a field: there is one, or there has to be one."""
        return bool(self["reden"].value() or self.afwijking)

    @property
    def wijziging(self) -> Wijziging | None:
        """Return what someone changed of the days that were shown; None for nothing, or where none were shown."""
        data = self.cleaned_data
        shown = data.get("getoond_start"), data.get("getoond_eind")
        if None in shown or (data["start"], data["eind"]) == shown:
            return None
        moved = data["start"] if data["start"] != shown[0] else None
        # Whoever moves the first day alone keeps the length.
        ends = data["eind"] if data["eind"] != shown[1] else None
        return Wijziging(sleutel=self.component, start=moved, eind=ends)

    @property
    def getoond(self) -> Wijziging | None:
        """Return the days that were shown, as a change of those that are stored; None where they are the same."""
        start, eind = self.cleaned_data.get("getoond_start"), self.cleaned_data.get("getoond_eind")
        if start is None or eind is None or eind < start or (start, eind) == (self.fase.start, self.fase.eind):
            return None
        bedoeld = Eenheid(self.fase.eenheid)
        return Wijziging(sleutel=self.component, start=start, duur=Duur.between(start, eind, bedoeld=bedoeld))

    @property
    def planregel(self) -> Planregel:
        """Return what was filled in, for the domain."""
        data = self.cleaned_data
        return Planregel(
            start=data["start"],
            eind=data["eind"],
            reden=data["reden"],
            te_plannen=not data["zeker"],
            vaste_dag=data["vaste_dag"],
            uiterlijk=data["uiterlijk"],
            doorlopen=data.get("doorlopen"),
        )

    @property
    def vast(self) -> bool:
        """Return whether anything is filled in about fixed days, or wrong with it."""
        names = ("vaste_dag", "uiterlijk", "doorlopen")
        return any(self[name].value() not in (None, "") or self[name].errors for name in names if name in self.fields)

    @property
    def fase_as_filled(self) -> Fase:
        """Return the phase with its stored days, tied and limited as is filled in here; nothing is stored."""
        fase, data = copy(self.fase), self.cleaned_data
        fase.vaste_dag, fase.uiterlijk, fase.doorlopen = data["vaste_dag"], data["uiterlijk"], data.get("doorlopen")
        return fase

    @property
    def _stored(self) -> tuple[Any, Any]:
        return self.initial["start"], self.initial["eind"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        start, eind = data.get("start"), data.get("eind")
        if start and eind and eind < start:
            self.add_error("eind", _("Het einde ligt voor de start."))
        elif start and eind and "reden" in data:
            self._ask_reden(start=start, eind=eind, reden=data["reden"])
        return data

    def _ask_reden(self, *, start: Any, eind: Any, reden: str) -> None:
        if afwijking := needs_reden(self.component, start=start, eind=eind, reden=reden):
            self.add_error("reden", _("%(waarschuwing)s Dat mag. Geef een reden.") % {"waarschuwing": afwijking.tekst})


class WaaromForm(forms.Form):
    """Why the planning changes: the partners read it back."""

    waarom = forms.CharField(
        label=gettext_lazy("Waarom verandert de planning?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Een zin is genoeg. Partijen lezen het terug. Schrijf niets over personen."),
    )


class PlanningFormSet(forms.BaseFormSet):
    """One form per phase, neither more nor fewer, whatever the browser says; and why, of a planning that stood."""

    begrippen = ("te_plannen", "afwijking")

    def __init__(
        self,
        *args: Any,
        fasen: list[Fase],
        ingevuld: list[dict[str, Any]] | None = None,
        nieuw: bool = False,
        **kwargs: Any,
    ) -> None:
        self.fasen, self.ingevuld, self.nieuw = fasen, ingevuld, nieuw
        super().__init__(*args, **kwargs)
        self.waarom = WaaromForm(self.data if self.is_bound else None)

    def clean(self) -> None:
        """Ask why, once days move of a planning that others know."""
        if self.is_valid_but_why and not self.nieuw and self.verschoven and not self.data.get("waarom", "").strip():
            self.waarom.add_error("waarom", _("Schrijf kort waarom de planning verandert."))
            self.waarom.fields["waarom"].required = True
        if self.waarom.errors:
            raise ValidationError(_("Vertel nog waarom de planning verandert."))

    def total_form_count(self) -> int:
        return len(self.fasen)

    def initial_form_count(self) -> int:
        return len(self.fasen)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs: dict[str, Any] = {"fase": self.fasen[index or 0]}
        return kwargs | ({"initial": self.ingevuld[index or 0]} if self.ingevuld else {})

    @property
    def reden(self) -> str:
        """Return why the planning changes."""
        return str(self.waarom.cleaned_data.get("waarom", "")) if self.waarom.is_valid() else ""

    @property
    def is_valid_but_why(self) -> bool:
        """Return whether every phase is filled in well."""
        return not any(form.errors for form in self.forms)

    @property
    def verschoven(self) -> bool:
        """Return whether any phase comes on other days than are stored."""
        filled = [(form.fase, form.cleaned_data) for form in self.forms]
        return any((data.get("start"), data.get("eind")) != (fase.start, fase.eind) for fase, data in filled)

    def tell_ruimte(self, plan: Plan) -> None:
        """Have each phase say what its days mean for the end of the trajectory."""
        for form in self.forms:
            form.ruimte = say_ruimte(plan, form.component, begonnen=form.fase.status != FaseStatus.GEPLAND)

    @property
    def can_be_laid_out(self) -> bool:
        """Return whether all days are days: a reason that is still missing keeps nobody from looking."""
        return self.is_bound and all(set(errors) <= {"reden"} for errors in self.errors)

    @property
    def wijzigingen(self) -> list[Wijziging]:
        """Return what someone changed since the page was shown."""
        return [form.wijziging for form in self.forms if form.wijziging]

    @property
    def getoond(self) -> list[Wijziging]:
        """Return what an earlier look moved already, as changes of what is stored."""
        return [form.getoond for form in self.forms if form.getoond]

    @property
    def dagen(self) -> dict[Component, tuple[date, date]]:
        """Return the days that were filled in, of each phase that showed its days before."""
        filled = {form.component: form.cleaned_data for form in self.forms}
        return {component: (data["start"], data["eind"]) for component, data in filled.items() if data["getoond_start"]}

    @property
    def fasen_as_filled(self) -> list[Fase]:
        """Return the phases with their stored days, tied and limited as is filled in."""
        return [form.fase_as_filled for form in self.forms]

    def on(self, plan: Plan) -> "PlanningFormSet":
        """Return the same form with the days of a plan in it: nothing is sent of it yet."""
        same = PlanningForm(fasen=self.fasen, ingevuld=[_filled(form, plan) for form in self.forms], nieuw=self.nieuw)
        same.waarom = WaaromForm(initial={"waarom": self.data.get("waarom", "")})
        # Where it is shown, it is asked.
        same.waarom.fields["waarom"].required = True
        return same

    @property
    def planning(self) -> dict[Component, Planregel]:
        """Return what was filled in per component, for the domain."""
        return {form.component: form.planregel for form in self.forms}


PlanningForm = cast("type[PlanningFormSet]", forms.formset_factory(FasePlanForm, formset=PlanningFormSet, extra=0))


def prefilled(fasen: list[Fase], plan: Plan) -> PlanningFormSet:
    """Return the form as it stands after a look at a plan."""
    return PlanningForm(fasen=fasen, ingevuld=[_initial(fase) | _days_in(plan, fase.component) for fase in fasen])


def _filled(form: FasePlanForm, plan: Plan) -> dict[str, Any]:
    """Return what was filled in, with the days of a plan."""
    return form.cleaned_data | _days_in(plan, form.component) | {"reden": form["reden"].value()}


def _days_in(plan: Plan, component: str) -> dict[str, date]:
    laid = plan.stappen[component]
    return {"start": laid.start, "eind": laid.eind, "getoond_start": laid.start, "getoond_eind": laid.eind}


def _initial(fase: Fase) -> dict[str, Any]:
    return {
        "start": fase.start,
        "eind": fase.eind,
        "getoond_start": fase.start,
        "getoond_eind": fase.eind,
        "vaste_dag": fase.vaste_dag,
        "uiterlijk": fase.uiterlijk,
        "doorlopen": fase.doorlopen,
        "reden": fase.reden_afwijking,
        "zeker": not fase.te_plannen,
    }

"""Searching the log of one's own gemeente: by person, participant, action and period."""

from datetime import date
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from deelnemers.audit import used
from deelnemers.models import Deelnemer
from partijen.audit import BEWAKERS
from partijen.enums import WERK_FUNCTIES
from partijen.lidmaatschap import gemeentes_of
from partijen.relaties import to_gemeente
from toegang.guard import Request, on_shown
from toegang.logboek import note, note_many
from toegang.logregels import Handeling, Logregel, LogregelQuerySet
from toegang.matrix import BEHEER
from toegang.models import User

# A longer number is no id: the database would refuse to look for it.
MAX_CIJFERS = 18


def _day(label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(method="in_period", label=label, widget=forms.DateInput(attrs={"type": "date"}))


def log_search(request: Request, gezocht: "LogboekFilter", *, gevonden: bool) -> None:
    """Write down that someone searched the log: by which fields, and after whom where there was something to find."""
    if gebruikt := used(gezocht.form):
        details = {"pagina": "inzicht:logboek", "filter": gebruikt}
        ids = gezocht.betrokkenen if gevonden else []
        on_shown(request, partial(_note_search, request.user, ids, details))


def _note_search(user: User, ids: list[int], details: dict[str, Any]) -> None:
    for gemeente in gemeentes_of(user, BEWAKERS):
        grond = to_gemeente(user, gemeente) & BEHEER
        if ids:
            betrokkenen, rechten = {gemeente: ids}, dict.fromkeys(ids, grond)
            note_many(Handeling.INZIEN, onderwerp=Logregel, betrokkenen=betrokkenen, grond=rechten, details=details)
        else:
            note(Handeling.INZIEN, onderwerp=Logregel, door=user, eigenaar=gemeente, grond=grond, details=details)


class LogboekFilter(django_filters.FilterSet):
    wie = django_filters.CharFilter(method="by_person", label=_("Wie (naam of e-mailadres)"))
    deelnemer = django_filters.CharFilter(method="about", label=_("Deelnemer (nummer of eigen kenmerk)"))
    handeling = django_filters.ChoiceFilter(choices=Handeling, label=_("Wat"), empty_label=_("Alles"))
    van = _day(_("Vanaf"))
    tot = _day(_("Tot en met"))

    class Meta:
        model = Logregel
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whom was asked after, by number.
        self.betrokkenen: list[int] = []
        # Whoever sees no kenmerk is told no number by it.
        self.kenmerken = gemeentes_of(self.request.user, WERK_FUNCTIES)
        if not self.kenmerken:
            self.filters["deelnemer"].label = _("Deelnemer (nummer)")

    def by_person(self, queryset: LogregelQuerySet, name: str, value: str) -> LogregelQuerySet:
        return queryset.by_person(value)

    def about(self, queryset: LogregelQuerySet, name: str, value: str) -> LogregelQuerySet:
        value = value.strip()
        ids = Deelnemer.objects.ids_with_kenmerk(self.kenmerken, value)
        if value.isdecimal() and len(value) <= MAX_CIJFERS:
            ids.append(int(value))
        self.betrokkenen = ids
        return queryset.about(*ids) if ids else queryset.none()

    def in_period(self, queryset: LogregelQuerySet, name: str, value: date) -> LogregelQuerySet:
        return queryset.since(value) if name == "van" else queryset.until(value)

"""Searching the log of one's own gemeente: by person, participant, action and period."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from deelnemers.models import Deelnemer
from partijen.audit import BEWAKERS
from partijen.lidmaatschap import gemeentes_of
from toegang.logregels import Handeling, Logregel, LogregelQuerySet

# A longer number is no id: the database would refuse to look for it.
MAX_CIJFERS = 18


def _day(label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(method="in_period", label=label, widget=forms.DateInput(attrs={"type": "date"}))


class LogboekFilter(django_filters.FilterSet):
    wie = django_filters.CharFilter(method="by_person", label=_("Wie (naam of e-mailadres)"))
    deelnemer = django_filters.CharFilter(method="about", label=_("Deelnemer (nummer of eigen kenmerk)"))
    handeling = django_filters.ChoiceFilter(choices=Handeling, label=_("Wat"), empty_label=_("Alles"))
    van = _day(_("Vanaf"))
    tot = _day(_("Tot en met"))

    class Meta:
        model = Logregel
        fields: list[str] = []

    def by_person(self, queryset: LogregelQuerySet, name: str, value: str) -> LogregelQuerySet:
        return queryset.by_person(value)

    def about(self, queryset: LogregelQuerySet, name: str, value: str) -> LogregelQuerySet:
        value = value.strip()
        ids = Deelnemer.objects.ids_with_kenmerk(gemeentes_of(self.request.user, BEWAKERS), value)
        if value.isdecimal() and len(value) <= MAX_CIJFERS:
            ids.append(int(value))
        return queryset.about(*ids) if ids else queryset.none()

    def in_period(self, queryset: LogregelQuerySet, name: str, value: date) -> LogregelQuerySet:
        return queryset.since(value) if name == "van" else queryset.until(value)

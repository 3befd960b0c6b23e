from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trajecten.enums import Component, Sector, Stand
from trajecten.models import Afspraak, Traject
from trajecten.querysets import AfspraakQuerySet, TrajectQuerySet


class TrajectFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(method="search", label=_("Naam of doel"))
    sector = django_filters.ChoiceFilter(choices=Sector, label=_("Sector"), empty_label=_("Alle sectoren"))
    fase = django_filters.ChoiceFilter(
        choices=Component, method="run_in", label=_("Fase die nu loopt"), empty_label=_("Alle fasen")
    )
    status = django_filters.ChoiceFilter(
        choices=Stand, method="at_stand", label=_("Status"), empty_label=_("Elke status")
    )

    class Meta:
        model = Traject
        fields: list[str] = []

    def search(self, queryset: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        return queryset.named(value)

    def run_in(self, queryset: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        return queryset.running_in(value)

    def at_stand(self, queryset: TrajectQuerySet, name: str, value: str) -> TrajectQuerySet:
        return queryset.at_stand(value)


OPEN, LAAT, KLAAR = "open", "laat", "klaar"


class AfspraakFilter(django_filters.FilterSet):
    """Without a choice: what is open, of everyone whose agreements one sees."""

    zoek = django_filters.CharFilter(method="search", label=_("Wat of traject"))
    van = django_filters.ChoiceFilter(
        choices=[("mij", _("Van mij"))], method="of", label=_("Van wie"), empty_label=_("Van iedereen")
    )
    stand = django_filters.ChoiceFilter(
        choices=[(OPEN, _("Open")), (LAAT, _("Te laat")), (KLAAR, _("Gedaan of vervallen"))],
        method="at_stand",
        label=_("Status"),
        empty_label=None,
    )

    class Meta:
        model = Afspraak
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__({"stand": OPEN} | (data.dict() if data else {}), *args, **kwargs)

    def search(self, queryset: AfspraakQuerySet, name: str, value: str) -> AfspraakQuerySet:
        return queryset.about(value)

    def of(self, queryset: AfspraakQuerySet, name: str, value: str) -> AfspraakQuerySet:
        return queryset.kept_by(self.request.user)

    def at_stand(self, queryset: AfspraakQuerySet, name: str, value: str) -> AfspraakQuerySet:
        if value == KLAAR:
            return queryset.closed()
        return queryset.late(timezone.localdate()) if value == LAAT else queryset.open()

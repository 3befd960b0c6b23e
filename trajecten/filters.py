import django_filters
from django.utils.translation import gettext_lazy as _

from trajecten.enums import Component, Sector, Stand
from trajecten.models import Traject
from trajecten.querysets import TrajectQuerySet


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

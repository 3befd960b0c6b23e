import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from berichten.querysets import BerichtQuerySet
from berichten.soorten import nameless_codes


class BerichtFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=BerichtStatus, label=_("Status"), empty_label=_("Alle"))
    zoek = django_filters.CharFilter(method="search", label=_("Ontvanger of onderwerp"))

    class Meta:
        model = Bericht
        fields: list[str] = []

    def search(self, queryset: BerichtQuerySet, name: str, value: str) -> BerichtQuerySet:
        # What the list doesn't show, a search doesn't tell either.
        by_name = Q(ontvanger__naam__icontains=value) & ~Q(soort__in=nameless_codes())
        return queryset.filter(by_name | Q(ontvanger__email__icontains=value) | Q(onderwerp__icontains=value))

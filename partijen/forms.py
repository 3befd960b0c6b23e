import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partijen.enums import PartijSoort
from partijen.models import Partij
from partijen.querysets import PartijQuerySet


class PartijForm(forms.ModelForm):
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Partij
        fields = ["naam", "soort", "kvk_nummer", "plaats", "regio", "email", "telefoon", "website"]

    def clean_kvk_nummer(self) -> str | None:
        # No number is null, not "": two parties without one may exist side by side.
        return self.cleaned_data["kvk_nummer"] or None


class PartijFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(method="search", label=_("Naam of plaats"))
    soort = django_filters.ChoiceFilter(choices=PartijSoort, label=_("Soort"), empty_label=_("Alle soorten"))

    class Meta:
        model = Partij
        fields: list[str] = []

    def search(self, queryset: PartijQuerySet, name: str, value: str) -> PartijQuerySet:
        return queryset.filter(Q(naam__icontains=value) | Q(plaats__icontains=value))

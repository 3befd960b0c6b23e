from typing import Any, cast

import django_filters
from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partijen.enums import Functie, PartijSoort
from partijen.models import Contactpersoon, GemeenteInstelling, Partij
from partijen.querysets import PartijQuerySet
from toegang.models import User

# A gemeente comes with the installation, never from a screen: it owns people's files.
TOE_TE_VOEGEN = [(soort.value, soort.label) for soort in PartijSoort if soort != PartijSoort.GEMEENTE]


class PartijForm(forms.ModelForm):
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Partij
        fields = ["naam", "soort", "kvk_nummer", "plaats", "regio", "email", "telefoon", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_gemeente:
            del self.fields["soort"]
        else:
            cast("forms.ChoiceField", self.fields["soort"]).choices = [("", _("Kies een soort")), *TOE_TE_VOEGEN]

    def clean_kvk_nummer(self) -> str | None:
        # No number is null, not "": two parties without one may exist side by side.
        return self.cleaned_data["kvk_nummer"] or None

    def store(self) -> Partij | None:
        """Save; or return None, with the reason beside its field, when someone took this number a moment ago."""
        try:
            with transaction.atomic():
                return cast("Partij", self.save())
        except IntegrityError:
            self.add_error("kvk_nummer", _("Er is al een partij met dit KvK-nummer."))
            return None


class PartijFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(method="search", label=_("Naam of plaats"))
    soort = django_filters.ChoiceFilter(choices=PartijSoort, label=_("Soort"), empty_label=_("Alle soorten"))

    class Meta:
        model = Partij
        fields: list[str] = []

    def search(self, queryset: PartijQuerySet, name: str, value: str) -> PartijQuerySet:
        return queryset.filter(Q(naam__icontains=value) | Q(plaats__icontains=value))


class LidForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("Heeft deze persoon al een account? Dan gebruiken we dat account."),
        max_length=254,
    )
    naam = forms.CharField(label=_("Naam"), max_length=150)
    functie = forms.ChoiceField(label=_("Functie"))

    def __init__(self, *args: Any, partij: Partij, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        functies = Functie.for_soort(PartijSoort(partij.soort))
        cast("forms.ChoiceField", self.fields["functie"]).choices = [(f.value, f.label) for f in functies]


class ContactpersoonForm(forms.ModelForm):
    class Meta:
        model = Contactpersoon
        fields = ["gemeente", "naam", "functie", "email", "telefoon"]
        help_texts = {"gemeente": _("Alleen mensen van deze gemeente zien deze contactpersoon.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gemeente = cast("forms.ModelChoiceField", self.fields["gemeente"])
        gemeente.queryset = Partij.objects.with_files_of(user)
        gemeente.empty_label = None
        if len(gemeente.queryset) == 1:
            self.instance.gemeente = gemeente.queryset[0]
            del self.fields["gemeente"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data["email"] or data["telefoon"]):
            self.add_error("telefoon", _("Vul een telefoonnummer of een e-mailadres in."))
        return data


class InstellingForm(forms.ModelForm):
    class Meta:
        model = GemeenteInstelling
        exclude = ["gemeente"]  # noqa: DJ006 - a new setting belongs on this page, with its bounds

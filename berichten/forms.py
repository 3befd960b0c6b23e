from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from berichten.enums import BerichtStatus
from berichten.models import Bericht, Voorkeur
from berichten.querysets import BerichtQuerySet


class BerichtFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=BerichtStatus, label=_("Status"), empty_label=_("Alle"))
    zoek = django_filters.CharFilter(method="search", label=_("Ontvanger of onderwerp"))

    class Meta:
        model = Bericht
        fields: list[str] = []

    def search(self, queryset: BerichtQuerySet, name: str, value: str) -> BerichtQuerySet:
        return queryset.search(value)


class VoorkeurForm(forms.ModelForm):
    """How often I want to be reminded, and when not at all."""

    class Meta:
        model = Voorkeur
        fields = ["ritme", "stil_van", "stil_tot"]
        widgets = {
            "ritme": forms.RadioSelect,
            "stil_van": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "stil_tot": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "ritme": _("Dit gaat over herinneringen. Vraagt iemand u iets, dan krijgt u daarover meteen een mail."),
            "stil_van": _("In deze uren sturen wij u geen mail. Laat leeg als het niet uitmaakt."),
            "stil_tot": _("Mail over uw account komt altijd meteen."),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of the quiet hours, beside the end that is missing."""
        data = super().clean() or {}
        van, tot = data.get("stil_van"), data.get("stil_tot")
        if not self.errors and (van is None) != (tot is None):
            self.add_error("stil_tot" if tot is None else "stil_van", _("Vul beide tijden in, of geen van beide."))
        if van is not None and van == tot:
            self.add_error("stil_tot", _("Kies een andere tijd dan het begin."))
        return data

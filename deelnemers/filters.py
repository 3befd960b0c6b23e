from typing import Any

import django_filters
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import DeelnameStatus, Taalniveau
from deelnemers.querysets import DeelnemerQuerySet
from toegang.matrix import GEMEENTE
from toegang.relaties import Relatie, Relaties
from trajecten.models import Traject

# Whoever reads names may search by them: an employer by first names alone, the rest by surnames too.
BIJ_NAAM = GEMEENTE | {Relatie.MENTOR, Relatie.OPLEIDER, Relatie.TAALOPLEIDER, Relatie.WERKGEVER}


class LetOp(models.TextChoices):
    """What a coordinator looks for: people for whom something is not arranged yet."""

    ZONDER_TRAJECT = "zonder_traject", _("Zonder traject")
    ZONDER_MENTOR = "zonder_mentor", _("Zonder mentor")


def _trajecten(request: HttpRequest) -> models.QuerySet:
    return Traject.objects.visible_to(request.user).order_by("naam")  # type: ignore[arg-type]


class DeelnemerFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(method="search", label=_("Naam of kenmerk"))
    taal = django_filters.ChoiceFilter(
        method="speaking", choices=Taalniveau, label=_("Spreekt ten minste"), empty_label=_("Elk niveau")
    )
    traject = django_filters.ModelChoiceFilter(
        method="in_traject", queryset=_trajecten, label=_("Traject"), empty_label=_("Alle trajecten")
    )
    status = django_filters.ChoiceFilter(
        method="with_status", choices=DeelnameStatus, label=_("Status"), empty_label=_("Elke status")
    )
    let_op = django_filters.ChoiceFilter(
        method="attention", choices=LetOp, label=_("Let op"), empty_label=_("Alle deelnemers")
    )

    def __init__(self, *args: Any, relaties: Relaties, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not relaties & BIJ_NAAM:
            del self.filters["zoek"]
        if not relaties & GEMEENTE:
            del self.filters["let_op"]

    def search(self, queryset: DeelnemerQuerySet, name: str, value: str) -> DeelnemerQuerySet:
        return queryset.search(self.request.user, value)

    def speaking(self, queryset: DeelnemerQuerySet, name: str, value: str) -> DeelnemerQuerySet:
        return queryset.speaking_at_least(Taalniveau(value))

    def in_traject(self, queryset: DeelnemerQuerySet, name: str, value: Traject) -> DeelnemerQuerySet:
        return queryset.in_traject(self.request.user, value)

    def with_status(self, queryset: DeelnemerQuerySet, name: str, value: str) -> DeelnemerQuerySet:
        return queryset.with_deelname_status(self.request.user, DeelnameStatus(value))

    def attention(self, queryset: DeelnemerQuerySet, name: str, value: str) -> DeelnemerQuerySet:
        if value == LetOp.ZONDER_TRAJECT:
            return queryset.without_traject()
        return queryset.without_mentor(self.request.user)

from typing import Any

import django_filters
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import DeelnameStatus, Taalniveau
from deelnemers.herinneringen import STIL_NA
from deelnemers.models import Checkin, Deelname, Deelnemer
from deelnemers.querysets import CheckinQuerySet, DeelnameQuerySet, DeelnemerQuerySet
from toegang.matrix import GEMEENTE
from toegang.models import User
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


def _trajecten_of_people(request: HttpRequest) -> models.QuerySet:
    seen = Deelname.objects.visible_to(request.user)  # type: ignore[arg-type]
    return Traject.objects.filter(pk__in=seen.values("traject")).order_by("naam")


def _who_logged(request: HttpRequest) -> models.QuerySet:
    seen = Checkin.objects.visible_to(request.user).order_by()  # type: ignore[arg-type]
    return User.objects.filter(pk__in=seen.values("door")).order_by("naam")


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


class Stilte(models.TextChoices):
    """Whom a mentor looks for: who was not heard of for as long as the reminder waits, or not yet at all."""

    STIL = "stil", _("Te lang geen contact")
    NOOIT = "nooit", _("Nog geen check-in")


class CheckinFilter(django_filters.FilterSet):
    """One form above a mentor's own participants and the check-ins of a gemeente: each list takes what is about it."""

    zoek = django_filters.CharFilter(method="search", label=_("Naam of kenmerk"))
    traject = django_filters.ModelChoiceFilter(
        method="in_traject", queryset=_trajecten_of_people, label=_("Traject"), empty_label=_("Alle trajecten")
    )
    contact = django_filters.ChoiceFilter(
        method="with_contact", choices=Stilte, label=_("Contact"), empty_label=_("Iedereen")
    )
    door = django_filters.ModelChoiceFilter(
        method="logged_by", queryset=_who_logged, label=_("Check-in door"), empty_label=_("Iedereen")
    )

    def __init__(self, *args: Any, relaties: Relaties, begeleidt: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not begeleidt:
            del self.filters["contact"]
        if not relaties & GEMEENTE:
            del self.filters["door"]
            self.filters["zoek"].label = _("Naam")

    def search(
        self, queryset: DeelnameQuerySet | CheckinQuerySet, name: str, value: str
    ) -> DeelnameQuerySet | CheckinQuerySet:
        found = Deelnemer.objects.search(self.request.user, value)
        return queryset.filter(**{f"{self._deelname}deelnemer__in": found.order_by().values("pk")})

    def in_traject(
        self, queryset: DeelnameQuerySet | CheckinQuerySet, name: str, value: Traject
    ) -> DeelnameQuerySet | CheckinQuerySet:
        return queryset.filter(**{f"{self._deelname}traject": value})

    def with_contact(self, queryset: Any, name: str, value: str) -> Any:
        if self._deelname:
            return queryset
        if value == Stilte.NOOIT:
            return queryset.filter(laatste_checkin=None)
        return queryset.filter(laatste_contact__lte=timezone.localdate() - STIL_NA)

    def logged_by(self, queryset: Any, name: str, value: User) -> Any:
        return queryset.filter(door=value) if self._deelname else queryset

    @property
    def _deelname(self) -> str:
        """Return the path to the participation from what is listed: check-ins, or participations themselves."""
        return "deelname__" if self.queryset.model is Checkin else ""

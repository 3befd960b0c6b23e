"""How it goes: what a mentor reports, and what a coordinator must look at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import Cijfer, SignaalStatus, Wijze
from deelnemers.models.deelname import Deelname
from deelnemers.privacy import GEEN_GEZONDHEID, no_bsn
from deelnemers.querysets import CheckinQuerySet, SignaalQuerySet
from trajecten.models import DATUM_VALIDATORS, Afspraak

# Characters of free text in a check-in: room for what matters, not for a file about someone.
MAX_TEKST = 1000


class Checkin(models.Model):
    """A mentor's short report after contact with a participant."""

    deelname = models.ForeignKey(Deelname, on_delete=models.CASCADE, related_name="checkins")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    datum = models.DateField(_("datum"), default=timezone.localdate, validators=DATUM_VALIDATORS)
    wijze = models.CharField(_("hoe was het contact?"), max_length=10, choices=Wijze, default=Wijze.BEZOEK)
    werk = models.PositiveSmallIntegerField(_("werk"), choices=Cijfer)
    taal = models.PositiveSmallIntegerField(_("taal"), choices=Cijfer)
    leren = models.PositiveSmallIntegerField(_("leren"), choices=Cijfer)
    praktisch = models.PositiveSmallIntegerField(_("praktisch"), choices=Cijfer)
    wensen = models.TextField(
        _("wensen"), max_length=MAX_TEKST, blank=True, validators=[no_bsn], help_text=GEEN_GEZONDHEID
    )
    knelpunten = models.TextField(
        _("knelpunten"), max_length=MAX_TEKST, blank=True, validators=[no_bsn], help_text=GEEN_GEZONDHEID
    )
    coordinator_nodig = models.BooleanField(_("coördinator nodig"), default=False)
    afspraak = models.OneToOneField(Afspraak, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The participant reads the agreement on their own page: the mentor's choice, each time.
    afspraak_gedeeld = models.BooleanField(_("afspraak te zien voor de deelnemer"), default=False, editable=False)
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)

    objects = CheckinQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["deelname", "-datum"], name="checkin_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(werk__in=Cijfer.values)
                & Q(taal__in=Cijfer.values)
                & Q(leren__in=Cijfer.values)
                & Q(praktisch__in=Cijfer.values),
                name="checkin_marks",
                violation_error_message=_("Kies een van de drie stappen."),
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("wensen"), MAX_TEKST))
                & Q(LessThanOrEqual(Length("knelpunten"), MAX_TEKST)),
                name="checkin_short_text",
                violation_error_message=_("Schrijf ten hoogste 1.000 tekens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deelname} {self.datum:%d-%m-%Y}"


class Signaal(models.Model):
    """Something a coordinator must look at, raised by one check-in."""

    checkin = models.OneToOneField(Checkin, on_delete=models.CASCADE, related_name="signaal")
    redenen = models.JSONField(_("redenen"), default=list)
    status = models.CharField(_("status"), max_length=12, choices=SignaalStatus, default=SignaalStatus.OPEN)
    afgehandeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    afgehandeld_op = models.DateTimeField(null=True, blank=True)
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)

    objects = SignaalQuerySet.as_manager()

    class Meta:
        verbose_name = _("signaal")
        verbose_name_plural = _("signalen")
        ordering = ["-gemaakt_op", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=SignaalStatus.OPEN, afgehandeld_op__isnull=True)
                | Q(status=SignaalStatus.AFGEHANDELD, afgehandeld_op__isnull=False),
                name="signaal_afgehandeld_has_moment",
                violation_error_message=_("Een afgehandeld signaal heeft een moment."),
            )
        ]

    def __str__(self) -> str:
        return f"Signaal {self.checkin}"

"""Where a participant is expected, on which day and at what time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import Duur, OntmoetingSoort, OntmoetingStatus
from deelnemers.models.deelname import Deelname
from deelnemers.privacy import GEEN_GEZONDHEID, no_bsn
from deelnemers.querysets import OntmoetingQuerySet
from partijen.models import Partij
from trajecten.models import DATUM_VALIDATORS

MET_WERKGEVER = [soort for soort in OntmoetingSoort if soort.bij_werkgever]


class Ontmoeting(models.Model):
    """A talk or a visit that is planned: the participant reads it on the own page, the others have it in a calendar."""

    deelname = models.ForeignKey(Deelname, on_delete=models.CASCADE, related_name="ontmoetingen")
    soort = models.CharField(_("soort"), max_length=12, choices=OntmoetingSoort, default=OntmoetingSoort.MENTOR)
    werkgever = models.ForeignKey(
        Partij, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("werkgever")
    )
    dag = models.DateField(_("dag"), validators=DATUM_VALIDATORS)
    tijd = models.TimeField(_("tijd"))
    minuten = models.PositiveSmallIntegerField(_("hoe lang?"), choices=Duur, default=Duur.UUR)
    plaats = models.CharField(_("plaats"), max_length=120, validators=[no_bsn], help_text=GEEN_GEZONDHEID)
    status = models.CharField(
        _("status"), max_length=10, choices=OntmoetingStatus, default=OntmoetingStatus.GEPLAND, editable=False
    )
    # How often it changed: a calendar takes the invitation with the highest number (RFC 5546, SEQUENCE).
    versie = models.PositiveSmallIntegerField(_("versie"), default=0, editable=False)
    gepland_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("gepland door"),
    )
    gemaakt_op = models.DateTimeField(_("gemaakt op"), default=timezone.now, editable=False)

    objects = OntmoetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ontmoeting")
        verbose_name_plural = _("ontmoetingen")
        ordering = ["dag", "tijd", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deelname", "dag", "tijd"],
                condition=Q(status=OntmoetingStatus.GEPLAND),
                name="ontmoeting_once",
                violation_error_message=_("Op deze dag en tijd is er al een ontmoeting met deze deelnemer."),
            ),
            models.CheckConstraint(
                condition=Q(soort__in=MET_WERKGEVER, werkgever__isnull=False)
                | ~Q(soort__in=MET_WERKGEVER) & Q(werkgever__isnull=True),
                name="ontmoeting_has_werkgever",
                violation_error_message=_("Kies bij welke werkgever dit is."),
            ),
            models.CheckConstraint(
                condition=Q(minuten__in=Duur.values),
                name="ontmoeting_minuten",
                violation_error_message=_("Kies hoe lang het duurt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}, {self.dag:%d-%m-%Y} {self.tijd:%H:%M}"

    @property
    def begin(self) -> datetime:
        """Return the moment at which it begins."""
        return timezone.make_aware(datetime.combine(self.dag, self.tijd))

    @property
    def einde(self) -> datetime:
        """Return the moment at which it ends, on the clock of here."""
        return timezone.localtime(self.begin + timedelta(minutes=self.minuten))

    def is_over(self, nu: datetime) -> bool:
        """Return whether it has been."""
        return self.einde <= nu

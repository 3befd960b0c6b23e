"""What was agreed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partijen.models import Partij
from trajecten.enums import (
    AfspraakStatus,
    Herhaling,
    VerzetReden,
)
from trajecten.models.grenzen import (
    DATUM_VALIDATORS,
)
from trajecten.models.traject import Traject
from trajecten.querysets import (
    AfspraakQuerySet,
)


class Afspraak(models.Model):
    """Who does what by when.

    One gemeente owns it: the trajectory's, or, of a check-in, the participant's, which may be another.
    """

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="afspraken")
    gemeente = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    wat = models.CharField(_("wat"), max_length=300)
    partij = models.ForeignKey(
        Partij, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partij")
    )
    persoon = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("persoon"),
    )
    deadline = models.DateField(_("uiterlijk op"), validators=DATUM_VALIDATORS)
    # The day before the last time it was moved, and why it was.
    verzet_van = models.DateField(_("verzet van"), null=True, blank=True)
    verzet_reden = models.CharField(_("waarom verzet"), max_length=12, choices=VerzetReden, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=AfspraakStatus, default=AfspraakStatus.OPEN)
    herhaling = models.CharField(_("herhaling"), max_length=10, choices=Herhaling, blank=True)
    # The day on which the rhythm began: a moved day does not move those after it.
    herhaal_vanaf = models.DateField(_("herhaald vanaf"), null=True, blank=True, editable=False)
    # What came after it: done, opened and done again makes one.
    volgende = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("de afspraak erna"),
    )
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)

    objects = AfspraakQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        ordering = ["deadline", "pk"]
        indexes = [
            models.Index(fields=["deadline"], name="afspraak_open_deadline", condition=Q(status=AfspraakStatus.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(partij__isnull=False) | Q(persoon__isnull=False) | ~Q(status=AfspraakStatus.OPEN),
                name="afspraak_has_owner",
                violation_error_message=_("Kies wie dit doet: een partij of een persoon."),
            ),
            models.CheckConstraint(
                condition=Q(verzet_van__isnull=True, verzet_reden="")
                | Q(verzet_van__isnull=False) & ~Q(verzet_reden=""),
                name="afspraak_verzet_has_reden",
                violation_error_message=_("Kies waarom de afspraak is verzet."),
            ),
            models.CheckConstraint(
                condition=Q(herhaling="", herhaal_vanaf__isnull=True)
                | ~Q(herhaling="") & Q(herhaal_vanaf__isnull=False),
                name="afspraak_herhaling_has_begin",
                violation_error_message=_("Een afspraak die terugkomt, heeft een eerste dag."),
            ),
        ]

    def __str__(self) -> str:
        return self.wat

    def is_late(self, today: date) -> bool:
        """Return whether it is open past its day; the same rule as `AfspraakQuerySet.late`."""
        return self.status == AfspraakStatus.OPEN and self.deadline < today

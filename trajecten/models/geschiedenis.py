"""What was decided about a phase, and what was moved in a planning."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partijen.models import Partij
from trajecten.duur import say_verschuiving
from trajecten.enums import (
    Component,
    Uitslag,
)
from trajecten.models.grenzen import (
    DATUM_VALIDATORS,
)
from trajecten.models.traject import Fase, Traject
from trajecten.querysets import (
    BesluitQuerySet,
    PlanwijzigingQuerySet,
)


class Besluit(models.Model):
    """A go/no-go at the end of a phase: what was decided, by whom, why, on what conditions.

    Written once, by besluiten.py; of several the latest holds.
    """

    fase = models.ForeignKey(Fase, on_delete=models.CASCADE, related_name="besluiten")
    uitslag = models.CharField(_("besluit"), max_length=12, choices=Uitslag)
    genomen_op = models.DateField(_("genomen op"), validators=DATUM_VALIDATORS)
    partij = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="+", verbose_name=_("besloten door"))
    persoon = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("persoon"),
    )
    reden = models.CharField(_("reden"), max_length=500)
    voorwaarden = models.CharField(_("voorwaarden"), max_length=500, blank=True)
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("vastgelegd door")
    )
    vastgelegd_op = models.DateTimeField(_("vastgelegd op"), default=timezone.now, editable=False)

    objects = BesluitQuerySet.as_manager()

    class Meta:
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        ordering = ["-genomen_op", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reden=""), name="besluit_has_reden", violation_error_message=_("Geef een reden.")
            ),
            models.CheckConstraint(
                condition=Q(uitslag=Uitslag.VOORWAARDEN) & ~Q(voorwaarden="")
                | ~Q(uitslag=Uitslag.VOORWAARDEN) & Q(voorwaarden=""),
                name="besluit_voorwaarden_fit_uitslag",
                violation_error_message=_("Noem de voorwaarden, alleen bij 'Go onder voorwaarden'."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fase}: {self.get_uitslag_display()}"

    @property
    def toon(self) -> str:
        return Uitslag(self.uitslag).toon


class Planwijziging(models.Model):
    """What a change of the planning moved, why, and by whom: written once, by the door of the planning."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="planwijzigingen")
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("gewijzigd door")
    )
    op = models.DateTimeField(_("gewijzigd op"), default=timezone.now, editable=False)
    waarom = models.CharField(_("waarom"), max_length=300, blank=True)
    # Per component: first and last day before, and after, as ISO dates.
    dagen = models.JSONField(_("dagen"))

    objects = PlanwijzigingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wijziging van de planning")
        verbose_name_plural = _("wijzigingen van de planning")
        ordering = ["-op", "-pk"]

    def __str__(self) -> str:
        return f"{self.traject} {self.op:%d-%m-%Y}"

    @property
    def regels(self) -> list[str]:
        """Return what moved, in words: one line per phase."""
        return [f"{Component(code).label}: {', '.join(_say_moved(*days))}" for code, days in self.dagen.items()]


def _say_moved(oud: list[str], nieuw: list[str]) -> list[str]:
    before, after = ([date.fromisoformat(dag) for dag in days] for days in (oud, nieuw))
    return say_verschuiving((before[0], before[1]), (after[0], after[1]))

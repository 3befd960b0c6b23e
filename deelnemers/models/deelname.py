"""Taking part in a trajectory: with which mentor, how far in each phase, and where someone works."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import (
    DeelnameStatus,
    Evaluatie,
    PlaatsingSoort,
    Resultaat,
    VoortgangStatus,
)
from deelnemers.models.deelnemer import Deelnemer
from deelnemers.querysets import (
    DeelnameQuerySet,
    PlaatsingQuerySet,
    VoortgangQuerySet,
)
from partijen.models import Partij
from trajecten.models import DATUM_VALIDATORS, Fase, Traject

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def check_order(start: date | None, eind: date | None, message: "_StrPromise") -> None:
    """Raise ValidationError beside the end when it lies before the start."""
    if start and eind and eind < start:
        raise ValidationError({"eind": message})


class Deelname(models.Model):
    """One participant in one trajectory, with a mentor of their own."""

    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, related_name="deelnames")
    traject = models.ForeignKey(Traject, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=DeelnameStatus, default=DeelnameStatus.AANGEMELD)
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mentor"),
    )
    # In whose name: whoever leaves that party is mentor no more, whatever other places they have.
    mentor_partij = models.ForeignKey(
        Partij,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("partij van de mentor"),
    )
    aangemeld_op = models.DateField(_("aangemeld op"), default=timezone.localdate)
    # The moment from which silence counts; set by the door that makes someone active.
    actief_sinds = models.DateField(_("doet mee sinds"), null=True, blank=True)
    # The day from which the file's term counts; set and emptied by the door that changes the state.
    beeindigd_op = models.DateField(_("geëindigd op"), null=True, blank=True, editable=False)

    objects = DeelnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelname")
        verbose_name_plural = _("deelnames")
        ordering = ["deelnemer__achternaam", "deelnemer__voornaam", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deelnemer", "traject"],
                condition=Q(status__in=["aangemeld", "actief"]),
                name="deelname_open_once",
                violation_error_message=_("Deze deelnemer doet al mee aan dit traject."),
            ),
            models.CheckConstraint(
                condition=~Q(status=DeelnameStatus.ACTIEF) | Q(actief_sinds__isnull=False),
                name="deelname_actief_has_date",
                violation_error_message=_("Wie meedoet heeft een datum waarop dat begon."),
            ),
            models.CheckConstraint(
                condition=Q(beeindigd_op__isnull=True) | ~Q(status__in=["aangemeld", "actief"]),
                name="deelname_open_has_no_end",
                violation_error_message=_("Wie meedoet is nog niet geëindigd."),
            ),
            models.CheckConstraint(
                condition=Q(mentor__isnull=True) | Q(mentor_partij__isnull=False),
                name="deelname_mentor_has_partij",
                violation_error_message=_("Een mentor werkt namens een partij."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deelnemer} - {self.traject}"

    @property
    def toon(self) -> str:
        return DeelnameStatus(self.status).toon

    @property
    def gaat_verder(self) -> bool:
        """Return whether there is still contact: guidance goes on after a placement, and stops with who stopped."""
        return self.status != DeelnameStatus.GESTOPT


class Voortgang(models.Model):
    """How far one participant is in one phase; own dates only where they differ from the group's."""

    deelname = models.ForeignKey(Deelname, on_delete=models.CASCADE, related_name="voortgang")
    fase = models.ForeignKey(Fase, on_delete=models.CASCADE, related_name="+")
    start = models.DateField(_("eigen start"), null=True, blank=True, validators=DATUM_VALIDATORS)
    eind = models.DateField(_("eigen einde"), null=True, blank=True, validators=DATUM_VALIDATORS)
    status = models.CharField(_("status"), max_length=12, choices=VoortgangStatus, default=VoortgangStatus.GEPLAND)
    resultaat = models.CharField(_("resultaat"), max_length=10, choices=Resultaat, blank=True, default=Resultaat.GEEN)

    objects = VoortgangQuerySet.as_manager()

    class Meta:
        verbose_name = _("voortgang")
        verbose_name_plural = _("voortgang")
        ordering = ["fase__volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["deelname", "fase"], name="voortgang_once"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(eind__isnull=True) | Q(eind__gte=F("start")),
                name="voortgang_eind_after_start",
                violation_error_message=_("Het eigen einde ligt voor de eigen start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fase}: {self.get_status_display()}"

    def clean(self) -> None:
        check_order(self.start, self.eind, _("Het eigen einde ligt voor de eigen start."))

    @property
    def van(self) -> date:
        """Return the first day: one's own, else the group's."""
        return self.start or self.fase.start

    @property
    def tot(self) -> date:
        """Return the last day: one's own, else the group's."""
        return self.eind or self.fase.eind

    @property
    def eigen_datums(self) -> bool:
        return bool(self.start or self.eind)

    @property
    def toon(self) -> str:
        return VoortgangStatus(self.status).toon


class Plaatsing(models.Model):
    """Where a participant works or tries out, and from when until when."""

    deelname = models.ForeignKey(Deelname, on_delete=models.CASCADE, related_name="plaatsingen")
    werkgever = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="+", verbose_name=_("werkgever"))
    soort = models.CharField(_("soort"), max_length=20, choices=PlaatsingSoort, default=PlaatsingSoort.LEERWERKPLEK)
    start = models.DateField(_("start"), validators=DATUM_VALIDATORS)
    eind = models.DateField(_("einde"), null=True, blank=True, validators=DATUM_VALIDATORS)
    uren_per_week = models.PositiveSmallIntegerField(
        _("uren per week"),
        validators=[
            MinValueValidator(1, _("Vul ten minste 1 uur in.")),
            MaxValueValidator(60, _("Vul ten hoogste 60 uur in.")),
        ],
    )
    evaluatie = models.CharField(_("evaluatie"), max_length=10, choices=Evaluatie, blank=True)
    geevalueerd_op = models.DateField(_("geëvalueerd op"), null=True, blank=True, editable=False)

    objects = PlaatsingQuerySet.as_manager()

    class Meta:
        verbose_name = _("plaatsing")
        verbose_name_plural = _("plaatsingen")
        ordering = ["-start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deelname", "werkgever", "soort", "start"],
                # Anonymised placements have no hours and months for dates: two of them may look the same.
                condition=Q(uren_per_week__gt=0),
                name="plaatsing_once",
                violation_error_message=_("Deze plaatsing staat er al."),
            ),
            models.CheckConstraint(
                condition=Q(eind__isnull=True) | Q(eind__gte=F("start")),
                name="plaatsing_eind_after_start",
                violation_error_message=_("Het einde ligt voor de start."),
            ),
            models.CheckConstraint(
                condition=Q(evaluatie="", geevalueerd_op__isnull=True)
                | (~Q(evaluatie="") & Q(geevalueerd_op__isnull=False)),
                name="plaatsing_evaluatie_has_day",
                violation_error_message=_("Een evaluatie heeft een dag."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.werkgever}"

    def clean(self) -> None:
        check_order(self.start, self.eind, _("Het einde ligt voor de start."))

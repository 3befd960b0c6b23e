"""A trajectory and its phases."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partijen.enums import Arbeidsmarktregio
from partijen.models import Partij
from trajecten.duur import Eenheid
from trajecten.enums import (
    Component,
    Doorgang,
    FaseStatus,
    Niveau,
    Sector,
    Stand,
    Uitkomst,
    VasteDag,
)
from trajecten.models.grenzen import (
    DATUM_VALIDATORS,
    MAX_DOORLOPEN,
    MAX_GROEP,
    PLEK_VALIDATORS,
)
from trajecten.querysets import (
    BINNENKORT,
    FaseQuerySet,
    TrajectQuerySet,
)


class Traject(models.Model):
    """One learn-work trajectory of one gemeente, for one group."""

    gemeente = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    naam = models.CharField(_("naam"), max_length=120)
    sjabloon = models.CharField(_("sjabloon"), max_length=40)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    niveau = models.CharField(_("niveau"), max_length=10, choices=Niveau)
    uitkomst = models.CharField(_("uitkomst"), max_length=20, choices=Uitkomst)
    doel = models.TextField(_("gezamenlijk doel"), max_length=5000, blank=True)
    regio = models.CharField(_("arbeidsmarktregio"), max_length=40, choices=Arbeidsmarktregio, blank=True)
    startdatum = models.DateField(_("startdatum"), validators=DATUM_VALIDATORS)
    groepsgrootte = models.PositiveSmallIntegerField(
        _("aantal deelnemers"),
        validators=[
            MinValueValidator(1, _("Een groep heeft ten minste 1 deelnemer.")),
            MaxValueValidator(MAX_GROEP, _("Een groep heeft ten hoogste 500 deelnemers.")),
        ],
    )
    regisseur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("regisseur"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Doorgang, default=Doorgang.ACTIEF, editable=False)
    status_sinds = models.DateField(_("sinds"), null=True, blank=True, editable=False)
    status_reden = models.CharField(_("reden"), max_length=300, blank=True, editable=False)
    aangemaakt_op = models.DateTimeField(default=timezone.now, editable=False)

    objects = TrajectQuerySet.as_manager()

    class Meta:
        verbose_name = _("traject")
        verbose_name_plural = _("trajecten")
        ordering = ["-startdatum", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(groepsgrootte__gte=1, groepsgrootte__lte=MAX_GROEP),
                name="traject_groepsgrootte",
                violation_error_message=_("Een groep heeft 1 tot 500 deelnemers."),
            ),
            models.CheckConstraint(
                condition=Q(status=Doorgang.ACTIEF, status_sinds__isnull=True, status_reden="")
                | ~Q(status=Doorgang.ACTIEF) & Q(status_sinds__isnull=False) & ~Q(status_reden=""),
                name="traject_stilstand_has_reden",
                violation_error_message=_("Geef van een pauze of een einde de dag en de reden."),
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def stand(self) -> Stand:
        """Return how far it is; reads every phase, so fetch them along in a list."""
        if self.status != Doorgang.ACTIEF:
            return Stand(self.status)
        states = {fase.status for fase in self.fasen.all() if fase.doorgang != Doorgang.GESTOPT}
        if states <= {FaseStatus.GEPLAND}:
            return Stand.VOORBEREIDING
        return Stand.AFGEROND if states == {FaseStatus.AFGEROND} else Stand.LOPEND

    @property
    def nu(self) -> str:
        """Return the phases that run now, in words, or how far it is when none does."""
        if self.status != Doorgang.ACTIEF:
            return str(self.stand.label)
        running = [str(fase) for fase in self.fasen.all() if fase.status == FaseStatus.LOPEND and not fase.staat_stil]
        return ", ".join(running) or str(self.stand.label)


class Fase(models.Model):
    """One component of a trajectory on the calendar: planned and real, both days included."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="fasen")
    component = models.CharField(_("component"), max_length=20, choices=Component)
    volgorde = models.PositiveSmallIntegerField(editable=False)
    start = models.DateField(_("geplande start"), validators=DATUM_VALIDATORS)
    eind = models.DateField(_("gepland einde"), validators=DATUM_VALIDATORS)
    # In which unit its length is meant: thirteen weeks stay thirteen weeks wherever they are moved.
    eenheid = models.CharField(
        _("eenheid van de duur"), max_length=10, choices=Eenheid, default=Eenheid.MAANDEN, editable=False
    )
    vaste_dag = models.CharField(_("begin"), max_length=12, choices=VasteDag, default=VasteDag.GEEN, blank=True)
    uiterlijk = models.DateField(_("uiterlijk klaar op"), null=True, blank=True, validators=DATUM_VALIDATORS)
    # Guidance alone: how many calendar months it runs on past the placement (Tabel 1).
    doorlopen = models.PositiveSmallIntegerField(
        _("maanden na de plaatsing"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_DOORLOPEN, _("Kies ten hoogste 24 maanden."))],
    )
    te_plannen = models.BooleanField(_("nog te plannen"), default=False)
    reden_afwijking = models.CharField(_("reden van afwijking"), max_length=500, blank=True)
    werkelijke_start = models.DateField(_("werkelijke start"), null=True, blank=True, validators=DATUM_VALIDATORS)
    werkelijk_eind = models.DateField(_("werkelijk einde"), null=True, blank=True, validators=DATUM_VALIDATORS)
    status = models.CharField(_("status"), max_length=10, choices=FaseStatus, default=FaseStatus.GEPLAND)
    doorgang = models.CharField(_("doorgang"), max_length=12, choices=Doorgang, default=Doorgang.ACTIEF, editable=False)
    doorgang_sinds = models.DateField(_("stil sinds"), null=True, blank=True, editable=False)
    doorgang_reden = models.CharField(_("reden van stilstand"), max_length=300, blank=True, editable=False)
    # Where it has fewer places than the group: a small class beside a large one.
    plekken = models.PositiveSmallIntegerField(_("plekken"), null=True, blank=True, validators=PLEK_VALIDATORS)

    objects = FaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("fasen")
        ordering = ["traject_id", "volgorde"]
        # What reminders look for each quarter of an hour: of all that is open, the little that is due.
        indexes = [
            models.Index(fields=["start"], name="fase_gepland_start", condition=Q(status=FaseStatus.GEPLAND)),
            models.Index(fields=["eind"], name="fase_open_eind", condition=~Q(status=FaseStatus.AFGEROND)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["traject", "component"],
                name="fase_once",
                violation_error_message=_("Dit onderdeel staat al in het traject."),
            ),
            models.CheckConstraint(
                condition=Q(plekken__isnull=True) | Q(plekken__gte=1, plekken__lte=MAX_GROEP),
                name="fase_plekken",
                violation_error_message=_("Een fase heeft 1 tot 500 plekken."),
            ),
            models.CheckConstraint(
                condition=Q(eind__gte=F("start")),
                name="fase_eind_after_start",
                violation_error_message=_("Het geplande einde ligt voor de start."),
            ),
            models.CheckConstraint(
                condition=Q(doorlopen__isnull=True) | Q(component=Component.BEGELEIDING, doorlopen__lte=MAX_DOORLOPEN),
                name="fase_doorlopen_is_begeleiding",
                violation_error_message=_("Alleen begeleiding loopt door na de plaatsing, ten hoogste 24 maanden."),
            ),
            models.CheckConstraint(
                condition=Q(werkelijk_eind__isnull=True) | Q(werkelijk_eind__gte=F("werkelijke_start")),
                name="fase_werkelijk_eind_after_start",
                violation_error_message=_("Het werkelijke einde ligt voor de werkelijke start."),
            ),
            models.CheckConstraint(
                condition=Q(status=FaseStatus.GEPLAND, werkelijke_start__isnull=True, werkelijk_eind__isnull=True)
                | Q(status=FaseStatus.LOPEND, werkelijke_start__isnull=False, werkelijk_eind__isnull=True)
                | Q(status=FaseStatus.AFGEROND, werkelijke_start__isnull=False, werkelijk_eind__isnull=False),
                name="fase_status_fits_dates",
                violation_error_message=_("De status past niet bij de werkelijke datums."),
            ),
            models.CheckConstraint(
                condition=Q(doorgang=Doorgang.ACTIEF, doorgang_sinds__isnull=True, doorgang_reden="")
                | ~Q(doorgang=Doorgang.ACTIEF)
                & ~Q(status=FaseStatus.AFGEROND)
                & Q(doorgang_sinds__isnull=False)
                & ~Q(doorgang_reden=""),
                name="fase_stilstand_has_reden",
                violation_error_message=_("Geef van een pauze of een einde de dag en de reden."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_component_display()

    @property
    def staat_stil(self) -> bool:
        """Return whether this phase itself was paused or stopped; its trajectory may be too."""
        return self.doorgang != Doorgang.ACTIEF

    @property
    def stand(self) -> str:
        """Return in a word how far it is, or that it stands still."""
        return self.get_doorgang_display() if self.staat_stil else self.get_status_display()

    @property
    def toon(self) -> str:
        """Return which of the status signs fits."""
        return "let-op" if self.staat_stil else FaseStatus(self.status).toon

    @property
    def mist_rollen(self) -> bool:
        """Return whether a role that nobody fills is missed: not in a phase that is over or was stopped."""
        return self.status != FaseStatus.AFGEROND and self.doorgang != Doorgang.GESTOPT

    @property
    def gaat_door(self) -> bool:
        """Return whether neither it nor its trajectory stands still."""
        return not self.staat_stil and self.traject.status == Doorgang.ACTIEF

    def late_since(self, today: date) -> date | None:
        """Return the planned day it lets pass now (its start until it begins, its end until it is closed), or None."""
        due = self.start if self.status == FaseStatus.GEPLAND else self.eind
        return due if self.status != FaseStatus.AFGEROND and self.gaat_door and due < today else None

    def wants_rollen(self, today: date) -> bool:
        """Return whether its roles should all be filled: it runs, or begins soon or should have."""
        if not self.gaat_door:
            return False
        if self.status == FaseStatus.GEPLAND:
            return self.start <= today + BINNENKORT
        return self.status == FaseStatus.LOPEND

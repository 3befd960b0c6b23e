"""A trajectory and what hangs on it: its phases, who fills which role, what was agreed."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partijen.enums import Arbeidsmarktregio, Rol
from partijen.models import Partij
from trajecten.duur import Eenheid, say_verschuiving
from trajecten.enums import (
    AfspraakStatus,
    Component,
    FaseStatus,
    Herhaling,
    Niveau,
    RolStatus,
    Sector,
    Stand,
    TrajectStatus,
    Uitkomst,
    Uitslag,
    VasteDag,
    VerzetReden,
)
from trajecten.querysets import (
    BINNENKORT,
    AfspraakQuerySet,
    BesluitQuerySet,
    FaseQuerySet,
    PlanwijzigingQuerySet,
    RolinvullingQuerySet,
    TrajectQuerySet,
)

# A start date outside these years is a slip of the finger (1900, 20206), not a plan.
VROEGSTE_DATUM = date(2015, 1, 1)
LAATSTE_DATUM = date(2060, 12, 31)
DATUM_VALIDATORS = [
    MinValueValidator(VROEGSTE_DATUM, _("Kies een datum vanaf 1 januari 2015.")),
    MaxValueValidator(LAATSTE_DATUM, _("Kies een datum tot en met 31 december 2060.")),
]
MAX_GROEP = 500
# Calendar months that guidance may run on past the placement: as long as it may last at all (Tabel 1).
MAX_DOORLOPEN = 24


PLEK_VALIDATORS = [
    MinValueValidator(1, _("Vul ten minste 1 plek in, of laat het leeg.")),
    MaxValueValidator(MAX_GROEP, _("Vul ten hoogste 500 plekken in.")),
]


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
    status = models.CharField(
        _("status"), max_length=12, choices=TrajectStatus, default=TrajectStatus.ACTIEF, editable=False
    )
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
                condition=Q(status=TrajectStatus.ACTIEF, status_sinds__isnull=True, status_reden="")
                | ~Q(status=TrajectStatus.ACTIEF) & Q(status_sinds__isnull=False) & ~Q(status_reden=""),
                name="traject_stilstand_has_reden",
                violation_error_message=_("Geef van een pauze of een einde de dag en de reden."),
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def stand(self) -> Stand:
        """Return how far it is; reads every phase, so fetch them along in a list."""
        if self.status != TrajectStatus.ACTIEF:
            return Stand(self.status)
        states = {fase.status for fase in self.fasen.all()}
        if states <= {FaseStatus.GEPLAND}:
            return Stand.VOORBEREIDING
        return Stand.AFGEROND if states == {FaseStatus.AFGEROND} else Stand.LOPEND

    @property
    def nu(self) -> str:
        """Return the phases that run now, in words, or how far it is when none does."""
        if self.status != TrajectStatus.ACTIEF:
            return str(self.stand.label)
        running = [str(fase) for fase in self.fasen.all() if fase.status == FaseStatus.LOPEND]
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
        ]

    def __str__(self) -> str:
        return self.get_component_display()

    @property
    def toon(self) -> str:
        return FaseStatus(self.status).toon

    def late_since(self, today: date) -> date | None:
        """Return the planned day it lets pass now (its start until it begins, its end until it is closed), or None."""
        due = self.start if self.status == FaseStatus.GEPLAND else self.eind
        goes_on = self.status != FaseStatus.AFGEROND and self.traject.status == TrajectStatus.ACTIEF
        return due if goes_on and due < today else None

    def wants_rollen(self, today: date) -> bool:
        """Return whether its roles should all be filled: it runs, or begins soon or should have."""
        if self.traject.status != TrajectStatus.ACTIEF:
            return False
        if self.status == FaseStatus.GEPLAND:
            return self.start <= today + BINNENKORT
        return self.status == FaseStatus.LOPEND


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


class Rolinvulling(models.Model):
    """Who fills one role in one phase: nobody yet (open), a party that was asked, or a party that committed."""

    fase = models.ForeignKey(Fase, on_delete=models.CASCADE, related_name="rollen")
    rol = models.CharField(_("rol"), max_length=20, choices=Rol)
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
    status = models.CharField(_("status"), max_length=10, choices=RolStatus, default=RolStatus.OPEN)
    gevraagd_op = models.DateField(_("gevraagd op"), null=True, blank=True)
    # Counts the times this row was asked: a party asked again on the same day gets a mail again.
    vraagnummer = models.PositiveSmallIntegerField(default=0, editable=False)
    afgewezen_door = models.ForeignKey(
        Partij, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("afgewezen door")
    )
    afwijsreden = models.CharField(_("reden van afwijzing"), max_length=300, blank=True)
    # Of an employer: how many can work there at one time. Nothing: it did not say.
    werkplekken = models.PositiveSmallIntegerField(_("werkplekken"), null=True, blank=True, validators=PLEK_VALIDATORS)

    objects = RolinvullingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rolinvulling")
        verbose_name_plural = _("rolinvullingen")
        ordering = ["fase__volgorde", "pk"]
        indexes = [
            models.Index(fields=["gevraagd_op"], name="rol_gevraagd_op", condition=Q(status=RolStatus.GEVRAAGD)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=RolStatus.OPEN, partij__isnull=True, persoon__isnull=True)
                | (~Q(status=RolStatus.OPEN) & Q(partij__isnull=False)),
                name="rolinvulling_partij_fits_status",
                violation_error_message=_("Een open rol heeft geen partij; een gevraagde of toegezegde rol wel."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RolStatus.GEVRAAGD) | Q(gevraagd_op__isnull=False),
                name="rolinvulling_gevraagd_has_date",
                violation_error_message=_("Een gevraagde rol heeft een datum van de vraag."),
            ),
            models.CheckConstraint(
                condition=Q(werkplekken__isnull=True)
                | Q(rol=Rol.WERKGEVER, status=RolStatus.TOEGEZEGD, werkplekken__gte=1, werkplekken__lte=MAX_GROEP),
                name="rolinvulling_werkplekken",
                violation_error_message=_("Alleen een werkgever die meedoet heeft werkplekken: 1 tot 500."),
            ),
            models.UniqueConstraint(
                fields=["fase", "rol", "partij"],
                condition=Q(persoon__isnull=True, partij__isnull=False),
                name="rolinvulling_partij_once",
                violation_error_message=_("Deze partij heeft deze rol al in deze fase."),
            ),
            models.UniqueConstraint(
                fields=["fase", "rol", "partij", "persoon"],
                condition=Q(persoon__isnull=False),
                name="rolinvulling_persoon_once",
                violation_error_message=_("Deze persoon heeft deze rol al in deze fase."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} - {self.partij or self.get_status_display()}"

    def siblings(self) -> RolinvullingQuerySet:
        """Return the other rows of the same role in the same phase."""
        return Rolinvulling.objects.filter(fase=self.fase_id, rol=self.rol).exclude(pk=self.pk)


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

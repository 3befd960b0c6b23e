"""A participant, their part in a trajectory, and how it goes. No BSN, no health: hours and barriers instead."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import (
    Bewaarreden,
    Cijfer,
    DeelnameStatus,
    PlaatsingSoort,
    Resultaat,
    SignaalStatus,
    Taalniveau,
    VerzoekStatus,
    VoortgangStatus,
    Wijze,
)
from deelnemers.privacy import GEEN_GEZONDHEID, no_bsn
from deelnemers.querysets import (
    CheckinQuerySet,
    DeelnameQuerySet,
    DeelnemerQuerySet,
    ImportOpdrachtQuerySet,
    InzageverzoekQuerySet,
    PlaatsingQuerySet,
    SignaalQuerySet,
    VoortgangQuerySet,
)
from partijen.models import Partij
from trajecten.models import DATUM_VALIDATORS, Afspraak, Fase, Traject

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Characters of free text in a check-in: room for what matters, not for a file about someone.
MAX_TEKST = 1000


def taalniveau_field(label: "_StrPromise") -> models.CharField:
    """Return the field for one skill's CEFR level; empty means not known."""
    return models.CharField(label, max_length=8, choices=Taalniveau, blank=True)


def check_order(start: date | None, eind: date | None, message: "_StrPromise") -> None:
    """Raise ValidationError beside the end when it lies before the start."""
    if start and eind and eind < start:
        raise ValidationError({"eind": message})


class Deelnemer(models.Model):
    """A person with a residence permit who takes part, or may; owned by one gemeente."""

    gemeente = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="+", verbose_name=_("gemeente"))
    kenmerk = models.CharField(
        _("eigen kenmerk"),
        max_length=30,
        blank=True,
        validators=[no_bsn],
        help_text=_("Een nummer uit uw eigen administratie. Geen BSN."),
    )
    voornaam = models.CharField(_("voornaam"), max_length=100, validators=[no_bsn])
    achternaam = models.CharField(_("achternaam"), max_length=100, validators=[no_bsn])
    email = models.EmailField(_("e-mailadres"), blank=True, validators=[no_bsn])
    telefoon = models.CharField(_("telefoon"), max_length=20, blank=True, validators=[no_bsn])
    luisteren = taalniveau_field(_("luisteren"))
    lezen = taalniveau_field(_("lezen"))
    spreken = taalniveau_field(_("spreken"))
    schrijven = taalniveau_field(_("schrijven"))
    uren_per_week = models.PositiveSmallIntegerField(
        _("beschikbare uren per week"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(60, _("Vul ten hoogste 60 uur in."))],
    )
    belemmeringen = models.JSONField(_("praktische belemmeringen"), default=list, blank=True)
    aangemaakt_op = models.DateTimeField(_("toegevoegd op"), default=timezone.now, editable=False)
    # How long this file is kept (bewaren.py), and since when nobody can be found in it (anonimiseren.py).
    bewaren_tot = models.DateField(_("langer bewaren tot"), null=True, blank=True)
    bewaren_reden = models.CharField(_("waarom langer"), max_length=12, choices=Bewaarreden, blank=True)
    aangekondigd_op = models.DateField(_("anonimiseren aangekondigd op"), null=True, editable=False)
    geanonimiseerd_op = models.DateTimeField(_("geanonimiseerd op"), null=True, editable=False)

    objects = DeelnemerQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")
        ordering = ["achternaam", "voornaam", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "kenmerk"],
                condition=~Q(kenmerk=""),
                name="deelnemer_kenmerk_once",
                violation_error_message=_("Er is al een deelnemer met dit kenmerk."),
            ),
            models.CheckConstraint(
                condition=Q(uren_per_week__isnull=True) | Q(uren_per_week__lte=60),
                name="deelnemer_uren",
                violation_error_message=_("Vul ten hoogste 60 uur in."),
            ),
            models.CheckConstraint(
                condition=Q(geanonimiseerd_op__isnull=True)
                | Q(voornaam="", achternaam="", kenmerk="", email="", telefoon="", uren_per_week__isnull=True),
                name="deelnemer_geanonimiseerd_is_empty",
                violation_error_message=_("Wie geanonimiseerd is, heeft geen gegevens meer."),
            ),
            models.CheckConstraint(
                condition=Q(bewaren_tot__isnull=True, bewaren_reden="")
                | Q(bewaren_tot__isnull=False) & ~Q(bewaren_reden=""),
                name="deelnemer_bewaren_has_reason",
                violation_error_message=_("Kies ook waarom het dossier langer blijft."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voornaam} {self.achternaam}" if not self.geanonimiseerd_op else gettext("Geanonimiseerd")


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
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.werkgever}"

    def clean(self) -> None:
        check_order(self.start, self.eind, _("Het einde ligt voor de start."))


class Inzageverzoek(models.Model):
    """The overview of everything held on one participant, as someone asked for it: to be made, made, or failed.

    The papers are kept in this row and not in a folder: they go with it, after a day or with the person.
    """

    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, related_name="+")
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("gevraagd door"),
    )
    status = models.CharField(_("status"), max_length=8, choices=VerzoekStatus, default=VerzoekStatus.WACHT)
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    geclaimd_op = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    pdf = models.BinaryField(_("overzicht als PDF"), null=True)
    json = models.BinaryField(_("overzicht als JSON"), null=True)
    # The kind of fault alone: its text could quote what it stumbled over.
    fout = models.CharField(_("fout"), max_length=100, blank=True)
    aangemaakt_op = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    klaar_op = models.DateTimeField(_("klaar op"), null=True, blank=True)

    objects = InzageverzoekQuerySet.as_manager()

    class Meta:
        verbose_name = _("inzageverzoek")
        verbose_name_plural = _("inzageverzoeken")
        ordering = ["-aangemaakt_op", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=VerzoekStatus.KLAAR) | Q(pdf__isnull=False, json__isnull=False),
                name="inzageverzoek_klaar_has_papers",
                violation_error_message=_("Een overzicht dat klaar is, heeft een PDF en een JSON-bestand."),
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ImportOpdracht(models.Model):
    """A sheet that was read and found good, waiting until whoever sent it says: import. Kept for an hour at most."""

    gemeente = models.ForeignKey(Partij, on_delete=models.CASCADE, related_name="+")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    bestandsnaam = models.CharField(max_length=200)
    # Emptied once imported: the people stand in Deelnemer then, and nowhere else.
    rijen = models.JSONField(default=list)
    aantal = models.PositiveSmallIntegerField()
    gemaakt_op = models.DateTimeField(default=timezone.now)
    uitgevoerd_op = models.DateTimeField(null=True, blank=True)

    objects = ImportOpdrachtQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.bestandsnaam

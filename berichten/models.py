"""The outbox. A mail is a row, written in the business transaction; the broker only wakes the worker that sends it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from berichten.enums import BerichtStatus, Onderdeel, Ritme
from berichten.querysets import BerichtQuerySet, WeigeringQuerySet


class Bericht(models.Model):
    """One mail to one person: what it is about (ids only, never personal details), and how far it got."""

    soort = models.CharField(_("soort"), max_length=60)
    sleutel = models.CharField(
        _("sleutel"),
        max_length=200,
        unique=True,
        help_text=_("Deadline, ontvanger, soort en datum: hetzelfde bericht wordt nooit twee keer gemaakt."),
    )
    ontvanger = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gegevens = models.JSONField(_("gegevens"), default=dict)
    # Whose business it is: the id of an organisation. The outbox does not know organisations, so no foreign key.
    eigenaar = models.PositiveBigIntegerField(_("eigenaar"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=BerichtStatus, default=BerichtStatus.WACHT)
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    volgende_poging = models.DateTimeField(_("volgende poging"), default=timezone.now)
    geclaimd_op = models.DateTimeField(_("geclaimd op"), null=True, blank=True)
    verzonden_op = models.DateTimeField(_("verzonden op"), null=True, blank=True)
    onderwerp = models.CharField(_("onderwerp"), max_length=250, blank=True)
    mail_id = models.CharField(
        _("kenmerk van de mail"),
        max_length=200,
        blank=True,
        db_index=True,
        help_text=_("De Message-ID van de mail waarin dit stond: een overzicht draagt er meer dan een."),
    )
    fout = models.TextField(_("fout"), blank=True)
    aangemaakt_op = models.DateTimeField(_("aangemaakt op"), default=timezone.now)
    afgehandeld_op = models.DateTimeField(
        _("afgehandeld op"), null=True, blank=True, help_text=_("Toen de lezer een link in de mail gebruikte.")
    )

    objects = BerichtQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["-aangemaakt_op", "-pk"]
        indexes = [
            models.Index(
                fields=["volgende_poging"], name="bericht_wacht", condition=models.Q(status=BerichtStatus.WACHT)
            ),
            models.Index(fields=["geclaimd_op"], name="bericht_bezig", condition=models.Q(status=BerichtStatus.BEZIG)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=BerichtStatus.VERZONDEN, verzonden_op__isnull=False)
                | ~models.Q(status=BerichtStatus.VERZONDEN),
                name="bericht_sent_has_moment",
                violation_error_message=_("Een verzonden bericht heeft een moment van verzenden."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=BerichtStatus.BEZIG, geclaimd_op__isnull=False)
                | ~models.Q(status=BerichtStatus.BEZIG),
                name="bericht_bezig_has_claim",
                violation_error_message=_("Een bericht dat wordt verzonden heeft een moment van opnemen."),
            ),
        ]

    def __str__(self) -> str:
        return self.onderwerp or self.soort

    @property
    def status_teken(self) -> str:
        """Return the kind of status label that goes with how far it got."""
        return BerichtStatus(self.status).teken


class Weigering(models.Model):
    """Someone whose address takes no mail: none is sent there for a week, or until a person has it tried again."""

    ontvanger = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ontvanger")
    )
    code = models.CharField(
        _("code"), max_length=20, help_text=_("Wat de mailserver antwoordde, bijvoorbeeld 550 5.1.1.")
    )
    sinds = models.DateTimeField(_("sinds"), default=timezone.now)

    objects = WeigeringQuerySet.as_manager()

    class Meta:
        verbose_name = _("weigering")
        verbose_name_plural = _("weigeringen")

    def __str__(self) -> str:
        return self.code


class Voorkeur(models.Model):
    """How often someone wants to be reminded, and the hours in which they want no mail; without a row, as usual."""

    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("gebruiker")
    )
    ritme = models.CharField(_("herinneringen"), max_length=10, choices=Ritme, default=Ritme.DAGELIJKS)
    stil_van = models.TimeField(_("geen mail vanaf"), null=True, blank=True)
    stil_tot = models.TimeField(_("geen mail tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailvoorkeur")
        verbose_name_plural = _("mailvoorkeuren")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stil_van__isnull=True, stil_tot__isnull=True)
                | (models.Q(stil_van__isnull=False, stil_tot__isnull=False) & ~models.Q(stil_van=models.F("stil_tot"))),
                name="voorkeur_stil_has_both_ends",
                violation_error_message=_("Geef van de stille uren het begin en een ander einde, of geen van beide."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_ritme_display()


class Uitstel(models.Model):
    """That someone wants to hear no more of one thing until a moment, whichever rule speaks of it."""

    ontvanger = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("ontvanger")
    )
    over = models.CharField(_("waarover"), max_length=100, help_text=_("De soort en het nummer."))
    tot = models.DateTimeField(_("tot"))

    class Meta:
        verbose_name = _("uitstel")
        verbose_name_plural = _("uitstel")
        constraints = [
            models.UniqueConstraint(
                fields=["ontvanger", "over"],
                name="uitstel_once",
                violation_error_message=_("Dit is al uitgesteld."),
            )
        ]

    def __str__(self) -> str:
        return self.over


class Regelkeuze(models.Model):
    """What one organisation chose for one rule of reminding: whether it holds, and how many days before or after."""

    # Whose choice: the id of an organisation, as in `Bericht`.
    eigenaar = models.PositiveBigIntegerField(_("eigenaar"))
    code = models.CharField(_("regel"), max_length=60)
    aan = models.BooleanField(_("aan"), default=True)
    dagen = models.PositiveSmallIntegerField(_("dagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("keuze voor een herinnering")
        verbose_name_plural = _("keuzes voor herinneringen")
        constraints = [
            models.UniqueConstraint(
                fields=["eigenaar", "code"],
                name="regelkeuze_once",
                violation_error_message=_("Voor deze herinnering is al iets gekozen."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Agendalink(models.Model):
    """The address at which a calendar program reads someone's dates; only a hash of its key is kept."""

    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("gebruiker")
    )
    sleutel = models.CharField(_("sleutel"), max_length=64, unique=True)
    gemaakt_op = models.DateTimeField(_("gemaakt op"), default=timezone.now)

    class Meta:
        verbose_name = _("agendalink")
        verbose_name_plural = _("agendalinks")

    def __str__(self) -> str:
        return str(self.gemaakt_op)


class Hartslag(models.Model):
    """When a process behind the pages last gave a sign of life."""

    onderdeel = models.CharField(_("onderdeel"), max_length=10, choices=Onderdeel, primary_key=True)
    gezien_op = models.DateTimeField(_("gezien op"))

    class Meta:
        verbose_name = _("hartslag")
        verbose_name_plural = _("hartslagen")

    def __str__(self) -> str:
        return self.get_onderdeel_display()

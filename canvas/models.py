"""What partners write on the Canvas, the means they bring, and the PDFs made of it."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from canvas.enums import BijdrageSoort, Bron, PdfStatus
from canvas.querysets import BijdrageQuerySet, CanvasTekstQuerySet, PdfOpdrachtQuerySet
from partijen.models import Partij
from trajecten.enums import Component
from trajecten.models import Traject

MAX_TEKST = 5000
# The folder of papers under MEDIA_ROOT.
MAP = "canvas"


class CanvasTekst(models.Model):
    """One field of the Canvas, such as the goal of a component or the answer to an attention point (velden.py)."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="+")
    veld = models.CharField(_("veld"), max_length=60)
    tekst = models.TextField(_("tekst"), max_length=MAX_TEKST, blank=True)
    gewijzigd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    gewijzigd_op = models.DateTimeField(default=timezone.now)

    objects = CanvasTekstQuerySet.as_manager()

    class Meta:
        verbose_name = _("canvastekst")
        constraints = [models.UniqueConstraint(fields=["traject", "veld"], name="canvastekst_once")]

    def __str__(self) -> str:
        return self.veld


class Bijdrage(models.Model):
    """Means that a component needs, and the party that brings them; without a party it is the open part."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="+")
    component = models.CharField(_("onderdeel"), max_length=20, choices=Component)
    soort = models.CharField(_("soort"), max_length=12, choices=BijdrageSoort)
    omschrijving = models.CharField(_("wat"), max_length=200)
    bedrag = models.DecimalField(
        _("bedrag in euro"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("Een bedrag is niet lager dan nul."))],
    )
    partij = models.ForeignKey(
        Partij, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wie brengt dit in")
    )
    bron = models.CharField(_("bron"), max_length=15, choices=Bron, blank=True, default=Bron.ONBEKEND)

    objects = BijdrageQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijdrage")
        verbose_name_plural = _("bijdragen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(soort=BijdrageSoort.GELD) | Q(bedrag__isnull=False),
                name="bijdrage_geld_has_bedrag",
                violation_error_message=_("Vul bij geld een bedrag in."),
            ),
            models.CheckConstraint(
                condition=Q(bedrag__isnull=True) | Q(bedrag__gte=0),
                name="bijdrage_bedrag_not_negative",
                violation_error_message=_("Een bedrag is niet lager dan nul."),
            ),
        ]

    def __str__(self) -> str:
        return self.omschrijving


class PdfOpdracht(models.Model):
    """One PDF of one content of one Canvas: asked, being made, stored. The same content is never made twice."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="+")
    inhoud_hash = models.CharField(max_length=64)
    document = models.JSONField()
    status = models.CharField(max_length=8, choices=PdfStatus, default=PdfStatus.WACHT)
    pogingen = models.PositiveSmallIntegerField(default=0)
    geclaimd_op = models.DateTimeField(null=True, blank=True)
    bestand = models.FileField(upload_to="canvas/", blank=True)
    fout = models.TextField(blank=True)
    gevraagd_op = models.DateTimeField(default=timezone.now)
    klaar_op = models.DateTimeField(null=True, blank=True)

    objects = PdfOpdrachtQuerySet.as_manager()

    class Meta:
        verbose_name = _("pdf-opdracht")
        constraints = [
            models.UniqueConstraint(fields=["traject", "inhoud_hash"], name="pdfopdracht_once"),
            models.CheckConstraint(
                condition=~Q(status=PdfStatus.KLAAR) | ~Q(bestand=""),
                name="pdfopdracht_klaar_has_bestand",
                violation_error_message=_("Een PDF die klaar is, heeft een bestand."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.traject} ({self.get_status_display()})"

    @property
    def bestandsnaam(self) -> str:
        """Where its file stands: a name of its own, so that deleting one never takes another."""
        return f"{MAP}/{self.traject_id}/{self.pk}-{self.inhoud_hash[:16]}.pdf"

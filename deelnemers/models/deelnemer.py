"""A participant: who it is, as far as the work needs it. No BSN, no health: hours and barriers instead."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import Bewaarreden, Taalniveau
from deelnemers.privacy import no_bsn
from deelnemers.querysets import DeelnemerQuerySet
from partijen.models import Partij
from partijen.telefoon import telefoonnummer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def taalniveau_field(label: "_StrPromise") -> models.CharField:
    """Return the field for one skill's CEFR level; empty means not known."""
    return models.CharField(label, max_length=8, choices=Taalniveau, blank=True)


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
    telefoon = models.CharField(_("telefoon"), max_length=20, blank=True, validators=[no_bsn, telefoonnummer])
    luisteren = taalniveau_field(_("luisteren"))
    lezen = taalniveau_field(_("lezen"))
    spreken = taalniveau_field(_("spreken"))
    schrijven = taalniveau_field(_("schrijven"))
    uren_per_week = models.PositiveSmallIntegerField(
        _("beschikbare uren per week"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, _("Vul 0 uur of meer in.")),
            MaxValueValidator(60, _("Vul ten hoogste 60 uur in.")),
        ],
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

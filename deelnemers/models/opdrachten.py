"""Work that somebody asked for and that is kept for a while: an overview of one person, a sheet to import."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import VerzoekStatus
from deelnemers.models.deelnemer import Deelnemer
from deelnemers.querysets import (
    ImportOpdrachtQuerySet,
    InzageverzoekQuerySet,
)
from partijen.models import Partij


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

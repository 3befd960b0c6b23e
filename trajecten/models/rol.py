"""Who fills which role."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partijen.enums import Rol
from partijen.models import Partij
from trajecten.enums import (
    RolStatus,
)
from trajecten.models.grenzen import (
    MAX_GROEP,
    PLEK_VALIDATORS,
)
from trajecten.models.traject import Fase
from trajecten.querysets import (
    RolinvullingQuerySet,
)


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

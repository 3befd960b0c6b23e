"""The participant's own page: the link that opens it, and what is wished there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import WensSoort, WensStatus
from deelnemers.models.deelname import Deelname
from deelnemers.querysets import PaginalinkQuerySet, WensQuerySet


class Paginalink(models.Model):
    """The one link to a participant's own page; a new one takes the place of the former.

    The key itself stands nowhere: of what is kept here nobody can make a link.
    """

    deelname = models.OneToOneField(Deelname, on_delete=models.CASCADE, related_name="paginalink")
    sleutel = models.CharField(
        _("kenmerk van de link"), max_length=64, unique=True, null=True, blank=True, editable=False
    )
    # It works as long as this person may give a new one.
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("gegeven door")
    )
    gemaakt_op = models.DateTimeField(_("gemaakt op"), default=timezone.now)
    verloopt_op = models.DateTimeField(_("verloopt op"))
    ingetrokken_op = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = PaginalinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("persoonlijke link")
        verbose_name_plural = _("persoonlijke links")
        constraints = [
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True, sleutel__isnull=False)
                | Q(ingetrokken_op__isnull=False, sleutel__isnull=True),
                name="paginalink_ingetrokken_has_no_key",
                violation_error_message=_("Een ingetrokken link heeft geen sleutel meer."),
            ),
            models.CheckConstraint(
                condition=Q(verloopt_op__gt=F("gemaakt_op")),
                name="paginalink_verloopt_later",
                violation_error_message=_("Een link verloopt nadat die is gemaakt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Wens(models.Model):
    """What a participant wishes, from a short list; each wish is one row, however often it is stated."""

    deelname = models.ForeignKey(Deelname, on_delete=models.CASCADE, related_name="wensen")
    soort = models.CharField(_("wens"), max_length=10, choices=WensSoort)
    status = models.CharField(_("status"), max_length=11, choices=WensStatus, default=WensStatus.OPEN)
    gesteld_op = models.DateTimeField(_("gesteld op"), default=timezone.now)
    besproken_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("besproken door"),
    )
    besproken_op = models.DateTimeField(_("besproken op"), null=True, blank=True)

    objects = WensQuerySet.as_manager()

    class Meta:
        verbose_name = _("wens")
        verbose_name_plural = _("wensen")
        ordering = ["-gesteld_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deelname", "soort"],
                name="wens_once",
                violation_error_message=_("Deze wens staat er al."),
            ),
            models.CheckConstraint(
                condition=Q(soort__in=WensSoort.values),
                name="wens_soort_known",
                violation_error_message=_("Kies een wens uit de lijst."),
            ),
            models.CheckConstraint(
                condition=Q(status=WensStatus.BESPROKEN, besproken_op__isnull=False)
                | ~Q(status=WensStatus.BESPROKEN) & Q(besproken_op__isnull=True, besproken_door__isnull=True),
                name="wens_besproken_has_moment",
                violation_error_message=_("Een besproken wens heeft een moment."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_soort_display()

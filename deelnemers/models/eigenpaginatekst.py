"""What a gemeente made of a text of the participant's own page: its own words, and who read what stands there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deelnemers.eigenpagina.talen import TALEN, VERTAALD
from deelnemers.querysets import EigenPaginaTekstQuerySet
from partijen.models import Partij


class EigenPaginaTekst(models.Model):
    """One text in one language, of one gemeente; without a row our own translation holds, and is a concept."""

    gemeente = models.ForeignKey(Partij, on_delete=models.CASCADE, related_name="+", verbose_name=_("gemeente"))
    taal = models.CharField(_("taal"), max_length=3, choices=[(code, TALEN[code].benaming) for code in VERTAALD])
    code = models.CharField(_("plaats op de pagina"), max_length=40)
    # Empty where the gemeente approved our own translation.
    tekst = models.CharField(_("vertaling"), max_length=400, blank=True)
    bewerkt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("geschreven door"),
    )
    bewerkt_op = models.DateTimeField(_("geschreven op"), null=True, blank=True)
    # Whoever reads the language: an interpreter needs no account.
    gelezen_door = models.CharField(_("gelezen door"), max_length=150, blank=True)
    gelezen_versie = models.CharField(_("gelezen versie"), max_length=64, blank=True, editable=False)
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vastgelegd door"),
    )
    vastgelegd_op = models.DateTimeField(_("vastgelegd op"), null=True, blank=True)

    objects = EigenPaginaTekstQuerySet.as_manager()

    class Meta:
        verbose_name = _("tekst van de eigen pagina")
        verbose_name_plural = _("teksten van de eigen pagina")
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "taal", "code"],
                name="eigenpaginatekst_once",
                violation_error_message=_("Deze tekst is er al."),
            ),
            models.CheckConstraint(
                condition=Q(taal__in=VERTAALD),
                name="eigenpaginatekst_known_language",
                violation_error_message=_("Kies een van de talen."),
            ),
            models.CheckConstraint(
                condition=Q(tekst="", bewerkt_door__isnull=True, bewerkt_op__isnull=True)
                | ~Q(tekst="") & Q(bewerkt_door__isnull=False, bewerkt_op__isnull=False),
                name="eigenpaginatekst_written_by_someone",
                violation_error_message=_("Een eigen tekst is door iemand geschreven."),
            ),
            models.CheckConstraint(
                condition=Q(
                    gelezen_door="", gelezen_versie="", vastgelegd_door__isnull=True, vastgelegd_op__isnull=True
                )
                | ~Q(gelezen_door="")
                & ~Q(gelezen_versie="")
                & Q(vastgelegd_door__isnull=False, vastgelegd_op__isnull=False),
                name="eigenpaginatekst_read_by_someone",
                violation_error_message=_("Een goedgekeurde tekst is door iemand gelezen."),
            ),
            models.CheckConstraint(
                condition=Q(bewerkt_door__isnull=True)
                | Q(vastgelegd_door__isnull=True)
                | ~Q(vastgelegd_door=F("bewerkt_door")),
                name="eigenpaginatekst_four_eyes",
                violation_error_message=_("Wie een tekst schreef, keurt hem niet zelf goed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_taal_display()}: {self.code}"

"""Organisations, and a person's place in one."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partijen.enums import Arbeidsmarktregio, Functie, PartijSoort
from partijen.querysets import ContactpersoonQuerySet, LidmaatschapQuerySet, PartijQuerySet


class Partij(models.Model):
    """An organisation. Shared by all municipalities; a KvK number, where there is one, is unique."""

    naam = models.CharField(_("naam"), max_length=150)
    soort = models.CharField(_("soort"), max_length=20, choices=PartijSoort)
    kvk_nummer = models.CharField(
        _("KvK-nummer"),
        max_length=8,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", _("Een KvK-nummer heeft acht cijfers."))],
        error_messages={"unique": _("Er is al een partij met dit KvK-nummer.")},
    )
    plaats = models.CharField(_("plaats"), max_length=100, blank=True)
    regio = models.CharField(_("arbeidsmarktregio"), max_length=40, choices=Arbeidsmarktregio, blank=True)
    email = models.EmailField(_("algemeen e-mailadres"), blank=True)
    telefoon = models.CharField(_("telefoon"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)

    objects = PartijQuerySet.as_manager()

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")
        ordering = ["naam", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(naam=""), name="partij_has_naam", violation_error_message=_("Geef een naam.")
            )
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def is_gemeente(self) -> bool:
        return self.soort == PartijSoort.GEMEENTE


class Lidmaatschap(models.Model):
    """A person's place in a party. One account, many memberships; a leaver's row stays, inactive."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lidmaatschappen")
    partij = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="leden")
    functie = models.CharField(_("functie"), max_length=20, choices=Functie, default=Functie.MEDEWERKER)
    actief = models.BooleanField(_("actief"), default=True)

    objects = LidmaatschapQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        ordering = ["gebruiker__naam", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gebruiker", "partij"],
                name="lidmaatschap_once",
                violation_error_message=_("Deze persoon hoort al bij deze partij."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker} ({self.partij})"


class Contactpersoon(models.Model):
    """Someone to call at a party who has no account; seen only by the gemeente that wrote it down."""

    partij = models.ForeignKey(Partij, on_delete=models.CASCADE, related_name="contactpersonen")
    gemeente = models.ForeignKey(Partij, on_delete=models.CASCADE, related_name="+")
    naam = models.CharField(_("naam"), max_length=150)
    functie = models.CharField(_("functie"), max_length=100, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    telefoon = models.CharField(_("telefoon"), max_length=20, blank=True)

    objects = ContactpersoonQuerySet.as_manager()

    class Meta:
        verbose_name = _("contactpersoon")
        verbose_name_plural = _("contactpersonen")
        ordering = ["naam", "pk"]

    def __str__(self) -> str:
        return self.naam

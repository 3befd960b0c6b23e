"""Organisations, and a person's place in one."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partijen.dagen import as_dagen, check_dagen
from partijen.enums import Arbeidsmarktregio, Functie, PartijSoort, UitnodigingStatus
from partijen.huisstijl import Thema
from partijen.instellingen import BEWAARTERMIJN, LOGBOEKTERMIJN, PER_MENTOR, WACHTTIJD, Bereik
from partijen.querysets import (
    ContactpersoonQuerySet,
    GemeenteInstellingQuerySet,
    GemeenteQuerySet,
    HuisstijlQuerySet,
    LidmaatschapQuerySet,
    PartijQuerySet,
    UitnodigingQuerySet,
)
from partijen.telefoon import telefoonnummer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


GEMEENTE_NAAM_ONCE = "gemeente_naam_once"
GEMEENTE_BESTAAT = _("Er is al een gemeente met deze naam.")


def bounded_field(label: "_StrPromise", bereik: Bereik, help_text: "_StrPromise") -> models.PositiveSmallIntegerField:
    """Return a field for a number that a gemeente may set between bounds."""
    said = lazy(lambda: gettext("Vul een getal in van %(laagste)s tot en met %(hoogste)s.") % bereik._asdict(), str)
    message = cast("_StrPromise", said())
    return models.PositiveSmallIntegerField(
        label,
        default=bereik.gewoon,
        validators=[MinValueValidator(bereik.laagste, message), MaxValueValidator(bereik.hoogste, message)],
        help_text=help_text,
    )


def bounds_of(field: models.Field) -> str:
    """Return in words between which bounds a number may lie, as its check says it; empty for what has none."""
    return next((str(v.message) for v in field.validators if isinstance(v, MinValueValidator)), "")


def within(bereik: Bereik, *fields: str) -> models.Q:
    """Return the condition that each of the fields lies within its bounds."""
    return models.Q(**{f"{field}__range": (bereik.laagste, bereik.hoogste) for field in fields})


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
    telefoon = models.CharField(_("telefoon"), max_length=20, blank=True, validators=[telefoonnummer])
    website = models.URLField(_("website"), blank=True)

    objects = PartijQuerySet.as_manager()

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")
        ordering = ["naam", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(naam=""), name="partij_has_naam", violation_error_message=_("Geef een naam.")
            ),
            # A gemeente's own sign-on finds it by this name.
            models.UniqueConstraint(
                Lower("naam"),
                condition=models.Q(soort=PartijSoort.GEMEENTE),
                name=GEMEENTE_NAAM_ONCE,
                violation_error_message=GEMEENTE_BESTAAT,
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def is_gemeente(self) -> bool:
        return self.soort == PartijSoort.GEMEENTE

    @property
    def functies(self) -> tuple[Functie, ...]:
        """Return the functions that someone can have here."""
        return Functie.for_soort(PartijSoort(self.soort))


class Gemeente(Partij):
    """A gemeente as its own people see it: the owner of files and of what it may set."""

    objects = GemeenteQuerySet.as_manager()  # type: ignore[misc]  # a manager of its own is the point

    class Meta:
        proxy = True
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")


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


class Uitnodiging(models.Model):
    """An invitation to a place in a party: a link that works once, for two weeks, for one person."""

    partij = models.ForeignKey(Partij, on_delete=models.PROTECT, related_name="uitnodigingen")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    naam = models.CharField(_("naam"), max_length=150)
    functie = models.CharField(_("functie"), max_length=20, choices=Functie, default=Functie.MEDEWERKER)
    # Nobody where whoever runs Leerwerk let a party's first person in.
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The gemeente in whose name someone was invited; none where the party invites its own colleague.
    gemeente = models.ForeignKey(Partij, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aangemaakt_op = models.DateTimeField(default=timezone.now, editable=False)
    verloopt_op = models.DateTimeField(_("verloopt op"))
    # Part of the link: a link of an earlier version works no more.
    versie = models.PositiveSmallIntegerField(default=1)
    akkoord_nodig = models.BooleanField(default=False)
    akkoord_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gebruikt_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    objects = UitnodigingQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ["-aangemaakt_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partij", "gebruiker"],
                condition=models.Q(gebruikt_op__isnull=True, ingetrokken_op__isnull=True),
                name="uitnodiging_open_once",
                violation_error_message=_("Deze persoon is al uitgenodigd."),
            ),
            models.CheckConstraint(
                condition=models.Q(gebruikt_op__isnull=True) | models.Q(ingetrokken_op__isnull=True),
                name="uitnodiging_used_or_withdrawn",
                violation_error_message=_("Een gebruikte uitnodiging kan niet worden ingetrokken."),
            ),
            models.CheckConstraint(
                condition=models.Q(gebruikt_op__isnull=True)
                | models.Q(akkoord_nodig=False)
                | models.Q(akkoord_door__isnull=False),
                name="uitnodiging_used_with_consent",
                violation_error_message=_("Voor deze uitnodiging is eerst een akkoord nodig."),
            ),
            models.CheckConstraint(
                condition=models.Q(gemeente__isnull=True) | models.Q(door__isnull=False),
                name="uitnodiging_of_gemeente_by_someone",
                violation_error_message=_("Namens een gemeente nodigt altijd iemand uit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def status(self) -> UitnodigingStatus:
        """Return where the invitation stands at this moment."""
        if self.gebruikt_op:
            return UitnodigingStatus.GEBRUIKT
        if self.ingetrokken_op:
            return UitnodigingStatus.INGETROKKEN
        if self.verloopt_op <= timezone.now():
            return UitnodigingStatus.VERLOPEN
        if self.akkoord_nodig and not self.akkoord_door_id:
            return UitnodigingStatus.WACHT
        return UitnodigingStatus.VERSTUURD


class Contactpersoon(models.Model):
    """Someone to call at a party who has no account; seen only by the gemeente that wrote it down."""

    partij = models.ForeignKey(Partij, on_delete=models.CASCADE, related_name="contactpersonen")
    gemeente = models.ForeignKey(Partij, on_delete=models.CASCADE, related_name="+")
    naam = models.CharField(_("naam"), max_length=150)
    functie = models.CharField(_("functie"), max_length=100, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    telefoon = models.CharField(_("telefoon"), max_length=20, blank=True, validators=[telefoonnummer])

    objects = ContactpersoonQuerySet.as_manager()

    class Meta:
        verbose_name = _("contactpersoon")
        verbose_name_plural = _("contactpersonen")
        ordering = ["naam", "pk"]

    def __str__(self) -> str:
        return self.naam


class GemeenteInstelling(models.Model):
    """Everything one gemeente may set, within bounds; without a row the usual values hold."""

    gemeente = models.OneToOneField(Partij, on_delete=models.CASCADE, related_name="+")
    wachttijd_coordinator = bounded_field(_("uitloggen na: coördinator"), WACHTTIJD, _("minuten zonder iets te doen"))
    wachttijd_klantmanager = bounded_field(_("uitloggen na: klantmanager"), WACHTTIJD, _("minuten zonder iets te doen"))
    wachttijd_lezer = bounded_field(_("uitloggen na: lezer"), WACHTTIJD, _("minuten zonder iets te doen"))
    wachttijd_beheerder = bounded_field(_("uitloggen na: beheerder"), WACHTTIJD, _("minuten zonder iets te doen"))
    wachttijd_partner = bounded_field(
        _("uitloggen na: mensen van partners"),
        WACHTTIJD,
        _("minuten zonder iets te doen; werkt een partner voor meer gemeenten, dan geldt de kortste tijd"),
    )
    bewaartermijn = bounded_field(
        _("bewaartermijn van dossiers"),
        BEWAARTERMIJN,
        _("jaren na het einde van het laatste traject; daarna blijven alleen maanden en aantallen over"),
    )
    anonimiseren = models.BooleanField(
        _("dossiers na de bewaartermijn anonimiseren"),
        default=True,
        help_text=_(
            "Zet dit uit om het anonimiseren direct te stoppen, bijvoorbeeld bij een bezwaar of een onderzoek."
        ),
    )
    logboektermijn = bounded_field(
        _("bewaartermijn van het logboek"),
        LOGBOEKTERMIJN,
        _("jaren dat zichtbaar blijft wie een dossier heeft gelezen"),
    )
    per_mentor = bounded_field(
        _("deelnemers per mentor"), PER_MENTOR, _("zo veel begeleidt een mentor ten hoogste; daarboven ziet u het")
    )
    # ISO dates.
    gesloten_dagen = models.JSONField(
        _("dagen waarop de gemeente gesloten is"), default=list, blank=True, validators=[check_dagen]
    )

    objects = GemeenteInstellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("instelling van een gemeente")
        verbose_name_plural = _("instellingen van gemeenten")
        constraints = [
            models.CheckConstraint(
                condition=within(
                    WACHTTIJD,
                    "wachttijd_coordinator",
                    "wachttijd_klantmanager",
                    "wachttijd_lezer",
                    "wachttijd_beheerder",
                    "wachttijd_partner",
                )
                & within(BEWAARTERMIJN, "bewaartermijn")
                & within(LOGBOEKTERMIJN, "logboektermijn")
                & within(PER_MENTOR, "per_mentor"),
                name="gemeenteinstelling_within_bounds",
                violation_error_message=_("Een van de instellingen ligt buiten de grenzen."),
            )
        ]

    def __str__(self) -> str:
        return str(self.gemeente)

    @property
    def gesloten(self) -> frozenset[date]:
        """Return the days on which it is closed, beside weekends and public holidays."""
        return as_dagen(self.gesloten_dagen)


class Huisstijl(models.Model):
    """How one gemeente's screens look: whose colours, its own where it has them, and a logo; without a row ours."""

    gemeente = models.OneToOneField(Partij, on_delete=models.CASCADE, related_name="huisstijl")
    thema = models.CharField(_("kleuren"), max_length=20, choices=Thema, default=Thema.LEERWERK)
    # By the names of our own tokens, each read by its rule in partijen/huisstijl.py.
    tokens = models.JSONField(_("eigen kleuren"), default=dict, blank=True)
    logo = models.BinaryField(_("logo"), default=bytes, blank=True)
    # In pixels: a page keeps room for it before it is there.
    logo_breedte = models.PositiveSmallIntegerField(_("breedte van het logo"), default=0, editable=False)
    logo_hoogte = models.PositiveSmallIntegerField(_("hoogte van het logo"), default=0, editable=False)
    # Changes with what was saved: part of the addresses, so that a browser fetches it again.
    versie = models.CharField(max_length=16, default="", blank=True, editable=False)
    heeft_logo = models.BooleanField(default=False, editable=False)

    objects = HuisstijlQuerySet.as_manager()

    class Meta:
        verbose_name = _("huisstijl")
        verbose_name_plural = _("huisstijlen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(thema__in=Thema.values),
                name="huisstijl_known_theme",
                violation_error_message=_("Kies een van de drie huisstijlen."),
            ),
            models.CheckConstraint(
                condition=~models.Q(logo=b"", heeft_logo=True),
                name="huisstijl_has_its_logo",
                violation_error_message=_("Er is geen logo."),
            ),
            models.CheckConstraint(
                condition=models.Q(heeft_logo=False) | models.Q(logo_breedte__gt=0, logo_hoogte__gt=0),
                name="huisstijl_knows_its_logos_size",
                violation_error_message=_("Er is geen logo."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.gemeente)

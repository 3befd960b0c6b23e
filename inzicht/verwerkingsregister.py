"""The register of processing (AVG art. 30), made from the models: every field, what for, why it may, who, how long."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from canvas.opruimen import BEWAREN
from deelnemers.anonimiseren import REGELS, Lot
from deelnemers.importeren import GELDIG
from deelnemers.inzageverzoeken import BEWAAR
from deelnemers.zichtbaarheid import VELDEN
from inzicht import verwerkingen
from inzicht.verwerkingen import VERWERKINGEN, Verwerking
from inzicht.verwerkingen_account import OVER_ACCOUNTS
from inzicht.verwerkingen_traject import OVER_TRAJECTEN, PAPIER
from partijen.instellingen import BEWAARTERMIJN, LOGBOEKTERMIJN, Bereik
from toegang.matrix import MATRIX
from toegang.relaties import Relatie, Relaties
from toegang.veldnamen import name_of

REGISTER: Mapping[str, Verwerking] = MappingProxyType({**VERWERKINGEN, **OVER_ACCOUNTS, **OVER_TRAJECTEN})
PAD = settings.BASE_DIR / "docs" / "verwerkingsregister.md"


class Rij(NamedTuple):
    """One field with personal data."""

    veld: str
    doel: str
    ziet: str
    bewaren: str


class Deel(NamedTuple):
    """One kind of row with its fields."""

    titel: str
    grond: str
    rijen: list[Rij]


def build() -> list[Deel]:
    """Return the register, by model."""
    return [*(_part(label, verwerking) for label, verwerking in REGISTER.items()), _attempts()]


def as_markdown() -> str:
    """Return the register as it stands in the docs."""
    lines = [
        "# Verwerkingsregister",
        "",
        "Gemaakt uit de modellen met `manage.py verwerkingsregister --write`; wijzig dit bestand niet met de hand.",
        "De grondslagen zijn een voorstel: de privacy officer van de gemeente beoordeelt ze.",
        "De gemeente die een traject of deelnemer heeft, is de verwerkingsverantwoordelijke.",
    ]
    for deel in build():
        lines += ["", f"## {deel.titel}", "", f"Grondslag: {deel.grond}.", ""]
        lines += [
            "| Veld | Doel | Wie ziet het | Hoe lang |",
            "|---|---|---|---|",
            *(f"| {' | '.join(rij)} |" for rij in deel.rijen),
        ]
    return "\n".join(lines) + "\n"


def _part(label: str, verwerking: Verwerking) -> Deel:
    model = apps.get_model(label)
    rows = [
        Rij(
            veld=_label(model, verwerking, veld),
            doel=str(doel),
            ziet=_who_sees(verwerking, veld),
            bewaren=_how_long(label, verwerking, veld),
        )
        for doel, velden in verwerking.doelen
        for veld in velden
    ]
    titel = str(verwerking.titel or model._meta.verbose_name_plural)
    return Deel(_first_upper(titel), str(verwerking.grond), rows)


def _attempts() -> Deel:
    """Return what is counted of attempts to sign in: no row of a model, but an address of someone all the same."""
    rij = Rij(
        veld=_("Netwerkadres (IP), of een versleuteld e-mailadres, met de momenten van de pogingen"),
        doel=_("Raden van wachtwoorden tegengaan"),
        ziet=str(verwerkingen.NIEMAND),
        bewaren=_("Telt ten hoogste 15 minuten mee; de regel verdwijnt binnen een uur daarna"),
    )
    return Deel(_("Pogingen om in te loggen"), str(verwerkingen.BEVEILIGING), [rij])


def _label(model: type[models.Model], verwerking: Verwerking, veld: str) -> str:
    return _first_upper(str(verwerking.namen.get(veld) or name_of(model._meta.get_field(veld))))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _who_sees(verwerking: Verwerking, veld: str) -> str:
    """Return who sees a field: by zichtbaarheid.VELDEN for what stands there, by the matrix for an address."""
    bronnen = verwerking.anders.get(veld, verwerking.ziet)
    named = {bron: _relaties(str(bron), veld) for bron in bronnen}
    seen = frozenset().union(*named.values())
    labels = [str(relatie.label) for relatie in Relatie if relatie in seen]
    return ", ".join(labels + [str(bron) for bron, relaties in named.items() if not relaties])


def _relaties(bron: str, veld: str) -> Relaties:
    if bron == "veld":
        bron = veld
    if bron in MATRIX:
        return MATRIX[bron].lezen | MATRIX[bron].schrijven
    return frozenset(relatie for relatie, velden in VELDEN.items() if bron in velden)


def _how_long(label: str, verwerking: Verwerking, veld: str) -> str:
    bewaren = verwerking.bewaren
    if bewaren == verwerkingen.ALS_DOSSIER:
        return (
            f"{_years(BEWAARTERMIJN)} {_('na het einde van het laatste traject')}; {_after(REGELS[label].velden[veld])}"
        )
    fixed = {
        verwerkingen.EEN_DAG: _("%(n)s uur") % {"n": int(BEWAAR.total_seconds() // 3600)},
        verwerkingen.EEN_UUR: _("%(n)s minuten; wat ouder is verdwijnt bij de opruiming van elk uur")
        % {"n": int(GELDIG.total_seconds() // 60)},
        verwerkingen.AFSPRAAK: _("Uit een check-in: %(jaren)s na het einde van het laatste traject, daarna gewist. ")
        % {"jaren": _years(BEWAARTERMIJN)}
        + _("Bij het traject gemaakt: zolang het traject bestaat; het formulier vraagt geen deelnemer te noemen"),
        PAPIER: _(
            "%(n)s dagen nadat er voor het laatst om is gevraagd; een ouder papier tot de volgende nacht, en elk "
            "papier tot van een deelnemer van het traject de gegevens verdwijnen"
        )
        % {"n": BEWAREN.days},
        verwerkingen.LOGBOEK: _years(LOGBOEKTERMIJN),
        verwerkingen.SESSIE: _("Ten hoogste %(n)s uur") % {"n": settings.SESSION_COOKIE_AGE // 3600},
    }
    return fixed.get(str(bewaren), str(bewaren))


def _years(bereik: Bereik) -> str:
    return _("%(gewoon)s jaar (de gemeente kiest %(laagste)s tot %(hoogste)s)") % bereik._asdict()


def _after(lot: Lot) -> str:
    return {
        Lot.WIS: _("daarna gewist"),
        Lot.LEEG: _("daarna leeggemaakt"),
        Lot.MAAND: _("daarna blijft alleen de maand"),
        Lot.BLIJFT: _("daarna blijft het staan voor de cijfers, zonder persoon"),
    }[lot]

"""Everything that is held on one participant, to hand over to them (AVG art. 15 and 20): as data, and in words.

Built from the models themselves: a field that is added tomorrow is in the overview tomorrow.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deelnemers import bewaren
from deelnemers.anonimiseren import REGELS
from deelnemers.enums import Belemmering
from deelnemers.logtabel import PAGINAS, with_people
from deelnemers.models import Checkin, Deelname, Deelnemer
from deelnemers.signalen import in_words
from deelnemers.zichtbaarheid import VELDEN
from partijen.instellingen import instelling_of
from partijen.models import Partij
from toegang.logregels import Handeling, Logregel
from toegang.relaties import Relatie
from trajecten.models import Afspraak

# Version of the keys below, for a program that reads the JSON.
VERSIE = 1
# In which order, and under which heading, the parts of a file stand: by label of the model.
ONDERDELEN: dict[str, tuple[str, str | Promise]] = {
    "deelnemers.Deelnemer": ("deelnemer", gettext_lazy("Uw gegevens")),
    "deelnemers.Deelname": ("deelnames", gettext_lazy("Trajecten waaraan u meedoet of meedeed")),
    "deelnemers.Voortgang": ("voortgang", gettext_lazy("Uw voortgang per fase")),
    "deelnemers.Plaatsing": ("plaatsingen", gettext_lazy("Waar u werkt of werkte")),
    "deelnemers.Checkin": ("checkins", gettext_lazy("Gesprekken met uw mentor (check-ins)")),
    "trajecten.Afspraak": ("afspraken", gettext_lazy("Afspraken uit die gesprekken")),
    "deelnemers.Signaal": ("signalen", gettext_lazy("Signalen aan de coördinator")),
    "deelnemers.Ontmoeting": ("ontmoetingen", gettext_lazy("Ontmoetingen die met u gepland zijn")),
    "deelnemers.Wens": ("wensen", gettext_lazy("Wensen op uw eigen pagina")),
    "deelnemers.Paginalink": ("paginalinks", gettext_lazy("Persoonlijke links naar uw eigen pagina")),
    "deelnemers.Inzageverzoek": ("inzageverzoeken", gettext_lazy("Eerdere overzichten zoals dit")),
}
# What is no information about someone: the numbers rows hang together by stay, the papers themselves do not.
ZONDER = {"deelnemers.Inzageverzoek": {"pdf", "json"}, "deelnemers.Paginalink": {"sleutel"}}


@dataclass(frozen=True)
class Waarde:
    """One field of one row: its name and its value as data, its label and its value in words.

    On paper a number that only ties rows together, or a field that is empty, tells nothing: it has no text.
    """

    naam: str
    label: str
    waarde: Any
    tekst: str


@dataclass(frozen=True)
class Onderdeel:
    """One part of a file: its rows, each a list of fields."""

    sleutel: str
    titel: str | Promise
    rijen: list[list[Waarde]]


@dataclass(frozen=True)
class Logboekregel:
    """Who looked or changed, without a name: the organisation, as what, and what they did."""

    wanneer: datetime
    organisatie: str
    hoedanigheid: str
    wat: str


@dataclass(frozen=True)
class Overzicht:
    """All of it, and what the person may ask next."""

    deelnemer: Deelnemer
    gemeente: Partij
    onderdelen: list[Onderdeel]
    logboek: list[Logboekregel]
    zichtbaar: list[tuple[str, str]]
    jaren: int
    bewaard_tot: date | None
    gemaakt_op: datetime


def overview_of(deelnemer: Deelnemer) -> Overzicht:
    """Return everything held on one participant, as it is now."""
    years = instelling_of(deelnemer.gemeente_id).bewaartermijn
    closed = bewaren.with_term(deelnemer.gemeente_id).filter(pk=deelnemer.pk).first()
    return Overzicht(
        deelnemer=deelnemer,
        gemeente=deelnemer.gemeente,
        onderdelen=[_part(label, deelnemer.pk) for label in ONDERDELEN],
        logboek=[_log_line(regel) for regel in with_people(Logregel.objects.about(deelnemer.pk))],
        zichtbaar=[(str(relatie.label), _fields_in_words(velden)) for relatie, velden in VELDEN.items()],
        jaren=years,
        bewaard_tot=bewaren.last_day_of(closed, years) if closed else None,
        gemaakt_op=timezone.now(),
    )


def as_json(overzicht: Overzicht) -> bytes:
    """Return the overview for a program: keys are names of fields and stay the same within a version."""
    data: dict[str, Any] = {
        "versie": VERSIE,
        "gemaakt_op": overzicht.gemaakt_op,
        "gemeente": {veld: getattr(overzicht.gemeente, veld) for veld in ("naam", "email", "telefoon")},
        "bewaartermijn_jaren": overzicht.jaren,
        "bewaard_tot": overzicht.bewaard_tot,
        "wie_ziet_wat": dict(overzicht.zichtbaar),
    }
    for onderdeel in overzicht.onderdelen:
        rows = [{waarde.naam: waarde.waarde for waarde in rij} for rij in onderdeel.rijen]
        data[onderdeel.sleutel] = rows[0] if onderdeel.sleutel == "deelnemer" else rows
    data["logboek"] = [vars(regel) for regel in overzicht.logboek]
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def days_of(logboek: Iterable[Logboekregel]) -> list[tuple[date, Logboekregel, int]]:
    """Return the log for a reader: the same act by the same organisation on one day is one line with a count."""
    found: dict[tuple[date, str, str, str], tuple[Logboekregel, int]] = {}
    for regel in logboek:
        key = (timezone.localtime(regel.wanneer).date(), regel.organisatie, regel.hoedanigheid, regel.wat)
        found[key] = (found.get(key, (regel, 0))[0], found.get(key, (regel, 0))[1] + 1)
    return [(key[0], regel, n) for key, (regel, n) in found.items()]


def _part(label: str, deelnemer: int) -> Onderdeel:
    sleutel, titel = ONDERDELEN[label]
    rows = REGELS[label].rijen(deelnemer)
    related = [field.name for field in rows.model._meta.concrete_fields if field.is_relation]
    if "deelname" in related:
        related.append("deelname__traject")
    return Onderdeel(sleutel, titel, [_row(label, row) for row in rows.select_related(*related).order_by("pk")])


def _row(label: str, row: models.Model) -> list[Waarde]:
    zonder = ZONDER.get(label, set())
    return [_value(row, field) for field in row._meta.concrete_fields if field.name not in zonder]


def _value(row: models.Model, field: models.Field) -> Waarde:
    raw = getattr(row, field.name)
    # A row this hangs on is told in words; which participant it is about goes without saying.
    if not field.is_relation:
        return Waarde(field.name, _label(field), raw, "" if field.primary_key else _in_words(row, field, raw))
    if field.related_model in AAN_ELKAAR:
        label, say = AAN_ELKAAR[field.related_model]
        return Waarde(field.name, str(label), getattr(row, field.attname), say(raw) if raw else "")
    value = None if raw is None else str(raw)
    return Waarde(field.name, _label(field), value, value or "")


# Rows of the file that others hang on: a number as data, and in words what a reader knows them by.
AAN_ELKAAR: dict[Any, tuple[str | Promise, Callable[[Any], str]]] = {
    Deelnemer: ("", "".format),
    Deelname: (gettext_lazy("Traject"), lambda deelname: str(deelname.traject)),
    Checkin: (gettext_lazy("Gesprek van"), lambda checkin: date_format(checkin.datum, "j F Y")),
    Afspraak: (gettext_lazy("Afspraak"), lambda afspraak: afspraak.wat),
}


def _label(field: models.Field) -> str:
    naam = str(field.verbose_name)
    return naam[:1].upper() + naam[1:]


def _in_words(row: models.Model, field: models.Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    special = IN_WOORDEN.get(field.name)
    if special:
        return special(value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    say = next((say for kind, say in NAAR_SOORT.items() if isinstance(value, kind)), str)
    return say(value)


# In this order: a moment is a day too.
NAAR_SOORT: dict[type, Callable[[Any], str]] = {
    bool: lambda value: _("ja") if value else _("nee"),
    datetime: lambda value: date_format(timezone.localtime(value), "j F Y H:i"),
    date: lambda value: date_format(value, "j F Y"),
    time: lambda value: time_format(value, "H:i"),
}


IN_WOORDEN: dict[str, Callable[[Any], str]] = {
    "belemmeringen": lambda codes: ", ".join(str(Belemmering(code).label) for code in codes),
    "redenen": lambda redenen: ", ".join(in_words(redenen)),
}


def _log_line(regel: Logregel) -> Logboekregel:
    leden = regel.actor.lidmaatschappen.all() if regel.actor else ()
    pagina = (regel.additional_data or {}).get("pagina", "")
    nobody = _("Via uw eigen pagina") if Relatie.HOUDER in regel.grond else _("Leerwerk zelf")
    wat = [str(Handeling(regel.handeling).label), str(PAGINAS.get(pagina, ""))]
    return Logboekregel(
        wanneer=regel.timestamp,
        organisatie=", ".join(sorted({lid.partij.naam for lid in leden})) or nobody,
        hoedanigheid=", ".join(str(Relatie(grond).label) for grond in regel.grond if grond in Relatie.values),
        wat=": ".join(filter(None, wat)),
    )


def _fields_in_words(velden: Iterable[str]) -> str:
    own = {field.name: str(field.verbose_name) for field in Deelnemer._meta.concrete_fields}
    return ", ".join(sorted(own.get(veld) or str(ONDERDEEL_NAMEN[veld]) for veld in velden))


# The parts of a file as zichtbaarheid.ONDERDELEN names them.
ONDERDEEL_NAMEN: dict[str, str | Promise] = {
    "mentor": gettext_lazy("wie uw mentor is"),
    "voortgang": gettext_lazy("voortgang"),
    "plaatsingen": gettext_lazy("plaatsingen"),
    "eigen_plaatsing": gettext_lazy("de plaatsing bij zichzelf"),
    "checkins": gettext_lazy("check-ins"),
    "wensen": gettext_lazy("wensen"),
    "ontmoetingen": gettext_lazy("ontmoetingen"),
}

"""The columns of an import: their headings, and how the text of a cell becomes a value of Deelnemer."""

import re
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, widgets

from deelnemers.enums import Belemmering, Taalniveau
from deelnemers.models import Deelnemer
from deelnemers.privacy import is_bsn
from partijen.models import Partij


class Kolom(NamedTuple):
    """One column: the field it fills, its heading, other headings that mean the same, an example and what goes in."""

    veld: str
    kop: str
    ook: tuple[str, ...]
    voorbeeld: str
    uitleg: str | Promise


_TAAL = gettext_lazy("nog niet, A1, A2, B1, B2, C1 of C2; leeg als het niet bekend is")

KOLOMMEN: tuple[Kolom, ...] = (
    Kolom("voornaam", "Voornaam", ("roepnaam",), "Samira", gettext_lazy("Verplicht, ten hoogste 100 tekens")),
    Kolom("achternaam", "Achternaam", ("naam",), "Haddad", gettext_lazy("Verplicht, ten hoogste 100 tekens")),
    Kolom("kenmerk", "Kenmerk", ("eigenkenmerk",), "WS-0412", gettext_lazy("Uw eigen nummer, elk één keer; geen BSN")),
    Kolom("email", "E-mailadres", ("email", "mail"), "samira@voorbeeld.example", gettext_lazy("Mag leeg")),
    Kolom("telefoon", "Telefoon", ("telefoonnummer", "mobiel"), "06 12345678", gettext_lazy("Mag leeg")),
    Kolom("luisteren", "Luisteren", (), "A2", _TAAL),
    Kolom("lezen", "Lezen", (), "A1", _TAAL),
    Kolom("spreken", "Spreken", (), "A2", _TAAL),
    Kolom("schrijven", "Schrijven", (), "nog niet", _TAAL),
    Kolom("uren_per_week", "Uren per week", ("uren",), "24", gettext_lazy("Heel getal, 0 tot en met 60")),
    Kolom(
        "belemmeringen",
        "Belemmeringen",
        ("praktischebelemmeringen",),
        "Kinderopvang nodig; Reistijd of vervoer",
        gettext_lazy("Uit de lijst hieronder, met ; ertussen"),
    ),
)
VERPLICHT = ("voornaam", "achternaam")
KOP_VAN_VELD = {kolom.veld: kolom.kop for kolom in KOLOMMEN}


def _plain(tekst: str) -> str:
    return re.sub(r"[^a-z0-9]", "", tekst.lower())


def _spellings(choices: type[models.TextChoices]) -> dict[str, str]:
    """Return the value by each way to write a choice: the value itself, or its label in any language of the screens."""
    found = {_plain(item.value): item.value for item in choices}
    for taal, _naam in settings.LANGUAGES:
        with translation.override(taal):
            found |= {_plain(str(item.label)): item.value for item in choices}
    return found


_VELD_VAN_KOP = {_plain(kop): kolom.veld for kolom in KOLOMMEN for kop in (kolom.kop, *kolom.ook)}
_NIVEAUS, _BELEMMERINGEN = _spellings(Taalniveau), _spellings(Belemmering)
MOBIEL = re.compile(r"6\d{8}")
ZONDER_NUL = re.compile(r"[1-9]\d{8}")


def veld_of(kop: str) -> str | None:
    """Return the field that a heading means, however it is spelled; None for a heading we do not know."""
    return _VELD_VAN_KOP.get(_plain(kop))


class TaalWidget(widgets.Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        if value and _plain(value) not in _NIVEAUS:
            raise ValueError(
                _("'%(waarde)s' is geen taalniveau. Kies nog niet, A1, A2, B1, B2, C1 of C2.") % {"waarde": value[:30]}
            )
        return _NIVEAUS.get(_plain(value), "")


class UrenWidget(widgets.Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int | None:
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", value):
            raise ValueError(_("'%(waarde)s' is geen heel getal. Vul 0 tot en met 60 in.") % {"waarde": value[:30]})
        return int(value)


class BelemmeringenWidget(widgets.Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> list[str]:
        words = [word.strip() for word in value.split(";") if word.strip()]
        if unknown := [word for word in words if _plain(word) not in _BELEMMERINGEN]:
            raise ValueError(_("'%(waarde)s' staat niet in de lijst van belemmeringen.") % {"waarde": unknown[0][:50]})
        return list(dict.fromkeys(_BELEMMERINGEN[_plain(word)] for word in words))


class TelefoonWidget(widgets.Widget):
    """A phone number that a sheet took for a number has lost its first nought: give it back, but never to a BSN."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        lost = ZONDER_NUL.fullmatch(value) and (MOBIEL.fullmatch(value) or not is_bsn(value))
        return f"0{value}" if lost else value


class DeelnemerResource(resources.ModelResource):
    """Rows of a sheet as participants of one gemeente; always new people, never changes to those already there."""

    telefoon = fields.Field("telefoon", "telefoon", TelefoonWidget())
    luisteren = fields.Field("luisteren", "luisteren", TaalWidget())
    lezen = fields.Field("lezen", "lezen", TaalWidget())
    spreken = fields.Field("spreken", "spreken", TaalWidget())
    schrijven = fields.Field("schrijven", "schrijven", TaalWidget())
    uren_per_week = fields.Field("uren_per_week", "uren_per_week", UrenWidget())
    belemmeringen = fields.Field("belemmeringen", "belemmeringen", BelemmeringenWidget())

    class Meta:
        model = Deelnemer
        fields = tuple(KOP_VAN_VELD)

    def __init__(self, *, gemeente: Partij) -> None:
        super().__init__()
        self.gemeente = gemeente

    def problems_in(self, row: dict[str, str]) -> dict[str, list[str]]:
        """Return what is wrong in a row, by field, and save nothing."""
        deelnemer, errors = self.init_instance(row), {}
        try:
            self.import_instance(deelnemer, row)
        except ValidationError as error:
            errors = error.update_error_dict({})
        try:
            self.validate_instance(deelnemer, errors)
        except ValidationError as error:
            return error.message_dict
        return {}

    def build(self, row: dict[str, str]) -> Deelnemer:
        """Return the participant of a good row, not stored."""
        deelnemer = self.init_instance(row)
        self.import_instance(deelnemer, row)
        return deelnemer

    def init_instance(self, row: Any = None) -> Deelnemer:
        return Deelnemer(gemeente=self.gemeente)

    def validate_instance(
        self, instance: Deelnemer, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check the fields; what must be unique is checked for the sheet as a whole, in one query."""
        errors = dict(import_validation_errors or {})
        empty = [veld for veld in VERPLICHT if veld not in errors and not getattr(instance, veld)]
        errors |= {veld: ValidationError(_("Dit veld is verplicht.")) for veld in empty}
        try:
            instance.clean_fields(exclude={"gemeente", *errors})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

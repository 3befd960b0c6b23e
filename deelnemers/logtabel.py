"""The log in words: who did what, when, to what, and by which right."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

import django_tables2 as tables
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partijen.models import Partij
from toegang.logregels import VERBORGEN, Handeling, Logregel
from toegang.models import User
from toegang.relaties import Relatie
from toegang.veldnamen import name_of, say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

# Where someone looked, by the name of the address.
PAGINAS: dict[str, "_StrPromise"] = {
    "inzicht:start": gettext_lazy("de startpagina"),
    "inzicht:logboek": gettext_lazy("het logboek van de gemeente"),
    "deelnemers:lijst": gettext_lazy("de lijst met deelnemers"),
    "deelnemers:detail": gettext_lazy("het dossier"),
    "deelnemers:wijzig": gettext_lazy("het formulier met gegevens"),
    "deelnemers:taalniveaus": gettext_lazy("het formulier met taalniveaus"),
    "deelnemers:logboek": gettext_lazy("het logboek van het dossier"),
    "deelnemers:van_traject": gettext_lazy("de groep van een traject"),
    "deelnemers:capaciteit": gettext_lazy("de capaciteit van een traject"),
    "deelnemers:geraakt": gettext_lazy("wie een wijziging van de planning merkt"),
    "deelnemers:verloop": gettext_lazy("het verloop van een traject"),
    "deelnemers:deelname_nieuw": gettext_lazy("de keuzelijst voor een traject"),
    "deelnemers:deelname_wijzig": gettext_lazy("de deelname aan een traject"),
    "deelnemers:deelname_datums": gettext_lazy("de datums van een deelname"),
    "deelnemers:voortgang_wijzig": gettext_lazy("de voortgang in een fase"),
    "deelnemers:volg_groep": gettext_lazy("de eigen datums naast die van de groep"),
    "deelnemers:plaatsing_nieuw": gettext_lazy("het formulier voor een plaatsing"),
    "deelnemers:plaatsing_wijzig": gettext_lazy("een plaatsing"),
    "deelnemers:plaatsing_evaluatie": gettext_lazy("de evaluatie van een plaatsing"),
    "deelnemers:plaatsing_weg": gettext_lazy("de pagina om een plaatsing te verwijderen"),
    "deelnemers:ontmoeting_nieuw": gettext_lazy("het formulier voor een ontmoeting"),
    "deelnemers:ontmoeting_wijzig": gettext_lazy("een ontmoeting"),
    "deelnemers:ontmoeting_afzeggen": gettext_lazy("de pagina om een ontmoeting af te zeggen"),
    "deelnemers:checkins": gettext_lazy("de lijst met check-ins"),
    "deelnemers:checkin_nieuw": gettext_lazy("het formulier voor een check-in"),
    "deelnemers:checkin_detail": gettext_lazy("een check-in"),
    "deelnemers:checkin_wijzig": gettext_lazy("het formulier om een check-in te verbeteren"),
    "deelnemers:checkin_weg": gettext_lazy("de pagina om een check-in te verwijderen"),
    "deelnemers:bewaartermijn": gettext_lazy("de lijst met bewaartermijnen"),
    "deelnemers:langer_bewaren": gettext_lazy("het formulier om langer te bewaren"),
    "deelnemers:wissen": gettext_lazy("de pagina om te wissen"),
    "deelnemers:eigen_pagina": gettext_lazy("het scherm over de eigen pagina van de deelnemer"),
    "deelnemers:paginalink_intrek": gettext_lazy("het scherm over de eigen pagina van de deelnemer"),
    "deelnemers:mijn": gettext_lazy("de eigen pagina van de deelnemer"),
    "deelnemers:mijn_wens": gettext_lazy("de eigen pagina van de deelnemer"),
    "deelnemers:mijn_wens_weg": gettext_lazy("de eigen pagina van de deelnemer"),
    "deelnemers:inzageverzoek": gettext_lazy("de pagina met het overzicht van alle gegevens"),
    "deelnemers:inzage_bestand": gettext_lazy("het overzicht van alle gegevens"),
}
# What changed in how someone signs in.
BEVEILIGING: dict[str, "_StrPromise"] = {
    "wachtwoord_gewijzigd": gettext_lazy("wachtwoord gewijzigd"),
    "wachtwoord_gekozen": gettext_lazy("wachtwoord gekozen"),
    "wachtwoord_hersteld": gettext_lazy("wachtwoord hersteld met een link uit een mail"),
    "tweede_stap_erbij": gettext_lazy("tweede stap toegevoegd"),
    "tweede_stap_weg": gettext_lazy("tweede stap weggehaald"),
    "tweede_stap_weggehaald": gettext_lazy("tweede stap weggehaald door de technisch beheerder"),
    "herstelcodes_vernieuwd": gettext_lazy("herstelcodes vernieuwd"),
    "koppeling_erbij": gettext_lazy("inloggen via de gemeente gekoppeld"),
    "koppeling_weg": gettext_lazy("inloggen via de gemeente losgekoppeld"),
}

_WORDS = (("pagina", PAGINAS), ("wat", BEVEILIGING))


def with_people(regels: "QuerySet[Logregel]") -> "QuerySet[Logregel]":
    """Fetch along who did it and for which organisation they work, at three queries for any number of lines."""
    return regels.select_related("actor").prefetch_related("actor__lidmaatschappen__partij")


class LogTable(tables.Table):
    timestamp = tables.DateTimeColumn(verbose_name=gettext_lazy("Wanneer"))
    actor = tables.Column(verbose_name=gettext_lazy("Wie"), empty_values=())
    handeling = tables.Column(verbose_name=gettext_lazy("Wat"))
    betrokkene = tables.Column(verbose_name=gettext_lazy("Deelnemer"), empty_values=())
    grond = tables.Column(verbose_name=gettext_lazy("Mag dat als"), empty_values=())

    class Meta:
        orderable = False
        empty_text = gettext_lazy("Er staat niets in het logboek dat hierbij past.")

    def __init__(self, *args: Any, dossiers: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The gemeentes of which the reader may open files: elsewhere a participant is a number.
        self.dossiers = dossiers
        self.accounts: dict[int, User] = {}
        self.partijen: dict[int, Partij] = {}

    def render_actor(self, record: Logregel) -> "SafeString | str":
        if record.actor is None and Relatie.HOUDER in record.grond:
            return _("Niet ingelogd")
        if record.actor is None:
            return _("Niet ingelogd") if record.handeling == Handeling.AANMELDEN_MISLUKT else _("Leerwerk zelf")
        leden = cast("Any", record.actor).lidmaatschappen.all()
        partijen = ", ".join(lid.partij.naam for lid in leden if lid.actief)
        return format_html('<bdi>{}</bdi><br><span class="lw-stil">{}</span>', record.actor.naam, partijen)

    def before_render(self, request: HttpRequest) -> None:
        """Find the names of the accounts and parties that lines on this page are about."""
        kind = ContentType.objects.get_for_model(User).pk
        rows = [row.record for row in self.paginated_rows if row.record.content_type_id == kind]
        found = User.objects.in_bulk([row.object_id for row in rows])
        self.accounts = {row.pk: found[row.object_id] for row in rows if row.object_id in found}
        details = [row.record.additional_data or {} for row in self.paginated_rows]
        self.partijen = Partij.objects.in_bulk({said["partij"] for said in details if "partij" in said})

    def render_handeling(self, record: Logregel) -> "SafeString":
        regels = [": ".join(filter(None, (str(Handeling(record.handeling).label), self._subject(record))))]
        return format_html_join("", '<span class="d-block">{}</span>', ((r,) for r in regels + _particulars(record)))

    def render_betrokkene(self, record: Logregel) -> "SafeString | str":
        if record.betrokkene is None:
            n = len(_listed(record))
            return ngettext("%(n)d deelnemer", "%(n)d deelnemers", n) % {"n": n} if n else "-"
        if record.eigenaar not in self.dossiers:
            return str(record.betrokkene)
        url = reverse("deelnemers:detail", args=[record.betrokkene])
        return format_html('<a href="{}">{}</a>', url, _("deelnemer %(n)d") % {"n": record.betrokkene})

    def render_grond(self, record: Logregel) -> str:
        return ", ".join(str(Relatie(code).label) for code in record.grond if code in Relatie.values) or "-"

    def _subject(self, record: Logregel) -> str:
        details = record.additional_data or {}
        for key, words in _WORDS:
            if details.get(key) in words:
                return str(words[details[key]])
        account = self.accounts.get(record.pk)
        if partij := self.partijen.get(details.get("partij", 0)):
            return _("%(wat)s voor %(partij)s") % {"wat": record.object_repr, "partij": partij}
        if account is None:
            return record.object_repr
        return "" if account == record.actor else _("account van %(naam)s") % {"naam": account.naam}


def _particulars(record: Logregel) -> list[str]:
    """Return what else a line tells: which fields, how many rows; never a value."""
    details = record.additional_data or {}
    said = []
    # Of a new row every field is new, and of one that went all are gone: that says nothing.
    if record.changes and record.handeling == Handeling.GEWIJZIGD:
        said.append(", ".join(_change(record, naam, values) for naam, values in sorted(record.changes.items())))
    if ids := details.get("ids"):
        said.append(f"{len(ids)} x {say(details['soort'])}")
    if velden := details.get("velden"):
        said.append(", ".join(say(veld) for veld in velden))
    return said


def _change(record: Logregel, naam: str, values: list[str]) -> str:
    """Return the field in words and, where a line may hold them, what it was and became."""
    model = ContentType.objects.get_for_id(record.content_type_id).model_class() or Logregel
    try:
        field: Any = model._meta.get_field(naam)
    except FieldDoesNotExist:
        return naam
    if VERBORGEN in values:
        return name_of(field)
    labels = {"True": _("ja"), "False": _("nee"), "None": "-"} | dict(field.choices or ())
    was, became = (labels.get(value, value) or "-" for value in values)
    return f"{name_of(field)}: {was} → {became}"


def _listed(record: Logregel) -> dict[str, int]:
    return (record.additional_data or {}).get("deelnemers") or {}

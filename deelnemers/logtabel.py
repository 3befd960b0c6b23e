"""The log in words: who did what, when, to what, and by which right."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

import django_tables2 as tables
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deelnemers.models import Deelnemer
from toegang.logregels import Handeling, Logregel
from toegang.relaties import Relatie

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

# Where someone looked, by the name of the address.
PAGINAS: dict[str, "_StrPromise"] = {
    "inzicht:start": gettext_lazy("de startpagina"),
    "deelnemers:lijst": gettext_lazy("de lijst met deelnemers"),
    "deelnemers:detail": gettext_lazy("het dossier"),
    "deelnemers:wijzig": gettext_lazy("het formulier met gegevens"),
    "deelnemers:logboek": gettext_lazy("het logboek van het dossier"),
    "deelnemers:van_traject": gettext_lazy("de groep van een traject"),
    "deelnemers:deelname_nieuw": gettext_lazy("de keuzelijst voor een traject"),
    "deelnemers:deelname_wijzig": gettext_lazy("de deelname aan een traject"),
    "deelnemers:voortgang_wijzig": gettext_lazy("de voortgang in een fase"),
    "deelnemers:plaatsing_nieuw": gettext_lazy("het formulier voor een plaatsing"),
    "deelnemers:plaatsing_wijzig": gettext_lazy("een plaatsing"),
    "deelnemers:checkins": gettext_lazy("de lijst met check-ins"),
    "deelnemers:checkin_nieuw": gettext_lazy("het formulier voor een check-in"),
    "deelnemers:checkin_detail": gettext_lazy("een check-in"),
}
# What changed in how someone signs in.
BEVEILIGING: dict[str, "_StrPromise"] = {
    "wachtwoord_gewijzigd": gettext_lazy("wachtwoord gewijzigd"),
    "wachtwoord_gekozen": gettext_lazy("wachtwoord gekozen"),
    "wachtwoord_hersteld": gettext_lazy("wachtwoord hersteld met een link uit een mail"),
    "tweede_stap_erbij": gettext_lazy("tweede stap toegevoegd"),
    "tweede_stap_weg": gettext_lazy("tweede stap weggehaald"),
    "herstelcodes_vernieuwd": gettext_lazy("herstelcodes vernieuwd"),
}


def with_people(regels: "QuerySet[Logregel]") -> "QuerySet[Logregel]":
    """Fetch along who did it and for which organisation they work, at three queries for any number of lines."""
    return regels.select_related("actor").prefetch_related("actor__lidmaatschappen__partij")


class LogTable(tables.Table):
    timestamp = tables.DateTimeColumn(verbose_name=gettext_lazy("Wanneer"), format="d-m-Y H:i")
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

    def render_actor(self, record: Logregel) -> "SafeString | str":
        if record.actor is None:
            return _("Niet ingelogd") if record.handeling == Handeling.AANMELDEN_MISLUKT else _("Leerwerk zelf")
        leden = cast("Any", record.actor).lidmaatschappen.all()
        partijen = ", ".join(lid.partij.naam for lid in leden if lid.actief)
        return format_html('<bdi>{}</bdi><br><span class="lw-stil">{}</span>', record.actor.naam, partijen)

    def render_handeling(self, record: Logregel) -> "SafeString":
        regels = [f"{Handeling(record.handeling).label}: {_subject(record)}", *_particulars(record)]
        return format_html_join("", '<span class="d-block">{}</span>', ((regel,) for regel in regels))

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


def _subject(record: Logregel) -> str:
    if _listed(record) and record.handeling == Handeling.INZIEN:
        return _("lijst")
    return record.object_repr


def _particulars(record: Logregel) -> list[str]:
    """Return what else a line tells: the page, the fields, how many rows; never a value."""
    details = record.additional_data or {}
    said = [str(words[details[key]]) for key, words in _WORDS if details.get(key) in words]
    if record.changes:
        said.append(", ".join(_field(record, naam) for naam in record.changes))
    if ids := details.get("ids"):
        said.append(f"{len(ids)} x {details['soort']}")
    return said


_WORDS = (("pagina", PAGINAS), ("wat", BEVEILIGING))


def _field(record: Logregel, naam: str) -> str:
    model = ContentType.objects.get_for_id(record.content_type_id).model_class() or Deelnemer
    try:
        return str(cast("Any", model._meta.get_field(naam)).verbose_name)
    except FieldDoesNotExist:
        return naam


def _listed(record: Logregel) -> dict[str, int]:
    return (record.additional_data or {}).get("deelnemers") or {}

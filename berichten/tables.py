from typing import TYPE_CHECKING

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from berichten.models import Bericht
from berichten.soorten import naam_of, nameless_codes

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise


class BerichtTable(tables.Table):
    status = tables.TemplateColumn(template_name="berichten/_status.html")
    soort = tables.Column(verbose_name=_("Soort"))
    ontvanger = tables.Column(verbose_name=_("Aan"), attrs={"td": {"class": "lw-bericht-aan"}})
    onderwerp = tables.Column(verbose_name=_("Onderwerp"))
    aangemaakt_op = tables.DateTimeColumn(verbose_name=_("Gemaakt"))
    pogingen = tables.Column(verbose_name=_("Pogingen"))

    class Meta:
        model = Bericht
        fields = ["status", "soort", "ontvanger", "onderwerp", "pogingen", "aangemaakt_op"]
        orderable = False
        empty_text = _("Geen berichten gevonden. Een bericht komt hier zodra Leerwerk iemand een mail stuurt.")

    def render_soort(self, value: str) -> "StrOrPromise":
        return naam_of(value)

    def render_ontvanger(self, record: Bericht) -> "SafeString":
        if record.soort in nameless_codes():
            return format_html("{}", record.ontvanger.email)
        return format_html('{}<br><span class="lw-stil">{}</span>', record.ontvanger.naam, record.ontvanger.email)

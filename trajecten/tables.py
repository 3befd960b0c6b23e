import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from trajecten.models import Traject


def _geen_regisseur() -> SafeString:
    return render_to_string("_status.html", {"tekst": _("Geen regisseur"), "soort": "let-op"})


class TrajectTable(tables.Table):
    naam = tables.Column(linkify=("trajecten:detail", {"pk": tables.A("pk")}))
    nu = tables.Column(verbose_name=_("Fase nu"), orderable=False)
    open_rollen = tables.Column(verbose_name=_("Open rollen"))
    regisseur = tables.Column(verbose_name=_("Regisseur"), accessor="regisseur__naam", default=_geen_regisseur)
    laat = tables.Column(verbose_name=_("Planning"))

    class Meta:
        model = Traject
        fields = ["naam", "sector", "gemeente", "startdatum", "nu", "open_rollen", "regisseur", "laat"]
        empty_text = _("Geen trajecten gevonden.")

    def render_laat(self, value: bool) -> SafeString:
        """Say whether a phase is late, in a word beside the colour."""
        status = {"tekst": _("Te laat"), "soort": "fout"} if value else {"tekst": _("Op tijd"), "soort": "goed"}
        return render_to_string("_status.html", status)

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from trajecten.models import Afspraak, Traject


def _geen_regisseur() -> SafeString:
    return _label(_("Geen regisseur"), "let-op")


def _label(tekst: str | Promise, soort: str) -> SafeString:
    return render_to_string("_status.html", {"tekst": tekst, "soort": soort})


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
        return _label(_("Te laat"), "fout") if value else _label(_("Op tijd"), "goed")


def _place_of(record: Afspraak) -> str:
    return f"{reverse('trajecten:detail', args=[record.traject_id])}#afspraak-{record.pk}"


class AfspraakTable(tables.Table):
    """Agreements across trajectories, the first to keep on top."""

    wat = tables.Column(verbose_name=_("Afspraak"), linkify=_place_of)
    traject = tables.Column(verbose_name=_("Traject"), order_by=("traject__naam", "pk"))
    wie = tables.Column(verbose_name=_("Wie"), empty_values=(), orderable=False)
    deadline = tables.DateColumn(verbose_name=_("Uiterlijk"))
    status = tables.Column(verbose_name=_("Status"), orderable=False)

    class Meta:
        model = Afspraak
        fields = ["wat", "traject", "wie", "deadline", "status"]
        empty_text = _("Geen afspraken gevonden.")

    def render_wie(self, record: Afspraak) -> str:
        """Say who keeps it: a person, and of which party."""
        return " · ".join(str(part) for part in (record.persoon, record.partij) if part)

    def render_status(self, record: Afspraak) -> SafeString:
        """Say whether it is late, else how it stands."""
        if record.is_late(timezone.localdate()):
            return _label(_("Te laat"), "fout")
        return _label(record.get_status_display(), "stil")

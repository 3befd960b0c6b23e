from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from deelnemers.capaciteit import KLAAR
from deelnemers.enums import Belemmering, Taalniveau
from deelnemers.groep import Groep, Lid
from deelnemers.importeren import Lijst
from deelnemers.models import Deelname, Deelnemer, Voortgang
from deelnemers.querysets import DeelnemerQuerySet
from deelnemers.zichtbaarheid import TAAL, Kaart
from trajecten.models import Fase

# Columns whose field on the card has another name.
VELD_VAN_KOLOM = {"naam": "voornaam", "trajecten": "voornaam"}
# A column with what one can do: on paper there is nothing to press.
NIET_OP_PAPIER = {"th": {"class": "d-print-none"}, "td": {"class": "d-print-none"}}
# What django-tables2 wants of an order of our own: the rows, and that it need not order them.
Volgorde = tuple[DeelnemerQuerySet, bool]


class DeelnemerTable(tables.Table):
    """People as one person may see them: cells come from a card, and a column nobody's card fills is left out."""

    naam = tables.Column(verbose_name=_("Naam"), empty_values=(), order_by=("leesbaar", "voornaam", "pk"))
    kenmerk = tables.Column(verbose_name=_("Kenmerk"), empty_values=())
    spreken = tables.Column(verbose_name=_("Spreekt"), empty_values=())
    uren_per_week = tables.Column(verbose_name=_("Uren per week"), empty_values=())
    trajecten = tables.Column(verbose_name=_("Trajecten"), empty_values=())
    mentor = tables.Column(verbose_name=_("Mentor"), empty_values=())

    class Meta:
        order_by = "naam"
        empty_text = _("Geen deelnemers gevonden.")

    kaarten: dict[int, Kaart] = {}

    def page_records(self) -> list[Deelnemer]:
        """Return the people on this page."""
        return [row.record for row in self.paginated_rows]

    def show(self, kaarten: dict[int, Kaart]) -> None:
        """Fill the table from these cards, by participant."""
        self.kaarten = kaarten
        shown = frozenset().union(*(kaart.velden for kaart in kaarten.values()))
        for name in self.columns.names():
            if kaarten and VELD_VAN_KOLOM.get(name, name) not in shown:
                self.columns.hide(name)

    def order_kenmerk(self, people: DeelnemerQuerySet, is_descending: bool) -> Volgorde:
        return self._in_order_of("kenmerk", people, descending=is_descending)

    def order_spreken(self, people: DeelnemerQuerySet, is_descending: bool) -> Volgorde:
        return self._in_order_of("spreken", people, descending=is_descending)

    def order_uren_per_week(self, people: DeelnemerQuerySet, is_descending: bool) -> Volgorde:
        return self._in_order_of("uren_per_week", people, descending=is_descending)

    def order_trajecten(self, people: DeelnemerQuerySet, is_descending: bool) -> Volgorde:
        return self._in_order_of("trajecten", people, descending=is_descending)

    def order_mentor(self, people: DeelnemerQuerySet, is_descending: bool) -> Volgorde:
        return self._in_order_of("mentor", people, descending=is_descending)

    def render_naam(self, record: Deelnemer) -> SafeString:
        naam = self.kaarten[record.pk].naam
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("deelnemers:detail", args=[record.pk]), naam)

    def render_kenmerk(self, record: Deelnemer) -> Any:
        return self._value(record, "kenmerk")

    def render_spreken(self, record: Deelnemer) -> Any:
        return self._value(record, "spreken")

    def render_uren_per_week(self, record: Deelnemer) -> Any:
        return self._value(record, "uren_per_week")

    def render_trajecten(self, record: Deelnemer) -> SafeString:
        return render_to_string(
            "deelnemers/_cel_trajecten.html",
            {"deelnames": record.zichtbare_deelnames},  # type: ignore[attr-defined]
        )

    def render_mentor(self, record: Deelnemer) -> SafeString | str:
        if "mentor" not in self.kaarten[record.pk].velden:
            return "-"
        # The one the list is sorted by comes first.
        mentors = dict.fromkeys(d.mentor for d in record.zichtbare_deelnames if d.mentor)  # type: ignore[attr-defined]
        return format_html_join(", ", "<bdi>{}</bdi>", ((mentor.naam,) for mentor in mentors)) or "-"

    def _in_order_of(self, kolom: str, people: DeelnemerQuerySet, *, descending: bool) -> Volgorde:
        return people.in_order_of(self.request.user, kolom, descending=descending), True

    def _value(self, record: Deelnemer, veld: str) -> Any:
        value = self.kaarten[record.pk].waarden.get(veld)
        return "-" if value in (None, "") else value


def file_of(value: Deelnemer) -> str:
    """Return the address of someone's file; django-tables2 hands the cell over by this name."""
    return reverse("deelnemers:detail", args=[value.pk])


class GroepTable(tables.Table):
    """Who takes part in a trajectory, from their cards; a column that nobody's card fills is left out."""

    naam = tables.Column(verbose_name=_("Naam"), accessor="kaart")
    spreken = tables.Column(verbose_name=_("Spreekt"), accessor="kaart__spreken")
    mentor = tables.Column(verbose_name=_("Mentor"), accessor="kaart")
    fase = tables.Column(verbose_name=_("Fase"))
    status = tables.Column(verbose_name=_("Status"), accessor="deelname")
    contact = tables.Column(verbose_name=_("Laatste contact"), accessor="kaart")

    class Meta:
        orderable = False
        default = "-"
        empty_text = _("U ziet hier nog geen deelnemers.")

    def __init__(self, groep: Groep) -> None:
        needed = {"mentor": "mentor", "fase": "voortgang", "contact": "checkins"}
        super().__init__(groep.leden, exclude=[naam for naam, veld in needed.items() if veld not in groep.velden])

    def render_naam(self, value: Kaart) -> SafeString:
        url = reverse("deelnemers:detail", args=[value.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, value.naam)

    def render_mentor(self, value: Kaart, record: Lid) -> SafeString | str:
        if "mentor" not in value.velden:
            return "-"
        if record.deelname.mentor:
            return format_html("<bdi>{}</bdi>", record.deelname.mentor)
        return render_to_string("_status.html", {"tekst": _("nog geen mentor"), "soort": "let-op"})

    def render_status(self, value: Deelname) -> SafeString:
        return render_to_string("_status.html", {"tekst": value.get_status_display(), "soort": value.toon})

    def render_contact(self, value: Kaart, record: Lid) -> str:
        dag = record.deelname.laatste_contact if "checkins" in value.velden else None  # type: ignore[attr-defined]
        return date_format(dag, "SHORT_DATE_FORMAT") if dag else "-"


class VoortgangTable(tables.Table):
    """How far one participation is, per phase."""

    fase = tables.Column(verbose_name=_("Fase"))
    wanneer = tables.Column(verbose_name=_("Wanneer"), empty_values=())
    status = tables.Column(verbose_name=_("Status"))
    resultaat = tables.Column(verbose_name=_("Resultaat"))
    actie = tables.Column(verbose_name=_("Actie"), accessor="fase", attrs=NIET_OP_PAPIER)

    class Meta:
        orderable = False

    def __init__(self, deelname: Deelname, *, mag_wijzigen: bool) -> None:
        rows = deelname.zichtbare_voortgang  # type: ignore[attr-defined]  # Deelname.objects.with_file
        super().__init__(rows, exclude=() if mag_wijzigen else ("actie",))
        # Whether there is anything to have follow the group again.
        self.eigen_datums = any(row.eigen_datums and row.status not in KLAAR for row in rows)

    def render_wanneer(self, record: Voortgang) -> SafeString:
        eigen = format_html('<div class="lw-stil">{}</div>', _("eigen datums")) if record.eigen_datums else ""
        van, tot = (date_format(dag, "SHORT_DATE_FORMAT") for dag in (record.van, record.tot))
        return format_html("{} {} {}{}", van, _("t/m"), tot, eigen)

    def render_status(self, record: Voortgang) -> SafeString:
        return render_to_string("_status.html", {"tekst": record.get_status_display(), "soort": record.toon})

    def render_actie(self, value: Fase, record: Voortgang) -> SafeString:
        url = reverse("deelnemers:voortgang_wijzig", args=[record.pk])
        return format_html('<a href="{}">{}<span class="visually-hidden"> {}</span></a>', url, _("Wijzig"), value)


class BewaarTable(tables.Table):
    """Whose file is about to be anonymised."""

    deelnemer = tables.Column(verbose_name=_("Deelnemer"), linkify=file_of)
    afsluiting = tables.DateColumn(verbose_name=_("Afgesloten op"), accessor="deelnemer__afsluiting")
    aangekondigd = tables.DateColumn(verbose_name=_("Aangekondigd op"), accessor="deelnemer__aangekondigd_op")
    op = tables.DateColumn(verbose_name=_("Wordt geanonimiseerd op"))
    langer = tables.Column(verbose_name=_("Langer bewaren"), accessor="deelnemer", attrs=NIET_OP_PAPIER)

    class Meta:
        orderable = False
        empty_text = _("Van geen dossier loopt de bewaartermijn af in de komende 30 dagen. U hoeft niets te doen.")

    def render_langer(self, value: Deelnemer) -> SafeString:
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("deelnemers:langer_bewaren", args=[value.pk]),
            _("Langer bewaren"),
            value,
        )


class ImportTable(tables.Table):
    """What will be made of each row of a sheet."""

    nummer = tables.Column(verbose_name=_("Rij"), orderable=False)
    naam = tables.Column(verbose_name=_("Naam"), accessor="deelnemer", orderable=False)
    kenmerk = tables.Column(verbose_name=_("Kenmerk"), accessor="deelnemer__kenmerk", orderable=False)
    bereikbaar = tables.Column(verbose_name=_("Bereikbaar op"), accessor="deelnemer", orderable=False)
    taal = tables.Column(verbose_name=_("Taalniveau"), accessor="deelnemer", orderable=False)
    uren = tables.Column(verbose_name=_("Uren"), accessor="deelnemer__uren_per_week", orderable=False)
    belemmeringen = tables.Column(verbose_name=_("Nog te regelen"), accessor="deelnemer", orderable=False)

    class Meta:
        default = "-"

    def render_naam(self, value: Deelnemer) -> SafeString:
        return format_html("<bdi>{}</bdi>", value)

    def render_bereikbaar(self, value: Deelnemer) -> str:
        return ", ".join(filter(None, (value.telefoon, value.email))) or "-"

    def render_taal(self, value: Deelnemer) -> str:
        known = [f"{veld} {Taalniveau(getattr(value, veld)).label}" for veld in TAAL if getattr(value, veld)]
        return ", ".join(known) or "-"

    def render_belemmeringen(self, value: Deelnemer) -> str:
        return ", ".join(str(Belemmering(code).label) for code in value.belemmeringen) or "-"


class FoutTable(tables.Table):
    """What is wrong in a sheet, a line for each cell."""

    nummer = tables.Column(verbose_name=_("Rij"))
    naam = tables.Column(verbose_name=_("Naam"))
    kolom = tables.Column(verbose_name=_("Kolom"))
    reden = tables.Column(verbose_name=_("Wat is er mis?"))

    class Meta:
        orderable = False
        default = "-"

    def __init__(self, lijst: Lijst | None) -> None:
        regels = lijst.fout if lijst else []
        super().__init__([{"nummer": r.nummer, "naam": r.naam, **p._asdict()} for r in regels for p in r.problemen])

    def render_naam(self, value: str) -> SafeString:
        return format_html("<bdi>{}</bdi>", Truncator(value).chars(60))

"""Every component of the screens in every state, on one page, for whoever builds them; urls.py serves it with DEBUG on.

Not translated, and nothing here is anybody's: what stands on the page is made up on the spot.
"""

from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toegang.guard import openbaar
from toegang.tabellen import RequestConfig
from trajecten.enums import Component
from trajecten.tijdlijn import Tijdlijn, TijdlijnFase, lay_out_tijdlijn


class Onderdeel(NamedTuple):
    """One component: the id of its section on the page, its name, and the partials that are it."""

    code: str
    naam: str
    partials: tuple[str, ...]


ONDERDELEN = (
    Onderdeel("paginakop", "Paginakop met één hoofdknop", ("_paginakop.html",)),
    Onderdeel(
        "lijst",
        "Lijst met filter en bladeren",
        ("_lijst.html", "_tabel.html", "_filter.html", "_aantal.html", "_bladeren.html"),
    ),
    Onderdeel("leeg", "Lege stand die zegt wat u kunt doen", ("_leeg.html",)),
    Onderdeel("formulier", "Formulier", ("_formulier.html", "_fouten.html")),
    Onderdeel("tijdlijn", "Tijdlijn", ("trajecten/_tijdlijn.html",)),
    Onderdeel("status", "Status: een woord met een teken", ("_status.html",)),
    Onderdeel("kaart", "Kaart", ("_kaart.html",)),
    Onderdeel("dialoog", "Dialoog", ("_dialoog.html",)),
    Onderdeel("toast", "Toast: wat er van kwam", ("_toast.html",)),
    Onderdeel("voortgang", "Voortgang van werk op de achtergrond", ("_voortgang.html",)),
    Onderdeel("stappen", "Stappen", ("_stappen.html",)),
    Onderdeel("bevestig", "Vragen voor wat niet terug te draaien is", ("_bevestig.html",)),
)
LANG = "Samenwerkingsverband Leerwerkbedrijven voor Installatietechniek en Warmtetransitie in het Rivierenland"
VANDAAG = date(2026, 11, 2)
FASEN = (
    TijdlijnFase(
        Component.WERVING, date(2026, 1, 5), date(2026, 3, 31), date(2026, 1, 5), date(2026, 4, 20), "Afgerond"
    ),
    TijdlijnFase(Component.VOORTRAJECT, date(2026, 4, 1), date(2026, 9, 30), date(2026, 4, 21), None, "Lopend"),
    TijdlijnFase(Component.LEERWERK, date(2026, 9, 1), date(2028, 8, 31), date(2026, 9, 7), None, "Lopend", 1),
    TijdlijnFase(Component.MATCHING, date(2028, 9, 1), date(2028, 12, 31), te_plannen=True),
)


class VoorbeeldForm(forms.Form):
    """A field of each kind."""

    naam = forms.CharField(label="Naam", max_length=100)
    soort = forms.ChoiceField(label="Soort", choices=[("", "Maak een keuze"), ("a", "Werkgever"), ("b", "Opleider")])
    dag = forms.DateField(label="Eerste dag", widget=forms.DateInput(attrs={"type": "date"}))
    hoe = forms.ChoiceField(
        label="Hoe was het contact?", choices=[("b", "Bezoek"), ("t", "Telefoon")], widget=forms.RadioSelect
    )
    tekst = forms.CharField(
        label="Toelichting", help_text="Schrijf hier geen namen.", widget=forms.Textarea(attrs={"rows": 3})
    )
    akkoord = forms.BooleanField(label="Ik heb dit gelezen")


class VoorbeeldFilter(forms.Form):
    """What a list is narrowed by."""

    zoek = forms.CharField(label="Naam bevat", required=False)


class VoorbeeldTable(tables.Table):
    """A few columns, to sort by and to page through."""

    naam = tables.Column(verbose_name="Naam")
    plaats = tables.Column(verbose_name="Plaats")
    mensen = tables.Column(verbose_name="Mensen")

    class Meta:
        empty_text = "Niets gevonden. Kies een ruimer filter."


@openbaar
def show_onderdelen(request: HttpRequest) -> HttpResponse:
    """Show every component; a form that is sent comes back as a message."""
    if request.method == "POST":
        messages.success(request, "Opgeslagen. Nee: dit is een voorbeeld, er is niets bewaard.")
        return redirect("onderdelen")
    return render(request, "onderdelen.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    zoek = VoorbeeldFilter(request.GET or None, auto_id="filter-%s")
    table = VoorbeeldTable([row for row in _rows() if request.GET.get("zoek", "").lower() in row["naam"].lower()])
    RequestConfig(request, paginate={"per_page": 4}).configure(table)
    geweigerd = VoorbeeldForm({"naam": LANG, "dag": "2026-11-02"}, auto_id="geweigerd-%s")
    geweigerd.add_error(None, "De eerste dag ligt na de laatste dag van het traject.")
    return {
        "onderdelen": ONDERDELEN,
        "lang": LANG,
        "filter": SimpleNamespace(form=zoek),
        "table": table,
        "leeg": VoorbeeldTable([]),
        "form": VoorbeeldForm(auto_id="leeg-%s"),
        "geweigerd": geweigerd,
        "bevestigen": forms.Form(),
        "tijdlijn": _tijdlijn(),
        "statussen": [("goed", "Afgerond"), ("let-op", "Nog te plannen"), ("fout", "Te laat"), ("stil", "Gepland")],
        "meldingen": [
            ("success", "De check-in is opgeslagen."),
            ("info", "U was te lang weg. Wat u had ingevuld staat er weer."),
            ("warning", f"De groep van {LANG} is vol. U kunt wel iemand toevoegen: dan wordt de groep groter."),
            ("error", "Deze rol is al vergeven. Kies een andere partij."),
        ],
    }


def _rows() -> list[dict[str, Any]]:
    rows = [{"naam": f"Voorbeeldbedrijf {n}", "plaats": "Waterstad", "mensen": n * 3 % 17} for n in range(1, 14)]
    return [{"naam": LANG, "plaats": "Heuvelrijk", "mensen": 240}, *rows]


def _tijdlijn() -> Tijdlijn:
    return lay_out_tijdlijn(FASEN, vandaag=VANDAAG)

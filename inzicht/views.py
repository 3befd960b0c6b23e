from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deelnemers.audit import log_list
from deelnemers.logtabel import LogTable, with_people
from deelnemers.querysets import dossier_gemeentes
from inzicht.eerste_stappen import steps_for
from inzicht.fasebeeld import bars_for
from inzicht.forms import ZoekForm
from inzicht.logboek import LogboekFilter, log_search
from inzicht.regels import Kijker
from inzicht.samenvatting import summary_of
from inzicht.secties import blocks_for, own_relaties
from inzicht.verwerkingsregister import build
from inzicht.zoeken import groups_for, search
from partijen.lidmaatschap import memberships_of
from toegang.guard import Request, may, toegang
from toegang.models import Logregel
from toegang.tabellen import RequestConfig
from trajecten.begrippen import alphabetical


@toegang()
def start(request: Request) -> HttpResponse:
    """My work: what must I do now?"""
    today, alles = timezone.localdate(), request.GET.get("alles", "")
    blokken = blocks_for(request.user, request.relaties, vandaag=today, alles=alles)
    log_list(request, (gezien for blok in blokken for gezien in blok.gezien))
    context = {
        "samenvatting": summary_of(blokken),
        "vol": [blok for blok in blokken if blok.regels],
        "leeg": [blok for blok in blokken if blok.in_orde],
        "staven": bars_for(request.user, today),
        "lidmaatschappen": memberships_of(request.user),
        "stappen": steps_for(request.user, own_relaties(request.user, request.relaties)),
        "mag_traject": may(request, "trajecten:nieuw", "GET"),
    }
    return render(request, "inzicht/start.html", context)


@toegang()
def zoeken(request: Request) -> HttpResponse:
    """Everything this person may see that holds these words: a page, or the results alone while someone types."""
    form = ZoekForm(request.GET)
    kijker = Kijker(user=request.user, relaties=request.relaties, vandaag=timezone.localdate())
    asked = {naam: request.GET.get(naam, "") for naam in ("alles", "bladzijde")}
    gevonden = search(kijker, form.tekst, **asked)
    # Of this page the logboek holds who was found, not what was typed; a proxy may log the address, with the words.
    log_list(request, (gezien for groep in gevonden for gezien in groep.gezien), form=form)
    context = {
        "form": form,
        "gevonden": gevonden,
        "aantal": sum(groep.aantal for groep in gevonden),
        "groepen": groups_for(request.relaties),
        "zoekpagina": True,
    }
    return render(request, "inzicht/_zoekresultaat.html" if request.htmx else "inzicht/zoeken.html", context)


@toegang()
def begrippen(request: Request) -> HttpResponse:
    """What the words on the screens mean, by name."""
    return render(request, "inzicht/begrippen.html", {"begrippen": alphabetical()})


@toegang()
def logboek(request: Request) -> HttpResponse:
    """Who did what in one's own gemeente, newest first."""
    regels = with_people(Logregel.objects.visible_to(request.user))
    gefilterd = LogboekFilter(request.GET, queryset=regels, request=request)
    table = LogTable(gefilterd.qs, dossiers=dossier_gemeentes(request.user))
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    log_search(request, gefilterd, gevonden=bool(table.page.paginator.count))
    return render(request, "inzicht/logboek.html", {"filter": gefilterd, "table": table})


@toegang()
def verwerkingsregister(request: Request) -> HttpResponse:
    """Which personal data is kept, what for, on which ground, who sees it and how long."""
    return render(request, "inzicht/verwerkingsregister.html", {"delen": build()})

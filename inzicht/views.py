from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deelnemers.audit import log_list
from deelnemers.logtabel import LogTable, with_people
from deelnemers.querysets import dossier_gemeentes
from inzicht.logboek import LogboekFilter, log_search
from inzicht.secties import blocks_for
from inzicht.verwerkingsregister import build
from partijen.lidmaatschap import memberships_of
from toegang.guard import Request, may, toegang
from toegang.models import Logregel
from toegang.tabellen import RequestConfig


@toegang()
def start(request: Request) -> HttpResponse:
    """My work: what must I do now?"""
    alles = request.GET.get("alles", "")
    blokken = blocks_for(request.user, request.relaties, vandaag=timezone.localdate(), alles=alles)
    log_list(request, (gezien for blok in blokken for gezien in blok.gezien))
    context = {
        "vol": [blok for blok in blokken if blok.regels],
        "leeg": [blok for blok in blokken if blok.in_orde],
        "lidmaatschappen": memberships_of(request.user),
        "mag_traject": may(request, "trajecten:nieuw", "GET"),
    }
    return render(request, "inzicht/start.html", context)


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

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from berichten import agendalinks
from berichten.mail import site_url
from deelnemers.audit import log_list
from deelnemers.logtabel import LogTable, with_people
from deelnemers.querysets import dossier_gemeentes
from inzicht.agenda import as_ics, days_of
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
from toegang.guard import Request, may, openbaar, toegang
from toegang.models import Logregel
from toegang.rijbeveiliging import boven_de_rijen
from toegang.taal import speaking_to
from toegang.tabellen import RequestConfig
from trajecten.begrippen import alphabetical

# So many of one's dates stand on the page itself.
EERSTE_DAGEN = 10


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
def agenda(request: Request) -> HttpResponse:
    """The address at which my calendar program reads my dates: made here, and shown this once."""
    adres = ""
    if request.method == "POST":
        key = agendalinks.give(request.user)
        adres = site_url(reverse("inzicht:agenda_ics", kwargs={"sleutel": key}))
    context = {
        "adres": adres,
        "link": agendalinks.of(request.user),
        "dagen": days_of(request.user, timezone.localdate())[:EERSTE_DAGEN],
    }
    return render(request, "inzicht/agenda.html", context)


@toegang()
def agenda_intrek(request: Request) -> HttpResponse:
    """Let the address stop working."""
    agendalinks.revoke(request.user)
    messages.success(request, _("Het adres werkt niet meer. Uw agenda laat deze dagen binnenkort los."))
    return redirect("inzicht:agenda")


@openbaar
@require_safe
def agenda_ics(request: HttpRequest, sleutel: str) -> HttpResponse:
    """Someone's dates, for whatever program bears their address."""
    # The address says whose dates they are, not whoever happens to be signed in on that device.
    with boven_de_rijen():
        user = agendalinks.find(sleutel)
        if user is None:
            raise Http404
        with speaking_to(user):
            body = as_ics(days_of(user, timezone.localdate()))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


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

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deelnemers.audit import log_list
from inzicht.secties import blocks_for
from partijen.lidmaatschap import memberships_of
from toegang.guard import Request, may, toegang


@toegang()
def start(request: Request) -> HttpResponse:
    """My work: what must I do now?"""
    alles = request.GET.get("alles", "")
    blokken = blocks_for(request.user, request.relaties, vandaag=timezone.localdate(), alles=alles)
    log_list(request, (deelnemer for blok in blokken for deelnemer in blok.deelnemers))
    context = {
        "vol": [blok for blok in blokken if blok.regels],
        "leeg": [blok for blok in blokken if blok.in_orde],
        "lidmaatschappen": memberships_of(request.user),
        "mag_traject": may(request, "trajecten:nieuw", "GET"),
    }
    return render(request, "inzicht/start.html", context)

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deelnemers.audit import log_list
from deelnemers.verloop import Volgorde, verloop_of
from deelnemers.verloopbeeld import draw_verloop
from toegang.guard import Request, toegang
from trajecten.models import Traject


@toegang(Traject)
def verloop(request: Request, traject: Traject) -> HttpResponse:
    """How the participants go through the phases, as this person may see: a part of a page, or a page of its own."""
    vandaag, volgorde = timezone.localdate(), Volgorde.of(request.GET.get("volgorde", ""))
    found = verloop_of(request.user, traject, vandaag=vandaag, volgorde=volgorde)
    log_list(request, ((spoor.deelname.deelnemer, spoor.kaart.relaties) for spoor in found.sporen))
    template = "deelnemers/_verloop.html" if request.htmx else "deelnemers/verloop.html"
    context = {"traject": traject, "verloop": found, "beeld": draw_verloop(found, vandaag=vandaag)}
    return render(request, template, context | {"volgordes": Volgorde.choices})

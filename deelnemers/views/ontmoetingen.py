"""A meeting with a participant: planned, changed, called off."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers import ontmoetingen
from deelnemers.audit import log_read
from deelnemers.forms.ontmoetingen import OntmoetingForm
from deelnemers.models import Deelname, Ontmoeting
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang

RELATED = ("deelname__deelnemer", "deelname__traject", "werkgever")


@toegang(Deelname, related=("deelnemer", "traject"))
def ontmoeting_nieuw(request: Request, deelname: Deelname) -> HttpResponse:
    """Plan when and where a participant is expected."""
    log_read(request, deelname.deelnemer)
    form = OntmoetingForm(sent(request), deelname=deelname)
    if form.is_valid() and carried_out(
        form, lambda: ontmoetingen.plan(deelname=deelname, door=request.user, gegevens=form.cleaned_data)
    ):
        messages.success(request, _("De ontmoeting staat gepland. De deelnemer ziet die op de eigen pagina."))
        return redirect(_back(deelname))
    return render_formulier(
        request,
        form,
        titel=_("Ontmoeting plannen"),
        terug=_back(deelname),
        knop=_("Plan de ontmoeting"),
        intro=str(deelname),
    )


@toegang(Ontmoeting, related=RELATED)
def ontmoeting_wijzig(request: Request, ontmoeting: Ontmoeting) -> HttpResponse:
    """Change the day, the time, the place."""
    deelname = ontmoeting.deelname
    log_read(request, deelname.deelnemer)
    form = OntmoetingForm(sent(request), instance=ontmoeting, deelname=deelname)
    if form.is_valid() and carried_out(
        form, lambda: ontmoetingen.revise(ontmoeting, door=request.user, gegevens=form.cleaned_data)
    ):
        messages.success(request, _("De ontmoeting is veranderd. Vertel het ook aan de deelnemer."))
        return redirect(_back(deelname))
    return render_formulier(request, form, titel=_("Ontmoeting veranderen"), terug=_back(deelname), intro=str(deelname))


@toegang(Ontmoeting, related=RELATED)
def ontmoeting_afzeggen(request: Request, ontmoeting: Ontmoeting) -> HttpResponse:
    """Call a meeting off, once it is said who hears of it."""
    deelname = ontmoeting.deelname
    log_read(request, deelname.deelnemer)
    form = Form(sent(request))
    if form.is_valid() and carried_out(form, lambda: ontmoetingen.call_off(ontmoeting, door=request.user)):
        messages.success(request, _("De ontmoeting is afgezegd. Vertel het ook aan de deelnemer."))
        return redirect(_back(deelname))
    return render_formulier(
        request,
        form,
        titel=_("Ontmoeting afzeggen"),
        terug=_back(deelname),
        knop=_("Zeg deze ontmoeting af"),
        template="deelnemers/ontmoeting_afzeggen.html",
        intro=str(deelname),
        ontmoeting=ontmoeting,
    )


def _back(deelname: Deelname) -> str:
    return f"{reverse('deelnemers:detail', args=[deelname.deelnemer_id])}#deelname-{deelname.pk}"

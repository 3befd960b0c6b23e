"""A meeting with a participant: planned, changed, called off."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers import ontmoetingen
from deelnemers.audit import log_read
from deelnemers.eigenpagina import links
from deelnemers.forms.ontmoetingen import MomentForm, OntmoetingForm
from deelnemers.models import Deelname, Ontmoeting
from deelnemers.uitnodigingen import others_at
from partijen.ontvangers import members_of
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
        seen = links.working_of(deelname)
        on_page, untold = _("De deelnemer ziet die op de eigen pagina."), _("Vertel het ook aan de deelnemer.")
        messages.success(request, f"{_('De ontmoeting staat gepland.')} {on_page if seen else untold}")
        return _planned(request, Ontmoeting(deelname=deelname, **form.cleaned_data))
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
    if not ontmoetingen.is_open(ontmoeting):
        return _too_late(request, deelname)
    log_read(request, deelname.deelnemer)
    form = MomentForm(sent(request), instance=ontmoeting)
    if form.is_valid() and not form.has_changed():
        messages.info(request, _("Er is niets veranderd."))
        return redirect(_back(deelname))
    if form.is_valid() and carried_out(
        form, lambda: ontmoetingen.revise(ontmoeting, door=request.user, gegevens=form.cleaned_data)
    ):
        ontmoeting.refresh_from_db(fields=ontmoetingen.TE_VERANDEREN)
        messages.success(request, _("De ontmoeting is veranderd. Vertel het ook aan de deelnemer."))
        return _planned(request, ontmoeting)
    return render_formulier(
        request,
        form,
        titel=_("Ontmoeting veranderen"),
        terug=_back(deelname),
        template="deelnemers/ontmoeting_wijzig.html",
        intro=str(deelname),
        ontmoeting=ontmoeting,
    )


@toegang(Ontmoeting, related=RELATED)
def ontmoeting_afzeggen(request: Request, ontmoeting: Ontmoeting) -> HttpResponse:
    """Call a meeting off, once it is said who hears of it."""
    deelname = ontmoeting.deelname
    if not ontmoetingen.is_open(ontmoeting):
        return _too_late(request, deelname)
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
        niet_doen=_("Niet afzeggen"),
        anderen=[str(wie) for wie in others_at(ontmoeting) if wie != request.user],
    )


def _planned(request: Request, ontmoeting: Ontmoeting) -> HttpResponse:
    """Say what the one who plans must settle themselves, and go back to the file."""
    deelname = ontmoeting.deelname
    if ontmoeting.werkgever and not members_of(ontmoeting.werkgever.pk):
        words = {"werkgever": ontmoeting.werkgever}
        messages.warning(request, _("Bij %(werkgever)s heeft niemand een account. Vertel het zelf.") % words)
    if ontmoetingen.mentor_is_elsewhere(ontmoeting):
        messages.warning(request, _("De mentor heeft op die tijd ook een ontmoeting met iemand anders."))
    return redirect(_back(deelname))


def _too_late(request: Request, deelname: Deelname) -> HttpResponse:
    messages.error(request, _("Deze ontmoeting is afgezegd of al geweest."))
    return redirect(_back(deelname))


def _back(deelname: Deelname) -> str:
    return f"{reverse('deelnemers:detail', args=[deelname.deelnemer_id])}#deelname-{deelname.pk}"

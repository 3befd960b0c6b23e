from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers.audit import log_read
from deelnemers.forms.deelnames import EvaluatieForm
from deelnemers.forms.deelnemers import TaalniveauForm
from deelnemers.models import Deelnemer, Plaatsing
from deelnemers.terugmelden import evaluate, report_levels
from deelnemers.zichtbaarheid import card_of
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang


@toegang(Deelnemer)
def taalniveaus(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """Record someone's language levels: for who teaches them, and for who keeps the file."""
    log_read(request, deelnemer)
    form = TaalniveauForm(sent(request), instance=deelnemer)
    terug = _file(deelnemer)
    if form.is_valid() and carried_out(form, lambda: report_levels(deelnemer, form.cleaned_data)):
        messages.success(request, _("De taalniveaus zijn opgeslagen."))
        return redirect(terug)
    titel = _("Taalniveau van %(naam)s") % {"naam": card_of(deelnemer, request.relaties).naam}
    return render_formulier(request, form, titel=titel, terug=terug)


@toegang(Plaatsing, related=("deelname__deelnemer", "deelname__traject", "werkgever"))
def plaatsing_evaluatie(request: Request, plaatsing: Plaatsing) -> HttpResponse:
    """Record what the employer makes of a placement."""
    deelnemer = plaatsing.deelname.deelnemer
    log_read(request, deelnemer)
    form = EvaluatieForm(sent(request), initial={"evaluatie": plaatsing.evaluatie})
    if form.is_valid() and carried_out(form, lambda: evaluate(plaatsing, form.cleaned_data["evaluatie"])):
        messages.success(request, _("Uw antwoord is opgeslagen."))
        return redirect(_file(deelnemer))
    titel = _("Hoe gaat het met %(naam)s?") % {"naam": card_of(deelnemer, request.relaties).naam}
    # The word last: beside it stands what it means.
    intro = f"{plaatsing.werkgever} · {plaatsing.get_soort_display()}"
    return render_formulier(
        request, form, titel=titel, terug=_file(deelnemer), intro=intro, introbegrip=plaatsing.soort
    )


def _file(deelnemer: Deelnemer) -> str:
    return reverse("deelnemers:detail", args=[deelnemer.pk])

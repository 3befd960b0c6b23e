"""What who directs asks about the group: whether there is room, and whom a change of the planning touches."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers.audit import log_list, of_gemeente_or_mentor
from deelnemers.capaciteit import capacity_of
from deelnemers.drukte import pressure_on_mentors
from deelnemers.geraakt import touched_by
from toegang.delen import render_deel
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang
from trajecten.enums import Component
from trajecten.forms.plekken import FASE, WERKGEVER, PlekkenForm
from trajecten.forms.varianten import Keuze
from trajecten.models import Traject
from trajecten.plekken import set_places


@toegang(Traject)
def capaciteit(request: Request, traject: Traject) -> HttpResponse:
    """How many take up how many places, whom to move where there are too many, and the numbers to set right."""
    form = PlekkenForm(sent(request), traject=traject)
    if form.is_valid() and carried_out(
        form, lambda: set_places(traject, fasen=form.numbers(FASE), werkgevers=form.numbers(WERKGEVER))
    ):
        messages.success(request, _("De plekken zijn opgeslagen."))
        return redirect("deelnemers:capaciteit", traject.pk)
    found = capacity_of(request.user, traject)
    shown = [deelname for rij in found.te_vol for deelname in rij.te_verplaatsen]
    log_list(request, of_gemeente_or_mentor(request.user, shown))
    return render_formulier(
        request,
        form,
        titel=_("Capaciteit"),
        terug=reverse("trajecten:detail", args=[traject.pk]),
        template="deelnemers/capaciteit.html",
        intro=str(traject),
        traject=traject,
        capaciteit=found,
    )


@toegang(Traject)
def geraakt(request: Request, traject: Traject) -> HttpResponse:
    """Whom it touches when these phases move: a part of the planning before it is stored, or a page of its own."""
    known = [Component(code) for code in request.GET.getlist("fase") if code in Component.values]
    found = touched_by(request.user, traject, known)
    log_list(request, of_gemeente_or_mentor(request.user, [rij.deelname for rij in found.eigen_datums]))
    titel, terug = _("Welke deelnemers merken dit?"), reverse("trajecten:planning", args=[traject.pk])
    return render_deel(request, "deelnemers/_geraakt.html", titel=titel, terug=terug, traject=traject, geraakt=found)


@toegang(Traject)
def drukte(request: Request, traject: Traject) -> HttpResponse:
    """How busy mentors get in each what-if: a part of that page, or a page of its own."""
    keuze = Keuze(request.GET, traject, traject.fasen.all())
    found = pressure_on_mentors(request.user, traject, keuze.plannen)
    titel, terug = _("Hoe druk krijgen mentoren het?"), reverse("trajecten:varianten", args=[traject.pk])
    context = {"traject": traject, "keuze": keuze, "drukte": found}
    return render_deel(request, "deelnemers/_drukte.html", titel=titel, terug=terug, **context)

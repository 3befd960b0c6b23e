"""A mistake taken away: a row that stands with the wrong person, a day that is not the right one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers import rechtzetten
from deelnemers.audit import log_read
from deelnemers.forms.rechten import DatumsForm, WegForm
from deelnemers.models import Checkin, Deelname, Plaatsing
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang


@toegang(Checkin, related=("deelname__deelnemer", "deelname__traject", "afspraak", "signaal"))
def checkin_weg(request: Request, checkin: Checkin) -> HttpResponse:
    """Remove a check-in that stands with the wrong person; what goes with it is said first."""
    log_read(request, checkin.deelname.deelnemer)
    form = WegForm(sent(request))
    if form.is_valid():
        rechtzetten.remove_checkin(checkin)
        messages.success(request, _("De check-in is verwijderd."))
        return redirect("deelnemers:checkins")
    return render_formulier(
        request,
        form,
        titel=_("Check-in verwijderen"),
        terug=reverse("deelnemers:checkin_detail", args=[checkin.pk]),
        knop=_("Verwijder deze check-in"),
        template="deelnemers/checkin_weg.html",
        intro=str(checkin.deelname),
        checkin=checkin,
    )


@toegang(Plaatsing, related=("deelname__deelnemer", "deelname__traject", "werkgever"))
def plaatsing_weg(request: Request, plaatsing: Plaatsing) -> HttpResponse:
    """Remove a placement that stands with the wrong person."""
    log_read(request, plaatsing.deelname.deelnemer)
    form = WegForm(sent(request))
    if form.is_valid():
        rechtzetten.remove_plaatsing(plaatsing)
        messages.success(request, _("De plaatsing is verwijderd."))
        return redirect("deelnemers:detail", plaatsing.deelname.deelnemer_id)
    return render_formulier(
        request,
        form,
        titel=_("Plaatsing verwijderen"),
        terug=reverse("deelnemers:detail", args=[plaatsing.deelname.deelnemer_id]),
        knop=_("Verwijder deze plaatsing"),
        template="deelnemers/plaatsing_weg.html",
        intro=str(plaatsing.deelname),
        plaatsing=plaatsing,
    )


@toegang(Deelname, related=("deelnemer", "traject"))
def deelname_datums(request: Request, deelname: Deelname) -> HttpResponse:
    """Set the days of a participation right."""
    log_read(request, deelname.deelnemer)
    form = DatumsForm(sent(request), instance=deelname)
    terug = reverse("deelnemers:detail", args=[deelname.deelnemer_id])
    if form.is_valid() and carried_out(form, lambda: rechtzetten.correct_dates(deelname, gegevens=form.cleaned_data)):
        messages.success(request, _("De datums zijn verbeterd."))
        return redirect(terug)
    return render_formulier(request, form, titel=_("Datums verbeteren"), terug=terug, intro=str(deelname))

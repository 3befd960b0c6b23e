from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelnemers import deelnames, plaatsen
from deelnemers.audit import log_list, log_read, of_gemeente
from deelnemers.capaciteit import warn_of_mentor, warn_of_werkgever
from deelnemers.forms.deelnames import (
    DeelnameForm,
    KiesDeelnemersForm,
    PlaatsingForm,
    VolgForm,
    VoortgangForm,
)
from deelnemers.groep import group_of, room_in
from deelnemers.keuze import choices_for
from deelnemers.models import Deelname, Deelnemer, Plaatsing, Voortgang
from deelnemers.querysets import keeps_files
from deelnemers.tables import GroepTable
from deelnemers.volgen import differences, follow_group, stamp
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, may, toegang
from trajecten.models import Traject


@toegang(Traject)
def van_traject(request: Request, traject: Traject) -> HttpResponse:
    """Who takes part in a trajectory, as this person may see them: a part of its page, or a page of its own."""
    template = "deelnemers/_van_traject.html" if request.htmx else "deelnemers/van_traject.html"
    groep = group_of(request.user, traject)
    log_list(request, ((lid.deelname.deelnemer, lid.kaart.relaties) for lid in groep.leden))
    context = {
        "traject": traject,
        "groep": groep,
        "table": GroepTable(groep),
        "mag_toevoegen": may(request, "deelnemers:deelname_nieuw") and keeps_files(request.user),
        "mag_capaciteit": may(request, "deelnemers:capaciteit"),
    }
    return render(request, template, context)


@toegang(Traject)
def deelname_nieuw(request: Request, traject: Traject) -> HttpResponse:
    """Let one or more of one's own participants take part."""
    kandidaten = Deelnemer.objects.managed_by(request.user).not_in(traject)
    form = KiesDeelnemersForm(sent(request), kandidaten=kandidaten)
    if form.is_valid() and carried_out(form, lambda: deelnames.join_all(deelnemers=_picked(form), traject=traject)):
        messages.success(request, _joined(len(_picked(form)), traject))
        return redirect("trajecten:detail", traject.pk)
    keuze = choices_for(request, kandidaten)
    log_list(request, of_gemeente(request.user, [*keuze.gekozen, *keuze.gevonden]))
    context = {"traject": traject, "keuze": keuze, "ruimte": room_in(request.user, traject)}
    if request.htmx and request.method == "GET":
        return render(request, "deelnemers/_keuzelijst.html", {"form": form, **context})
    return render_formulier(
        request,
        form,
        titel=_("Deelnemers toevoegen"),
        terug=reverse("trajecten:detail", args=[traject.pk]),
        knop=_("Voeg toe aan het traject"),
        template="deelnemers/deelname_nieuw.html",
        **context,
    )


@toegang(Deelname, related=("deelnemer", "traject", "mentor"))
def deelname_wijzig(request: Request, deelname: Deelname) -> HttpResponse:
    """Change state and mentor of a participation."""
    log_read(request, deelname.deelnemer)
    form = DeelnameForm(sent(request), deelname=deelname)
    if form.is_valid() and carried_out(form, lambda: deelnames.update(deelname, **form.cleaned_data)):
        deelname.refresh_from_db(fields=["mentor"])
        return _saved(request, deelname, waarschuwing=warn_of_mentor(deelname) if "mentor" in form.changed_data else "")
    titel = _("Deelname aan %(traject)s") % {"traject": deelname.traject}
    return render_formulier(request, form, titel=titel, terug=_file(deelname), intro=str(deelname.deelnemer))


@toegang(Voortgang, related=("deelname__deelnemer", "deelname__traject", "fase"))
def voortgang_wijzig(request: Request, voortgang: Voortgang) -> HttpResponse:
    """Record how someone stands in one phase."""
    log_read(request, voortgang.deelname.deelnemer)
    form = VoortgangForm(sent(request), instance=voortgang)
    if form.is_valid() and carried_out(form, lambda: deelnames.record_progress(voortgang, gegevens=form.cleaned_data)):
        return _saved(request, voortgang.deelname)
    return render_formulier(
        request,
        form,
        titel=_("Voortgang: %(fase)s") % {"fase": voortgang.fase},
        begrip=voortgang.fase.component,
        terug=_file(voortgang.deelname),
        intro=str(voortgang.deelname),
    )


@toegang(Deelname, related=("deelnemer", "traject"))
def volg_groep(request: Request, deelname: Deelname) -> HttpResponse:
    """Let somebody with days of their own follow the group's planning again, once it is shown what that changes."""
    log_read(request, deelname.deelnemer)
    verschillen = differences(deelname)
    form, gezien = VolgForm(sent(request), verschillen=verschillen), request.POST.get("gezien", "")
    if form.is_valid() and carried_out(
        form, lambda: follow_group(deelname, gekozen=form.cleaned_data["fasen"], gezien=gezien)
    ):
        return _saved(request, deelname)
    return render_formulier(
        request,
        form,
        titel=_("De planning van de groep volgen"),
        terug=_file(deelname),
        intro=str(deelname),
        knop=_("Volg de groep"),
        template="deelnemers/volg_groep.html",
        verschillen=verschillen,
        gezien=stamp(verschillen),
    )


@toegang(Deelname, related=("deelnemer", "traject"))
def plaatsing_nieuw(request: Request, deelname: Deelname) -> HttpResponse:
    """Place a participant with an employer."""
    log_read(request, deelname.deelnemer)
    form = PlaatsingForm(sent(request))
    if form.is_valid() and carried_out(form, lambda: plaatsen.place(deelname=deelname, **form.cleaned_data)):
        return _saved(
            request, deelname, waarschuwing=warn_of_werkgever(Plaatsing(deelname=deelname, **form.cleaned_data))
        )
    return render_formulier(request, form, titel=_("Nieuwe plaatsing"), terug=_file(deelname), intro=str(deelname))


@toegang(Plaatsing, related=("deelname__deelnemer", "deelname__traject"))
def plaatsing_wijzig(request: Request, plaatsing: Plaatsing) -> HttpResponse:
    """Change a placement."""
    log_read(request, plaatsing.deelname.deelnemer)
    form = PlaatsingForm(sent(request), instance=plaatsing)
    if form.is_valid() and carried_out(form, lambda: plaatsen.revise(plaatsing, gegevens=form.cleaned_data)):
        return _saved(request, plaatsing.deelname, waarschuwing=warn_of_werkgever(plaatsing))
    terug = _file(plaatsing.deelname)
    return render_formulier(request, form, titel=_("Plaatsing wijzigen"), terug=terug, intro=str(plaatsing.deelname))


def _picked(form: KiesDeelnemersForm) -> list[Any]:
    return list(form.cleaned_data["deelnemers"])


def _joined(n: int, traject: Traject) -> str:
    tekst = ngettext("%(n)s deelnemer doet mee aan %(traject)s.", "%(n)s deelnemers doen mee aan %(traject)s.", n)
    return tekst % {"n": n, "traject": traject}


def _file(deelname: Deelname) -> str:
    return reverse("deelnemers:detail", args=[deelname.deelnemer_id])


def _saved(request: Request, deelname: Deelname, *, waarschuwing: str = "") -> HttpResponse:
    messages.success(request, _("De wijziging is opgeslagen."))
    if waarschuwing:
        messages.warning(request, waarschuwing)
    return redirect(_file(deelname))

"""Who fills a role: asked, suggested, answered, released."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from partijen.enums import Rol
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang
from toegang.relaties import Relatie
from trajecten.afspraken import suggest
from trajecten.enums import RolStatus
from trajecten.forms.rollen import AntwoordForm, NieuweRolForm, RolForm, VoorstelForm
from trajecten.models import Fase, Rolinvulling
from trajecten.rollen import add_holder, answer, fill, release
from trajecten.views.hulp import address


@toegang(Fase, related=("traject__gemeente",))
def rol_nieuw(request: Request, fase: Fase) -> HttpResponse:
    """Add a holder of a role to a phase."""
    rij, door = Rolinvulling(fase=fase), request.user
    form = NieuweRolForm(sent(request), rol=None, rij=rij, door=door, initial=request.GET.dict())
    if form.is_valid() and carried_out(form, lambda: add_holder(fase, door=door, **form.cleaned_data)):
        messages.success(request, _("De rol is toegevoegd."))
        return redirect(address(fase.traject, fase))
    titel = _("Rol toevoegen aan %(fase)s") % {"fase": fase}
    return render_formulier(request, form, titel=titel, begrip=fase.component, terug=address(fase.traject, fase))


@toegang(Rolinvulling, related=("fase__traject__gemeente", "partij"))
def rol_vul(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Ask a party for a role, or record that it has said yes."""
    initial, door = _initial_of(rij) | request.GET.dict(), request.user
    form = RolForm(sent(request), rol=Rol(rij.rol), rij=rij, door=door, initial=initial)
    if form.is_valid() and carried_out(form, lambda: fill(rij, door=door, **form.cleaned_data)):
        messages.success(request, _filled(rij))
        return redirect(address(rij.fase.traject, rij.fase))
    titel = _("%(rol)s in %(fase)s") % {"rol": rij.get_rol_display(), "fase": rij.fase}
    return render_formulier(request, form, titel=titel, begrip=rij.rol, terug=address(rij.fase.traject, rij.fase))


@toegang(Rolinvulling, related=("fase__traject__regisseur", "fase__traject__gemeente"))
def rol_voorstel(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Tell whoever directs which organisation could fill an open role."""
    form, terug = VoorstelForm(sent(request)), address(rij.fase.traject, rij.fase)
    if form.is_valid() and carried_out(form, lambda: suggest(rij, door=request.user, **form.cleaned_data)):
        messages.success(request, _("Uw voorstel is doorgegeven. U ziet bij de afspraken wat ermee gebeurt."))
        return redirect(f"{address(rij.fase.traject)}#afspraken")
    titel = _("Wie kan dit doen? %(rol)s in %(fase)s") % {"rol": rij.get_rol_display(), "fase": rij.fase}
    return render_formulier(request, form, titel=titel, begrip=rij.rol, terug=terug, knop=_("Voorstel doorgeven"))


@toegang(Rolinvulling, related=("fase__traject", "partij"))
def rol_leeg(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Take a role away from whoever has it or was asked, once it is said what that does."""
    form, terug = Form(sent(request)), address(rij.fase.traject, rij.fase)
    asked = rij.status == RolStatus.GEVRAAGD
    if form.is_valid() and carried_out(form, lambda: release(rij)):
        messages.success(request, _("De vraag is ingetrokken.") if asked else _("De rol is weer vrij."))
        return redirect(terug)
    return render_formulier(
        request,
        form,
        titel=_("Vraag intrekken") if asked else _("Rol leegmaken"),
        terug=terug,
        knop=_("Trek de vraag in") if asked else _("Maak de rol leeg"),
        template="trajecten/rol_leeg.html",
        rij=rij,
    )


@toegang(Rolinvulling, related=("fase__traject__gemeente", "partij"))
def rol_antwoord(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Accept or decline a role for one's own party; the link in a mail may be older than the withdrawal."""
    partij, traject = rij.partij, rij.fase.traject
    if request.method != "POST" and (uitleg := _no_question_left(request, rij)):
        messages.info(request, uitleg)
        return redirect(address(traject))
    form = AntwoordForm(sent(request), partij=partij, initial=request.GET.dict())
    if form.is_valid() and carried_out(form, lambda: answer(rij, **form.cleaned_data)):
        messages.success(request, _("Uw antwoord is doorgegeven aan de gemeente."))
        return redirect(address(traject) if form.cleaned_data["antwoord"] == "ja" else "trajecten:lijst")
    titel = _("Vraag aan %(partij)s") % {"partij": partij}
    return render_formulier(
        request,
        form,
        titel=titel,
        terug=address(traject),
        knop=_("Antwoord geven"),
        template="trajecten/antwoord.html",
        rij=rij,
    )


def _no_question_left(request: Request, rij: Rolinvulling) -> str:
    """Return why there is nothing to answer here for whoever follows an old link, or nothing."""
    if rij.partij is None:
        return _("Deze vraag is ingetrokken. U hoeft niets meer te doen.")
    if Relatie.EIGEN_PARTIJ not in request.relaties:
        return _("Deze vraag is voor een andere partij. U hoeft niets te doen.")
    if rij.status == RolStatus.TOEGEZEGD:
        return _("%(partij)s heeft deze rol al toegezegd. U hoeft niets meer te doen.") % {"partij": rij.partij}
    return ""


def _filled(rij: Rolinvulling) -> str:
    if rij.status == RolStatus.GEVRAAGD:
        return _("De vraag is gesteld. %(partij)s krijgt er een mail over.") % {"partij": rij.partij}
    return _("De rol is gevuld.")


def _initial_of(rij: Rolinvulling) -> dict[str, object]:
    toegezegd = "ja" if rij.partij_id else "nee"
    return {"partij": rij.partij_id, "persoon": rij.persoon_id, "toegezegd": toegezegd}

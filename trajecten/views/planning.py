"""The days of a trajectory: planning, what if, and what really began, ended and was decided."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang
from trajecten.besluiten import decide
from trajecten.enums import Doorgang
from trajecten.fasen import close_fase, reopen_fase, replan, start_fase
from trajecten.forms.besluiten import BesluitForm
from trajecten.forms.fasen import DagForm
from trajecten.forms.planning import PlanningForm
from trajecten.forms.stand import DoorgangForm
from trajecten.forms.varianten import Keuze
from trajecten.groepsplan import plan_of
from trajecten.herplannen import propose
from trajecten.kalender import kalender_of
from trajecten.levensloop import set_doorgang
from trajecten.models import Fase, Traject
from trajecten.varianten import side_by_side
from trajecten.views.hulp import address, report

# So many earlier changes of a planning stand below it.
EERDERE_WIJZIGINGEN = 10
DOORGANG_GEWIJZIGD = {
    Doorgang.ACTIEF: gettext_lazy("%(fase)s gaat weer door. Kijk de planning na: de dagen schoven niet mee."),
    Doorgang.GEPAUZEERD: gettext_lazy("%(fase)s is gepauzeerd. Wie er een rol in heeft, krijgt een mail."),
    Doorgang.GESTOPT: gettext_lazy("%(fase)s is gestopt. Wie er een rol in heeft, krijgt een mail."),
}


@toegang(Traject)
def planning(request: Request, traject: Traject) -> HttpResponse:
    """The planned days of all phases; also step three of a new trajectory.

    A change that moves other phases along is shown first, and stored when the page that shows it is sent.
    """
    fasen = list(traject.fasen.for_page())
    form = PlanningForm(sent(request), fasen=fasen, nieuw="nieuw" in request.GET)
    kijkt, voorstel = "kijk" in request.POST, None
    if (geldig := form.is_valid()) or form.can_be_laid_out:
        voorstel = propose(fasen, form, werkdag=kalender_of(traject.gemeente_id).werkdag, vandaag=timezone.localdate())
        if kijkt or (geldig and voorstel.neemt_mee):
            form = form.on(voorstel.nieuw)
        elif geldig and carried_out(
            form, lambda: replan(traject, planning=form.planning, door=request.user, waarom=form.reden)
        ):
            messages.success(request, _("De planning is opgeslagen."))
            return redirect("trajecten:detail", traject.pk)
    form.tell_ruimte(voorstel.nieuw if voorstel else plan_of(fasen))
    return render_formulier(
        request,
        form,
        titel=_("Planning van %(traject)s") % {"traject": traject},
        terug=address(traject),
        knop=_("Planning opslaan"),
        template="trajecten/planning.html",
        traject=traject,
        voorstel=voorstel,
        eerder=traject.planwijzigingen.select_related("door")[:EERDERE_WIJZIGINGEN],
        stap=3 if "nieuw" in request.GET else None,
    )


@toegang(Traject)
def varianten(request: Request, traject: Traject) -> HttpResponse:
    """What if: other lengths and another first day, side by side with the planning as it stands; stores nothing."""
    keuze = Keuze(request.GET, traject, traject.fasen.for_page())
    context = {"traject": traject, "keuze": keuze, "rijen": side_by_side(keuze.fasen, keuze.plannen)}
    return render(request, "trajecten/varianten.html", context, status=200 if keuze.is_valid else 422)


@toegang(Fase, related=("traject",))
def fase_start(request: Request, fase: Fase) -> HttpResponse:
    """Record that a phase began."""
    words = _("%(fase)s starten"), _("Fase starten"), _("%(fase)s is gestart.")
    return _record_day(request, fase, start_fase, *words)


@toegang(Fase, related=("traject",))
def fase_sluit(request: Request, fase: Fase) -> HttpResponse:
    """Record that a phase ended."""
    words = _("%(fase)s afronden"), _("Fase afronden"), _("%(fase)s is afgerond.")
    return _record_day(request, fase, close_fase, *words)


@toegang(Fase, related=("traject",))
def fase_heropen(request: Request, fase: Fase) -> HttpResponse:
    """Let a closed phase run again."""
    report(request, lambda: reopen_fase(fase), _("%(fase)s loopt weer.") % {"fase": fase})
    return redirect(address(fase.traject, fase))


@toegang(Fase, related=("traject",))
def fase_doorgang(request: Request, fase: Fase) -> HttpResponse:
    """Pause or stop a phase, or let it go on, once it is said what that does."""
    form, terug = DoorgangForm(sent(request), fase=fase), address(fase.traject, fase)
    gekozen = form.is_valid() and Doorgang(form.cleaned_data["doorgang"])
    if gekozen:
        reden = form.cleaned_data.get("reden", "")
        if carried_out(form, lambda: set_doorgang(fase, gekozen, reden=reden, door=request.user)):
            messages.success(request, DOORGANG_GEWIJZIGD[gekozen] % {"fase": fase})
            return redirect(terug)
    return render_formulier(
        request,
        form,
        titel=_("%(fase)s pauzeren of stoppen") % {"fase": fase}
        if not fase.staat_stil
        else _("%(fase)s weer laten doorgaan") % {"fase": fase},
        terug=terug,
        knop=_("Opslaan"),
        template="trajecten/fase_doorgang.html",
        fase=fase,
    )


@toegang(Fase, related=("traject__gemeente",))
def besluit_nieuw(request: Request, fase: Fase) -> HttpResponse:
    """Record a go/no-go at the end of a phase."""
    form = BesluitForm(sent(request), traject=fase.traject, door=request.user)
    if form.is_valid() and carried_out(form, lambda: decide(fase, door=request.user, **form.gegevens)):
        messages.success(request, _("Het besluit is vastgelegd."))
        return redirect(address(fase.traject, fase))
    return render_formulier(
        request,
        form,
        titel=_("Go/no-go na %(fase)s") % {"fase": fase},
        begrip=fase.component,
        terug=address(fase.traject, fase),
        knop=_("Besluit vastleggen"),
    )


def _record_day(
    request: Request, fase: Fase, record: Callable[..., None], titel: str, knop: str, gelukt: str
) -> HttpResponse:
    """Ask on which day a phase really began or ended, and record it."""
    form, terug = DagForm(sent(request)), address(fase.traject, fase)
    if form.is_valid() and carried_out(form, lambda: record(fase, op=form.cleaned_data["op"]), veld="op"):
        messages.success(request, gelukt % {"fase": fase})
        return redirect(terug)
    words = {"titel": titel % {"fase": fase}, "knop": knop}
    return render_formulier(request, form, begrip=fase.component, terug=terug, **words)

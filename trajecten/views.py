from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partijen.enums import Rol
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, may, toegang
from toegang.relaties import Relatie
from toegang.tabellen import RequestConfig
from trajecten.aanmaken import change_traject, create_traject
from trajecten.afspraken import agree, move, set_status, suggest
from trajecten.begrippen import WOORDEN_LIJST, WOORDEN_SJABLONEN
from trajecten.besluiten import decide
from trajecten.enums import RolStatus
from trajecten.fasen import close_fase, reopen_fase, replan, start_fase
from trajecten.filters import AfspraakFilter, TrajectFilter
from trajecten.forms.afspraken import AfspraakForm, AfspraakStatusForm, VerzetForm
from trajecten.forms.besluiten import BesluitForm
from trajecten.forms.fasen import DagForm
from trajecten.forms.planning import PlanningForm
from trajecten.forms.rollen import AntwoordForm, NieuweRolForm, RolForm, VoorstelForm
from trajecten.forms.traject import NieuwTrajectForm, TrajectForm
from trajecten.forms.varianten import AANTAL, VariantForm
from trajecten.fouten import TrajectFout
from trajecten.groepsplan import plan_of
from trajecten.herplannen import propose
from trajecten.kaarten import sjabloon_kaarten
from trajecten.kalender import kalender_of
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.overzicht import build_overzicht
from trajecten.rollen import add_holder, answer, fill, release
from trajecten.sjablonen import SJABLONEN
from trajecten.tables import AfspraakTable, TrajectTable
from trajecten.varianten import side_by_side

PER_PAGE = 25
# So many earlier changes of a planning stand below it.
EERDERE_WIJZIGINGEN = 10


@toegang()
def lijst(request: Request) -> HttpResponse:
    """The trajectories of one's own gemeente, or in which one's own party has or was asked for a role."""
    zichtbaar = Traject.objects.visible_to(request.user).for_list(timezone.localdate())
    gefilterd = TrajectFilter(request.GET, queryset=zichtbaar)
    table = TrajectTable(gefilterd.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"filter": gefilterd, "table": table, "mag_nieuw": may(request, "trajecten:nieuw", "GET")}
    return render(request, "trajecten/lijst.html", context | {"woorden": WOORDEN_LIJST})


@toegang()
def nieuw(request: Request) -> HttpResponse:
    """Step one of a new trajectory: choose what to start from."""
    context = {"kaarten": sjabloon_kaarten(), "stap": 1, "terug": reverse("trajecten:lijst")}
    return render(request, "trajecten/nieuw.html", context | {"woorden": WOORDEN_SJABLONEN})


@toegang()
def nieuw_uit_sjabloon(request: Request, sjabloon: str) -> HttpResponse:
    """Step two: the details, prefilled from the template."""
    if sjabloon not in SJABLONEN:
        raise Http404
    gekozen = SJABLONEN[sjabloon]
    form = NieuwTrajectForm(sent(request), sjabloon=gekozen, door=request.user)
    if form.is_valid():
        try:
            traject = create_traject(
                gemeente=form.chosen_gemeente, sjabloon=gekozen, gegevens=form.gegevens, door=request.user
            )
        except TrajectFout as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, _("Het traject is gemaakt. Kijk nu de planning na."))
            return redirect(f"{reverse('trajecten:planning', args=[traject.pk])}?nieuw=1")
    return render_formulier(
        request,
        form,
        titel=_("Nieuw traject: %(sjabloon)s") % {"sjabloon": gekozen.naam},
        terug=reverse("trajecten:nieuw"),
        knop=_("Traject maken"),
        template="trajecten/gegevens.html",
        stap=2,
    )


@toegang(Traject, related=("gemeente", "regisseur"))
def detail(request: Request, traject: Traject) -> HttpResponse:
    """One trajectory: its timeline, phases, roles, agreements and what has to happen."""
    overzicht = build_overzicht(traject, user=request.user, relaties=request.relaties, vandaag=timezone.localdate())
    mag_afspreken = may(request, "trajecten:afspraak_nieuw")
    context = {
        "traject": traject,
        "overzicht": overzicht,
        "sjabloon": SJABLONEN.get(traject.sjabloon),
        "mag_regie": may(request, "trajecten:wijzig"),
        "mag_deelnemers": may(request, "deelnemers:van_traject", "GET"),
        "mag_verloop": may(request, "deelnemers:verloop", "GET"),
        "afspraak_form": AfspraakForm(traject=traject, door=request.user) if mag_afspreken else None,
    }
    return render(request, "trajecten/detail.html", context)


@toegang(Traject)
def wijzig(request: Request, traject: Traject) -> HttpResponse:
    """Change the details of a trajectory."""
    form = TrajectForm(sent(request), instance=traject, door=request.user)
    if form.is_valid() and carried_out(form, lambda: change_traject(traject, gegevens=form.cleaned_data)):
        messages.success(request, _("De wijziging is opgeslagen."))
        return redirect("trajecten:detail", traject.pk)
    return render_formulier(request, form, titel=_("Traject wijzigen"), terug=_address(traject))


@toegang(Traject)
def planning(request: Request, traject: Traject) -> HttpResponse:
    """The planned days of all phases; also step three of a new trajectory.

    A change that moves other phases along is shown first, and stored when the page that shows it is sent.
    """
    fasen = list(traject.fasen.for_page())
    form = PlanningForm(sent(request), fasen=fasen, nieuw="nieuw" in request.GET)
    kijkt, voorstel = "kijk" in request.POST, None
    if form.is_valid() or (kijkt and form.can_be_laid_out):
        voorstel = propose(fasen, form, werkdag=kalender_of(traject.gemeente_id).werkdag)
        if kijkt or voorstel.neemt_mee:
            form = form.on(voorstel.nieuw)
        elif carried_out(form, lambda: replan(traject, planning=form.planning, door=request.user, waarom=form.reden)):
            messages.success(request, _("De planning is opgeslagen."))
            return redirect("trajecten:detail", traject.pk)
    form.tell_ruimte(voorstel.nieuw if voorstel else plan_of(fasen))
    return render_formulier(
        request,
        form,
        titel=_("Planning van %(traject)s") % {"traject": traject},
        terug=_address(traject),
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
    fasen, werkdag = list(traject.fasen.for_page()), kalender_of(traject.gemeente_id).werkdag
    forms = [VariantForm(request.GET or None, fasen=fasen, nummer=n, werkdag=werkdag) for n in range(1, AANTAL + 1)]
    geldig = [form.is_valid() for form in forms]
    bedacht = [form for form in forms if form.voorstel]
    plannen = [plan_of(fasen, werkdag=werkdag), *(form.voorstel.nieuw for form in bedacht if form.voorstel)]
    context = {"traject": traject, "forms": forms, "bedacht": bedacht, "rijen": side_by_side(fasen, plannen)}
    return render(request, "trajecten/varianten.html", context, status=200 if all(geldig) or not request.GET else 422)


@toegang(Fase, related=("traject",))
def fase_start(request: Request, fase: Fase) -> HttpResponse:
    """Record that a phase began."""
    form = DagForm(sent(request))
    if form.is_valid() and carried_out(form, lambda: start_fase(fase, op=form.cleaned_data["op"]), veld="op"):
        messages.success(request, _("%(fase)s is gestart.") % {"fase": fase})
        return redirect(_address(fase.traject, fase))
    return render_formulier(
        request,
        form,
        titel=_("%(fase)s starten") % {"fase": fase},
        begrip=fase.component,
        terug=_address(fase.traject, fase),
        knop=_("Fase starten"),
    )


@toegang(Fase, related=("traject",))
def fase_sluit(request: Request, fase: Fase) -> HttpResponse:
    """Record that a phase ended."""
    form = DagForm(sent(request))
    if form.is_valid() and carried_out(form, lambda: close_fase(fase, op=form.cleaned_data["op"]), veld="op"):
        messages.success(request, _("%(fase)s is afgerond.") % {"fase": fase})
        return redirect(_address(fase.traject, fase))
    return render_formulier(
        request,
        form,
        titel=_("%(fase)s afronden") % {"fase": fase},
        begrip=fase.component,
        terug=_address(fase.traject, fase),
        knop=_("Fase afronden"),
    )


@toegang(Fase, related=("traject",))
def fase_heropen(request: Request, fase: Fase) -> HttpResponse:
    """Let a closed phase run again."""
    _report(request, lambda: reopen_fase(fase), _("%(fase)s loopt weer.") % {"fase": fase})
    return redirect(_address(fase.traject, fase))


@toegang(Fase, related=("traject__gemeente",))
def besluit_nieuw(request: Request, fase: Fase) -> HttpResponse:
    """Record a go/no-go at the end of a phase."""
    form = BesluitForm(sent(request), traject=fase.traject, door=request.user)
    if form.is_valid() and carried_out(form, lambda: decide(fase, door=request.user, **form.gegevens)):
        messages.success(request, _("Het besluit is vastgelegd."))
        return redirect(_address(fase.traject, fase))
    return render_formulier(
        request,
        form,
        titel=_("Go/no-go na %(fase)s") % {"fase": fase},
        begrip=fase.component,
        terug=_address(fase.traject, fase),
        knop=_("Besluit vastleggen"),
    )


@toegang(Fase, related=("traject__gemeente",))
def rol_nieuw(request: Request, fase: Fase) -> HttpResponse:
    """Add a holder of a role to a phase."""
    rij, door = Rolinvulling(fase=fase), request.user
    form = NieuweRolForm(sent(request), rol=None, rij=rij, door=door, initial=request.GET.dict())
    if form.is_valid() and carried_out(form, lambda: add_holder(fase, door=door, **form.cleaned_data)):
        messages.success(request, _("De rol is toegevoegd."))
        return redirect(_address(fase.traject, fase))
    titel = _("Rol toevoegen aan %(fase)s") % {"fase": fase}
    return render_formulier(request, form, titel=titel, begrip=fase.component, terug=_address(fase.traject, fase))


@toegang(Rolinvulling, related=("fase__traject__gemeente", "partij"))
def rol_vul(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Ask a party for a role, or record that it has said yes."""
    initial, door = _initial_of(rij) | request.GET.dict(), request.user
    form = RolForm(sent(request), rol=Rol(rij.rol), rij=rij, door=door, initial=initial)
    if form.is_valid() and carried_out(form, lambda: fill(rij, door=door, **form.cleaned_data)):
        messages.success(request, _filled(rij))
        return redirect(_address(rij.fase.traject, rij.fase))
    titel = _("%(rol)s in %(fase)s") % {"rol": rij.get_rol_display(), "fase": rij.fase}
    return render_formulier(request, form, titel=titel, begrip=rij.rol, terug=_address(rij.fase.traject, rij.fase))


@toegang(Rolinvulling, related=("fase__traject__regisseur", "fase__traject__gemeente"))
def rol_voorstel(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Tell whoever directs which organisation could fill an open role."""
    form, terug = VoorstelForm(sent(request)), _address(rij.fase.traject, rij.fase)
    if form.is_valid() and carried_out(form, lambda: suggest(rij, door=request.user, **form.cleaned_data)):
        messages.success(request, _("Uw voorstel is doorgegeven. U ziet bij de afspraken wat ermee gebeurt."))
        return redirect(f"{_address(rij.fase.traject)}#afspraken")
    titel = _("Wie kan dit doen? %(rol)s in %(fase)s") % {"rol": rij.get_rol_display(), "fase": rij.fase}
    return render_formulier(request, form, titel=titel, terug=terug, knop=_("Voorstel doorgeven"))


@toegang(Rolinvulling, related=("fase__traject", "partij"))
def rol_leeg(request: Request, rij: Rolinvulling) -> HttpResponse:
    """Take a role away from whoever has it or was asked, once it is said what that does."""
    form, terug = Form(sent(request)), _address(rij.fase.traject, rij.fase)
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
        return redirect(_address(traject))
    form = AntwoordForm(sent(request), partij=partij, initial=request.GET.dict())
    if form.is_valid() and carried_out(form, lambda: answer(rij, **form.cleaned_data)):
        messages.success(request, _("Uw antwoord is doorgegeven aan de gemeente."))
        return redirect(_address(traject) if form.cleaned_data["antwoord"] == "ja" else "trajecten:lijst")
    titel = _("Vraag aan %(partij)s") % {"partij": partij}
    return render_formulier(
        request,
        form,
        titel=titel,
        terug=_address(traject),
        knop=_("Antwoord geven"),
        template="trajecten/antwoord.html",
        rij=rij,
    )


@toegang()
def afspraken(request: Request) -> HttpResponse:
    """Every agreement that one sees, of all trajectories."""
    zichtbaar = Afspraak.objects.visible_to(request.user).select_related("traject", "persoon", "partij")
    gefilterd = AfspraakFilter(request.GET, queryset=zichtbaar, request=request)
    table = AfspraakTable(gefilterd.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "trajecten/afspraken.html", {"filter": gefilterd, "table": table})


@toegang(Traject)
def afspraak_nieuw(request: Request, traject: Traject) -> HttpResponse:
    """Record who does what by when."""
    form = AfspraakForm(sent(request), traject=traject, door=request.user)
    if form.is_valid() and carried_out(form, lambda: agree(traject=traject, door=request.user, **form.gegevens)):
        messages.success(request, _("De afspraak is opgeslagen."))
        return redirect(f"{_address(traject)}#afspraken")
    return render_formulier(request, form, titel=_("Nieuwe afspraak"), terug=_address(traject))


@toegang(Afspraak, related=("traject", "persoon", "partij"))
def afspraak_verzet(request: Request, afspraak: Afspraak) -> HttpResponse:
    """Give an agreement another day, and say why."""
    form, terug = VerzetForm(sent(request), afspraak=afspraak), f"{_address(afspraak.traject)}#afspraak-{afspraak.pk}"
    if form.is_valid() and carried_out(form, lambda: move(afspraak, **form.cleaned_data), veld="deadline"):
        messages.success(request, _("De afspraak is verzet. Wie het doet, krijgt op tijd een nieuwe herinnering."))
        return redirect(terug)
    return render_formulier(
        request,
        form,
        titel=_("Afspraak verzetten"),
        terug=terug,
        knop=_("Afspraak verzetten"),
        template="trajecten/afspraak_verzet.html",
        afspraak=afspraak,
    )


@toegang(Afspraak, related=("traject",))
def afspraak_status(request: Request, afspraak: Afspraak) -> HttpResponse:
    """Close an agreement as done or lapsed, or open it again."""
    form = AfspraakStatusForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    _report(request, lambda: set_status(afspraak, form.cleaned_data["status"]), _("De afspraak is bijgewerkt."))
    return redirect(f"{_address(afspraak.traject)}#afspraken")


def _report(request: Request, act: Callable[[], object], gelukt: str) -> None:
    """Do what a button asks, and say how it went."""
    try:
        act()
    except TrajectFout as fout:
        messages.error(request, fout.message)
    else:
        messages.success(request, gelukt)


def _address(traject: Traject, fase: Fase | None = None) -> str:
    return reverse("trajecten:detail", args=[traject.pk]) + (f"#fase-{fase.pk}" if fase else "")


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

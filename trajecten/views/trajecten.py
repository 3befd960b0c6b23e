"""A trajectory: the list, a new one, its page, its details, and whether it goes on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, may, toegang
from toegang.tabellen import RequestConfig
from trajecten.aanmaken import change_traject, create_traject
from trajecten.begrippen import WOORDEN_LIJST, WOORDEN_SJABLONEN
from trajecten.enums import Doorgang
from trajecten.filters import TrajectFilter
from trajecten.forms.afspraken import AfspraakForm
from trajecten.forms.stand import StandForm
from trajecten.forms.traject import NieuwTrajectForm, TrajectForm
from trajecten.fouten import TrajectFout
from trajecten.kaarten import sjabloon_kaarten
from trajecten.levensloop import set_status as set_stand
from trajecten.models import Traject
from trajecten.overzicht import build_overzicht
from trajecten.sjablonen import SJABLONEN
from trajecten.tables import TrajectTable
from trajecten.views.hulp import address

PER_PAGE = 25

# What the page is called, and its button.
STAND_TITELS = {
    Doorgang.ACTIEF: (gettext_lazy("Traject weer laten doorgaan"), gettext_lazy("Laat het traject doorgaan")),
    Doorgang.GEPAUZEERD: (gettext_lazy("Traject pauzeren"), gettext_lazy("Pauzeer het traject")),
    Doorgang.GESTOPT: (gettext_lazy("Traject stoppen"), gettext_lazy("Stop het traject")),
}
STAND_GEWIJZIGD = {
    Doorgang.ACTIEF: gettext_lazy("Het traject gaat weer door. Kijk de planning na: de dagen schoven niet mee."),
    Doorgang.GEPAUZEERD: gettext_lazy("Het traject is gepauzeerd. Wie een rol heeft, krijgt er een mail over."),
    Doorgang.GESTOPT: gettext_lazy("Het traject is gestopt. Wie een rol heeft, krijgt er een mail over."),
}


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
    return render_formulier(request, form, titel=_("Traject wijzigen"), terug=address(traject))


@toegang(Traject)
def stand(request: Request, traject: Traject, status: str) -> HttpResponse:
    """Pause or stop a trajectory, or let it go on, once it is said what that does."""
    if status not in Doorgang.values:
        raise Http404
    nieuw, door = Doorgang(status), request.user
    form = StandForm(sent(request), status=nieuw)
    if form.is_valid() and carried_out(form, lambda: set_stand(traject, nieuw, reden=form.waarom, door=door)):
        messages.success(request, STAND_GEWIJZIGD[nieuw])
        # After a pause the days of the phases are to be looked at.
        return redirect("trajecten:planning" if nieuw == Doorgang.ACTIEF else "trajecten:detail", traject.pk)
    titel, knop = STAND_TITELS[nieuw]
    return render_formulier(
        request,
        form,
        titel=str(titel),
        terug=address(traject),
        knop=str(knop),
        template="trajecten/stand.html",
        traject=traject,
        status=nieuw.value,
    )

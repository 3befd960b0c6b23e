"""Who does what by when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang
from toegang.tabellen import RequestConfig
from trajecten.afspraken import agree, move, set_status
from trajecten.filters import AfspraakFilter
from trajecten.forms.afspraken import AfspraakForm, AfspraakStatusForm, VerzetForm
from trajecten.models import Afspraak, Traject
from trajecten.tables import AfspraakTable
from trajecten.views.hulp import address, report

PER_PAGE = 25


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
        return redirect(f"{address(traject)}#afspraken")
    return render_formulier(request, form, titel=_("Nieuwe afspraak"), terug=address(traject))


@toegang(Afspraak, related=("traject", "persoon", "partij"))
def afspraak_verzet(request: Request, afspraak: Afspraak) -> HttpResponse:
    """Give an agreement another day, and say why."""
    form, terug = VerzetForm(sent(request), afspraak=afspraak), f"{address(afspraak.traject)}#afspraak-{afspraak.pk}"
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
    report(request, lambda: set_status(afspraak, form.cleaned_data["status"]), _("De afspraak is bijgewerkt."))
    return redirect(f"{address(afspraak.traject)}#afspraken")

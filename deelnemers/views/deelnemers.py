from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.audit import log_list, log_read
from deelnemers.filters import DeelnemerFilter
from deelnemers.forms.deelnemers import DeelnemerForm
from deelnemers.logtabel import LogTable, with_people
from deelnemers.models import Checkin, Deelname, Deelnemer
from deelnemers.taalbeeld import bars_of
from deelnemers.tables import DeelnemerTable, VoortgangTable
from deelnemers.zichtbaarheid import card_of, cards_of
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, may, toegang
from toegang.models import Logregel
from toegang.tabellen import RequestConfig

RECENT = 10


@toegang()
def lijst(request: Request) -> HttpResponse:
    """Every participant one may see, with what one may see of them."""
    people = Deelnemer.objects.visible_to(request.user).with_leesbaar(request.user).with_deelnames(request.user)
    gefilterd = DeelnemerFilter(request.GET, queryset=people, request=request, relaties=request.relaties)
    table = DeelnemerTable(gefilterd.qs)
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    kaarten = cards_of(request.user, table.page_records())
    table.show(kaarten)
    log_list(request, ((d, kaarten[d.pk].relaties) for d in table.page_records()), form=gefilterd.form)
    context = {
        "filter": gefilterd,
        "table": table,
        "mag_toevoegen": may(request, "deelnemers:nieuw"),
        "mag_bewaken": may(request, "deelnemers:bewaartermijn"),
    }
    return render(request, "deelnemers/lijst.html", context)


@toegang(Deelnemer)
def detail(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """One participant's file, as far as this person may see it; that it was read is written down."""
    log_read(request, deelnemer)
    kaart = card_of(deelnemer, request.relaties)
    deelnames = Deelname.objects.visible_to(request.user).of_deelnemer(deelnemer).with_file(request.user)
    mag_voortgang = may(request, "deelnemers:voortgang_wijzig")
    context = {
        "kaart": kaart,
        "balken": bars_of(kaart),
        "deelnames": [(deelname, VoortgangTable(deelname, mag_wijzigen=mag_voortgang)) for deelname in deelnames],
        "checkins": _checkins(request, deelnemer) if "checkins" in kaart.velden else None,
        "mag_wijzigen": may(request, "deelnemers:wijzig"),
        "mag_taal": may(request, "deelnemers:taalniveaus"),
        "mag_evalueren": may(request, "deelnemers:plaatsing_evaluatie"),
        "vandaag": timezone.localdate(),
        "mag_logboek": may(request, "deelnemers:logboek"),
        "mag_inzage": may(request, "deelnemers:inzage"),
        "mag_wissen": may(request, "deelnemers:wissen"),
        "mag_checkin": may(request, "deelnemers:checkin_nieuw"),
        "mag_eigen_pagina": may(request, "deelnemers:eigen_pagina"),
        "mag_plannen": may(request, "deelnemers:ontmoeting_nieuw"),
    }
    return render(request, "deelnemers/detail.html", context)


@toegang()
def nieuw(request: Request) -> HttpResponse:
    """Add a participant to one's own municipality."""
    form = DeelnemerForm(sent(request), user=request.user)
    if form.is_valid() and (deelnemer := form.store()):
        messages.success(request, _("%(naam)s is toegevoegd.") % {"naam": deelnemer})
        return redirect("deelnemers:detail", deelnemer.pk)
    terug = reverse("deelnemers:lijst")
    return render_formulier(
        request, form, titel=_("Nieuwe deelnemer"), terug=terug, template="deelnemers/formulier.html"
    )


@toegang(Deelnemer)
def wijzig(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """Change a participant's details."""
    log_read(request, deelnemer)
    form = DeelnemerForm(sent(request), instance=deelnemer, user=request.user)
    terug = reverse("deelnemers:detail", args=[deelnemer.pk])
    if form.is_valid() and form.store():
        messages.success(request, _("De wijziging is opgeslagen."))
        return redirect(terug)
    return render_formulier(
        request, form, titel=_("Deelnemer wijzigen"), terug=terug, template="deelnemers/formulier.html"
    )


@toegang(Deelnemer)
def logboek(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """Who saw or changed this file, newest first."""
    log_read(request, deelnemer)
    table = LogTable(with_people(Logregel.objects.about(deelnemer.pk)), exclude=("betrokkene",))
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    return render(request, "deelnemers/logboek.html", {"deelnemer": deelnemer, "table": table})


def _checkins(request: Request, deelnemer: Deelnemer) -> list[Checkin]:
    checkins = Checkin.objects.visible_to(request.user).of_deelnemer(deelnemer)
    return list(checkins.select_related("door", "deelname__traject", "signaal")[:RECENT])

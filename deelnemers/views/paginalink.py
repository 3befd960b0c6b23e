"""What who guides a participant does about their own page: give and revoke its link, share, and talk about a wish."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers.audit import log_read
from deelnemers.eigenpagina import delen, links, qr, wensen
from deelnemers.enums import Geldigheid
from deelnemers.forms.eigenpagina import LinkForm
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Checkin, Deelname, Wens
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, toegang


@toegang(Deelname, related=("deelnemer", "traject"))
def eigen_pagina(request: Request, deelname: Deelname) -> HttpResponse:
    """Give a participant a link to their own page, shown this once, and choose which agreements stand there."""
    log_read(request, deelname.deelnemer)
    form = LinkForm(sent(request))
    checkins = Checkin.objects.visible_to(request.user).with_afspraak(deelname)
    adres = _given(request, deelname, form) if form.is_valid() else ""
    context = {
        "deelname": deelname,
        "form": form,
        "adres": adres,
        "qr": qr.as_image(adres) if adres else "",
        "link": links.working_of(deelname),
        "afspraken": [(checkin, delen.version_of(checkin)) for checkin in checkins],
    }
    status = 422 if form.is_bound and not adres else 200
    return render(request, "deelnemers/eigen_pagina.html", context, status=status)


@toegang(Deelname, related=("deelnemer",))
def paginalink_intrek(request: Request, deelname: Deelname) -> HttpResponse:
    """Let the link stop working, once it is said that it can't be had back."""
    log_read(request, deelname.deelnemer)
    form, terug = Form(sent(request)), reverse("deelnemers:eigen_pagina", args=[deelname.pk])
    if form.is_valid():
        links.revoke(deelname)
        messages.success(request, _("De link is ingetrokken. De eigen pagina gaat er niet meer mee open."))
        return redirect(terug)
    return render_formulier(
        request,
        form,
        titel=_("Link intrekken"),
        terug=terug,
        knop=_("Trek de link in"),
        template="deelnemers/paginalink_intrek.html",
        deelname=deelname,
    )


@toegang(Checkin)
def afspraak_delen(request: Request, checkin: Checkin) -> HttpResponse:
    """Show the agreement of a check-in on the participant's own page, or no longer."""
    gedeeld, versie = request.POST.get("gedeeld") == "ja", request.POST.get("versie", "")
    _told(request, lambda: delen.share(checkin, gedeeld=gedeeld, versie=versie))
    return redirect("deelnemers:eigen_pagina", checkin.deelname_id)


@toegang(Wens, related=("deelname",))
def wens_besproken(request: Request, wens: Wens) -> HttpResponse:
    """Mark a wish as talked about."""
    _told(request, lambda: wensen.discuss(wens, door=request.user))
    return redirect("deelnemers:detail", wens.deelname.deelnemer_id)


def _given(request: Request, deelname: Deelname, form: LinkForm) -> str:
    """Return the address of a new link in full, or nothing where it was refused."""
    try:
        key = links.give(deelname, door=request.user, geldigheid=Geldigheid(form.cleaned_data["geldigheid"]))
    except DeelnemerFout as fout:
        form.add_error(None, fout)
        return ""
    pad = reverse("deelnemers:mijn", args=[key])
    return request.build_absolute_uri(f"{pad}?taal={form.cleaned_data['taal']}")


def _told(request: Request, verb: Callable[[], Any]) -> None:
    try:
        verb()
    except DeelnemerFout as fout:
        messages.error(request, fout.messages[0])
    else:
        messages.success(request, _("De wijziging is opgeslagen."))

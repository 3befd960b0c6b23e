from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers import signalen
from deelnemers.audit import log_list, log_read, of_gemeente_or_mentor
from deelnemers.checkins import contacts_of, followed_by, log, recent_for
from deelnemers.filters import CheckinFilter
from deelnemers.forms.checkins import CheckinForm
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Checkin, Deelname, Signaal
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, may, toegang
from toegang.matrix import GEMEENTE

PER_PAGE = 25
# Cards are taller than lines: a phone would scroll for long.
KAARTEN = 12


@toegang()
def checkins(request: Request) -> HttpResponse:
    """My own participants, longest silent first; for the gemeente, open signals and what came in of late."""
    mijn, gemeente = followed_by(request.user), bool(request.relaties & GEMEENTE)
    begeleidt = not gemeente or mijn.exists()
    gefilterd = partial(CheckinFilter, request.GET, request=request, relaties=request.relaties, begeleidt=begeleidt)
    filter_ = gefilterd(queryset=mijn)
    context: dict[str, Any] = {"filter": filter_, "begeleidt": begeleidt, "gemeente": gemeente}
    if begeleidt:
        context["mijn"] = Paginator(filter_.qs, KAARTEN).get_page(request.GET.get("mijn"))
        context["contacten"] = contacts_of(context["mijn"])
    if gemeente:
        recent = gefilterd(queryset=recent_for(request.user)).qs
        context["recent"] = Paginator(recent, PER_PAGE).get_page(request.GET.get("page"))
        context["signalen"] = list(signalen.open_for(request.user))
    context["aantal"] = sum(context[lijst].paginator.count for lijst in ("mijn", "recent") if lijst in context)
    log_list(request, of_gemeente_or_mentor(request.user, _shown(context)), form=filter_.form)
    return render(request, "deelnemers/checkins.html", context)


@toegang(Deelname, related=("deelnemer", "traject"))
def checkin_nieuw(request: Request, deelname: Deelname) -> HttpResponse:
    """Log a check-in: two minutes, on a phone."""
    log_read(request, deelname.deelnemer)
    form = CheckinForm(sent(request))
    if form.is_valid() and (checkin := _logged(request, form, deelname)):
        messages.success(request, _said(checkin))
        return redirect("deelnemers:checkins")
    return render_formulier(
        request,
        form,
        titel=_("Check-in met %(naam)s") % {"naam": deelname.deelnemer},
        terug=reverse("deelnemers:checkins"),
        template="deelnemers/checkin_nieuw.html",
        deelname=deelname,
    )


@toegang(Deelname)
def checkin_oud(request: Request, deelname: Deelname) -> HttpResponse:
    """The address of before, as it stands in mails that were sent: goes on to the form."""
    return redirect("deelnemers:checkin_nieuw", deelname.pk)


@toegang(Checkin, related=("deelname__deelnemer", "deelname__traject", "door", "afspraak", "signaal"))
def checkin_detail(request: Request, checkin: Checkin) -> HttpResponse:
    """One check-in with its agreement and its signal."""
    log_read(request, checkin.deelname.deelnemer)
    context = {
        "checkin": checkin,
        "mag_afhandelen": may(request, "deelnemers:signaal_afhandelen"),
        "mag_wijzigen": may(request, "deelnemers:checkin_wijzig"),
    }
    return render(request, "deelnemers/checkin_detail.html", context)


@toegang(Signaal)
def signaal_afhandelen(request: Request, signaal: Signaal) -> HttpResponse:
    """Close a signal."""
    signalen.settle(signaal, door=request.user)
    messages.success(request, _("Het signaal is afgehandeld."))
    return redirect("deelnemers:checkin_detail", signaal.checkin_id)


def _shown(context: Mapping[str, Any]) -> Iterator[Deelname]:
    yield from (contact.deelname for contact in context.get("contacten", ()))
    yield from (checkin.deelname for checkin in context.get("recent", ()))
    yield from (signaal.checkin.deelname for signaal in context.get("signalen", ()))


def _logged(request: Request, form: CheckinForm, deelname: Deelname) -> Checkin | None:
    try:
        return log(deelname=deelname, door=request.user, gegevens=form.cleaned_data)
    except DeelnemerFout as fout:
        form.add_error(None, fout)
        return None


def _said(checkin: Checkin) -> str:
    if signalen.redenen_of(checkin):
        return _("De check-in is opgeslagen. De coördinator krijgt een signaal.")
    return _("De check-in is opgeslagen.")

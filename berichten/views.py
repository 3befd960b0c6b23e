from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from berichten import outbox
from berichten.forms import BerichtFilter
from berichten.fouten import BerichtFout
from berichten.hartslag import standing_still
from berichten.models import Bericht
from berichten.postvak import read_mails
from berichten.tables import BerichtTable
from toegang.guard import Request, toegang
from toegang.tabellen import RequestConfig


@toegang()
def lijst(request: Request) -> HttpResponse:
    """The mail one watches over: how the queue stands, what was given up on top, then the newest."""
    berichten = Bericht.objects.visible_to(request.user)
    gefilterd = BerichtFilter(request.GET, queryset=berichten.select_related("ontvanger").failed_first())
    table = BerichtTable(gefilterd.qs)
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {"filter": gefilterd, "table": table, "stand": berichten.stand(), "stilstand": standing_still()}
    return render(request, "berichten/lijst.html", context)


@toegang(Bericht)
def opnieuw(request: Request, bericht: Bericht) -> HttpResponse:
    """Let a mail that was given up start over."""
    try:
        outbox.retry(bericht)
        messages.success(request, _("Het bericht wordt opnieuw verzonden."))
    except BerichtFout as fout:
        messages.error(request, fout.message)
    return redirect("berichten:lijst")


@toegang()
def postvak(request: Request) -> HttpResponse:
    """The demo's mailbox; outside the demo there is none."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(read_mails(), 20).get_page(request.GET.get("page"))
    return render(request, "berichten/postvak.html", {"page": page, "naar_bestand": settings.EMAIL_FILE_PATH})

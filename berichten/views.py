from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from berichten import afhandelen as afhandeling
from berichten import outbox, voorkeuren
from berichten.enums import Daad, Ritme
from berichten.forms import BerichtFilter, VoorkeurForm
from berichten.fouten import BerichtFout
from berichten.hartslag import standing_still
from berichten.models import Bericht
from berichten.postvak import read_mails
from berichten.tables import BerichtTable
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, openbaar, toegang
from toegang.rijbeveiliging import boven_de_rijen
from toegang.tabellen import RequestConfig

# A link in a mail shows what it does, and does it.
LEZEN_EN_DOEN = ["GET", "HEAD", "POST"]
LINK_OVER = gettext_lazy("Deze link werkt niet meer. Log in om te zien wat er te doen is.")


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
def voorkeur(request: Request) -> HttpResponse:
    """How often I am reminded, and in which hours I want no mail."""
    form = VoorkeurForm(sent(request), instance=voorkeuren.voorkeur_of(request.user))
    if form.is_valid():
        voorkeuren.choose(
            request.user,
            ritme=Ritme(form.cleaned_data["ritme"]),
            stil_van=form.cleaned_data["stil_van"],
            stil_tot=form.cleaned_data["stil_tot"],
        )
        messages.success(
            request, _("Uw keuze is opgeslagen. Herinneringen die nog wachten, komen op het nieuwe moment.")
        )
        return redirect("toegang:account")
    return render_formulier(request, form, titel=_("Herinneringen per mail"), terug=reverse("toegang:account"))


@openbaar
@require_http_methods(LEZEN_EN_DOEN)
# A mail program asks this in its reader's name, without a session and so without a token against forged forms.
@csrf_exempt
def afmelden(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the reminders of whoever got the mail (RFC 8058); a mere look at it, as by a mail scanner, does not."""
    reader = voorkeuren.bearer_of(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        voorkeuren.unsubscribe(reader)
    return render(request, "berichten/afmelden.html", {"klaar": request.method == "POST"})


@openbaar
@require_http_methods(LEZEN_EN_DOEN)
def afhandelen(request: HttpRequest, token: str) -> HttpResponse:
    """Do what a link in a reminder is for, once its button is pressed: a mere look, as by a mail scanner, does not."""
    # The link says in whose name, not whoever happens to be signed in on this device.
    with boven_de_rijen():
        found = afhandeling.find(token)
        context = _handle(*found, post=request.method == "POST") if found else {"fout": LINK_OVER}
    response = render(request, "berichten/afhandelen.html", context, status=200 if found else 404)
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _handle(bericht: Bericht, daad: Daad, *, post: bool) -> dict[str, object]:
    context: dict[str, object] = {"onderwerp": bericht.onderwerp, "daad": daad, "klaar": post}
    if not post:
        return context
    try:
        afhandeling.carry_out(bericht, daad)
    except ValidationError as fout:
        return context | {"fout": fout.messages[0]}
    return context


@toegang()
def postvak(request: Request) -> HttpResponse:
    """The demo's mailbox; outside the demo there is none."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(read_mails(), 20).get_page(request.GET.get("page"))
    return render(request, "berichten/postvak.html", {"page": page, "naar_bestand": settings.EMAIL_FILE_PATH})

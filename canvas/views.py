from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from canvas import opdrachten, teksten
from canvas.document import Tekst, build_document, tijdlijn_of
from canvas.enums import PdfStatus
from canvas.forms import BijdrageForm, VeldForm
from canvas.kosten import costs_of
from canvas.models import Bijdrage, PdfOpdracht
from canvas.velden import VELDEN, Veld
from toegang.delen import render_deel
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, may, toegang
from toegang.logboek import Handeling, note
from toegang.relaties import Relatie
from trajecten.enums import Component
from trajecten.forms.varianten import Keuze
from trajecten.models import Traject

# Seconds before it makes sense to ask for the PDF again.
RETRY_AFTER = 2


@toegang(Traject, related=("gemeente", "regisseur"))
def canvas(request: Request, traject: Traject) -> HttpResponse:
    """The whole Canvas on one page, each field editable by itself."""
    document = build_document(traject, request.user)
    context = {
        "traject": traject,
        "document": document,
        "tijdlijn": tijdlijn_of(document, vandaag=timezone.localdate()),
        "mag_schrijven": may(request, "canvas:veld"),
        "mag_doel": may(request, VELDEN["doel"].schrijven),
        "mag_middelen": may(request, "canvas:bijdrage_nieuw"),
        "mag_rollen": may(request, "trajecten:rol_nieuw"),
    }
    return render(request, "canvas/canvas.html", context)


@toegang(Traject)
def kosten(request: Request, traject: Traject) -> HttpResponse:
    """What each what-if costs beside the planning as it stands: a part of that page, or a page of its own."""
    keuze = Keuze(request.GET, traject, traject.fasen.all())
    costs = costs_of(Bijdrage.objects.visible_to(request.user).of_traject(traject), keuze.plannen[0], keuze.plannen)
    titel, terug = _("Wat kost het?"), reverse("trajecten:varianten", args=[traject.pk])
    context = {"traject": traject, "keuze": keuze, "kosten": costs}
    return render_deel(request, "canvas/_kosten.html", titel=titel, terug=terug, **context)


@toegang(Traject)
def veld(request: Request, traject: Traject, veld: str) -> HttpResponse:
    """One field: in place with htmx, on a page of its own without."""
    gekozen = _find_veld(request, veld)
    if request.htmx and "toon" in request.GET:
        return _show_veld(request, traject, gekozen)
    form = VeldForm(sent(request), traject=traject, veld=gekozen)
    if form.is_valid() and form.save(request.user):
        return _show_veld(request, traject, gekozen) if request.htmx else redirect(_anchor(traject, gekozen))
    template = "canvas/_veld_formulier.html" if request.htmx else "canvas/veld.html"
    terug = _anchor(traject, gekozen)
    return render_formulier(
        request, form, titel=gekozen.titel, terug=terug, template=template, traject=traject, veld=gekozen
    )


@toegang(Traject)
def bijdrage_nieuw(request: Request, traject: Traject, component: str) -> HttpResponse:
    """Add means to a component."""
    if component not in Component.values:
        raise Http404
    bijdrage = Bijdrage(traject=traject, component=component)
    return _edit_bijdrage(request, bijdrage, _("Middel toevoegen"), _("Het middel is toegevoegd."))


@toegang(Bijdrage, related=("traject",))
def bijdrage_wijzig(request: Request, bijdrage: Bijdrage) -> HttpResponse:
    """Change means, or take them away."""
    return _edit_bijdrage(request, bijdrage, _("Middel wijzigen"), _("De wijziging is opgeslagen."))


@toegang(Bijdrage, related=("traject",))
def bijdrage_weg(request: Request, bijdrage: Bijdrage) -> HttpResponse:
    """Take means off the Canvas; what goes is said first."""
    form = Form(sent(request))
    if form.is_valid():
        bijdrage.delete()
        messages.success(request, _("%(wat)s is weggehaald.") % {"wat": bijdrage.omschrijving})
        return redirect("canvas:canvas", bijdrage.traject_id)
    return render_formulier(
        request,
        form,
        titel=_("Middel weghalen"),
        terug=reverse("canvas:bijdrage_wijzig", args=[bijdrage.pk]),
        knop=_("Haal dit middel weg"),
        template="canvas/bijdrage_weg.html",
        bijdrage=bijdrage,
    )


@toegang(Traject, related=("gemeente", "regisseur"))
def pdf(request: Request, traject: Traject) -> HttpResponseBase:
    """The PDF of the Canvas as it is now; as long as there is none, how far it is."""
    opdracht = opdrachten.ask(traject, request.user)
    if opdracht.status != PdfStatus.KLAAR:
        return _show_voortgang(request, traject, opdracht)
    if not request.htmx:
        note(Handeling.DOWNLOADEN, onderwerp=traject, door=request.user, grond=request.relaties - {Relatie.INGELOGD})
        return FileResponse(opdracht.bestand.open(), as_attachment=True, filename=_bestandsnaam(traject))
    if "haal" in request.GET:
        return HttpResponseClientRedirect(reverse("canvas:pdf", args=[traject.pk]))
    return render(request, "canvas/_pdf_klaar.html", {"traject": traject})


@toegang(Traject, related=("gemeente", "regisseur"))
def pdf_opnieuw(request: Request, traject: Traject) -> HttpResponse:
    """Try again to make a PDF that failed."""
    opdrachten.retry(opdrachten.ask(traject, request.user))
    return redirect("canvas:pdf", traject.pk)


def _find_veld(request: Request, code: str) -> Veld:
    if code not in VELDEN:
        raise Http404
    if not may(request, VELDEN[code].schrijven):
        raise PermissionDenied
    return VELDEN[code]


def _show_veld(request: Request, traject: Traject, gekozen: Veld) -> HttpResponse:
    traject.refresh_from_db(fields=["doel"])
    tekst = Tekst(gekozen.code, str(gekozen.label), teksten.read(traject, gekozen))
    return render(request, "canvas/_veld.html", {"traject": traject, "tekst": tekst, "mag": True, "vers": True})


def _anchor(traject: Traject, gekozen: Veld) -> str:
    return f"{reverse('canvas:canvas', args=[traject.pk])}#veld-{gekozen.code}"


def _edit_bijdrage(request: Request, bijdrage: Bijdrage, titel: str, klaar: str) -> HttpResponse:
    form = BijdrageForm(sent(request), instance=bijdrage, user=request.user)
    terug = reverse("canvas:canvas", args=[bijdrage.traject_id])
    if form.is_valid():
        form.save()
        messages.success(request, klaar)
        return redirect(f"{terug}#onderdeel-{bijdrage.component}")
    return render_formulier(request, form, titel=titel, terug=terug, template="canvas/bijdrage.html", bijdrage=bijdrage)


def _show_voortgang(request: Request, traject: Traject, opdracht: PdfOpdracht) -> HttpResponse:
    """Answer 202 with progress, or say what failed: 503 for a whole page, 200 for the part that htmx swaps in."""
    template = "canvas/_pdf_voortgang.html" if request.htmx else "canvas/pdf_voortgang.html"
    mislukt = opdracht.status == PdfStatus.MISLUKT
    status = 202 if not mislukt else 200 if request.htmx else 503
    response = render(request, template, {"traject": traject, "opdracht": opdracht, "mislukt": mislukt}, status=status)
    if not mislukt:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _bestandsnaam(traject: Traject) -> str:
    return f"canvas-{slugify(traject.naam, allow_unicode=True) or traject.pk}.pdf"

"""The rights of a participant: what is held, set right, kept longer or erased."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deelnemers import anonimiseren, bewaren, checkins, inzageverzoeken
from deelnemers.audit import log_list, log_read, of_gemeente
from deelnemers.enums import Aanleiding, Bewaarreden, VerzoekStatus
from deelnemers.forms.rechten import CheckinWijzigForm, LangerBewarenForm, WissenForm
from deelnemers.models import Checkin, Deelname, Deelnemer, Inzageverzoek
from deelnemers.tables import BewaarTable
from partijen.enums import Functie
from partijen.lidmaatschap import gemeentes_of
from toegang.formulieren import carried_out, render_formulier, sent
from toegang.guard import Request, toegang
from toegang.logboek import Handeling, note
from toegang.relaties import Relatie
from toegang.tabellen import RequestConfig

MIME = {"pdf": "application/pdf", "json": "application/json"}


@toegang(Deelnemer)
def inzage(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """Ask for the overview of everything held on a participant."""
    verzoek = inzageverzoeken.ask(deelnemer, door=request.user)
    return redirect("deelnemers:inzageverzoek", verzoek.pk)


@toegang(Inzageverzoek, related=("deelnemer",))
def inzageverzoek(request: Request, verzoek: Inzageverzoek) -> HttpResponse:
    """How far the overview is; once made, both papers."""
    if not request.htmx:  # the part that looks again by itself names nobody
        log_read(request, verzoek.deelnemer)
    context = {
        "verzoek": verzoek,
        "klaar": verzoek.status == VerzoekStatus.KLAAR,
        "mislukt": verzoek.status == VerzoekStatus.MISLUKT,
        "tot": verzoek.aangemaakt_op + inzageverzoeken.BEWAAR,
    }
    return render(request, "deelnemers/_inzage.html" if request.htmx else "deelnemers/inzage.html", context)


@toegang(Inzageverzoek, related=("deelnemer",))
def inzage_opnieuw(request: Request, verzoek: Inzageverzoek) -> HttpResponse:
    """Try again to make an overview that failed."""
    inzageverzoeken.retry(verzoek)
    return redirect("deelnemers:inzageverzoek", verzoek.pk)


@toegang(Inzageverzoek, related=("deelnemer",))
def inzage_bestand(request: Request, verzoek: Inzageverzoek, soort: str) -> HttpResponse:
    """Take the overview along, on paper or as data; that it left is written down."""
    if soort not in MIME or verzoek.status != VerzoekStatus.KLAAR:
        raise Http404
    grond = request.relaties - {Relatie.INGELOGD}
    note(
        Handeling.DOWNLOADEN,
        onderwerp=verzoek.deelnemer,
        door=request.user,
        grond=grond,
        details={"pagina": "deelnemers:inzage_bestand", "soort": soort},
    )
    naam = f"gegevens-deelnemer-{verzoek.deelnemer_id}.{soort}"
    return HttpResponse(
        bytes(getattr(verzoek, soort)),
        content_type=MIME[soort],
        headers={"Content-Disposition": f'attachment; filename="{naam}"'},
    )


@toegang(Checkin, related=("deelname__deelnemer", "deelname__traject", "afspraak"))
def checkin_wijzig(request: Request, checkin: Checkin) -> HttpResponse:
    """Set a check-in right."""
    log_read(request, checkin.deelname.deelnemer)
    form = CheckinWijzigForm(sent(request), instance=checkin)
    if form.is_valid() and carried_out(form, lambda: checkins.correct(checkin, gegevens=form.cleaned_data)):
        messages.success(request, _("De check-in is verbeterd."))
        if checkin.afspraak_gedeeld and "afspraak_wat" in form.changed_data:
            messages.warning(request, _("De deelnemer leest deze afspraak nu niet meer. Deel de afspraak opnieuw."))
        return redirect("deelnemers:checkin_detail", checkin.pk)
    terug = reverse("deelnemers:checkin_detail", args=[checkin.pk])
    return render_formulier(
        request, form, titel=_("Check-in verbeteren"), terug=terug, template="deelnemers/checkin_nieuw.html"
    )


@toegang()
def bewaartermijn(request: Request) -> HttpResponse:
    """Whose file is about to be anonymised, and when, in the gemeentes one coordinates."""
    gemeentes = gemeentes_of(request.user, (Functie.COORDINATOR,))
    table = BewaarTable([pair for gemeente in gemeentes for pair in bewaren.announced_in(gemeente)])
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    log_list(request, of_gemeente(request.user, (row.record.deelnemer for row in table.paginated_rows)))
    context = {"table": table, "uit": [pk for pk in gemeentes if not bewaren.is_on(pk)]}
    return render(request, "deelnemers/bewaartermijn.html", context)


@toegang(Deelnemer)
def langer_bewaren(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """Keep a file past its term."""
    log_read(request, deelnemer)
    form = LangerBewarenForm(sent(request), initial={"reden": deelnemer.bewaren_reden})
    terug = reverse("deelnemers:bewaartermijn")
    if form.is_valid() and carried_out(form, lambda: _keep(deelnemer, form)):
        messages.success(request, _("Het dossier blijft langer bewaard."))
        return redirect(terug)
    titel = _("Dossier langer bewaren")
    return render_formulier(request, form, titel=titel, terug=terug, intro=str(deelnemer))


@toegang(Deelnemer)
def wissen(request: Request, deelnemer: Deelnemer) -> HttpResponse:
    """Erase a person at their request: what goes and what stays is said first."""
    log_read(request, deelnemer)
    form = WissenForm(sent(request))
    if form.is_valid() and carried_out(form, lambda: _erase(request, deelnemer, form)):
        messages.success(request, _("De gegevens zijn gewist. Alleen maanden en aantallen zijn gebleven."))
        return redirect("deelnemers:lijst")
    return render_formulier(
        request,
        form,
        titel=_("Gegevens wissen"),
        terug=reverse("deelnemers:detail", args=[deelnemer.pk]),
        knop=_("Wis deze gegevens voorgoed"),
        template="deelnemers/wissen.html",
        intro=str(deelnemer),
        lopend=Deelname.objects.of_deelnemer(deelnemer).open().select_related("traject"),
    )


def _keep(deelnemer: Deelnemer, form: LangerBewarenForm) -> Deelnemer:
    data = form.cleaned_data
    return bewaren.keep_longer(deelnemer, tot=data["bewaren_tot"], reden=Bewaarreden(data["reden"]))


def _erase(request: Request, deelnemer: Deelnemer, form: WissenForm) -> Deelnemer:
    return anonimiseren.erase(deelnemer, grond=Aanleiding(form.cleaned_data["grond"]), door=request.user)

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelnemers import importeren as imports
from deelnemers import importvoorbeeld
from deelnemers.forms.importeren import ImportForm
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import ImportOpdracht
from deelnemers.tables import FoutTable, ImportTable
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, toegang
from toegang.tabellen import RequestConfig

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@toegang()
def importeren(request: Request) -> HttpResponse:
    """Send a sheet: a good one goes on to its preview, of any other every bad row is named."""
    form = ImportForm(sent(request), request.FILES or None, user=request.user)
    if form.is_valid() and form.lijst:
        return redirect("deelnemers:import_bevestig", imports.keep(form.lijst, door=request.user).pk)
    return render_formulier(
        request,
        form,
        titel=_("Deelnemers importeren"),
        terug=reverse("deelnemers:lijst"),
        knop=_("Bekijk de lijst"),
        template="deelnemers/importeren.html",
        fouten=FoutTable(form.lijst),
    )


@toegang(ImportOpdracht, related=("gemeente",))
def bevestig(request: Request, opdracht: ImportOpdracht) -> HttpResponse:
    """Preview of a good sheet; sending it imports everyone in it."""
    if request.method == "POST" or opdracht.uitgevoerd_op:
        return _confirmed(request, opdracht)
    table = ImportTable(imports.preview(opdracht))
    RequestConfig(request, paginate={"per_page": 100}).configure(table)
    return render(request, "deelnemers/import_bevestig.html", {"opdracht": opdracht, "table": table})


@toegang()
def voorbeeld(request: Request) -> HttpResponse:
    """Download the empty sheet."""
    headers = {"Content-Disposition": 'attachment; filename="deelnemers-voorbeeld.xlsx"'}
    return HttpResponse(importvoorbeeld.build(), content_type=XLSX, headers=headers)


def _confirmed(request: Request, opdracht: ImportOpdracht) -> HttpResponse:
    try:
        n = imports.confirm(opdracht)
    except DeelnemerFout as fout:
        messages.error(request, fout.messages[0])
        return redirect("deelnemers:import")
    tekst = ngettext("%(n)s deelnemer is geïmporteerd.", "%(n)s deelnemers zijn geïmporteerd.", n)
    messages.success(request, tekst % {"n": n})
    return redirect("deelnemers:lijst")

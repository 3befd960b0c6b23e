from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from partijen.forms import PartijFilter, PartijForm
from partijen.models import Partij
from partijen.tables import PartijTable
from toegang.formulieren import render_formulier
from toegang.guard import Request, may, toegang


@toegang()
def lijst(request: Request) -> HttpResponse:
    """Every party one may see, by name, kind and place."""
    gefilterd = PartijFilter(request.GET, queryset=Partij.objects.visible_to(request.user))
    table = PartijTable(gefilterd.qs)
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    return render(
        request,
        "partijen/lijst.html",
        {"filter": gefilterd, "table": table, "mag_toevoegen": may(request, "partijen:nieuw")},
    )


@toegang(Partij)
def detail(request: Request, partij: Partij) -> HttpResponse:
    """One party: how to reach it and who is in it."""
    return render(request, "partijen/detail.html", {"partij": partij})


@toegang()
def nieuw(request: Request) -> HttpResponse:
    """Add a party."""
    form = PartijForm(request.POST or None)
    if form.is_valid():
        partij = form.save()
        messages.success(request, _("%(naam)s is toegevoegd.") % {"naam": partij.naam})
        return redirect("partijen:detail", partij.pk)
    return render_formulier(request, form, titel=_("Nieuwe partij"), terug=reverse("partijen:lijst"))


@toegang(Partij)
def wijzig(request: Request, partij: Partij) -> HttpResponse:
    """Change a party's details."""
    form = PartijForm(request.POST or None, instance=partij)
    if form.is_valid():
        form.save()
        messages.success(request, _("De wijziging is opgeslagen."))
        return redirect("partijen:detail", partij.pk)
    terug = reverse("partijen:detail", args=[partij.pk])
    return render_formulier(request, form, titel=_("Partij wijzigen"), terug=terug)

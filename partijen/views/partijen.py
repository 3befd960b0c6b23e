from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from partijen import zeggenschap
from partijen.enums import BEHEER_FUNCTIES
from partijen.forms import ContactpersoonForm, InstellingForm, PartijFilter, PartijForm
from partijen.instellingen import instelling_of
from partijen.lidmaatschap import gemeentes_of
from partijen.mensen import Inkijk
from partijen.models import Contactpersoon, Gemeente, Partij, Uitnodiging
from partijen.tables import PartijTable
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, may, toegang
from toegang.tabellen import RequestConfig


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
    context = {
        "partij": partij,
        "inkijk": Inkijk(request.user, partij),
        "contactpersonen": Contactpersoon.objects.visible_to(request.user).at(partij.pk),
        "mag_wijzigen": may(request, "partijen:wijzig"),
        "uitnodigingen": Uitnodiging.objects.visible_to(request.user).at(partij.pk),
        # Asked once, and only where an invitation waits.
        "wie_akkoord": SimpleLazyObject(lambda: zeggenschap.who_agrees(partij)),
        "laat_binnen": SimpleLazyObject(lambda: zeggenschap.may_let_in(request.user, partij)),
        "namens": gemeentes_of(request.user, BEHEER_FUNCTIES),
        "mag_leden": may(request, "partijen:lid_nieuw"),
        "mag_instellen": partij.is_gemeente and may(request, "partijen:instellingen"),
        "mag_contact": may(request, "partijen:contact_nieuw"),
    }
    return render(request, "partijen/detail.html", context)


@toegang()
def nieuw(request: Request) -> HttpResponse:
    """Add a party."""
    form = PartijForm(sent(request))
    if form.is_valid() and (partij := form.store()):
        messages.success(request, _("%(naam)s is toegevoegd.") % {"naam": partij.naam})
        return redirect("partijen:detail", partij.pk)
    return render_formulier(request, form, titel=_("Nieuwe partij"), terug=reverse("partijen:lijst"))


@toegang(Partij)
def wijzig(request: Request, partij: Partij) -> HttpResponse:
    """Change a party's details."""
    form = PartijForm(sent(request), instance=partij, benoemt=Inkijk(request.user, partij).benoemt)
    if form.is_valid() and form.store():
        messages.success(request, _("De wijziging is opgeslagen."))
        return redirect("partijen:detail", partij.pk)
    terug = reverse("partijen:detail", args=[partij.pk])
    return render_formulier(request, form, titel=_("Partij wijzigen"), terug=terug)


@toegang(Gemeente)
def instellingen(request: Request, gemeente: Gemeente) -> HttpResponse:
    """What a gemeente may set."""
    form = InstellingForm(sent(request), instance=instelling_of(gemeente.pk))
    if form.is_valid():
        form.save()
        messages.success(request, _("De instellingen zijn opgeslagen."))
        return redirect("partijen:detail", gemeente.pk)
    titel, terug = (
        _("Instellingen van %(naam)s") % {"naam": gemeente.naam},
        reverse("partijen:detail", args=[gemeente.pk]),
    )
    return render_formulier(
        request, form, titel=titel, terug=terug, template="partijen/instellingen.html", gemeente=gemeente
    )


@toegang(Partij)
def contact_nieuw(request: Request, partij: Partij) -> HttpResponse:
    """Write down someone to call at a party."""
    contact = Contactpersoon(partij=partij)
    return _contact_form(request, contact, titel=_("Contactpersoon bij %(naam)s") % {"naam": partij.naam})


@toegang(Contactpersoon, related=("partij",))
def contact_wijzig(request: Request, contact: Contactpersoon) -> HttpResponse:
    """Change a contact person."""
    return _contact_form(request, contact, titel=_("Contactpersoon wijzigen"))


def _contact_form(request: Request, contact: Contactpersoon, *, titel: str) -> HttpResponse:
    form = ContactpersoonForm(sent(request), instance=contact, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("De contactpersoon is opgeslagen."))
        return redirect("partijen:detail", contact.partij_id)
    return render_formulier(request, form, titel=titel, terug=reverse("partijen:detail", args=[contact.partij_id]))


@toegang(Contactpersoon)
def contact_weg(request: Request, contact: Contactpersoon) -> HttpResponse:
    """Remove a contact person; what goes is said first."""
    form = Form(sent(request))
    if form.is_valid():
        contact.delete()
        messages.success(request, _("De contactpersoon is verwijderd."))
        return redirect("partijen:detail", contact.partij_id)
    return render_formulier(
        request,
        form,
        titel=_("Contactpersoon verwijderen"),
        terug=reverse("partijen:detail", args=[contact.partij_id]),
        knop=_("Verwijder deze contactpersoon"),
        template="partijen/contact_weg.html",
        contact=contact,
    )

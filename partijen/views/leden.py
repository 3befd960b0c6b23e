from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partijen import leden, uitnodigen
from partijen.enums import Functie
from partijen.forms import FunctieForm, LidForm, OpvolgerForm
from partijen.fouten import PartijFout
from partijen.models import Lidmaatschap, Partij, Uitnodiging
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, toegang

BESLUITEN = {
    "ja": gettext_lazy("U hebt akkoord gegeven. De uitnodiging is verstuurd."),
    "nee": gettext_lazy("De uitnodiging gaat niet door."),
}


@toegang(Partij)
def lid_nieuw(request: Request, partij: Partij) -> HttpResponse:
    """Invite someone into a party."""
    form = LidForm(sent(request), partij=partij)
    if form.is_valid():
        try:
            data = form.cleaned_data | {"functie": Functie(form.cleaned_data["functie"])}
            uitnodigen.invite(partij=partij, door=request.user, **data)
        except PartijFout as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, _("De uitnodiging is gemaakt. U ziet hieronder hoe het ermee staat."))
            return redirect(_page(partij.pk))
    titel = _("Iemand uitnodigen bij %(naam)s") % {"naam": partij.naam}
    return render_formulier(request, form, titel=titel, terug=_page(partij.pk), knop=_("Uitnodigen"))


@toegang(Lidmaatschap, related=("partij", "gebruiker"))
def lid_wijzig(request: Request, lid: Lidmaatschap) -> HttpResponse:
    """Give someone another function in their party."""
    form = FunctieForm(sent(request), partij=lid.partij, initial={"functie": lid.functie})
    if form.is_valid():
        try:
            leden.change_functie(lid, Functie(form.cleaned_data["functie"]), door=request.user)
        except PartijFout as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, _("De functie is opgeslagen."))
            return redirect(_page(lid.partij_id))
    titel = _("Functie van %(naam)s") % {"naam": lid.gebruiker}
    return render_formulier(request, form, titel=titel, terug=_page(lid.partij_id))


@toegang(Lidmaatschap, related=("partij", "gebruiker"))
def lid_stop(request: Request, lid: Lidmaatschap) -> HttpResponse:
    """End someone's place in a party, and hand over what they hold."""
    try:
        held = leden.holdings_for(lid, request.user)
    except PartijFout as fout:
        messages.error(request, fout.messages[0])
        return redirect(_page(lid.partij_id))
    # A form without a choice is sent empty: only the method tells that it was.
    data = request.POST if request.method == "POST" else None
    form = OpvolgerForm(data, opvolgers=leden.successors_of(lid) if held else [])
    if form.is_valid():
        try:
            leden.stop_member(lid, door=request.user, **form.cleaned_data)
        except PartijFout as fout:
            form.refuse(fout)
        else:
            messages.success(request, _("%(naam)s heeft hier geen toegang meer.") % {"naam": lid.gebruiker})
            return redirect(_page(lid.partij_id))
    return render_formulier(
        request,
        form,
        titel=_("Toegang van %(naam)s stoppen") % {"naam": lid.gebruiker},
        terug=_page(lid.partij_id),
        knop=_("Toegang stoppen"),
        template="partijen/lid_stop.html",
        lid=lid,
        bezit=held,
        uitnodigingen=Uitnodiging.objects.visible_to(request.user).sent_from(lid),
    )


@toegang(Uitnodiging, related=("partij",))
def uitnodiging_opnieuw(request: Request, uitnodiging: Uitnodiging) -> HttpResponse:
    """Send an invitation again, with a new link."""
    return _done(
        request, uitnodiging, uitnodigen.resend, _("De uitnodiging is opnieuw verstuurd. De oude link werkt niet meer.")
    )


@toegang(Uitnodiging, related=("partij",))
def uitnodiging_intrek(request: Request, uitnodiging: Uitnodiging) -> HttpResponse:
    """Withdraw an invitation."""
    return _done(request, uitnodiging, uitnodigen.revoke, _("De uitnodiging is ingetrokken. De link werkt niet meer."))


@toegang(Uitnodiging, related=("partij", "gemeente", "door", "gebruiker"))
def uitnodiging_akkoord(request: Request, uitnodiging: Uitnodiging) -> HttpResponse:
    """Agree, in one's party's name, that someone may come in; or refuse."""
    antwoord = request.POST.get("antwoord")
    if antwoord not in BESLUITEN:
        mag = uitnodigen.may_consent(request.user, uitnodiging)
        status = 422 if request.method == "POST" else 200
        context = {"uitnodiging": uitnodiging, "mag": mag}
        return render(request, "partijen/uitnodiging_akkoord.html", context, status=status)
    consent = partial(uitnodigen.consent, door=request.user, akkoord=antwoord == "ja")
    return _done(request, uitnodiging, consent, str(BESLUITEN[antwoord]))


def _done(request: Request, uitnodiging: Uitnodiging, verb: Callable[[Uitnodiging], None], said: str) -> HttpResponse:
    try:
        verb(uitnodiging)
    except PartijFout as fout:
        messages.error(request, fout.messages[0])
    else:
        messages.success(request, said)
    return redirect(_page(uitnodiging.partij_id))


def _page(partij_id: int) -> str:
    return reverse("partijen:detail", args=[partij_id])

"""The page behind the link of an invitation: open to whoever bears it."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partijen import uitnodigen
from partijen.forms import WelkomForm
from partijen.fouten import PartijFout
from partijen.models import Uitnodiging
from toegang.guard import openbaar

# Tries per address: a link can't be guessed, but nobody needs more.
LIMIET = {"uitnodiging": "30/m/ip"}


@openbaar
def uitnodiging(request: HttpRequest, token: str) -> HttpResponse:
    """Show what someone is invited to, and let them take the place."""
    if not ratelimit.consume(request, app="partijen", action="uitnodiging", config=LIMIET, limit_get=True):
        return ratelimit.respond_429(request)
    found = uitnodigen.find(token)
    response = _page(request, found) if found else render(request, "partijen/uitnodiging_weg.html", status=404)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, found: Uitnodiging) -> HttpResponse:
    if request.user.is_authenticated:
        return _signed_in(request, found)
    if not uitnodigen.needs_account(found.gebruiker):
        return render(request, "partijen/uitnodiging_inloggen.html", {"uitnodiging": found})
    form = WelkomForm(request.POST or None, gebruiker=found.gebruiker, initial={"naam": found.naam})
    if form.is_valid():
        gegevens = {"naam": form.cleaned_data["naam"], "wachtwoord": form.cleaned_data["wachtwoord"]}
        try:
            gebruiker = uitnodigen.accept_as_new(found, **gegevens)
        except PartijFout as fout:
            form.add_error(None, fout.messages)
        else:
            return perform_login(request, gebruiker)
    status = 422 if form.is_bound else 200
    return render(request, "partijen/uitnodiging_welkom.html", {"uitnodiging": found, "form": form}, status=status)


def _signed_in(request: HttpRequest, found: Uitnodiging) -> HttpResponse:
    if request.user.pk != found.gebruiker_id:
        return render(request, "partijen/uitnodiging_ander.html", {"uitnodiging": found}, status=403)
    if request.method == "POST":
        try:
            uitnodigen.accept(found) if request.POST.get("antwoord") == "ja" else uitnodigen.revoke(found)
        except PartijFout as fout:
            messages.error(request, fout.messages[0])
        else:
            messages.success(request, _("Uw antwoord is opgeslagen."))
        return redirect("inzicht:start")
    return render(request, "partijen/uitnodiging_ja.html", {"uitnodiging": found})

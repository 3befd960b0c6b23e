"""The page behind the link of an invitation: open to whoever bears it."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from partijen import uitnodigen
from partijen.forms import WelkomForm
from partijen.fouten import AkkoordNodig, NietMeerVrij, PartijFout
from partijen.models import Uitnodiging
from toegang import sessies
from toegang.formulieren import sent
from toegang.guard import openbaar

# Tries per address: a link can't be guessed, but nobody needs more.
LIMIET = {"uitnodiging": "30/m/ip"}
ANTWOORDEN = {
    "ja": _("U hoort nu bij %(partij)s."),
    "nee": _("U hebt de uitnodiging van %(partij)s niet aangenomen."),
}


@openbaar
def uitnodiging(request: HttpRequest, token: str) -> HttpResponse:
    """Show what someone is invited to, and let them take the place."""
    if not ratelimit.consume(request, app="partijen", action="uitnodiging", config=LIMIET, limit_get=True):
        return ratelimit.respond_429(request)
    found = uitnodigen.find(token)
    response = _page(request, found) if found else _gone(request)
    # Of the address only the site: the link goes nowhere. Nothing at all ("no-referrer") would fail the check of forms.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, found: Uitnodiging) -> HttpResponse:
    if request.user.is_authenticated:
        return _signed_in(request, found)
    if not uitnodigen.needs_account(found.gebruiker):
        return render(request, "partijen/uitnodiging_inloggen.html", {"uitnodiging": found})
    form = WelkomForm(sent(request), gebruiker=found.gebruiker, initial={"naam": found.naam})
    if form.is_valid():
        gegevens = {"naam": form.cleaned_data["naam"], "wachtwoord": form.cleaned_data["wachtwoord"]}
        try:
            gebruiker = uitnodigen.accept_as_new(found, **gegevens)
        except (AkkoordNodig, NietMeerVrij) as fout:
            form.add_error(None, fout)
        except PartijFout:
            return _gone(request)  # the other half of a double click was first
        else:
            # As if signed in with the password just chosen: whoever owes a second step is led to it by the same way.
            return perform_password_login(request, {"email": gebruiker.email}, Login(user=gebruiker))
    status = 422 if form.is_bound else 200
    return render(request, "partijen/uitnodiging_welkom.html", {"uitnodiging": found, "form": form}, status=status)


def _signed_in(request: HttpRequest, found: Uitnodiging) -> HttpResponse:
    if request.user.pk != found.gebruiker_id:
        return render(request, "partijen/uitnodiging_ander.html", {"uitnodiging": found}, status=403)
    antwoord = request.POST.get("antwoord")
    if antwoord not in ANTWOORDEN:
        status = 422 if request.method == "POST" else 200
        return render(request, "partijen/uitnodiging_ja.html", {"uitnodiging": found}, status=status)
    try:
        uitnodigen.answer(found, gebruiker=request.user, ja=antwoord == "ja")
    except PartijFout as fout:
        messages.error(request, fout.messages[0])
    else:
        # The place may ask for a second step: of the very next request, not of the one after a minute.
        sessies.look_again(request.session, request.user)
        messages.success(request, ANTWOORDEN[antwoord] % {"partij": found.partij})
    return redirect("inzicht:start")


def _gone(request: HttpRequest) -> HttpResponse:
    # One page whatever the reason, so that it tells nothing about anyone; it also fits whoever just came in by it.
    return render(request, "partijen/uitnodiging_weg.html", status=404)

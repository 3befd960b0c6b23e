from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from toegang import sessies, tweede_stap
from toegang import taal as talen
from toegang.accountformulieren import WeergaveForm
from toegang.formulieren import render_formulier, sent
from toegang.guard import Request, openbaar, toegang
from toegang.models import User


@toegang()
def account(request: Request) -> HttpResponse:
    """My own account: password, second step, where I am signed in."""
    context = {
        "heeft_tweede_stap": tweede_stap.has_second_step(request.user),
        "moet_tweede_stap": tweede_stap.must_have(request.user),
        "heeft_wachtwoord": request.user.has_usable_password(),
        "wachttijd": sessies.wachttijd_of(request.user),
    }
    return render(request, "toegang/account.html", context)


@toegang()
def weergave(request: Request) -> HttpResponse:
    """Light or dark, on whatever device I use."""
    form = WeergaveForm(sent(request), instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("De weergave is opgeslagen."))
        return redirect("toegang:account")
    return render_formulier(request, form, titel=_("Licht of donker"), terug=reverse("toegang:account"))


@toegang()
def blijf(request: Request) -> HttpResponse:
    """Stay signed in: I am still here."""
    sessies.refresh(request.session, request.user)
    return HttpResponse(status=204)


@toegang()
def later(request: Request) -> HttpResponse:
    """Put off the advice to add a second step until the next time I sign in."""
    if request.session.get(sessies.STAP) == tweede_stap.AANGERADEN:
        request.session[sessies.STAP] = tweede_stap.LATER
        messages.info(request, _("Goed. U vindt de tweede stap bij Mijn account."))
    return redirect("inzicht:start")


@toegang()
def overal_uit(request: Request) -> HttpResponse:
    """Sign out everywhere, here too."""
    sessies.end_all(request.user)
    logout(request)
    return redirect("account_login")


@toegang()
def sessie_uit(request: Request, pk: int) -> HttpResponse:
    """Sign out on one other device."""
    sessies.end_one(request.user, pk, behalve=request.session.session_key)
    messages.info(request, _("U bent op dat apparaat uitgelogd."))
    return redirect("usersessions_list")


@openbaar
def taal(request: HttpRequest) -> HttpResponse:
    """Choose the language of the screens, before signing in and after, and go on where one was."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen, back = request.POST.get("taal", ""), request.POST.get("volgende", "")
    if isinstance(request.user, User):
        talen.choose(request.user, chosen)
    response = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/")
    talen.remember(response, chosen)
    return response


@openbaar
def gesloten(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Stand before what a library offers and this application does not."""
    raise Http404

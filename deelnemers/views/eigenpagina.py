"""The participant's own page: open to whoever bears its link, in six languages, with nothing to sign in to."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from deelnemers.audit import log_bearer
from deelnemers.eigenpagina import links, wensen
from deelnemers.eigenpagina.pagina import chosen_language, page_of
from deelnemers.eigenpagina.talen import NEDERLANDS, TALEN
from deelnemers.eigenpagina.teksten import read_texts
from deelnemers.enums import WensSoort
from deelnemers.forms.eigenpagina import WensForm
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Paginalink
from toegang.guard import openbaar
from toegang.handelend import by_right
from toegang.relaties import Relatie
from toegang.rijbeveiliging import boven_de_rijen

View = Callable[[HttpRequest, Paginalink, str], HttpResponse]

# Nobody needs more than so many pages, and no mentor so many mails: both by link, for a whole class may share one
# address. Only keys that open nothing are counted by address: a key can't be guessed, and nobody needs to try.
LIMIET = {"pagina": "60/m/key", "onbekend": "60/m/ip", "wens": "20/d/key"}
LEZEN, SCHRIJVEN = ("GET", "HEAD"), ("POST",)
# What may be said on top of the page after something was done: codes of its texts.
MELDINGEN = frozenset({"wens_verstuurd", "wens_al_verstuurd", "wens_ingetrokken"})


def houder(methods: tuple[str, ...]) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Guard a view by the key in its address: the view gets the link that works, anyone else one and the same page."""

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @openbaar
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            if request.method not in methods:
                # After a form that was refused, its address is that of the page: one may well come back to it.
                reads = request.method in LEZEN
                return _closed(redirect(_address(request, token)) if reads else HttpResponseNotAllowed(methods))
            # The key says whose page it is, not whoever happens to be signed in on this device.
            with boven_de_rijen(), by_right(Relatie.HOUDER):
                link = links.find(token)
                if not _counted(request, "pagina" if link else "onbekend", link):
                    return _closed(_too_often(request))
                response = view(request, link, token) if link else _gone(request, token)
            return _closed(response)

        return guarded

    return decorate


@houder(LEZEN)
def mijn(request: HttpRequest, link: Paginalink, token: str) -> HttpResponse:
    """My route, my agreements, my mentor and my wishes."""
    return _page(request, link, token)


@houder(SCHRIJVEN)
def mijn_wens(request: HttpRequest, link: Paginalink, token: str) -> HttpResponse:
    """State a wish."""
    form = WensForm(request.POST)
    if not form.is_valid():
        return _page(request, link, token, status=422)
    if not _counted(request, "wens", link):
        return _too_often(request)
    try:
        new = wensen.state(link, WensSoort(form.cleaned_data["wens"]))
    except DeelnemerFout:
        return _gone(request, token)
    return redirect(_address(request, token, "wens_verstuurd" if new else "wens_al_verstuurd"))


@houder(SCHRIJVEN)
def mijn_wens_weg(request: HttpRequest, link: Paginalink, token: str) -> HttpResponse:
    """Withdraw a wish."""
    form = WensForm(request.POST)
    if not form.is_valid():
        return _page(request, link, token, status=422)
    try:
        wensen.withdraw(link, WensSoort(form.cleaned_data["wens"]))
    except DeelnemerFout:
        return _gone(request, token)
    return redirect(_address(request, token, "wens_ingetrokken"))


def _page(request: HttpRequest, link: Paginalink, token: str, *, status: int = 200) -> HttpResponse:
    pagina = page_of(link, chosen_language(request.GET.get("taal")))
    log_bearer(request, link.deelname.deelnemer)
    melding = "wens_kies" if status == 422 else request.GET.get("meld", "")
    context = {
        "pagina": pagina,
        "taal": pagina.taal,
        "titel": pagina.teksten["titel"],
        "concept": pagina.teksten["concept"].vertaling,
        "gemeente": link.deelname.deelnemer.gemeente,
        "token": token,
        "talen": TALEN.values(),
        "melding": pagina.teksten[melding] if melding in MELDINGEN or status == 422 else None,
        "geweigerd": status == 422,
    }
    response = render(request, "eigenpagina/mijn.html", context, status=status)
    response.headers["Content-Language"] = pagina.taal.tag
    return response


def _gone(request: HttpRequest, token: str) -> HttpResponse:
    """Say in every language that the link works no more, and whom to ask; of nobody that there ever was one."""
    reden = "link_verlopen" if links.is_over(token) else "link_ingetrokken"
    return _in_every_language(request, ("link_werkt_niet", reden, "link_nieuw"), status=404)


def _too_often(request: HttpRequest) -> HttpResponse:
    return _in_every_language(request, ("te_vaak",), status=429)


def refuse_form(request: HttpRequest) -> HttpResponse:
    """Refuse a form of these pages that is not known to come from them: in every language, and without our frame."""
    return _closed(_in_every_language(request, ("opnieuw_openen",), status=403))


def _in_every_language(request: HttpRequest, codes: tuple[str, ...], *, status: int) -> HttpResponse:
    teksten = {taal: read_texts(taal.code, None) for taal in TALEN.values()}
    said = [(taal, [found[code] for code in codes], found["concept"].vertaling) for taal, found in teksten.items()]
    context = {"gezegd": said, "taal": TALEN[NEDERLANDS], "titel": teksten[TALEN[NEDERLANDS]][codes[0]]}
    return render(request, "eigenpagina/mijn_weg.html", context, status=status)


def _counted(request: HttpRequest, action: str, link: Paginalink | None) -> bool:
    key = str(link.pk) if link else None
    return bool(ratelimit.consume(request, app="deelnemers", action=action, config=LIMIET, key=key, limit_get=True))


def _address(request: HttpRequest, token: str, melding: str = "") -> str:
    query = {"taal": chosen_language(request.GET.get("taal")).code} | ({"meld": melding} if melding else {})
    return f"{reverse('deelnemers:mijn', args=[token])}?{urlencode(query)}"


def _closed(response: HttpResponse) -> HttpResponse:
    # Of the address only the site goes along: the key goes nowhere. Nothing at all ("no-referrer") would fail the
    # check of forms.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

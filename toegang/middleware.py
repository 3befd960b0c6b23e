from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers

from toegang import sessies, tweede_stap
from toegang.matrix import VAN_GEBRUIKER, VAN_HOUDER

# A page that looks by itself whether something is ready says so: it must not keep a session alive.
ACHTERGROND = "X-Achtergrond"
# A form that a script kept and sends: see ConceptMiddleware.
CONCEPT, NAAR = "X-Concept", "X-Naar"
# Where someone may still go who owes a second step: to set it up, to prove who they are for that, or out.
ZONDER_TWEEDE_STAP = {
    *("account_logout", "account_reauthenticate", "blijf", "usersessions_list", "account"),
    # What those pages are drawn with.
    *("huisstijl_css", "huisstijl_logo"),
}
# What says nothing of anyone, and says itself how long a browser may keep it.
BEWAARBAAR = {"partijen:huisstijl_css", "partijen:huisstijl_logo"}


class NoStoreMiddleware:
    """Keep pages of someone signed in out of every cache: a shared computer's back button shows nobody's file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not _may_be_kept(request, response):
            add_never_cache_headers(response)
        return response


class ConceptMiddleware:
    """Tell a script that sent a kept form that it was we who answered, and where a redirect goes: it can't see that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if CONCEPT not in request.headers:
            return response
        response.headers[CONCEPT] = "1"
        if isinstance(response, HttpResponseRedirectBase):
            # Following it would use up what is to be said on the page behind it.
            response.headers[NAAR] = response.url
            del response.headers["Location"]
            response.status_code = 204
        return response


class AanmeldMiddleware(LoginRequiredMiddleware):
    """Django's, for parts of pages too: the page to sign in on comes instead of the page, never inside it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """Send someone to sign in, and back to the page they were on."""
        if "HX-Request" in request.headers:
            return _start_again(request)
        return super().handle_no_permission(request, view_func)


class SessieMiddleware:
    """End a session in which nothing was done for too long, and ask for the second step that someone owes.

    A session that came in without the second step that the account has by now ends too: signing in asks for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if sessies.is_over(request.session):
                return self._end(request, "verlopen")
            if sessies.is_stale(request.session):
                # A page that looks by itself keeps nobody signed in; what they must do is looked at all the same.
                look = sessies.look_again if ACHTERGROND in request.headers else sessies.refresh
                look(request.session, request.user)
            if sessies.stap_of(request.session, request.user) == tweede_stap.ELDERS:
                return self._end(request, "stap")
        return self.get_response(request)

    def _end(self, request: HttpRequest, reden: str) -> HttpResponseBase:
        name = _name_of(request)
        if name == "service-worker":
            # A browser asks for it by itself, and takes none that leads elsewhere. The session is left for the next
            # page of theirs, which says why it ended.
            request.user = AnonymousUser()
            return self.get_response(request)
        logout(request)
        # A key is the whole right to its page and goes into no other address.
        return self.get_response(request) if name in VAN_HOUDER | VAN_GEBRUIKER else _start_again(request, reden)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Send whoever owes a second step to where they can set it up; public pages stay public."""
        if not request.user.is_authenticated or getattr(view, "openbaar", False):
            return None
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        if (
            request.session.get(sessies.STAP) != tweede_stap.VERPLICHT
            or name.startswith(("mfa_", "account_reset_password"))
            or name in ZONDER_TWEEDE_STAP
        ):
            return None
        if request.method == "GET" and "HX-Request" not in request.headers:
            request.session["na_tweede_stap"] = request.get_full_path()
        return _elsewhere(request, redirect("mfa_index"))


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return bool(match and match.view_name in BEWAARBAAR and response.status_code == 200)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _start_again(request: HttpRequest, reden: str = "") -> HttpResponseBase:
    # What was asked for in parts or by a form is no page to come back to: the page around it is.
    back = request.get_full_path()
    if request.method != "GET" or "HX-Request" in request.headers:
        source = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
        back = source.path if source.netloc in {"", request.get_host()} and source.path else "/"
    inloggen = reverse("account_login")
    return _elsewhere(request, redirect_to_login(back, login_url=f"{inloggen}?{reden}=1" if reden else inloggen))


def _elsewhere(request: HttpRequest, response: Any) -> HttpResponseBase:
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response

"""The addresses for signing in through a gemeente: allauth's own views, behind our checks."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.views import connections, login_cancelled, login_error, signup
from allauth.utils import get_request_param
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from requests import RequestException

from partijen.gemeente_adapter import GemeenteOAuth2Adapter

View = Callable[..., HttpResponseBase]
logger = logging.getLogger(__name__)


def met_gemeenten(view: View) -> View:
    """Let an address exist only where at least one gemeente signs in by itself."""

    @wraps(view)
    def only_with(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_adapter().list_apps(request):
            raise Http404
        return view(request, *args, **kwargs)

    return only_with


# allauth's own pages, by the rest of their address.
PAGINAS: dict[str, View] = {
    "": met_gemeenten(connections),
    "login/cancelled/": met_gemeenten(login_cancelled),
    "login/error/": met_gemeenten(login_error),
    "signup/": met_gemeenten(signup),
}


# With HEAD, allauth would send the browser off as if the button were pressed.
@login_not_required
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the gemeente; to link an account, prove first who is asking."""
    # allauth hands on whatever else stands in the address, to ask the provider for more than we want.
    kept = QueryDict(mutable=True)
    for name in {"next", "process"} & set(request.GET):
        kept[name] = request.GET[name]
    request.GET = kept  # type: ignore[assignment]
    linking = get_request_param(request, "process") == AuthProcess.CONNECT
    return (_proven if linking else _login)(request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the browser back from the gemeente."""
    return _answer(request, provider_id, OAuth2CallbackView)


def _login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _answer(request, provider_id, OAuth2LoginView)


_proven = reauthentication_required(_login)


def _answer(request: HttpRequest, provider_id: str, view: Any) -> HttpResponseBase:
    # Asked before the database is, which would stumble over some of what an address can hold.
    if provider_id not in {app["provider_id"] for app in settings.OIDC_APPS}:
        raise Http404
    adapter = GemeenteOAuth2Adapter(request, provider_id)
    try:
        if request.method == "POST":
            _ = adapter.openid_config  # allauth would go on with any answer
        return view.adapter_view(adapter)(request)
    except (RequestException, OAuth2Error) as error:
        logger.error("OIDC: %s does not answer as it should: %s", provider_id, type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=502)

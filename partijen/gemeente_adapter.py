"""allauth's hooks around signing in through one's own gemeente, and the checks it leaves to us."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partijen import aanmelding_gemeente
from partijen.aanmelding_gemeente import Claims, Koppeling
from partijen.fouten import PartijFout
from partijen.lidmaatschap import partijen_of
from toegang import plaatsen
from toegang.aanmelden import register_gemeente
from toegang.accounts import register_slot
from toegang.logboek import Handeling, note
from toegang.models import User

ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# allauth's name of the mail -> what the log says.
WIJZIGINGEN = {
    "socialaccount/email/account_connected": "koppeling_erbij",
    "socialaccount/email/account_disconnected": "koppeling_weg",
}


class GemeenteAdapter(DefaultSocialAccountAdapter):
    """Who comes in through a gemeente gets the place that its groups say, or reads why not."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": gettext_lazy("U hebt hier geen wachtwoord. Zonder deze koppeling kunt u niet meer inloggen."),
        "still_member": gettext_lazy("Zolang u voor deze gemeente werkt, blijft de koppeling staan."),
        "connected_other": gettext_lazy("Dit account van de gemeente hoort al bij iemand anders."),
        "no_longer_used": gettext_lazy("Deze gemeente logt niet meer zo in. Vraag de beheerder van Leerwerk."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Give, change or take away the place before anyone is signed in."""
        koppeling = Koppeling.of(sociallogin.provider.app.settings)
        claims = sociallogin.claims  # put there by take_claims
        try:
            if sociallogin.state.get("process") == AuthProcess.CONNECT:
                _prove_first(request)
                aanmelding_gemeente.check_link(koppeling, claims)
            # Whose account was closed here is told so by allauth, whatever the gemeente says.
            elif not sociallogin.is_existing or aanmelding_gemeente.may_enter(sociallogin.account):
                sociallogin.account = aanmelding_gemeente.enter(sociallogin.account, koppeling, claims)
                sociallogin.user = sociallogin.account.user
        except PartijFout as fout:
            context = {"redenen": fout.messages, "gemeente": sociallogin.provider.name}
            raise ImmediateHttpResponse(render(request, "socialaccount/geweigerd.html", context, status=403)) from fout

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Keep the link while the gemeente decides about the place: else a password would outlive the group."""
        try:
            app = account.get_provider().app
        except SocialApp.DoesNotExist:
            raise self.validation_error("no_longer_used") from None
        if aanmelding_gemeente.holds_place(account, Koppeling.of(app.settings)):
            raise self.validation_error("still_member")

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Tell the owner that a link was made or taken off, and write it in the log."""
        super().send_notification_mail(template_prefix, user, *args, **kwargs)
        note(Handeling.BEVEILIGING, onderwerp=user, door=user, details={"wat": WIJZIGINGEN[template_prefix]})


class GemeenteOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """Checks what allauth leaves out: who the provider says it is, the token's signature, and whose userinfo it is."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider tells about itself. Raises OAuth2Error where it is not the provider we know."""
        try:
            config = super().openid_config
        except (AttributeError, TypeError) as error:  # an answer in JSON, and no object
            raise OAuth2Error("no provider answers there") from error
        if not isinstance(config, dict) or not all(isinstance(config.get(name), str) for name in ENDPOINTS):
            raise OAuth2Error("no provider answers there")
        if config["issuer"].rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("the provider calls itself by another name")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        try:
            login = super().complete_login(request, app, token, **kwargs)
            take_claims(login)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise OAuth2Error("the provider's answer is not complete") from error
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        # allauth trusts a token that it fetched itself, as it may over TLS; with this it checks the signature too.
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


def register() -> None:
    """Keep every other door shut for whoever comes in through a gemeente, and tell what its sign-on answers for."""
    register_slot(comes_through_gemeente)
    register_gemeente(gemeente_of)
    plaatsen.register(partijen_of)


def comes_through_gemeente(user: User) -> bool:
    """Return whether someone has no password and signs in through a gemeente that does so now."""
    in_use = [app["provider_id"] for app in settings.OIDC_APPS]
    return not user.has_usable_password() and SocialAccount.objects.filter(user=user, provider__in=in_use).exists()


def gemeente_of(provider: str) -> int | None:
    """Return the gemeente that a sign-on is of; None where that is not set up, or not well."""
    for app in settings.OIDC_APPS:
        if app["provider_id"] == provider:
            with suppress(PartijFout):
                return Koppeling.of(app["settings"]).partij().pk
    return None


def take_claims(login: SocialLogin) -> None:
    """Hold what was told about the person for this sign-in alone, and store none of it with the link.

    Raises OAuth2Error where there is no signed token, or what was asked afterwards is about someone else.
    """
    told = login.account.extra_data
    claims = Claims(told.get("id_token") or {}, told.get("userinfo") or {})
    if not claims.id_token.get("sub") or claims.id_token["sub"] != claims.userinfo.get("sub"):
        raise OAuth2Error("the token and the answer are not about one person")
    login.claims = claims
    known = SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid).first()
    login.account.extra_data = known.extra_data if known else {}


class GeenWachtwoordNaastGemeente:
    """A password validator: whoever works for their gemeente gets no second way in, which would outlive the group.

    Whoever left comes back by an invitation alone, and whoever has no place there any more works for someone else.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for someone who has no password and whose place their gemeente's sign-in decides."""
        if user is None or user.pk is None or user.has_usable_password() or not user.is_active:
            return
        if _held_by_gemeente(user):
            raise ValidationError(_("U logt in via uw gemeente. U kiest hier geen wachtwoord."))

    def get_help_text(self) -> str:
        return _("Logt u in via uw gemeente? Dan kiest u hier geen wachtwoord.")


def _held_by_gemeente(user: User) -> bool:
    koppelingen = {app["provider_id"]: Koppeling.of(app["settings"]) for app in settings.OIDC_APPS}
    accounts = SocialAccount.objects.filter(user=user, provider__in=koppelingen)
    return any(aanmelding_gemeente.holds_place(account, koppelingen[account.provider]) for account in accounts)


def _prove_first(request: HttpRequest) -> None:
    # allauth would keep the half-made link in the session to go on with; here it starts again.
    if request.user.is_authenticated and is_reauthentication_required(request, app="allauth.socialaccount"):
        back = urlencode({"next": reverse("socialaccount_connections")})
        raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{back}"))

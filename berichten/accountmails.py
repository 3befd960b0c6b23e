"""Mail about someone's own account, through the outbox: a link to a new password, and what changed at their sign-in."""

from typing import TYPE_CHECKING, NamedTuple

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.enums import Wijze
from berichten.models import Bericht
from berichten.outbox import enqueue
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from toegang.accounts import register_bezorger
from toegang.herstel import WEGGEHAALD

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from toegang.models import User

NIEUW_WACHTWOORD = "nieuw_wachtwoord"
ACCOUNT_GEWIJZIGD = "account_gewijzigd"


class Wijziging(NamedTuple):
    """What changed, as a subject and as a sentence."""

    onderwerp: "StrOrPromise"
    zin: "StrOrPromise"


# allauth's name of the mail -> what we say; what is not here is not mailed.
WIJZIGINGEN = {
    "account/email/password_changed": Wijziging(
        gettext_lazy("Uw wachtwoord is gewijzigd"), gettext_lazy("Het wachtwoord van uw account is gewijzigd.")
    ),
    "account/email/password_set": Wijziging(
        gettext_lazy("U hebt een wachtwoord gekozen"), gettext_lazy("Uw account heeft nu een wachtwoord.")
    ),
    "account/email/password_reset": Wijziging(
        gettext_lazy("Uw wachtwoord is gewijzigd"), gettext_lazy("Via een link in een mail is een wachtwoord gekozen.")
    ),
    "mfa/email/totp_activated": Wijziging(
        gettext_lazy("Uw account heeft een tweede stap"), gettext_lazy("Er is een app met codes toegevoegd.")
    ),
    "mfa/email/totp_deactivated": Wijziging(
        gettext_lazy("Een tweede stap is weggehaald"), gettext_lazy("De app met codes is weggehaald.")
    ),
    "mfa/email/webauthn_added": Wijziging(
        gettext_lazy("Uw account heeft een sleutel"), gettext_lazy("Er is een sleutel (passkey) toegevoegd.")
    ),
    "mfa/email/webauthn_removed": Wijziging(
        gettext_lazy("Een sleutel is weggehaald"), gettext_lazy("Een sleutel (passkey) is weggehaald.")
    ),
    "mfa/email/recovery_codes_generated": Wijziging(
        gettext_lazy("U hebt nieuwe herstelcodes"), gettext_lazy("Er zijn nieuwe herstelcodes gemaakt.")
    ),
    WEGGEHAALD: Wijziging(
        gettext_lazy("Uw tweede stap is weggehaald"),
        gettext_lazy("De technisch beheerder heeft uw tweede stap weggehaald. Stel een nieuwe in als u weer inlogt."),
    ),
    "socialaccount/email/account_connected": Wijziging(
        gettext_lazy("Uw account is gekoppeld"), gettext_lazy("U kunt nu inloggen via uw gemeente.")
    ),
    "socialaccount/email/account_disconnected": Wijziging(
        gettext_lazy("Een koppeling is verwijderd"), gettext_lazy("U kunt niet meer inloggen via uw gemeente.")
    ),
}


def register() -> None:
    """Register both kinds, and take over the delivery of mail about accounts."""
    register_soort(
        BerichtSoort(
            code=NIEUW_WACHTWOORD,
            naam=gettext_lazy("Nieuw wachtwoord"),
            wijze=Wijze.ALTIJD,
            still_due=lambda bericht: bericht.ontvanger.is_active,
            render=_render_link,
        )
    )
    register_soort(
        BerichtSoort(
            code=ACCOUNT_GEWIJZIGD,
            naam=gettext_lazy("Wijziging van een account"),
            wijze=Wijze.ALTIJD,
            still_due=lambda _bericht: True,
            render=_render_change,
        )
    )
    register_bezorger(deliver)


def deliver(user: "User", kind: str) -> None:
    """Write the mail down; every request is a mail of its own, so the moment is in the key."""
    moment = f"{timezone.now():%Y%m%d%H%M%S%f}"
    if kind == "account/email/password_reset_key":
        enqueue(soort=NIEUW_WACHTWOORD, sleutel=moment, ontvanger=user, gegevens={})
    elif kind in WIJZIGINGEN:
        enqueue(soort=ACCOUNT_GEWIJZIGD, sleutel=moment, ontvanger=user, gegevens={"wat": kind})


def _render_link(bericht: Bericht) -> Mail:
    # Made now, at the moment of sending: no row holds a key that opens an account.
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(bericht.ontvanger)
    uid = user_pk_to_url_str(bericht.ontvanger)
    return Mail(
        onderwerp=_("Kies een wachtwoord voor Leerwerk"),
        alineas=(
            _("Met de link hieronder kiest u een nieuw wachtwoord. De link werkt een dag, en een keer."),
            _("Hebt u dit niet gevraagd? Dan hoeft u niets te doen."),
        ),
        knop=_("Kies een wachtwoord"),
        pad=reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}),
        waarom=_("U krijgt dit bericht omdat iemand met dit e-mailadres een nieuw wachtwoord vroeg."),
    )


def _render_change(bericht: Bericht) -> Mail:
    wijziging = WIJZIGINGEN[bericht.gegevens["wat"]]
    return Mail(
        onderwerp=str(wijziging.onderwerp),
        alineas=(
            str(wijziging.zin),
            _("Was u dit niet? Kies dan direct een nieuw wachtwoord en meld het aan uw beheerder."),
        ),
        knop=_("Nieuw wachtwoord kiezen"),
        pad=reverse("account_reset_password"),
        waarom=_("U krijgt dit bericht bij elke wijziging van hoe u inlogt."),
    )

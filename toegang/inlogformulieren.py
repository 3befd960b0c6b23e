"""allauth's forms: for the second step in this application's words, and a reset that tells nobody who exists."""

import time
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# Seconds that asking for a password takes at least: well over what a known address costs.
VLOER = 0.3


class WachtwoordForm(ResetPasswordForm):
    """A new password by mail; the answer takes as long for an address that nobody has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begun = time.monotonic()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Mail the link to whoever has this address, and wait until as long has passed as it always takes."""
        email = super().save(request, **kwargs)
        time.sleep(max(0.0, self._begun + VLOER - time.monotonic()))
        return str(email)


class AppForm(ActivateTOTPForm):
    """The first code of an app proves that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code uit uw app")
        self.fields["code"].widget.attrs.update(inputmode="numeric", placeholder="")


class SleutelForm(AddWebAuthnForm):
    """A new key; usually one that signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van de sleutel")
        self.fields["passwordless"].label = _("Ook inloggen zonder wachtwoord")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "Uw apparaat moet u dan herkennen aan uw vingerafdruk, gezicht of pincode. Lukt het niet? Zet dit dan uit."
        )


class SleutelnaamForm(EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van de sleutel")
        self.fields["name"].max_length = 100

"""allauth's forms for the second step, in this application's words."""

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


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

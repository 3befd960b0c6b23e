"""What can go wrong with a mail, in words someone can act on."""

from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class BerichtFout(ValidationError):
    """A refusal about a mail, in words a coordinator can act on."""


def in_words(error: Exception) -> str:
    """Say in plain words why a mail was not sent; never the error's own text, which may quote personal details."""
    if isinstance(error, SMTPRecipientsRefused):
        return _("De mailserver weigert dit e-mailadres. Klopt het?")
    if isinstance(error, SMTPAuthenticationError):
        return _("De mailserver laat ons niet binnen. De beheerder moet de instellingen nakijken.")
    if isinstance(error, SMTPResponseException):
        return _("De mailserver nam het bericht niet aan (code %(code)s).") % {"code": error.smtp_code}
    if isinstance(error, SMTPServerDisconnected | OSError):
        return _("De mailserver is niet bereikbaar.")
    return _("Het bericht kon niet worden gemaakt. De beheerder vindt de oorzaak in het logboek.")

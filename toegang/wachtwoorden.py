"""What a password may not be, said in plain Dutch: Django's own words are partly English, and do not say what to do."""

import re
from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What is left of a password once digits and marks are gone may not be made of these alone.
VOOR_DE_HAND = (
    *("wachtwoord", "password", "pass", "welkom", "welcome", "hallo", "hello", "geheim", "secret", "inloggen", "login"),
    *("admin", "beheerder", "gebruiker", "test", "qwertyuiop", "qwerty", "azerty", "asdfghjkl", "abc", "xyz"),
    *("leerwerk", "leer", "werk", "traject", "deelnemer", "gemeente", "coordinator", "klantmanager", "mentor"),
    *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november"),
    *("december", "lente", "zomer", "herfst", "winter", "vakantie", "kerst", "sinterklaas", "koningsdag"),
    *("nederland", "holland", "oranje", "amsterdam", "rotterdam", "utrecht", "denhaag", "eindhoven", "groningen"),
    *("ajax", "feyenoord", "psv", "voetbal", "schatje", "liefde", "mijn", "ons", "het", "een", "is", "de", "ik"),
)
_ALLEEN_DAARVAN = re.compile(f"(?:{'|'.join(VOOR_DE_HAND)})*")


class NietUzelf(UserAttributeSimilarityValidator):
    """Nothing that looks like one's own address or name."""

    def get_error_message(self) -> str:
        return _("Dit wachtwoord lijkt te veel op uw naam of e-mailadres. Kies een ander.")

    def get_help_text(self) -> str:
        return _("Gebruik niet uw naam of e-mailadres.")


class LangGenoeg(MinimumLengthValidator):
    """A length, which counts for more than odd marks."""

    def get_error_message(self) -> str:
        return _("Dit wachtwoord is te kort. Gebruik minstens %(n)d tekens.") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return _("Gebruik minstens %(n)d tekens. Een zin die u makkelijk onthoudt is goed.") % {"n": self.min_length}


class NietAlleenCijfers(NumericPasswordValidator):
    """Never digits alone."""

    def get_error_message(self) -> str:
        return _("Dit wachtwoord bestaat alleen uit cijfers. Gebruik ook letters.")

    def get_help_text(self) -> str:
        return _("Gebruik niet alleen cijfers.")


class NietVeelgebruikt(CommonPasswordValidator):
    """Django's list of common passwords, and whatever is made of obvious Dutch words with digits and marks alone."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is easily guessed."""
        super().validate(password, user)
        if _ALLEEN_DAARVAN.fullmatch(re.sub(r"[\W\d_]", "", password.lower())):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Dit wachtwoord is te makkelijk te raden. Kies een ander.")

    def get_help_text(self) -> str:
        return _("Gebruik geen wachtwoord dat anderen ook kiezen.")

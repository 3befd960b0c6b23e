"""Passwords that anyone would try first, in the words of people here."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

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


class NietVeelgebruikt(CommonPasswordValidator):
    """Django's list of common passwords, and whatever is made of obvious Dutch words with digits and marks alone."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is easily guessed."""
        super().validate(password, user)
        if _ALLEEN_DAARVAN.fullmatch(re.sub(r"[\W\d_]", "", password.lower())):
            raise ValidationError(self.get_error_message(), code="password_too_common")

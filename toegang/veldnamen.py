"""What a field is called, also one that has no name but that in the code: those stand here, to be translated."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

ZONDER_NAAM = (
    *(gettext_noop("aantal"), gettext_noop("afgehandeld door"), gettext_noop("afgehandeld op")),
    *(gettext_noop("akkoord door"), gettext_noop("akkoord nodig"), gettext_noop("antwoord"), gettext_noop("bestand")),
    *(gettext_noop("bestandsnaam"), gettext_noop("checkin"), gettext_noop("document"), gettext_noop("door")),
    *(gettext_noop("gebruikt op"), gettext_noop("gemaakt door"), gettext_noop("gemaakt op")),
    *(gettext_noop("gewijzigd door"), gettext_noop("gewijzigd op"), gettext_noop("heeft logo")),
    *(gettext_noop("ingediend op"), gettext_noop("ingetrokken op"), gettext_noop("inhoud hash")),
    *(gettext_noop("ontvanger"), gettext_noop("rijen"), gettext_noop("serialized data")),
    *(gettext_noop("uitgevoerd op"), gettext_noop("versie"), gettext_noop("volgorde"), gettext_noop("vraagnummer")),
)


def name_of(field: Any) -> str:
    """Return what a field of a model is called, in the language of who reads."""
    return say(str(field.verbose_name))


def say(naam: str) -> str:
    """Return a name of the code (a field, a kind of row) in the language of who reads."""
    return translation.gettext(naam.replace("_", " "))

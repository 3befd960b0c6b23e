"""The languages of the participant's own page, as data."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEDERLANDS = "nl"


class Taal(NamedTuple):
    """A language: its name as its readers write it, its direction, its tag for a browser, and what we call it."""

    code: str
    naam: str
    richting: str
    tag: str
    benaming: str | Promise


# Dari has "prs" of its own, which few browsers know: "fa-AF" is its usual tag.
TALEN: Mapping[str, Taal] = MappingProxyType(
    {
        taal.code: taal
        for taal in (
            Taal(NEDERLANDS, "Nederlands", "ltr", "nl", _("Nederlands")),
            Taal("en", "English", "ltr", "en", _("Engels")),
            Taal("ar", "العربية", "rtl", "ar", _("Arabisch")),
            Taal("ti", "ትግርኛ", "ltr", "ti", _("Tigrinya")),
            Taal("prs", "دری", "rtl", "fa-AF", _("Dari")),
            Taal("tr", "Türkçe", "ltr", "tr", _("Turks")),
        )
    }
)
# What the Dutch is translated into.
VERTAALD = tuple(code for code in TALEN if code != NEDERLANDS)

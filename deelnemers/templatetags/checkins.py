"""The words of a check-in on a screen: how long ago, how it goes on each topic, why there is a signal."""

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deelnemers.enums import Cijfer, Onderwerp
from deelnemers.models import Checkin
from deelnemers.signalen import in_words

register = template.Library()

# The kind of status label (templates/_status.html) of each step.
SOORT = {Cijfer.LAAG: "fout", Cijfer.MIDDEN: "let-op", Cijfer.HOOG: "goed"}


class Stand(NamedTuple):
    """How one topic goes: its name, the step in words and the kind of label."""

    onderwerp: str
    tekst: str
    soort: str


@register.filter
def geleden(dagen: int) -> str:
    """Return a number of days as how long ago that is."""
    if dagen == 0:
        return _("vandaag")
    if dagen == 1:
        return _("gisteren")
    return ngettext("%(dagen)s dag geleden", "%(dagen)s dagen geleden", dagen) % {"dagen": dagen}


@register.filter
def standen(checkin: Checkin) -> list[Stand]:
    """Return how it goes on the four topics of a check-in."""
    cijfers = [(onderwerp.label, Cijfer(getattr(checkin, onderwerp.value))) for onderwerp in Onderwerp]
    return [Stand(str(label), str(cijfer.label), SOORT[cijfer]) for label, cijfer in cijfers]


@register.filter
def redenen(codes: Iterable[str]) -> list[str]:
    """Return the reasons of a signal in words."""
    return in_words(codes)

"""Language levels as a small picture: one bar per skill, with the level in words beside it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deelnemers.enums import Taalniveau
from deelnemers.models import Deelnemer
from deelnemers.zichtbaarheid import TAAL, Kaart

STAP = {str(niveau.label): stap for stap, niveau in enumerate(Taalniveau)}


class Balk(NamedTuple):
    """One skill: how far its bar reaches, from 0 (nog niet) to 6 (C2); nothing where the level is not known."""

    vaardigheid: str | Promise
    tekst: str | Promise
    stap: int | None


def bars_of(kaart: Kaart) -> list[Balk]:
    """Return the bars of the skills this card may show."""
    return [
        Balk(
            vaardigheid=Deelnemer._meta.get_field(veld).verbose_name,  # type: ignore[union-attr]
            tekst=kaart.waarden[veld] or _("niet bekend"),
            stap=STAP.get(str(kaart.waarden[veld])),
        )
        for veld in TAAL
        if veld in kaart.waarden
    ]

"""The cards to choose a template from: what the white paper states, and what is still to be planned."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajecten.enums import Component
from trajecten.sjablonen import SJABLONEN, DuurVoorstel, Sjabloon


@dataclass(frozen=True, slots=True, kw_only=True)
class SjabloonKaart:
    """One template in words."""

    sjabloon: Sjabloon
    sectoren: str
    niveaus: str
    duren: tuple[tuple[Component, DuurVoorstel], ...]
    te_plannen: str
    voorbeelden: str


def sjabloon_kaarten() -> tuple[SjabloonKaart, ...]:
    """Return a card for every template, the generic model first."""
    return tuple(_kaart(sjabloon) for sjabloon in SJABLONEN.values())


def _kaart(sjabloon: Sjabloon) -> SjabloonKaart:
    genoemd = {c: voorstel for c, voorstel in sjabloon.duren.items() if not voorstel.te_plannen}
    te_plannen = len(sjabloon.duren) - len(genoemd)
    return SjabloonKaart(
        sjabloon=sjabloon,
        sectoren=", ".join(str(sector.label) for sector in sjabloon.sectoren) or _("Elke sector"),
        niveaus=", ".join(str(niveau.label) for niveau in sjabloon.niveaus),
        duren=tuple(genoemd.items()),
        te_plannen=ngettext("%(n)d fase nog te plannen", "%(n)d fasen nog te plannen", te_plannen) % {"n": te_plannen},
        voorbeelden=", ".join(sjabloon.voorbeeldorganisaties),
    )

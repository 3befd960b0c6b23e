"""How long people may do nothing before they are signed out: a gemeente sets it for its own, and for its partners'."""

from typing import TYPE_CHECKING

from partijen.enums import Functie
from partijen.instellingen import instelling_of
from partijen.lidmaatschap import memberships_of
from partijen.overdracht import gemeenten_of
from toegang.sessies import GEWONE_WACHTTIJD, register_wachttijd

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User

VELD = {
    Functie.COORDINATOR: "wachttijd_coordinator",
    Functie.KLANTMANAGER: "wachttijd_klantmanager",
    Functie.LEZER: "wachttijd_lezer",
    Functie.BEHEERDER: "wachttijd_beheerder",
}
# In whatever function of a party that is no gemeente.
VELD_PARTNER = "wachttijd_partner"


def register() -> None:
    register_wachttijd(shortest_of)


def shortest_of(user: "User") -> int | None:
    """Return the shortest wait, in minutes, of everything the person is."""
    return min((_of(lid) for lid in memberships_of(user)), default=None)


def _of(lid: "Lidmaatschap") -> int:
    if lid.partij.is_gemeente:
        return _set_by(lid.partij_id, VELD[Functie(lid.functie)])
    # A partner works for several gemeentes: the one that allows least holds.
    return min((_set_by(pk, VELD_PARTNER) for pk in gemeenten_of(lid.partij_id)), default=GEWONE_WACHTTIJD)


def _set_by(gemeente_id: int, veld: str) -> int:
    return int(getattr(instelling_of(gemeente_id), veld))

"""How long people may do nothing before they are signed out: a gemeente sets it for its own, per function."""

from typing import TYPE_CHECKING

from partijen.enums import Functie
from partijen.instellingen import instelling_of
from partijen.lidmaatschap import memberships_of
from toegang.sessies import register_wachttijd

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User

# Minutes for people of other parties: they work for several gemeentes, so none of these sets it for all.
PARTNER = 30
VELD = {
    Functie.COORDINATOR: "wachttijd_coordinator",
    Functie.KLANTMANAGER: "wachttijd_klantmanager",
    Functie.LEZER: "wachttijd_lezer",
    Functie.BEHEERDER: "wachttijd_beheerder",
}


def register() -> None:
    register_wachttijd(shortest_of)


def shortest_of(user: "User") -> int | None:
    """Return the shortest wait, in minutes, of everything the person is."""
    return min((_of(lid) for lid in memberships_of(user)), default=None)


def _of(lid: "Lidmaatschap") -> int:
    if not lid.partij.is_gemeente:
        return PARTNER
    return int(getattr(instelling_of(lid.partij_id), VELD[Functie(lid.functie)]))

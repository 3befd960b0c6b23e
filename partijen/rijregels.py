"""In whose name someone asks the database, and whose contact persons it shows."""

from typing import TYPE_CHECKING

from partijen.lidmaatschap import gemeentes_of, partijen_of
from partijen.models import Contactpersoon
from toegang.rijbeveiliging import Wie, register_wie
from toegang.rijregels import GEMEENTES
from toegang.rijregels import register as register_regel

if TYPE_CHECKING:
    from toegang.models import User


def register() -> None:
    register_wie(wie)
    register_regel(Contactpersoon, lezen=f"gemeente_id = {GEMEENTES}")


def wie(user: "User") -> Wie:
    """Return the gemeentes and parties of a person, from the memberships that the page needs anyway."""
    return Wie(gemeentes=gemeentes_of(user), partijen=partijen_of(user))

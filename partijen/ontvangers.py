"""Who reads the mail of a party."""

from collections.abc import Collection

from partijen.enums import Functie
from toegang.models import User


def members_of(partij_id: int, functies: Collection[Functie] = tuple(Functie)) -> list[User]:
    """Return the active people of a party, with one of the functions, by name."""
    return list(
        User.objects.filter(
            is_active=True,
            lidmaatschappen__partij_id=partij_id,
            lidmaatschappen__actief=True,
            lidmaatschappen__functie__in=functies,
        ).distinct()
    )

"""A person's memberships, read once per request."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from partijen.enums import Functie

if TYPE_CHECKING:
    from partijen.models import Lidmaatschap
    from toegang.models import User


def memberships_of(user: "User") -> list["Lidmaatschap"]:
    """Return the user's active memberships with their parties: one query, kept on the user for this request."""
    if not hasattr(user, "_active_memberships"):
        # The look of a gemeente's pages is read along; its logo is fetched by an address of its own.
        active = user.lidmaatschappen.active().select_related("partij__huisstijl").defer("partij__huisstijl__logo")
        user._active_memberships = list(active.order_by("pk"))  # type: ignore[attr-defined]
    return user._active_memberships  # type: ignore[attr-defined]


def forget(user: "User") -> None:
    """Have the memberships read again: this person got a place since."""
    if hasattr(user, "_active_memberships"):
        del user._active_memberships


def partijen_of(user: "User") -> list[int]:
    """Return the ids of every party the user belongs to."""
    return [lid.partij_id for lid in memberships_of(user)]


def partners_of(user: "User") -> list[int]:
    """Return the ids of the user's parties that are no gemeente.

    What a gemeente may see of people follows from whose people they are, whatever roles it fills itself.
    """
    return [lid.partij_id for lid in memberships_of(user) if not lid.partij.is_gemeente]


def gemeentes_of(user: "User", functies: Collection[Functie] = tuple(Functie)) -> list[int]:
    """Return the ids of the user's municipalities, where they have one of the functions."""
    return [lid.partij_id for lid in memberships_of(user) if lid.partij.is_gemeente and lid.functie in functies]


def functies_in(user: "User", partij_id: int) -> set[Functie]:
    """Return the user's functions in one party."""
    return {Functie(lid.functie) for lid in memberships_of(user) if lid.partij_id == partij_id}

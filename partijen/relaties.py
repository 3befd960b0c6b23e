"""How a person relates to a party, and which municipal functions they have anywhere."""

from typing import TYPE_CHECKING, Any

from partijen.enums import Functie, PartijSoort
from partijen.lidmaatschap import functies_in, gemeentes_of, memberships_of
from partijen.models import Contactpersoon, Gemeente, Lidmaatschap, Partij, Uitnodiging
from partijen.zeggenschap import may_let_in
from toegang.matrix import BEHEER
from toegang.relaties import Relatie, Relaties
from toegang.relaties import register as register_finder

if TYPE_CHECKING:
    from toegang.models import User

FUNCTIE_RELATIE = {
    Functie.COORDINATOR: Relatie.COORDINATOR,
    Functie.KLANTMANAGER: Relatie.KLANTMANAGER,
    Functie.LEZER: Relatie.LEZER,
    Functie.BEHEERDER: Relatie.BEHEERDER,
}

# What a party usually is in a trajectory: decides which rooms its people find in the menu before they have a role.
SOORT_RELATIE = {
    PartijSoort.WERKGEVER: Relatie.WERKGEVER,
    PartijSoort.OPLEIDER: Relatie.OPLEIDER,
    PartijSoort.TAALSCHOOL: Relatie.TAALOPLEIDER,
    PartijSoort.BEGELEIDING: Relatie.MENTOR,
    PartijSoort.MAATSCHAPPELIJK: Relatie.MENTOR,
    PartijSoort.BRANCHE: Relatie.VERBINDER,
    PartijSoort.WERKCENTRUM: Relatie.VERBINDER,
    PartijSoort.UWV: Relatie.INTERMEDIAIR,
    PartijSoort.EXPERTISE: Relatie.EXPERTISEPARTNER,
}

OWN = frozenset({Relatie.EIGEN_PARTIJ})


def register() -> None:
    register_finder(None, anywhere)
    register_finder(Partij, to_partij)
    register_finder(Gemeente, lambda user, gemeente: to_gemeente(user, gemeente.pk))  # type: ignore[union-attr]
    register_finder(Lidmaatschap, lambda user, lid: to_leden(user, lid.partij))  # type: ignore[union-attr]
    register_finder(Uitnodiging, to_uitnodiging)
    register_finder(Contactpersoon, lambda user, contact: to_gemeente(user, contact.gemeente_id))  # type: ignore[union-attr]


def anywhere(user: "User", _none: Any) -> Relaties:
    """Return what the user is by membership alone: municipal functions, and the usual role of other parties."""
    return functies_anywhere(user) | {
        SOORT_RELATIE[PartijSoort(lid.partij.soort)]
        for lid in memberships_of(user)
        if lid.partij.soort in SOORT_RELATIE
    }


def functies_anywhere(user: "User") -> Relaties:
    """Return the municipal functions the user has, in whichever municipality."""
    return frozenset(FUNCTIE_RELATIE[Functie(lid.functie)] for lid in memberships_of(user) if lid.partij.is_gemeente)


def to_gemeente(user: "User", gemeente_id: int) -> Relaties:
    """Return the user's functions in the municipality that owns something."""
    if gemeente_id not in gemeentes_of(user):
        return frozenset()
    return frozenset(FUNCTIE_RELATIE[functie] for functie in functies_in(user, gemeente_id))


def to_partij(user: "User", partij: Any) -> Relaties:
    """A shared party is everyone's in a municipality; to its own members it is their own party as well.

    A municipality is its coordinators' and beheerders': by its name its own sign-on finds it.
    """
    if partij.is_gemeente:
        return to_gemeente(user, partij.pk) & BEHEER
    return functies_anywhere(user) | _own_functies(user, partij)


def to_leden(user: "User", partij: Any) -> Relaties:
    """Return what the user is to the people of a party: a gemeente has no say over those of a party with a beheerder.

    A party is shared: else one gemeente could send away the mentor of another.
    """
    if partij.is_gemeente or not Lidmaatschap.objects.beheerders(partij.pk).exists():
        return to_partij(user, partij)
    return _own_functies(user, partij)


def to_uitnodiging(user: "User", uitnodiging: Any) -> Relaties:
    """An invitation is the gemeente's that sent it, and theirs who let people into the party in its own name.

    One gemeente has no say over what another sent, also where its people are members of the party.
    """
    sent = to_gemeente(user, uitnodiging.gemeente_id or uitnodiging.partij_id)
    lets_in = frozenset({Relatie.PARTIJ_BEHEERDER}) if may_let_in(user, uitnodiging.partij) else frozenset()
    return sent | lets_in | _own_functies(user, uitnodiging.partij)


def _own_functies(user: "User", partij: Any) -> Relaties:
    functies = functies_in(user, partij.pk)
    beheerder = frozenset({Relatie.PARTIJ_BEHEERDER}) if Functie.BEHEERDER in functies else frozenset()
    return beheerder | (OWN if functies else frozenset())

"""Which fields of a participant each relation sees, as data; and a card that holds those fields and no others.

A page about a participant is built from a Kaart, never from the Deelnemer itself: what a person may not see is not
there, so a template can't show it by mistake.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from deelnemers.enums import Belemmering, Taalniveau
from deelnemers.models import Deelname, Deelnemer, Plaatsing
from deelnemers.querysets import opleiding_of
from partijen.relaties import to_gemeente
from toegang.relaties import Relatie, Relaties
from trajecten.querysets import werkpartijen_of

if TYPE_CHECKING:
    from toegang.models import User

TAAL = ("luisteren", "lezen", "spreken", "schrijven")
NAAM = ("voornaam", "achternaam")
CONTACT = ("email", "telefoon")
# Fields with a value of their own on the card.
GEGEVENS = (*NAAM, "kenmerk", *CONTACT, *TAAL, "uren_per_week", "belemmeringen")
# Parts of the file that stand elsewhere: the card says only whether they may be shown.
ONDERDELEN = ("mentor", "voortgang", "plaatsingen", "eigen_plaatsing", "checkins", "wensen", "ontmoetingen")

ALLES = frozenset({*GEGEVENS, *ONDERDELEN})
_OPLEIDING = frozenset({*NAAM, *TAAL, "uren_per_week", "voortgang"})

# A relation that is not here sees nothing. A beheerder manages accounts; a verbinder has no task for a person.
VELDEN: Mapping[Relatie, frozenset[str]] = MappingProxyType(
    {
        Relatie.COORDINATOR: ALLES,
        Relatie.KLANTMANAGER: ALLES,
        Relatie.LEZER: ALLES,
        Relatie.EIGEN_MENTOR: ALLES - {"kenmerk"},
        Relatie.OPLEIDER: _OPLEIDING,
        Relatie.TAALOPLEIDER: _OPLEIDING,
        # No surname, no contact, nothing that hints at the home situation (AVG: what the role needs, no more).
        Relatie.PLAATSENDE_WERKGEVER: frozenset({"voornaam", *TAAL, "eigen_plaatsing"}),
    }
)


def visible_velden(relaties: Relaties) -> frozenset[str]:
    """Return the fields that at least one of the relations may see."""
    return frozenset().union(*(VELDEN.get(relatie, frozenset()) for relatie in relaties))


@dataclass(frozen=True)
class Kaart:
    """What one person may see of one participant; any other field is absent and prints as nothing in a template."""

    pk: int
    velden: frozenset[str]
    waarden: Mapping[str, Any]
    # What the reader is to this participant: for the log.
    relaties: Relaties

    def __getattr__(self, veld: str) -> Any:
        try:
            return self.__dict__["waarden"][veld]
        except KeyError:
            raise AttributeError(veld) from None

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        """Return the full name, or the first name alone for whoever may not see more."""
        return " ".join(self.waarden[veld] for veld in NAAM if veld in self.waarden)

    @property
    def taal(self) -> tuple[tuple[str, str], ...]:
        """Return skill and level of every visible skill of which the level is known, in words."""
        known = (veld for veld in TAAL if self.waarden.get(veld))
        return tuple(
            (str(cast("Any", Deelnemer._meta.get_field(veld)).verbose_name), self.waarden[veld]) for veld in known
        )


def card_of(deelnemer: Deelnemer, relaties: Relaties) -> Kaart:
    """Return the card of a participant for someone with these relations to them."""
    velden = visible_velden(relaties)
    waarden = {veld: _in_words(veld, getattr(deelnemer, veld)) for veld in GEGEVENS if veld in velden}
    return Kaart(pk=deelnemer.pk, velden=velden, waarden=MappingProxyType(waarden), relaties=relaties)


def cards_of(user: "User", deelnemers: Iterable[Deelnemer]) -> dict[int, Kaart]:
    """Return the cards of many participants by their id, in three queries however many there are."""
    people = list(deelnemers)
    relaties = relaties_by_deelnemer(user, people)
    return {deelnemer.pk: card_of(deelnemer, relaties[deelnemer.pk]) for deelnemer in people}


def relaties_by_deelnemer(user: "User", deelnemers: Iterable[Deelnemer]) -> dict[int, Relaties]:
    """Return what the user is to each of these participants, as `toegang.relaties.relaties_of` says it one by one."""
    found = {d.pk: {Relatie.INGELOGD, *to_gemeente(user, d.gemeente_id)} for d in deelnemers}
    opleiding, werkpartijen = _opleiding_by_traject(user), werkpartijen_of(user)
    for deelnemer_id, traject_id, mentor_id, mentor_partij_id in _deelnames(found):
        found[deelnemer_id] |= opleiding.get(traject_id, set())
        if mentor_id == user.pk and mentor_partij_id in werkpartijen:
            found[deelnemer_id].add(Relatie.EIGEN_MENTOR)
    for deelnemer_id in _placed_at(user, found):
        found[deelnemer_id].add(Relatie.PLAATSENDE_WERKGEVER)
    return {pk: frozenset(relaties) for pk, relaties in found.items()}


def _deelnames(ids: Iterable[int]) -> Iterable[tuple[int, int, int | None, int | None]]:
    rows = Deelname.objects.shared().filter(deelnemer__in=list(ids)).order_by()
    return rows.values_list("deelnemer_id", "traject_id", "mentor_id", "mentor_partij_id")


def _placed_at(user: "User", ids: Iterable[int]) -> Iterable[int]:
    now = Deelname.objects.shared().filter(deelnemer__in=list(ids))
    rows = Plaatsing.objects.at_partner(user).filter(deelname__in=now).order_by()
    return rows.values_list("deelname__deelnemer_id", flat=True).distinct()


def _opleiding_by_traject(user: "User") -> dict[int, set[Relatie]]:
    found: dict[int, set[Relatie]] = {}
    for traject_id, rol in opleiding_of(user).order_by().values_list("fase__traject_id", "rol").distinct():
        found.setdefault(traject_id, set()).add(Relatie(rol))
    return found


def _in_words(veld: str, waarde: Any) -> Any:
    if veld in TAAL:
        return str(Taalniveau(waarde).label) if waarde else ""
    if veld == "belemmeringen":
        return tuple(str(Belemmering(code).label) for code in waarde)
    return waarde

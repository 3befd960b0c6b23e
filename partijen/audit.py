"""Who changed a party, and who let whom in: a membership decides what someone may see."""

from typing import Any

from berichten.models import Regelkeuze
from partijen.enums import Functie, PartijSoort
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Contactpersoon, GemeenteInstelling, Huisstijl, Lidmaatschap, Partij, Uitnodiging
from toegang.logregels import Plaats, register_gemeentes, register_watchers, track
from toegang.models import User

# Who searches the log of a gemeente.
BEWAKERS = (Functie.COORDINATOR, Functie.BEHEERDER)


def register() -> None:
    """Have every change to a party, its people and its settings written down, in the gemeente whose business it is."""
    register_gemeentes(works_for)
    register_watchers(lambda user: gemeentes_of(user, BEWAKERS))
    # The name, number and address of a party may be those of one person: a business of one's own.
    track(Partij, plaats=_of_partij, open_velden=("soort", "regio"))
    track(
        Lidmaatschap,
        plaats=lambda lid: _of_partij(lid.partij),
        open_velden=("gebruiker", "partij", "functie", "actief"),
    )
    track(
        GemeenteInstelling,
        plaats=lambda instelling: Plaats(instelling.gemeente_id),
        # Numbers and switches: of the days, which are typed, only that they changed.
        open_velden=[f.name for f in GemeenteInstelling._meta.concrete_fields if f.name != "gesloten_dagen"],
    )
    track(
        Huisstijl,
        plaats=lambda huisstijl: Plaats(huisstijl.gemeente_id),
        open_velden=("gemeente", "thema", "heeft_logo"),
        zonder=("logo", "logo_breedte", "logo_hoogte", "versie"),
    )
    track(
        Regelkeuze,
        plaats=lambda keuze: Plaats(keuze.eigenaar),
        open_velden=("eigenaar", "aan", "dagen"),
    )
    track(Contactpersoon, plaats=lambda contact: Plaats(contact.gemeente_id))
    track(
        Uitnodiging,
        plaats=lambda uitnodiging: Plaats(uitnodiging.gemeente_id or _of_partij(uitnodiging.partij).eigenaar),
        open_velden=[field.name for field in Uitnodiging._meta.concrete_fields if field.name != "naam"],
    )
    # A sign-in and a new password have lines of their own.
    track(User, plaats=_of_user, open_velden=("is_active",), zonder=("last_login", "password", "taal", "weergave"))


def works_for(user: User) -> list[int]:
    """Return the ids of the gemeentes someone works for, as it is at this moment and not as it was read before."""
    # The log is written while memberships change: the list kept on the person for one request would be too old.
    leden = Lidmaatschap.objects.active().filter(gebruiker=user.pk, partij__soort=PartijSoort.GEMEENTE)
    return list(leden.order_by("pk").values_list("partij_id", flat=True))


def _of_partij(partij: Any) -> Plaats:
    return Plaats(partij.pk if partij.is_gemeente else None)


def _of_user(user: User) -> Plaats:
    """An account that nobody opened yet is no gemeente's: its log would tell which addresses had one already."""
    unopened = not user.is_active and not Lidmaatschap.objects.filter(gebruiker=user.pk).exists()
    return Plaats(next(iter(works_for(user)), None), van_niemand=unopened)

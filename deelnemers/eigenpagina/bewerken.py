"""The doors to a gemeente's own texts: write one, go back to ours, and say who read what stands there.

A named reader approves exactly what was shown; a text that changes after that, by the gemeente or by us, is a concept
again. Who wrote a text never approves it, neither by account nor by name.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.eigenpagina.talen import TALEN, VERTAALD, Taal
from deelnemers.eigenpagina.teksten import TEKSTEN, Vertaling, combine, places_in
from deelnemers.fouten import DeelnemerFout, check
from deelnemers.models import EigenPaginaTekst
from partijen.models import Partij

if TYPE_CHECKING:
    from toegang.models import User


class Nagekeken(NamedTuple):
    """How many texts of a language were approved for a gemeente."""

    taal: Taal
    aantal: int
    totaal: int = len(TEKSTEN)

    @property
    def klaar(self) -> bool:
        return self.aantal == self.totaal


def how_far(gemeente: Partij) -> Iterator[Nagekeken]:
    """Yield, per language, how many texts were approved; one query for all."""
    per_taal = defaultdict(list)
    for rij in EigenPaginaTekst.objects.of_gemeente(gemeente.pk):
        per_taal[rij.taal].append(rij)
    for code in VERTAALD:
        vertalingen = combine(code, per_taal[code]).values()
        yield Nagekeken(TALEN[code], sum(not vertaling.tekst.concept for vertaling in vertalingen))


def read_translations(gemeente: Partij, taal: str) -> Mapping[str, Vertaling]:
    """Return every translation of a language as a gemeente has it, by code, with who wrote and who read it."""
    return combine(taal, EigenPaginaTekst.objects.of_taal(gemeente.pk, taal).with_people())


def write(gemeente: Partij, taal: str, code: str, *, tekst: str, door: "User") -> None:
    """Give a text a gemeente's own words, which nobody has read yet; what changes nothing leaves all as it is.

    Raises DeelnemerFout, by field, where the words leave out what is filled in, or bring in something else.
    """
    _refuse_other_places(TEKSTEN[code], tekst)
    with transaction.atomic():
        now = _locked(gemeente, taal)[code]
        if tekst == now.tekst.vertaling:
            return
        if tekst == now.van_ons:
            _forget(now)
            return
        rij = now.rij or EigenPaginaTekst(gemeente=gemeente, taal=taal, code=code)
        rij.tekst, rij.bewerkt_door, rij.bewerkt_op = tekst, door, timezone.now()
        rij.gelezen_door, rij.gelezen_versie, rij.vastgelegd_door, rij.vastgelegd_op = "", "", None, None
        check(rij)
        rij.save()


def back_to_ours(gemeente: Partij, taal: str, code: str) -> None:
    """Let our own translation hold again; where it does already, nothing changes."""
    with transaction.atomic():
        _forget(_locked(gemeente, taal)[code])


def approve(gemeente: Partij, taal: str, *, gelezen: Mapping[str, str], gelezen_door: str, door: "User") -> None:
    """Write down who read these texts (version by code) and found them good; what was approved before stays as it was.

    Raises DeelnemerFout, by field, where a text is no longer what was shown, or where its writer would approve it.
    """
    with transaction.atomic():
        vertalingen = _locked(gemeente, taal)
        for code, versie in gelezen.items():
            now = vertalingen[code]
            if now.versie != versie:
                raise DeelnemerFout({"gelezen": _("Een tekst is intussen veranderd. Lees die opnieuw.")})
            if now.tekst.concept:
                _approve_one(now, gemeente, taal, gelezen_door=gelezen_door, door=door)


def written_by(vertaling: Vertaling, user: "User") -> bool:
    """Return whether someone wrote what stands there, so that another has to approve it."""
    return bool(vertaling.rij and vertaling.rij.bewerkt_door_id == user.pk)


def _approve_one(now: Vertaling, gemeente: Partij, taal: str, *, gelezen_door: str, door: "User") -> None:
    rij = now.rij or EigenPaginaTekst(gemeente=gemeente, taal=taal, code=now.tekst.code)
    if written_by(now, door):
        raise DeelnemerFout({"gelezen": _("Een tekst die u zelf schreef, keurt een collega goed.")})
    if rij.bewerkt_door and rij.bewerkt_door.naam.casefold() == gelezen_door.casefold():
        raise DeelnemerFout(
            {"gelezen_door": _("Deze persoon schreef een van de teksten. Laat iemand anders die lezen.")}
        )
    rij.gelezen_door, rij.gelezen_versie = gelezen_door, now.versie
    rij.vastgelegd_door, rij.vastgelegd_op = door, timezone.now()
    check(rij)
    rij.save()


def _locked(gemeente: Partij, taal: str) -> Mapping[str, Vertaling]:
    """Return the translations as they are now; until the transaction ends, nobody else changes one of this gemeente."""
    Partij.objects.select_for_update().get(pk=gemeente.pk)
    return read_translations(gemeente, taal)


def _forget(now: Vertaling) -> None:
    if now.rij and now.rij.tekst:
        now.rij.delete()


def _refuse_other_places(nederlands: str, tekst: str) -> None:
    """Refuse words that leave out what is filled in, or that hold a brace which fills in nothing."""
    asked = places_in(nederlands)
    if places_in(tekst) != asked or tekst.count("{") + tekst.count("}") != 2 * len(asked):
        needed = ", ".join(f"{{{naam}}}" for naam in asked)
        said = _("Neem precies dit over, één keer: %(nodig)s") % {"nodig": needed}
        raise DeelnemerFout({"tekst": said if asked else _("Gebruik geen accolades: { of }.")})

"""What someone who leaves a party held in its name, and handing it to a successor. Each app says what is its own."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten import outbox
from berichten.models import Bericht
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from partijen.fouten import PartijFout
from toegang.rijbeveiliging import boven_de_rijen

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from partijen.models import Lidmaatschap
    from toegang.models import User

logger = logging.getLogger(__name__)
OVERGENOMEN = "overgenomen"


@dataclass(frozen=True)
class Bezit:
    """One kind of thing someone holds: what it is called, each thing in a line, and how to give it to another.

    The lines name trajectories and no people: who stops a colleague's access need not see files. `gemeenten` are the
    ids of the gemeentes whose trajectories they are.
    """

    naam: "StrOrPromise"
    regels: tuple[str, ...]
    geef: Callable[["User | None"], None]
    gemeenten: frozenset[int] = frozenset()


Finder = Callable[["Lidmaatschap"], Bezit]
_finders: list[Finder] = []
_gemeenten_finders: list[Callable[[int], Iterable[int]]] = []


def register(find: Finder) -> None:
    """Register one kind of thing that people hold in a party's name."""
    _finders.append(find)


def register_gemeenten(find: Callable[[int], Iterable[int]]) -> None:
    """Register for which gemeentes a party, given by its id, does one kind of work, whoever of it does it."""
    _gemeenten_finders.append(find)


def gemeenten_of(partij_id: int) -> frozenset[int]:
    """Return the ids of all gemeentes a party works for, also where no person of it is named."""
    # Of the work for another gemeente, whoever acts sees nothing: it is what they must be stopped for.
    with boven_de_rijen():
        return frozenset(pk for find in _gemeenten_finders for pk in find(partij_id))


def held_by(lidmaatschap: "Lidmaatschap") -> list[Bezit]:
    """Return what the person holds in the name of this party, without what they have none of."""
    # A colleague's work goes on in trajectories that whoever sends them away may have no part in.
    with boven_de_rijen():
        return [bezit for find in _finders if (bezit := find(lidmaatschap)).regels]


def hand_over(lidmaatschap: "Lidmaatschap", opvolger: "User | None") -> None:
    """Give all of it to the successor, or to nobody, and tell the successor in one mail; inside a transaction.

    Raises PartijFout where the successor can't have some of it; to nobody it is never refused.
    """
    held = held_by(lidmaatschap)
    with boven_de_rijen():
        for bezit in held:
            if opvolger:
                _give(bezit, opvolger)
            else:
                _leave(bezit, lidmaatschap)
    if held and opvolger:
        outbox.enqueue(
            soort=OVERGENOMEN,
            sleutel=f"{lidmaatschap.pk}:{timezone.localdate():%Y-%m-%d}",
            ontvanger=opvolger,
            gegevens={"partij": lidmaatschap.partij_id},
            eigenaar=lidmaatschap.partij_id,
        )


def _give(bezit: Bezit, opvolger: "User") -> None:
    try:
        bezit.geef(opvolger)
    except ValidationError as fout:
        raise PartijFout({"opvolger": fout.messages}) from fout


def _leave(bezit: Bezit, lidmaatschap: "Lidmaatschap") -> None:
    try:
        with transaction.atomic():
            bezit.geef(None)
    except ValidationError:
        # No rule of the work keeps anyone in. Their name stays on it, and opens nothing without the place.
        logger.warning("place %s ended, something that could not be let go keeps its name", lidmaatschap.pk)


def register_mail() -> None:
    """Register the mail that tells a successor."""
    register_soort(
        BerichtSoort(
            code=OVERGENOMEN, naam=gettext_lazy("Werk overgenomen"), still_due=lambda _bericht: True, render=_render
        )
    )


def _render(_bericht: Bericht) -> Mail:
    return Mail(
        onderwerp=_("U hebt werk van een collega overgenomen"),
        alineas=(
            _("Een collega werkt niet meer in Leerwerk. Wat die collega deed, staat nu op uw naam."),
            _("Op uw startpagina ziet u wat u moet doen."),
        ),
        knop=_("Naar mijn werk"),
        pad="/",
        waarom=_("U krijgt dit bericht omdat u bent gekozen als opvolger."),
    )

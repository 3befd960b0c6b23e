"""The kinds of mail. Each app registers its own, so that the outbox knows nothing of what a mail is about."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from berichten.enums import Wijze
from berichten.uitnodiging import Uitnodiging

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from berichten.models import Bericht

logger = logging.getLogger(__name__)

# Looks up what mails of one kind are about, by the id of the mail; without what is gone.
Vinder = Callable[[Sequence["Bericht"]], Mapping[int, Any]]


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What one mail says: a subject, a few plain sentences and one link. No personal details: they are behind the link.

    `waarom` tells the reader why they get it; `uitnodiging` goes along for their calendar.
    """

    onderwerp: str
    alineas: tuple[str, ...]
    knop: str
    pad: str
    waarom: str = ""
    uitnodiging: Uitnodiging | None = None


@dataclass(frozen=True, kw_only=True)
class BerichtSoort:
    """A kind of mail: what people call it, is it still needed at the moment of sending, and what does it say.

    Someone whose account is closed gets no mail, unless the mail is what opens it (`ook_inactief`). Where the name
    would tell the sender whose account it is, the list of mails shows the address alone (`toon_naam`). `over` names
    what a mail is about: one overview tells it once, whichever kinds have something to say about it. `gedaan`
    does, in the reader's name, what the mail asks. `find` looks up for many mails at once what `still_due` and
    `render` ask of `zaak_of`.
    """

    code: str
    still_due: Callable[["Bericht"], bool]
    render: Callable[["Bericht"], Mail]
    naam: "StrOrPromise" = ""
    wijze: Wijze = Wijze.NIEUWS
    over: Callable[["Bericht"], str] | None = None
    gedaan: Callable[["Bericht"], None] | None = None
    find: Vinder | None = None
    ook_inactief: bool = False
    toon_naam: bool = True


_soorten: dict[str, BerichtSoort] = {}


def register(soort: BerichtSoort) -> None:
    _soorten[soort.code] = soort


def get_soort(code: str) -> BerichtSoort:
    """Return the kind of mail; KeyError when no app registered it."""
    return _soorten[code]


def naam_of(code: str) -> "StrOrPromise":
    """Return what people call a kind of mail, also one that no app registers any more."""
    soort = _soorten.get(code)
    return soort.naam if soort and soort.naam else code.replace("_", " ").capitalize()


def over_of(bericht: "Bericht") -> str:
    """Return what a mail is about, by which two kinds know that they speak of one thing; else that it is this mail."""
    about = get_soort(bericht.soort).over
    return about(bericht) if about else str(bericht.pk)


def look_up(berichten: "Iterable[Bericht]") -> None:
    """Fetch along what these mails are about, in a few queries for each kind, for `zaak_of`."""
    per_kind: dict[str, list[Bericht]] = defaultdict(list)
    for bericht in berichten:
        per_kind[bericht.soort].append(bericht)
    for code, those in per_kind.items():
        soort = _soorten.get(code)
        if soort is None or soort.find is None:
            continue
        try:
            found = soort.find(those)
        except Exception:  # one broken mail never stops the others: each is asked for by itself, and fails by itself
            logger.exception("what mails of kind %s are about could not be looked up together", code)
            continue
        for bericht in those:
            vars(bericht)["zaak"] = found.get(bericht.pk)


def zaak_of(bericht: "Bericht", find: Vinder) -> Any:
    """Return what a mail is about: as it was fetched along, else as it is now; None when it is gone."""
    return vars(bericht)["zaak"] if "zaak" in vars(bericht) else find([bericht]).get(bericht.pk)


def wijze_of(code: str) -> Wijze:
    """Return when a kind of mail leaves, also for one that no app registers any more."""
    return _soorten[code].wijze if code in _soorten else Wijze.NIEUWS


def codes_of(wijze: Wijze) -> frozenset[str]:
    """Return the codes of the kinds that leave in this way."""
    return frozenset(code for code, soort in _soorten.items() if soort.wijze is wijze)


def nameless_codes() -> frozenset[str]:
    """Return the codes of the kinds of which the reader's name is not shown."""
    return frozenset(code for code, soort in _soorten.items() if not soort.toon_naam)


def all_codes() -> frozenset[str]:
    """Return the code of every registered kind."""
    return frozenset(_soorten)

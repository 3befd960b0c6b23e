"""What to tick from: a search over many people that forgets none of those already ticked."""

from dataclasses import dataclass

from deelnemers.models import Deelnemer
from deelnemers.querysets import DeelnemerQuerySet
from toegang.guard import Request

MAX_KEUZES = 50
# A longer number is no id: the database would refuse to look for it.
MAX_CIJFERS = 18


@dataclass(frozen=True)
class Keuze:
    """The people to tick from: first those ticked, then those found, to at most fifty."""

    zoek: str
    gekozen: list[Deelnemer]
    gevonden: list[Deelnemer]
    meer: int
    leeg: bool


def choices_for(request: Request, kandidaten: DeelnemerQuerySet) -> Keuze:
    """Return what to tick from, by the search words and ticks in the address or the form."""
    # A zero byte is no text to the database.
    zoek = request.GET.get("zoek", "").replace("\0", "").strip()[:100]
    given = (request.POST if request.method == "POST" else request.GET).getlist("deelnemers")
    gekozen = list(kandidaten.filter(pk__in=[pk for pk in given if pk.isdecimal() and len(pk) <= MAX_CIJFERS]))
    gevonden = kandidaten.search(request.user, zoek).exclude(pk__in=[deelnemer.pk for deelnemer in gekozen])
    total = gevonden.count()
    return Keuze(
        zoek=zoek,
        gekozen=gekozen,
        gevonden=list(gevonden[:MAX_KEUZES]),
        meer=max(total - MAX_KEUZES, 0),
        leeg=not gekozen and not total and not zoek,
    )

"""What stands on a participant's own page: their route, agreements, mentor and wishes, and nothing of anyone else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from deelnemers.eigenpagina.dagen import in_words, with_weekday
from deelnemers.eigenpagina.talen import NEDERLANDS, TALEN, Taal
from deelnemers.eigenpagina.teksten import Tekst, read_texts
from deelnemers.enums import VoortgangStatus, WensSoort, WensStatus
from deelnemers.models import Checkin, Deelname, Ontmoeting, Paginalink, Voortgang, Wens
from trajecten.enums import AfspraakStatus, Doorgang
from trajecten.models import Afspraak

if TYPE_CHECKING:
    from partijen.models import Partij

# Agreements that were kept, the latest first: enough to see that something was done.
GEDAAN = 5
# What the step looks like; the words stand beside it.
TOON = {
    VoortgangStatus.GEPLAND: "straks",
    VoortgangStatus.LOPEND: "nu",
    VoortgangStatus.AFGEROND: "klaar",
    VoortgangStatus.OVERGESLAGEN: "over",
}


@dataclass(frozen=True)
class Stap:
    """One phase of the route: what it is, how it stands and, where that is planned, from when until when."""

    naam: Tekst
    staat: Tekst
    toon: str
    wanneer: Tekst | None


@dataclass(frozen=True)
class Volgende:
    """Where the participant is expected next: what it is, on which day, from when until when, where, and at whose."""

    wat: Tekst
    dag: Tekst
    tijd: str
    plaats: str
    bij: str


@dataclass(frozen=True)
class Regel:
    """One agreement: what was agreed, in the words of the mentor, who does it, by when, and whether it is done."""

    wat: str
    wie: Tekst
    wanneer: Tekst
    staat: Tekst


@dataclass(frozen=True)
class Mentor:
    """Who guides, and how to reach them."""

    naam: str
    partij: str
    email: str
    telefoon: str


@dataclass(frozen=True)
class Wensregel:
    """One wish from the list: whether it waits, since when, or that it was talked about."""

    soort: str
    tekst: Tekst
    open: bool
    staat: Tekst | None


@dataclass(frozen=True)
class Pagina:
    """All of it, in one language."""

    taal: Taal
    teksten: Mapping[str, Tekst]
    concept: bool
    geldig_tot: Tekst
    stappen: list[Stap]
    volgende: Volgende | None
    afspraken: list[Regel]
    mentor: Mentor | None
    wensen: list[Wensregel]

    @property
    def te_kiezen(self) -> list[Wensregel]:
        """Return the wishes that can be stated: all but those that wait."""
        return [wens for wens in self.wensen if not wens.open]


def chosen_language(code: str | None) -> Taal:
    """Return the language of the page that was asked for, and Dutch for one that it does not have."""
    return TALEN.get(code or "", TALEN[NEDERLANDS])


def page_of(link: Paginalink, taal: Taal) -> Pagina:
    """Return what the bearer of a link may see of its participation."""
    woorden = _Woorden(taal, link.deelname.deelnemer.gemeente)
    deelname = Deelname.objects.with_begeleid().select_related("mentor", "mentor_partij").get(pk=link.deelname_id)
    return Pagina(
        taal=taal,
        teksten=woorden.teksten,
        concept=any(tekst.concept for tekst in woorden.teksten.values()),
        geldig_tot=woorden.dated("geldig_tot", datum=timezone.localtime(link.verloopt_op).date()),
        stappen=_route(deelname, woorden),
        volgende=_next(deelname, woorden),
        afspraken=_agreements(deelname, woorden),
        mentor=_mentor(deelname),
        wensen=_wishes(deelname, woorden),
    )


class _Woorden:
    """The texts of the page in one language, with what is filled in said in that language and in Dutch."""

    def __init__(self, taal: Taal, gemeente: "Partij | None") -> None:
        self.taal, self.teksten = taal, read_texts(taal.code, gemeente)

    def __getitem__(self, code: str) -> Tekst:
        return self.teksten[code]

    def dated(self, code: str, **dagen: date) -> Tekst:
        tekst = self.teksten[code]
        own = tekst.filled(**{naam: in_words(dag, self.taal.code) for naam, dag in dagen.items()})
        dutch = tekst.filled(**{naam: in_words(dag, NEDERLANDS) for naam, dag in dagen.items()})
        return own._replace(nederlands=dutch.nederlands)


def _route(deelname: Deelname, woorden: _Woorden) -> list[Stap]:
    rows = Voortgang.objects.filter(deelname=deelname).select_related("fase__traject").order_by("fase__volgorde")
    # A phase that will not come is no step; one that somebody is in already stays.
    rows = rows.exclude(fase__doorgang=Doorgang.GESTOPT, status=VoortgangStatus.GEPLAND)
    return [_step(row, woorden) for row in rows]


def _step(row: Voortgang, woorden: _Woorden) -> Stap:
    # Whoever is in a phase that was paused, is not busy with it; what is over for them, is over.
    still = row.status in {VoortgangStatus.GEPLAND, VoortgangStatus.LOPEND} and not row.fase.gaat_door
    return Stap(
        naam=woorden[f"route_{row.fase.component}"],
        staat=woorden["staat_stil"] if still else woorden[f"staat_{row.status}"],
        toon=TOON[VoortgangStatus.GEPLAND if still else VoortgangStatus(row.status)],
        wanneer=_when(row, woorden),
    )


def _when(row: Voortgang, woorden: _Woorden) -> Tekst | None:
    # Dates of a phase that is yet to be planned are a guess; a phase that is left out has none.
    if row.status == VoortgangStatus.OVERGESLAGEN or (row.fase.te_plannen and not row.eigen_datums):
        return None
    return woorden.dated("van_tot", van=row.van, tot=row.tot)


def _next(deelname: Deelname, woorden: _Woorden) -> Volgende | None:
    """Return where someone is expected next: what goes on now is not over yet."""
    nu = timezone.now()
    rows = Ontmoeting.objects.filter(deelname=deelname).planned().from_day(timezone.localdate(nu))
    first = next((row for row in rows.select_related("werkgever") if not row.is_over(nu)), None)
    if first is None:
        return None
    wat = woorden[f"ontmoeting_{first.soort}"]
    return Volgende(
        wat=wat,
        dag=wat._replace(
            nederlands=with_weekday(first.dag, NEDERLANDS), vertaling=with_weekday(first.dag, woorden.taal.code)
        ),
        # Digits and a colon are read the same in all six languages.
        tijd=f"{first.tijd:%H:%M} – {first.einde:%H:%M}",
        plaats=first.plaats,
        bij=str(first.werkgever) if first.werkgever else "",
    )


def _agreements(deelname: Deelname, woorden: _Woorden) -> list[Regel]:
    """Return the agreements that were shared: what is open by its day, then what was done of late."""
    shared = Checkin.objects.filter(deelname=deelname, afspraak_gedeeld=True)
    rows = Afspraak.objects.filter(pk__in=shared.values("afspraak")).select_related("persoon", "partij", "gemeente")
    open_rows = rows.filter(status=AfspraakStatus.OPEN).order_by("deadline", "pk")
    done = rows.filter(status=AfspraakStatus.GEDAAN).order_by("-deadline", "-pk")[:GEDAAN]
    return [_agreement(row, deelname, woorden) for row in (*open_rows, *done)]


def _agreement(row: Afspraak, deelname: Deelname, woorden: _Woorden) -> Regel:
    return Regel(
        wat=row.wat,
        wie=woorden["afspraak_wie"].filled(naam=_keeper(row, deelname)),
        wanneer=woorden.dated("afspraak_voor", datum=row.deadline),
        staat=woorden[f"afspraak_{row.status}"],
    )


def _keeper(row: Afspraak, deelname: Deelname) -> str:
    """Return who keeps an agreement: of the people at work the mentor alone has a name here."""
    if row.persoon and row.persoon == deelname.mentor:
        return str(row.persoon)
    return str(row.partij or row.gemeente)


def _mentor(deelname: Any) -> Mentor | None:
    if not (deelname.mentor and deelname.begeleid and deelname.mentor.is_active):
        return None
    partij = deelname.mentor_partij
    return Mentor(naam=str(deelname.mentor), partij=str(partij), email=deelname.mentor.email, telefoon=partij.telefoon)


def _wishes(deelname: Deelname, woorden: _Woorden) -> list[Wensregel]:
    rows: Iterable[Wens] = Wens.objects.not_withdrawn().filter(deelname=deelname)
    stated = {wens.soort: wens for wens in rows}
    return [_wish(soort, stated.get(soort), woorden) for soort in WensSoort]


def _wish(soort: WensSoort, wens: Wens | None, woorden: _Woorden) -> Wensregel:
    tekst = woorden[f"wens_{soort}"]
    if wens is None:
        return Wensregel(soort, tekst, open=False, staat=None)
    if wens.status == WensStatus.BESPROKEN:
        return Wensregel(soort, tekst, open=False, staat=woorden["wens_besproken"])
    gesteld = timezone.localtime(wens.gesteld_op).date()
    return Wensregel(soort, tekst, open=True, staat=woorden.dated("wens_verstuurd_op", datum=gesteld))

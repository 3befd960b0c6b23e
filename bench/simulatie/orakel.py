"""What should have been sent, by arithmetic alone, beside what a mail server got: planned, sent, doubled, lost, late.

A cause is what a reminder is about, in one state, for one reader: it holds in stretches of time. A reminder is due when
its cause lasts until the reminder had every chance to leave: a quarter of an hour for the planner, then the moment that
its reader chose, then `SPELING`; all of it moved past the hours in which planner or mail server were away. Due and
never delivered is lost. Delivered later than that is late. Delivered while its cause does not hold is after its cause.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bench.simulatie.draaiboek import Uitval, next_quarter
from bench.simulatie.journaal import Journaal, stretches
from bench.simulatie.postbus import Bezorgd
from bench.simulatie.regels import DAG, HIER, REGELS, Regel, Wens, may_leave

# The clock stops at most so long after a reminder may leave; what follows a kill takes minutes.
SPELING = timedelta(minutes=30)
# Ten attempts at a mail are spread over a day: the longest pause between two, and the hour at which it is looked at.
NA_DE_POST = timedelta(hours=13)
# A mail that is being sent when its cause goes is sent: so long is between the last look and the mail server.
ONDERWEG = timedelta(seconds=5)
# A mail taken so shortly before a kill may have been the one on its way.
IN_DE_LUCHT = timedelta(seconds=2)


@dataclass(frozen=True)
class Oorzaak:
    """Why a reminder is to be sent: its rule, and the stretches in which that holds."""

    regel: str
    lezer: int
    duurt: tuple[tuple[datetime, datetime], ...]

    def holds(self, moment: datetime, speling: timedelta = timedelta()) -> bool:
        """Return whether it holds at a moment, or did shortly before."""
        return any(van <= moment < tot + speling for van, tot in self.duurt)


@dataclass(frozen=True)
class Rij:
    """A row of the outbox at the end: its key, which mail told it, and where it ended."""

    pk: int
    sleutel: str
    status: str
    mail_id: str


@dataclass(frozen=True)
class Gang:
    """What happened around the application: when what was away, when workers were killed, until when it ran."""

    eind: datetime
    planner_weg: Sequence[Uitval] = ()
    post_weg: Sequence[Uitval] = ()
    kills: Sequence[datetime] = ()


@dataclass
class Uitslag:
    """The figures per rule, and the keys behind each that is not as it should be."""

    tellingen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    fout: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    dubbele_mails: int = 0

    @property
    def totaal(self) -> Counter[str]:
        """Return the figures of all rules together."""
        return sum(self.tellingen.values(), Counter())

    @property
    def goed(self) -> bool:
        """Return whether nothing was lost, late or sent after its cause, and doubled only what a kill explains."""
        return not any(self.fout.values())


CODES = frozenset(regel.code for regel in REGELS)
# What counts as wrong, in the order of the table.
FOUTEN = ("verloren", "dubbel zonder kill", "te laat", "na de oorzaak")


def causes(journaal: Journaal, eind: datetime) -> dict[str, Oorzaak]:
    """Return every cause there was until the end, by the key that its reminder has."""
    found: dict[tuple[str, int, date, int], list[tuple[datetime, datetime]]] = defaultdict(list)
    for regel in REGELS:
        for pk in journaal.lijnen[regel.over]:
            for van, tot, toestand in _states(journaal, regel.over, pk, eind):
                if span := _span(regel, toestand, van, tot):
                    for lezer in regel.lezers(toestand):
                        _lengthen(found[regel.code, pk, regel.datum(toestand), lezer], span)
    return {
        f"{code}:{pk}:{datum.isoformat()}:{lezer}": Oorzaak(code, lezer, tuple(duurt))
        for (code, pk, datum, lezer), duurt in found.items()
    }


def compare(
    oorzaken: Mapping[str, Oorzaak],
    wensen: Mapping[int, Wens],
    rijen: Iterable[Rij],
    bezorgd: Sequence[Bezorgd],
    gang: Gang,
) -> Uitslag:
    """Return how what was delivered answers to what was due."""
    uitslag = Uitslag()
    told = _told((rij for rij in rijen if rij.sleutel.split(":")[0] in CODES), bezorgd)
    for sleutel, oorzaak in oorzaken.items():
        wens = wensen.get(oorzaak.lezer, Wens())
        uiterlijk = due_by(oorzaak, wens, gang)
        _count(uitslag, sleutel, oorzaak, uiterlijk, [bezorgd[n].op for n in told.get(sleutel, ())])
    for sleutel, where in told.items():
        if sleutel not in oorzaken:
            uitslag.fout["na de oorzaak"].append(sleutel)
            uitslag.tellingen[sleutel.split(":")[0]] += Counter({"verzonden": 1, "na de oorzaak": 1})
        uitslag.tellingen[sleutel.split(":")[0]]["dubbel"] += len(where) - 1
    _explain_doubles(uitslag, told, bezorgd, gang.kills)
    return uitslag


def due_by(oorzaak: Oorzaak, wens: Wens, gang: Gang) -> datetime | None:
    """Return by when its reminder must have been delivered; None where its cause never lasted so long."""
    for van, tot in oorzaak.duurt:
        planned = next_quarter(_past(gang.planner_weg, next_quarter(van)))
        leaves = may_leave(wens, planned)
        if leaves is None:
            return None
        uiterlijk = _past(gang.planner_weg, leaves) + SPELING
        for weg in gang.post_weg:
            # Also what is due again once the server is back may be in the pause after an attempt that failed.
            if weg.van - SPELING <= leaves < weg.tot + NA_DE_POST:
                uiterlijk = max(uiterlijk, weg.tot + NA_DE_POST)
        if uiterlijk < min(tot, gang.eind):
            return uiterlijk
    return None


def _past(away: Sequence[Uitval], moment: datetime) -> datetime:
    """Return the moment, or the end of what was away then."""
    return next((uitval.tot for uitval in away if uitval.van - SPELING <= moment < uitval.tot), moment)


def _count(
    uitslag: Uitslag, sleutel: str, oorzaak: Oorzaak, uiterlijk: datetime | None, momenten: Sequence[datetime]
) -> None:
    telling = uitslag.tellingen[oorzaak.regel]
    telling["gepland" if uiterlijk else "verviel"] += 1
    if not momenten:
        if uiterlijk:
            telling["verloren"] += 1
            uitslag.fout["verloren"].append(sleutel)
        return
    telling["verzonden"] += 1
    telling["verzonden, verviel"] += uiterlijk is None
    if uiterlijk and momenten[0] > uiterlijk:
        telling["te laat"] += 1
        uitslag.fout["te laat"].append(f"{sleutel} {momenten[0].isoformat()} > {uiterlijk.isoformat()}")
    for moment in momenten:
        if not oorzaak.holds(moment, ONDERWEG):
            telling["na de oorzaak"] += 1
            uitslag.fout["na de oorzaak"].append(f"{sleutel} {moment.isoformat()}")


def _told(rijen: Iterable[Rij], bezorgd: Sequence[Bezorgd]) -> dict[str, list[int]]:
    """Return by key in which deliveries it stood: those that name its row, and those of the mail it was marked with."""
    by_row, by_mail = defaultdict(set), defaultdict(set)
    for number, mail in enumerate(bezorgd):
        by_mail[mail.mail_id].add(number)
        for pk in mail.rijen:
            by_row[pk].add(number)
    where = {rij.sleutel: by_row[rij.pk] | (by_mail[rij.mail_id] if rij.mail_id else set()) for rij in rijen}
    return {sleutel: sorted(numbers) for sleutel, numbers in where.items() if numbers}


def _explain_doubles(
    uitslag: Uitslag, told: Mapping[str, list[int]], bezorgd: Sequence[Bezorgd], kills: Sequence[datetime]
) -> None:
    """Set each mail that came again beside the kill that cut it off; one kill explains one mail."""
    again = {number: sleutel for sleutel, numbers in told.items() for number in numbers[:-1]}
    seen: dict[str, int] = {}
    for number, mail in enumerate(bezorgd):
        if mail.mail_id in seen:
            again.setdefault(seen[mail.mail_id], mail.mail_id)
        seen[mail.mail_id] = number
    uitslag.dubbele_mails = len(again)
    free = sorted(kills)
    for number in sorted(again):
        kill = next((k for k in free if bezorgd[number].op <= k <= bezorgd[number].op + IN_DE_LUCHT), None)
        if kill is None:
            uitslag.fout["dubbel zonder kill"].append(f"{again[number]} {bezorgd[number].op.isoformat()}")
        else:
            free.remove(kill)


def _states(
    journaal: Journaal, soort: str, pk: int, eind: datetime
) -> Iterator[tuple[datetime, datetime, Mapping[str, Any]]]:
    """Yield the stretches of one thing, with what else its rules ask: of its trajectory, its phase or its roles."""
    lijnen, own = journaal.lijnen, journaal.lijnen[soort][pk]
    beside = {"it": own}
    fase = own[0][1].get("fase")
    if fase:
        beside["fase"] = lijnen["fase"][fase]
    if soort == "fase":
        beside |= {f"rol {rol}": lijnen["rol"][rol] for rol in own[0][1]["rollen"]}
    first = (beside.get("fase") or own)[0][1]
    beside["traject"] = lijnen["traject"][first["traject"]]
    for van, tot, now in stretches(beside, eind):
        toestand = dict(now["it"]) | {
            "traject_status": now["traject"]["status"],
            "traject_regie": now["traject"]["regie"],
            "fase_status": now["fase"]["status"] if fase else "",
            "rol_open": any(now[name]["status"] == "open" for name in now if name.startswith("rol ")),
            "leden": journaal.leden.get(now["it"].get("partij"), []),
        }
        yield van, tot, toestand


def _span(regel: Regel, toestand: Mapping[str, Any], van: datetime, tot: datetime) -> tuple[datetime, datetime] | None:
    """Return the part of a stretch that falls in the days on which a rule speaks."""
    venster = regel.venster(toestand)
    if venster is None:
        return None
    first, last = venster
    van = max(van, midnight(first))
    tot = min(tot, midnight(last + DAG)) if last else tot
    return (van, tot) if van < tot else None


def midnight(day: date) -> datetime:
    """Return where a day begins, in UTC."""
    return datetime.combine(day, time(), HIER).astimezone(UTC)


def _lengthen(duurt: list[tuple[datetime, datetime]], span: tuple[datetime, datetime]) -> None:
    """Add a stretch; one that goes on where the last ended makes that longer."""
    if duurt and duurt[-1][1] == span[0]:
        duurt[-1] = duurt[-1][0], span[1]
    else:
        duurt.append(span)

"""Lines about participants: by the card of what this person may see of each, and who was seen, for the log."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from deelnemers.audit import Gezien, of_gemeente_or_mentor
from deelnemers.models import Deelname, Deelnemer, Ontmoeting, Plaatsing, Signaal, Voortgang, Wens
from deelnemers.zichtbaarheid import TAAL, Kaart, cards_of
from inzicht.regels import FOUT, LET_OP, STIL, Kijker, Regel, Toon, days_ago, days_left, days_until, to_traject
from inzicht.vragen import EEN_WEEK

# Makes a line of a row, the card of its participant and the day it is.
KaartRegel = Callable[[Any, Kaart, date], Regel]


def people_in(rows: list[Any], getoond: list[Regel], kijker: Kijker) -> list[Gezien]:
    """Return the participants whose names these lines show, and what the reader is to each: by their card if any."""
    named = [deelname for row in rows if (deelname := _deelname_of(row))]
    own = of_gemeente_or_mentor(kijker.user, named)
    return [(wie, regel.relaties or relaties) for (wie, relaties), regel in zip(own, getoond, strict=False)]


def with_card(regel: KaartRegel) -> Toon:
    """Return a function that shows rows about participants, each named as this person may read the name."""

    def show(rows: list[Any], kijker: Kijker) -> list[Regel]:
        people = [_deelname_of(row).deelnemer for row in rows]  # type: ignore[union-attr]
        kaarten = cards_of(kijker.user, people)
        pairs = zip(rows, (kaarten[wie.pk] for wie in people), strict=True)
        return [replace(regel(row, kaart, kijker.vandaag), relaties=kaart.relaties) for row, kaart in pairs]

    return show


def deelnemer(row: Deelname, kaart: Kaart, today: date) -> Regel:
    return Regel(tekst=kaart.naam, url=_file(row), noot=f"{_taal(kaart.taal)} · {row.traject}")


def niveau_onbekend(row: Deelname, kaart: Kaart, today: date) -> Regel:
    missing = [str(_field(veld).verbose_name) for veld in TAAL if not kaart.waarden.get(veld)]
    return Regel(
        tekst=kaart.naam,
        url=reverse("deelnemers:taalniveaus", args=[row.deelnemer_id]),
        noot=_("Niet bekend: %(wat)s") % {"wat": f"{', '.join(missing)} · {row.traject}"},
        # Nothing can be planned by a level that nobody knows.
        soort=LET_OP,
    )


def resultaat(row: Voortgang, kaart: Kaart, today: date) -> Regel:
    return Regel(
        tekst=kaart.naam,
        url=reverse("deelnemers:voortgang_wijzig", args=[row.pk]),
        noot=f"{row.fase} · {row.deelname.traject}",
        status=_("%(hoe_lang)s klaar") % {"hoe_lang": days_ago(row.tot, today)},
        soort=FOUT if row.tot < today - EEN_WEEK else LET_OP,
        wacht=(today - row.tot).days,
    )


def begint(row: Plaatsing, kaart: Kaart, today: date) -> Regel:
    return Regel(
        tekst=kaart.naam,
        url=_deelname_in_file(row.deelname),
        noot=f"{row.get_soort_display()} · {row.deelname.traject}",
        status=days_until(row.start, today),
        soort=_soon(row.start, today),
    )


def evaluatie(row: Plaatsing, kaart: Kaart, today: date) -> Regel:
    eind = row.eind or today
    status = days_left(eind, today) if eind >= today else _("%(hoe_lang)s klaar") % {"hoe_lang": days_ago(eind, today)}
    return Regel(
        tekst=kaart.naam,
        url=reverse("deelnemers:plaatsing_evaluatie", args=[row.pk]),
        noot=f"{row.get_soort_display()} · {row.deelname.traject}",
        status=status,
        soort=_soon(eind, today),
        wacht=max((today - eind).days, 0),
    )


def plaatsing(row: Plaatsing, kaart: Kaart, today: date) -> Regel:
    return Regel(
        tekst=kaart.naam,
        url=_deelname_in_file(row.deelname),
        noot=f"{row.get_soort_display()} · {row.werkgever} · {row.deelname.traject}",
    )


def plaatsing_loopt_af(row: Plaatsing, kijker: Kijker) -> Regel:
    eind = row.eind or kijker.vandaag
    return Regel(
        tekst=str(row.deelname.deelnemer),
        url=reverse("deelnemers:plaatsing_wijzig", args=[row.pk]),
        noot=" · ".join(
            filter(
                None,
                (row.get_soort_display(), str(row.werkgever), row.get_evaluatie_display(), str(row.deelname.traject)),
            )
        ),
        status=days_left(eind, kijker.vandaag),
        soort=_soon(eind, kijker.vandaag),
    )


def wens(row: Wens, kijker: Kijker) -> Regel:
    gesteld = timezone.localdate(row.gesteld_op)
    return Regel(
        tekst=str(row.deelname.deelnemer),
        url=_deelname_in_file(row.deelname),
        noot=f"{row.get_soort_display()} · {row.deelname.traject}",
        status=days_ago(gesteld, kijker.vandaag),
        soort=LET_OP,
        wacht=(kijker.vandaag - gesteld).days,
    )


def ontmoeting(row: Ontmoeting, kijker: Kijker) -> Regel:
    """Show where someone is expected; a mentor is one click from the check-in that follows."""
    regel = gevonden_ontmoeting(row, kijker)
    if row.deelname.mentor_id != kijker.user.pk:
        return regel
    checkin = reverse("deelnemers:checkin_nieuw", args=[row.deelname_id])
    return replace(regel, ook=_("Check-in vastleggen"), ook_url=checkin)


def ontmoeting_bij_ons(row: Ontmoeting, kijker: Kijker) -> Regel:
    """Show that someone comes, without a name."""
    return _expected(row, kijker.vandaag, tekst=str(row.deelname.traject), url=to_traject(row.deelname.traject))


def gevonden_ontmoeting(row: Ontmoeting, kijker: Kijker) -> Regel:
    """Show a meeting that was found by its words."""
    return _expected(row, kijker.vandaag, tekst=str(row.deelname.deelnemer), url=_deelname_in_file(row.deelname))


def _expected(row: Ontmoeting, today: date, *, tekst: str, url: str) -> Regel:
    words = {"dag": date_format(row.dag, "l j F"), "tijd": time_format(row.tijd, "H:i"), "wat": row.get_soort_display()}
    where = (_("%(dag)s, %(tijd)s uur: %(wat)s") % words, str(row.werkgever or ""), row.plaats)
    return Regel(
        tekst=tekst,
        url=url,
        noot=" · ".join(filter(None, where)),
        status=days_until(row.dag, today) if row.dag >= today else days_ago(row.dag, today),
        soort=_soon(row.dag, today),
    )


def _deelname_of(row: Any) -> Deelname | None:
    if isinstance(row, Signaal):
        return row.checkin.deelname
    if getattr(row, "zonder_naam", False):
        return None
    if isinstance(row, Ontmoeting | Plaatsing | Voortgang | Wens):
        return row.deelname
    return row if isinstance(row, Deelname) else None


def _deelname_in_file(row: Deelname) -> str:
    return f"{_file(row)}#deelname-{row.pk}"


def _file(row: Deelname) -> str:
    return reverse("deelnemers:detail", args=[row.deelnemer_id])


def _soon(day: date, today: date) -> str:
    return LET_OP if day <= today + EEN_WEEK else STIL


def _field(veld: str) -> Any:
    return Deelnemer._meta.get_field(veld)


def _taal(niveaus: Iterable[tuple[str, str]]) -> str:
    # "spreken A2", but in the middle of a sentence "lezen nog niet".
    said = (f"{wat} {niveau if niveau.isupper() else niveau.lower()}" for wat, niveau in niveaus)
    return ", ".join(said) or _("taalniveau niet bekend")

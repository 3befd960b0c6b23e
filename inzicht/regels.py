"""How a thing to do looks on the start page: a link to the action, a short note, and how urgent it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from berichten.models import Bericht
from deelnemers.audit import Gezien, of_gemeente_or_mentor
from deelnemers.models import Deelname, Signaal
from deelnemers.signalen import in_words
from deelnemers.zichtbaarheid import cards_of
from inzicht.vragen import EEN_WEEK
from partijen.models import Uitnodiging
from toegang.matrix import REGIE
from toegang.relaties import Relaties
from trajecten.enums import FaseStatus
from trajecten.herinneringen import ANTWOORD_NA
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.relaties import by_function

if TYPE_CHECKING:
    from toegang.models import User

FOUT, LET_OP, STIL, GOED = "fout", "let-op", "stil", "goed"


@dataclass(frozen=True, kw_only=True)
class Kijker:
    """Who looks at the start page, what they are by membership and role, and on which day."""

    user: "User"
    relaties: Relaties
    vandaag: date

    def directs(self, traject: Traject) -> bool:
        """Return whether this person may steer a trajectory of their own gemeente."""
        return bool(by_function(self.user, traject) & REGIE)


@dataclass(frozen=True, kw_only=True)
class Regel:
    """One line: what it is, where to act, one note, a state in words with a kind of urgency, and a second address."""

    tekst: str
    url: str
    noot: str = ""
    status: str = ""
    soort: str = STIL
    ook: str = ""
    ook_url: str = ""
    # What the reader is to the participant this line is about, where a card said so.
    relaties: Relaties = frozenset()


Toon = Callable[[list[Any], Kijker], list[Regel]]


def each(regel: Callable[[Any, Kijker], Regel]) -> Toon:
    """Return a function that shows rows one by one."""
    return lambda rows, kijker: [regel(row, kijker) for row in rows]


def signaal(row: Signaal, kijker: Kijker) -> Regel:
    deelname = row.checkin.deelname
    return Regel(
        tekst=str(deelname.deelnemer),
        url=reverse("deelnemers:checkin_detail", args=[row.checkin_id]),
        noot=f"{', '.join(in_words(row.redenen))} · {deelname.traject}",
        status=_since(row.checkin.datum, kijker.vandaag),
        soort=LET_OP,
    )


def late_fase(row: Fase, kijker: Kijker) -> Regel:
    step = "trajecten:fase_start" if row.status == FaseStatus.GEPLAND else "trajecten:fase_sluit"
    url = reverse(step, args=[row.pk]) if kijker.directs(row.traject) else _traject(row.traject)
    return Regel(tekst=_fase(row), url=url, noot=_until(row.eind), status=_late(row.eind, kijker.vandaag), soort=FOUT)


def fase_met_open_rol(row: Any, kijker: Kijker) -> Regel:
    n = row.open_rollen
    return Regel(
        tekst=_fase(row),
        url=f"{_traject(row.traject)}#fase-{row.pk}",
        noot=ngettext("%(n)d rol is nog open", "%(n)d rollen zijn nog open", n) % {"n": n},
        status=_when(row.start, kijker.vandaag),
        soort=FOUT if row.start < kijker.vandaag else LET_OP,
    )


def onbeantwoord(row: Rolinvulling, kijker: Kijker) -> Regel:
    url = (
        reverse("trajecten:rol_vul", args=[row.pk]) if kijker.directs(row.fase.traject) else _traject(row.fase.traject)
    )
    return Regel(
        tekst=f"{row.partij}: {row.get_rol_display()}",
        url=url,
        noot=_fase(row.fase),
        status=_since(row.gevraagd_op, kijker.vandaag),
        soort=LET_OP if _days(row.gevraagd_op, kijker.vandaag) >= ANTWOORD_NA.days else STIL,
    )


def afspraak(row: Afspraak, kijker: Kijker) -> Regel:
    today = kijker.vandaag
    return Regel(
        tekst=row.wat,
        url=f"{_traject(row.traject)}#afspraken",
        noot=f"{row.persoon or row.partij} · {row.traject}",
        status=_when(row.deadline, today),
        soort=_urgency(row.deadline, today),
    )


def zonder_regisseur(row: Traject, kijker: Kijker) -> Regel:
    url = reverse("trajecten:wijzig", args=[row.pk]) if kijker.directs(row) else _traject(row)
    return Regel(
        tekst=row.naam, url=url, noot=_("Kies wie dit traject regisseert"), status=_("Geen regisseur"), soort=LET_OP
    )


def stille_deelnemer(row: Any, kijker: Kijker) -> Regel:
    mentor = _("Mentor: %(naam)s") % {"naam": row.mentor} if row.mentor else _("Nog geen mentor")
    return Regel(
        tekst=str(row.deelnemer),
        url=reverse("deelnemers:detail", args=[row.deelnemer_id]),
        noot=f"{mentor} · {row.traject}",
        status=_silent(row.laatste_contact, kijker.vandaag),
        soort=LET_OP,
    )


def mislukte_mail(row: Bericht, kijker: Kijker) -> Regel:
    return Regel(
        tekst=row.onderwerp or _("Mail"),
        url=reverse("berichten:lijst"),
        noot=_("Aan %(naam)s") % {"naam": row.ontvanger},
        status=_("Niet aangekomen"),
        soort=FOUT,
    )


def vraag_aan_ons(row: Rolinvulling, kijker: Kijker) -> Regel:
    return Regel(
        tekst=_("%(traject)s vraagt u als %(rol)s")
        % {"traject": row.fase.traject, "rol": row.get_rol_display().lower()},
        url=reverse("trajecten:rol_antwoord", args=[row.pk]),
        noot=f"{row.fase} · {_period(row.fase)}",
        status=_since(row.gevraagd_op, kijker.vandaag),
        soort=LET_OP,
        ook=_("Antwoord geven"),
        ook_url=reverse("trajecten:rol_antwoord", args=[row.pk]),
    )


def akkoord_gevraagd(row: Uitnodiging, kijker: Kijker) -> Regel:
    url = reverse("partijen:uitnodiging_akkoord", args=[row.pk])
    return Regel(
        tekst=row.naam,
        url=url,
        noot=_("%(gemeente)s vraagt dit voor %(partij)s") % {"gemeente": row.gemeente, "partij": row.partij},
        status=_since(timezone.localdate(row.aangemaakt_op), kijker.vandaag),
        soort=LET_OP,
        ook=_("Beslissen"),
        ook_url=url,
    )


def fase_met_onze_rol(row: Fase, kijker: Kijker) -> Regel:
    today = kijker.vandaag
    if row.status == FaseStatus.GEPLAND:
        status, soort = _when(row.start, today), LET_OP if row.start < today else STIL
    elif row.eind < today:
        status, soort = _late(row.eind, today), FOUT
    else:
        status, soort = _ends(row.eind, today), LET_OP
    return Regel(tekst=_fase(row), url=_traject(row.traject), noot=_period(row), status=status, soort=soort)


def traject(row: Traject, kijker: Kijker) -> Regel:
    return Regel(
        tekst=row.naam,
        url=_traject(row),
        noot=f"{row.gemeente} · {_start(row.startdatum, kijker.vandaag)}",
        ook=_("Canvas"),
        ook_url=reverse("canvas:canvas", args=[row.pk]),
    )


def checkin(row: Any, kijker: Kijker) -> Regel:
    return Regel(
        tekst=str(row.deelnemer),
        url=reverse("deelnemers:checkin_nieuw", args=[row.pk]),
        noot=str(row.traject),
        status=_silent(row.laatste_contact, kijker.vandaag),
        soort=LET_OP,
    )


def people_in(rows: list[Any], getoond: list[Regel], kijker: Kijker) -> list[Gezien]:
    """Return the participants whose names these lines show, and what the reader is to each: by their card if any."""
    deelnames = [row.checkin.deelname if isinstance(row, Signaal) else row for row in rows]
    named = [deelname for deelname in deelnames if isinstance(deelname, Deelname)]
    own = of_gemeente_or_mentor(kijker.user, named)
    return [(wie, regel.relaties or relaties) for (wie, relaties), regel in zip(own, getoond, strict=False)]


def deelnemers(rows: list[Deelname], kijker: Kijker) -> list[Regel]:
    """Show participants by the card of what this person may see of them."""
    kaarten = cards_of(kijker.user, [row.deelnemer for row in rows])
    return [_deelnemer(row, kaarten[row.deelnemer_id]) for row in rows]


def open_plek(row: Rolinvulling, kijker: Kijker) -> Regel:
    begun = row.fase.start <= kijker.vandaag
    return Regel(
        tekst=_("%(rol)s gezocht") % {"rol": row.get_rol_display()},
        url=f"{_traject(row.fase.traject)}#fase-{row.fase_id}",
        noot=_fase(row.fase),
        status=_("Fase is al begonnen") if begun else _when(row.fase.start, kijker.vandaag),
        soort=LET_OP if begun else STIL,
        ook=_("Canvas"),
        ook_url=reverse("canvas:canvas", args=[row.fase.traject_id]),
    )


def _deelnemer(row: Deelname, kaart: Any) -> Regel:
    return Regel(
        tekst=kaart.naam,
        url=reverse("deelnemers:detail", args=[row.deelnemer_id]),
        noot=f"{_taal(kaart.taal)} · {row.traject}",
        relaties=kaart.relaties,
    )


def _taal(niveaus: Iterable[tuple[str, str]]) -> str:
    # "spreken A2", but in the middle of a sentence "lezen nog niet".
    said = (f"{wat} {niveau if niveau.isupper() else niveau.lower()}" for wat, niveau in niveaus)
    return ", ".join(said) or _("taalniveau niet bekend")


def _traject(row: Traject) -> str:
    return reverse("trajecten:detail", args=[row.pk])


def _fase(row: Fase) -> str:
    return f"{row.get_component_display()} · {row.traject}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _until(day: date) -> str:
    return _("tot en met %(dag)s") % {"dag": _day(day)}


def _period(fase: Fase) -> str:
    return _("%(start)s tot en met %(eind)s") % {"start": _day(fase.start), "eind": _day(fase.eind)}


def _start(day: date, today: date) -> str:
    return (_("sinds %(dag)s") if day <= today else _("start op %(dag)s")) % {"dag": _day(day)}


def _days(since: date | None, today: date) -> int:
    return (today - since).days if since else 0


def _late(day: date, today: date) -> str:
    n = _days(day, today)
    return ngettext("%(n)d dag te laat", "%(n)d dagen te laat", n) % {"n": n}


def _since(day: date | None, today: date) -> str:
    n = _days(day, today)
    return ngettext("%(n)d dag geleden", "%(n)d dagen geleden", n) % {"n": n} if n else _("Vandaag")


def _silent(day: date, today: date) -> str:
    n = _days(day, today)
    return ngettext("%(n)d dag geen contact", "%(n)d dagen geen contact", n) % {"n": n}


def _urgency(day: date, today: date) -> str:
    if day < today:
        return FOUT
    return LET_OP if day <= today + EEN_WEEK else STIL


def _when(day: date, today: date) -> str:
    n = (day - today).days
    if n == 0:
        return _("Vandaag")
    return ngettext("Over %(n)d dag", "Over %(n)d dagen", n) % {"n": n} if n > 0 else _late(day, today)


def _ends(day: date, today: date) -> str:
    n = (day - today).days
    return ngettext("Nog %(n)d dag", "Nog %(n)d dagen", n) % {"n": n} if n else _("Laatste dag")

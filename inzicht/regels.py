"""How a thing to do looks on the start page: a link to the action, a short note, and how urgent it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from deelnemers.groep import Ruimte, rooms_in
from deelnemers.herinneringen import STIL_NA
from deelnemers.models import Signaal
from deelnemers.signalen import in_words
from inzicht.vragen import EEN_MAAND, EEN_WEEK
from partijen.lidmaatschap import gemeentes_of
from partijen.models import Uitnodiging
from toegang.matrix import REGIE
from toegang.relaties import Relaties
from trajecten.besluiten import STUURTIJD, can_be_decided
from trajecten.enums import FaseStatus, Uitslag
from trajecten.herinneringen import ANTWOORD_NA
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject
from trajecten.relaties import by_function

if TYPE_CHECKING:
    from toegang.models import User

FOUT, LET_OP, STIL, GOED = "fout", "let-op", "stil", "goed"
# Too late; this week; whenever it suits; done.
URGENTIE = (FOUT, LET_OP, STIL, GOED)


@dataclass(frozen=True, kw_only=True)
class Kijker:
    """Who looks at the start page, what they are by membership and role, and on which day."""

    user: "User"
    relaties: Relaties
    vandaag: date

    def directs(self, traject: Traject) -> bool:
        """Return whether this person may steer a trajectory of `Traject.objects.directed_by`.

        In their own gemeente by function; of another gemeente it is there because their party directs it.
        """
        return bool(by_function(self.user, traject) & REGIE) or traject.gemeente_id not in gemeentes_of(self.user)


@dataclass(frozen=True, kw_only=True)
class Regel:
    """One line: what it is, where to act, one note, a state in words with a kind of urgency, and a second address."""

    tekst: str
    url: str
    noot: str = ""
    status: str = ""
    soort: str = STIL
    # Days by which it is late, or that it has waited: sorts what is as urgent.
    wacht: int = 0
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
        status=days_ago(row.checkin.datum, kijker.vandaag),
        soort=LET_OP,
        wacht=_days(row.checkin.datum, kijker.vandaag),
    )


def late_fase(row: Any, kijker: Kijker) -> Regel:
    begun = row.status != FaseStatus.GEPLAND
    step = "trajecten:fase_sluit" if begun else "trajecten:fase_start"
    url = reverse(step, args=[row.pk]) if kijker.directs(row.traject) else to_fase(row)
    return Regel(
        tekst=name_fase(row),
        url=url,
        noot=_until(row.eind) if begun else _("zou op %(dag)s beginnen") % {"dag": _day(row.start)},
        status=_late(row.laat_sinds, kijker.vandaag),
        soort=FOUT,
        wacht=_days(row.laat_sinds, kijker.vandaag),
    )


def stuurmoment(row: Any, kijker: Kijker) -> Regel:
    ends = row.eind <= kijker.vandaag + STUURTIJD
    # First whether the group goes on, then that the phase is over.
    step = "trajecten:fase_sluit" if row.uitslag or not can_be_decided(row) else "trajecten:besluit_nieuw"
    return Regel(
        tekst=name_fase(row),
        url=reverse(step, args=[row.pk]) if ends and kijker.directs(row.traject) else to_fase(row),
        noot=_say_end(row) if ends else _("Halverwege: bespreek of u moet bijsturen"),
        # How long a phase that is halfway still takes, hurries nobody.
        status=days_left(row.eind, kijker.vandaag) if ends else "",
        soort=_urgency(row.eind, kijker.vandaag),
    )


def _say_end(row: Any) -> str:
    if row.uitslag:
        return _("Eindigt bijna. Besloten: %(besluit)s") % {"besluit": Uitslag(row.uitslag).label}
    return _("Eindigt bijna: gaat de groep door?") if can_be_decided(row) else _("Eindigt bijna")


def stille_fase(row: Any, kijker: Kijker) -> Regel:
    sinds = row.doorgang_sinds
    url = reverse("trajecten:fase_doorgang", args=[row.pk]) if kijker.directs(row.traject) else to_fase(row)
    return Regel(
        tekst=name_fase(row),
        url=url,
        noot=row.doorgang_reden,
        status=_("Sinds %(dag)s") % {"dag": _day(sinds)},
        soort=LET_OP,
        wacht=_days(sinds, kijker.vandaag),
    )


def fase_met_open_rol(row: Any, kijker: Kijker) -> Regel:
    n, today = row.open_rollen, kijker.vandaag
    begun = row.status != FaseStatus.GEPLAND
    # Of several roles one chooses on the page of the trajectory; a single one is filled at once.
    fill = n == 1 and kijker.directs(row.traject)
    return Regel(
        tekst=name_fase(row),
        url=reverse("trajecten:rol_vul", args=[row.open_rol]) if fill else to_fase(row),
        noot=ngettext("%(n)d rol is nog open", "%(n)d rollen zijn nog open", n) % {"n": n},
        status=_("Fase is al begonnen") if begun else days_until(row.start, today),
        # A phase that waits to begin may wait for this role; one that runs goes on without it.
        soort=FOUT if row.start < today and not begun else LET_OP,
        wacht=_days(row.werkelijke_start if begun else row.start, today),
    )


def onbeantwoord(row: Rolinvulling, kijker: Kijker) -> Regel:
    url = reverse("trajecten:rol_vul", args=[row.pk]) if kijker.directs(row.fase.traject) else to_fase(row.fase)
    return Regel(
        tekst=f"{row.partij}: {row.get_rol_display()}",
        url=url,
        noot=name_fase(row.fase),
        status=_asked(row.gevraagd_op, kijker.vandaag),
        soort=LET_OP if _days(row.gevraagd_op, kijker.vandaag) >= ANTWOORD_NA.days else STIL,
        wacht=_days(row.gevraagd_op, kijker.vandaag),
    )


def afspraak(row: Afspraak, kijker: Kijker) -> Regel:
    today = kijker.vandaag
    return Regel(
        tekst=row.wat,
        url=f"{to_traject(row.traject)}#afspraak-{row.pk}",
        noot=f"{row.persoon or row.partij} · {row.traject}",
        status=days_until(row.deadline, today),
        soort=_urgency(row.deadline, today),
        wacht=_days(row.deadline, today),
    )


def zonder_regisseur(row: Traject, kijker: Kijker) -> Regel:
    url = reverse("trajecten:wijzig", args=[row.pk]) if kijker.directs(row) else to_traject(row)
    return Regel(
        tekst=row.naam, url=url, noot=_("Kies wie dit traject regisseert"), status=_("Geen regisseur"), soort=LET_OP
    )


def stille_deelnemer(row: Any, kijker: Kijker) -> Regel:
    mentor = _("Mentor: %(naam)s") % {"naam": row.mentor} if row.mentor else _("Nog geen mentor")
    # Without a mentor the first thing to do is to choose one.
    choose = reverse("deelnemers:deelname_wijzig", args=[row.pk])
    return Regel(
        tekst=str(row.deelnemer),
        url=f"{reverse('deelnemers:detail', args=[row.deelnemer_id])}#deelname-{row.pk}" if row.mentor else choose,
        noot=f"{mentor} · {row.traject}",
        status=_silent(row.laatste_contact, kijker.vandaag),
        # As late for who directs as for the mentor: it is one check-in that was not made.
        soort=FOUT,
        wacht=_days(row.laatste_contact, kijker.vandaag),
    )


def mislukte_mail(row: Bericht, kijker: Kijker) -> Regel:
    return Regel(
        tekst=row.onderwerp or _("Mail"),
        url=f"{reverse('berichten:lijst')}?{urlencode({'status': BerichtStatus.MISLUKT.value})}",
        noot=_("Aan %(naam)s") % {"naam": row.ontvanger},
        status=_("Niet aangekomen"),
        soort=LET_OP,
    )


def vraag_aan_ons(row: Rolinvulling, kijker: Kijker) -> Regel:
    return Regel(
        tekst=_("%(traject)s vraagt u als %(rol)s")
        % {"traject": row.fase.traject, "rol": row.get_rol_display().lower()},
        url=reverse("trajecten:rol_antwoord", args=[row.pk]),
        noot=f"{row.fase} · {_period(row.fase)}",
        status=_asked(row.gevraagd_op, kijker.vandaag),
        soort=LET_OP,
        wacht=_days(row.gevraagd_op, kijker.vandaag),
        ook=_("Antwoord geven"),
        ook_url=reverse("trajecten:rol_antwoord", args=[row.pk]),
    )


def akkoord_gevraagd(row: Uitnodiging, kijker: Kijker) -> Regel:
    url = reverse("partijen:uitnodiging_akkoord", args=[row.pk])
    return Regel(
        tekst=row.naam,
        url=url,
        noot=_("%(gemeente)s vraagt dit voor %(partij)s") % {"gemeente": row.gemeente, "partij": row.partij},
        status=_asked(timezone.localdate(row.aangemaakt_op), kijker.vandaag),
        soort=LET_OP,
        ook=_("Beslissen"),
        ook_url=url,
    )


def fase_met_onze_rol(row: Fase, kijker: Kijker) -> Regel:
    today = kijker.vandaag
    if row.status == FaseStatus.GEPLAND:
        late = row.start < today
        status, soort = (
            _("Begint later dan gepland") if late else days_until(row.start, today),
            LET_OP if late else STIL,
        )
    elif row.eind < today:
        # Its gemeente closes it: for this party nothing is late, but it goes on longer than it counted on.
        status, soort = _("Loopt langer dan gepland"), LET_OP
    else:
        status, soort = days_left(row.eind, today), _urgency(row.eind, today)
    return Regel(
        tekst=name_fase(row),
        url=to_fase(row),
        noot=_period(row),
        status=status,
        soort=soort,
        wacht=max(_days(row.eind, today), _days(row.start, today) if soort == LET_OP and row.start < today else 0),
    )


def traject(row: Traject, kijker: Kijker) -> Regel:
    return Regel(
        tekst=row.naam,
        url=to_traject(row),
        noot=f"{row.gemeente} · {_start(row.startdatum, kijker.vandaag)}",
        ook=_("Canvas"),
        ook_url=reverse("canvas:canvas", args=[row.pk]),
    )


def checkin(row: Any, kijker: Kijker) -> Regel:
    due = row.laatste_contact + STIL_NA
    return Regel(
        tekst=str(row.deelnemer),
        url=reverse("deelnemers:checkin_nieuw", args=[row.pk]),
        noot=_("Check-in uiterlijk %(dag)s · %(traject)s") % {"dag": _day(due), "traject": row.traject},
        status=_silent(row.laatste_contact, kijker.vandaag),
        soort=FOUT if due <= kijker.vandaag else _urgency(due, kijker.vandaag),
        wacht=_days(row.laatste_contact, kijker.vandaag),
    )


def plekken(rows: list[Traject], kijker: Kijker) -> list[Regel]:
    """Show of each trajectory how many places are left, without telling a number of people that is small."""
    ruimtes = rooms_in(kijker.user, rows)
    return [_plek(row, ruimtes[row.pk], kijker.vandaag) for row in rows]


def _plek(row: Traject, ruimte: Ruimte, today: date) -> Regel:
    vrij, totaal = ruimte.vrij, ruimte.groepsgrootte
    if vrij is None:
        status = _("Minder dan %(n)d van %(totaal)d plekken bezet") % {"n": ruimte.grens, "totaal": totaal}
    elif vrij:
        status = _("Nog %(n)d van %(totaal)d plekken vrij") % {"n": vrij, "totaal": totaal}
    else:
        status = _("De groep is vol")
    soon = row.startdatum <= today + EEN_MAAND
    return Regel(
        tekst=row.naam,
        url=to_traject(row),
        noot=f"{row.gemeente} · {_start(row.startdatum, today)}",
        status=status,
        soort=GOED if vrij == 0 else LET_OP if soon else STIL,
        wacht=_days(row.startdatum, today),
    )


def open_plek(row: Rolinvulling, kijker: Kijker) -> Regel:
    begun = row.fase.start <= kijker.vandaag
    return Regel(
        tekst=_("%(rol)s gezocht") % {"rol": row.get_rol_display()},
        url=reverse("trajecten:rol_voorstel", args=[row.pk]),
        noot=name_fase(row.fase),
        status=_("Fase is al begonnen") if begun else days_until(row.fase.start, kijker.vandaag),
        soort=LET_OP if begun else STIL,
        ook=_("Canvas"),
        ook_url=reverse("canvas:canvas", args=[row.fase.traject_id]),
    )


def to_traject(row: Traject) -> str:
    """Return the address of a trajectory."""
    return reverse("trajecten:detail", args=[row.pk])


def to_fase(row: Fase) -> str:
    """Return where a phase stands on the page of its trajectory."""
    return f"{to_traject(row.traject)}#fase-{row.pk}"


def name_fase(row: Fase) -> str:
    """Return the name of a phase with that of its trajectory."""
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


def days_ago(day: date | None, today: date) -> str:
    """Say how many days ago something was."""
    n = _days(day, today)
    return ngettext("%(n)d dag geleden", "%(n)d dagen geleden", n) % {"n": n} if n else _("Vandaag")


def _asked(day: date | None, today: date) -> str:
    n = _days(day, today)
    return (
        ngettext("%(n)d dag geleden gevraagd", "%(n)d dagen geleden gevraagd", n) % {"n": n}
        if n
        else _("Vandaag gevraagd")
    )


def _silent(day: date, today: date) -> str:
    n = _days(day, today)
    return ngettext("%(n)d dag geen contact", "%(n)d dagen geen contact", n) % {"n": n}


def _urgency(day: date, today: date) -> str:
    if day < today:
        return FOUT
    return LET_OP if day <= today + EEN_WEEK else STIL


def days_until(day: date, today: date) -> str:
    """Say in how many days something is, or how many days it is late."""
    n = (day - today).days
    if n == 0:
        return _("Vandaag")
    return ngettext("Over %(n)d dag", "Over %(n)d dagen", n) % {"n": n} if n > 0 else _late(day, today)


def days_left(day: date, today: date) -> str:
    """Say how many days something still lasts."""
    n = (day - today).days
    return ngettext("Nog %(n)d dag", "Nog %(n)d dagen", n) % {"n": n} if n else _("Laatste dag")

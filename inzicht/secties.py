"""The start page as data: which section, for whom, from which question, and what to say when there is nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deelnemers.audit import Gezien
from inzicht import deelnemerregels, regels, vragen
from inzicht.deelnemerregels import people_in, with_card
from inzicht.regels import FOUT, URGENTIE, Kijker, Regel, Toon, each
from partijen.lidmaatschap import memberships_of
from toegang.relaties import Relatie, Relaties

if TYPE_CHECKING:
    from toegang.models import User

# So many lines per section until someone asks for all: more would push the next section off a phone's screen.
MAXIMUM = 5
# So many of a section are counted; past that the page says "at least".
TELT_TOT = 25

# Work in trajectories of others; for people of a gemeente that is beside their own.
IEDEREEN = frozenset({Relatie.INGELOGD})
WERKERS = frozenset({Relatie.COORDINATOR, Relatie.KLANTMANAGER})
# A regisseur of another party steers the trajectory as its gemeente does, and reads no files.
STUURDERS = WERKERS | {Relatie.REGISSEUR}
MEEKIJKERS = frozenset({Relatie.LEZER, Relatie.BEHEERDER})
FUNCTIES = WERKERS | MEEKIJKERS


@dataclass(frozen=True, kw_only=True)
class Sectie:
    """One part of the start page. `leeg` says in a few words what is in order when there are no rows."""

    code: str
    titel: str | Promise
    leeg: str | Promise
    voor: Relaties
    vraag: Callable[["User", date], QuerySet]
    toon: Toon
    # Of which word the meaning stands beside the title.
    begrip: str = ""
    # The name of the address of a list with all of its kind, and what that is called.
    lijst: str = ""
    lijst_titel: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Blok:
    """A section with its lines for one person; `in_orde`: nothing, and worth saying so.

    `geteld` holds how urgent each of the rows is, shown or not; `telt_door`: there are more than were counted.
    `gezien` are the people whose names stand in the lines, and what the reader is to them.
    """

    sectie: Sectie
    regels: list[Regel]
    geteld: list[str]
    telt_door: bool
    in_orde: bool
    gezien: list[Gezien]

    @property
    def meer(self) -> bool:
        """Return whether there are more than are shown."""
        return len(self.regels) < len(self.geteld)

    @property
    def urgentie(self) -> tuple[int, int]:
        """Return how urgent the first line is, and by how many days it is late; lower comes first."""
        if not self.regels:
            return len(URGENTIE), 0
        first = self.regels[0]
        # What is not late keeps the order of the sections: a signal of today before an answer one waits for.
        return (URGENTIE.index(first.soort), -first.wacht if first.soort == FOUT else 0)


ALLE_AFSPRAKEN: dict[str, Any] = {"lijst": "trajecten:afspraken", "lijst_titel": _("Alle afspraken")}

SECTIES = (
    Sectie(
        code="vragen",
        titel=_("Vragen aan u"),
        leeg=_("Geen vragen die op uw antwoord wachten."),
        voor=IEDEREEN,
        vraag=vragen.vragen_aan_ons,
        toon=each(regels.vraag_aan_ons),
    ),
    Sectie(
        code="akkoord",
        titel=_("Mag deze persoon erbij?"),
        leeg=_("Niemand wacht op uw akkoord om mee te werken."),
        voor=IEDEREEN,
        vraag=vragen.akkoord_gevraagd,
        toon=each(regels.akkoord_gevraagd),
    ),
    Sectie(
        code="signalen",
        titel=_("Signalen van mentoren"),
        leeg=_("Geen open signalen van mentoren."),
        voor=WERKERS,
        vraag=vragen.open_signalen,
        toon=each(regels.signaal),
        begrip="signaal",
    ),
    Sectie(
        code="wensen",
        titel=_("Wensen van deelnemers"),
        leeg=_("Elke wens van een deelnemer is besproken."),
        voor=WERKERS | {Relatie.MENTOR},
        vraag=vragen.open_wensen,
        toon=each(deelnemerregels.wens),
    ),
    Sectie(
        code="ontmoetingen",
        titel=_("Ontmoetingen van deze week"),
        leeg=_("Er staat deze week niets gepland."),
        voor=WERKERS | {Relatie.MENTOR},
        vraag=vragen.ontmoetingen,
        toon=each(deelnemerregels.ontmoeting),
    ),
    Sectie(
        code="checkin-nu",
        titel=_("Te lang geen contact"),
        leeg=_("Al uw deelnemers zijn kort geleden gesproken."),
        voor=frozenset({Relatie.MENTOR}),
        vraag=vragen.checkin_nu,
        toon=each(regels.checkin),
        begrip="checkin",
    ),
    Sectie(
        code="checkin-binnenkort",
        titel=_("Tijd voor een check-in"),
        leeg=_("Er hoeft nu geen check-in bij."),
        voor=frozenset({Relatie.MENTOR}),
        vraag=vragen.checkin_binnenkort,
        toon=each(regels.checkin),
        begrip="checkin",
    ),
    Sectie(
        code="te-laat",
        titel=_("Fasen die te laat zijn"),
        leeg=_("Geen fase begint of eindigt te laat."),
        voor=STUURDERS,
        vraag=vragen.late_fasen,
        toon=each(regels.late_fase),
    ),
    Sectie(
        code="stilstand",
        titel=_("Fasen die stilstaan"),
        leeg=_("Geen fase is gepauzeerd."),
        voor=STUURDERS,
        vraag=vragen.stille_fasen,
        toon=each(regels.stille_fase),
    ),
    Sectie(
        code="open-rollen",
        titel=_("Fasen met open rollen"),
        leeg=_("Alle rollen zijn gevuld in fasen die lopen of binnenkort beginnen."),
        voor=STUURDERS,
        vraag=vragen.fasen_met_open_rol,
        toon=each(regels.fase_met_open_rol),
        begrip="rol_open",
    ),
    Sectie(
        code="onbeantwoord",
        titel=_("Partijen die nog niet antwoordden"),
        leeg=_("Alle gevraagde partijen hebben geantwoord."),
        voor=STUURDERS,
        vraag=vragen.onbeantwoorde_vragen,
        toon=each(regels.onbeantwoord),
    ),
    Sectie(
        code="stuurmomenten",
        titel=_("Stuurmomenten"),
        leeg=_("Geen fase is nu halverwege of bijna klaar."),
        voor=STUURDERS,
        vraag=vragen.stuurmomenten,
        toon=each(regels.stuurmoment),
        begrip="stuurmoment",
    ),
    Sectie(
        code="afspraken",
        titel=_("Afspraken voor deze week"),
        leeg=_("Geen afspraken die deze week klaar moeten zijn."),
        voor=STUURDERS,
        vraag=vragen.afspraken_van_gemeente,
        toon=each(regels.afspraak),
        **ALLE_AFSPRAKEN,
    ),
    Sectie(
        code="zonder-regisseur",
        titel=_("Trajecten zonder regisseur"),
        leeg=_("Elk traject heeft een regisseur."),
        voor=WERKERS,
        vraag=vragen.zonder_regisseur,
        toon=each(regels.zonder_regisseur),
        begrip="regisseur",
    ),
    Sectie(
        code="stil",
        titel=_("Te lang geen contact"),
        leeg=_("Alle deelnemers zijn de laatste vier weken gesproken."),
        voor=WERKERS,
        vraag=vragen.stille_deelnemers,
        toon=each(regels.stille_deelnemer),
        begrip="checkin",
    ),
    Sectie(
        code="plaatsingen",
        titel=_("Plaatsingen die aflopen"),
        leeg=_("Geen plaatsing eindigt binnen een maand."),
        voor=WERKERS,
        vraag=vragen.plaatsingen_die_aflopen,
        toon=each(deelnemerregels.plaatsing_loopt_af),
    ),
    Sectie(
        code="mail",
        titel=_("Mail die niet aankwam"),
        leeg=_("Alle mail is verzonden."),
        voor=frozenset({Relatie.COORDINATOR, Relatie.BEHEERDER}),
        vraag=vragen.mislukte_mails,
        toon=each(regels.mislukte_mail),
    ),
    Sectie(
        code="eigen-afspraken",
        titel=_("Uw afspraken"),
        leeg=_("Geen open afspraken voor u."),
        voor=IEDEREEN,
        vraag=vragen.eigen_afspraken,
        toon=each(regels.afspraak),
        **ALLE_AFSPRAKEN,
    ),
    Sectie(
        code="verwacht",
        titel=_("Wie komt er bij u langs?"),
        leeg=_("Er komt deze week niemand bij u langs."),
        voor=frozenset({Relatie.WERKGEVER}),
        vraag=vragen.bij_ons_verwacht,
        toon=each(deelnemerregels.ontmoeting_bij_ons),
    ),
    Sectie(
        code="evaluaties",
        titel=_("Plaatsingen om te evalueren"),
        leeg=_("Geen plaatsingen die binnen een maand eindigen."),
        voor=frozenset({Relatie.WERKGEVER}),
        vraag=vragen.te_evalueren,
        toon=with_card(deelnemerregels.evaluatie),
        begrip="proefplaatsing",
    ),
    Sectie(
        code="beginnen",
        titel=_("Wie begint er bij u?"),
        leeg=_("Er begint nog niemand nieuw bij u."),
        voor=frozenset({Relatie.WERKGEVER}),
        vraag=vragen.begint_bij_ons,
        toon=with_card(deelnemerregels.begint),
    ),
    Sectie(
        code="geplaatst",
        titel=_("Deelnemers die bij u werken"),
        leeg=_("Er zijn nog geen deelnemers bij u geplaatst."),
        voor=frozenset({Relatie.WERKGEVER}),
        vraag=vragen.bij_ons_geplaatst,
        toon=with_card(deelnemerregels.deelnemer),
    ),
    Sectie(
        code="niveaus",
        titel=_("Taalniveaus om door te geven"),
        leeg=_("Van al uw deelnemers is het taalniveau bekend."),
        voor=frozenset({Relatie.TAALOPLEIDER}),
        vraag=vragen.niveau_onbekend,
        toon=with_card(deelnemerregels.niveau_onbekend),
        begrip="taalniveau",
    ),
    Sectie(
        code="resultaten",
        titel=_("Resultaten om vast te leggen"),
        leeg=_("Van elke fase die klaar is, staat het resultaat er."),
        voor=frozenset({Relatie.OPLEIDER, Relatie.TAALOPLEIDER}),
        vraag=vragen.zonder_resultaat,
        toon=with_card(deelnemerregels.resultaat),
    ),
    Sectie(
        code="onze-fasen",
        titel=_("Fasen waarin u nu iets doet"),
        leeg=_("Geen fasen die binnen een maand beginnen of eindigen."),
        voor=IEDEREEN,
        vraag=vragen.fasen_met_onze_rol,
        toon=each(regels.fase_met_onze_rol),
    ),
    Sectie(
        code="opleiding",
        titel=_("Uw deelnemers"),
        leeg=_("Er zijn nog geen deelnemers in uw trajecten."),
        voor=frozenset({Relatie.OPLEIDER, Relatie.TAALOPLEIDER}),
        vraag=vragen.deelnemers_in_opleiding,
        toon=with_card(deelnemerregels.deelnemer),
    ),
    Sectie(
        code="plekken",
        titel=_("Plekken om te vullen"),
        leeg=_("Geen van uw trajecten zoekt nu deelnemers."),
        voor=frozenset({Relatie.VERBINDER}),
        vraag=vragen.zoekt_deelnemers,
        toon=regels.plekken,
    ),
    Sectie(
        code="open-plekken",
        titel=_("Welke rollen zijn nog open?"),
        leeg=_("Alle rollen in uw trajecten zijn gevuld."),
        voor=frozenset({Relatie.VERBINDER}),
        vraag=vragen.open_plekken,
        toon=each(regels.open_plek),
        begrip="rol_open",
    ),
    Sectie(
        code="onze-trajecten",
        titel=_("Trajecten waarin u meedoet"),
        leeg=_("U doet nog niet mee aan een traject van een andere organisatie."),
        voor=IEDEREEN,
        vraag=vragen.trajecten_met_onze_rol,
        toon=each(regels.traject),
    ),
    Sectie(
        code="trajecten",
        titel=_("Trajecten van uw gemeente"),
        leeg=_("Uw gemeente heeft nog geen trajecten."),
        voor=MEEKIJKERS,
        vraag=vragen.trajecten_van_gemeente,
        toon=each(regels.traject),
    ),
)


def blocks_for(user: "User", relaties: Relaties, *, vandaag: date, alles: str = "") -> list[Blok]:
    """Return every section that is for this person, each with a few lines; of `alles` all lines.

    Most urgent first, and what is late by how long: the first line of the page is the most overdue.
    """
    kijker = Kijker(user=user, relaties=own_relaties(user, relaties), vandaag=vandaag)
    blokken = [_fill(sectie, kijker, alles) for sectie in SECTIES if sectie.voor & kijker.relaties]
    return sorted(blokken, key=lambda blok: blok.urgentie)


def own_relaties(user: "User", relaties: Relaties) -> Relaties:
    """Return what decides on sections: what a gemeente is in its own trajectories is daily work, not a portal."""
    if any(not lid.partij.is_gemeente for lid in memberships_of(user)):
        return relaties
    return relaties & (FUNCTIES | {Relatie.MENTOR, Relatie.INGELOGD})


def _fill(sectie: Sectie, kijker: Kijker, alles: str) -> Blok:
    everything = sectie.code == alles
    found = sectie.vraag(kijker.user, kijker.vandaag)
    # One row too many tells whether there is more, without a second query to count.
    rows: list[Any] = list(found if everything else found[: TELT_TOT + 1])
    telt_door = not everything and len(rows) > TELT_TOT
    rows = rows[:TELT_TOT] if telt_door else rows
    pairs = sorted(zip(rows, sectie.toon(rows, kijker), strict=True), key=lambda pair: _urgency_of(pair[1]))
    lines = [line for _row, line in pairs]
    getoond = lines if everything else lines[:MAXIMUM]
    return Blok(
        sectie=sectie,
        regels=getoond,
        geteld=[regel.soort for regel in lines],
        telt_door=telt_door,
        # "No agreements for you" would be untrue above a list of the gemeente's own that this person must keep.
        in_orde=not rows and not (sectie.voor == IEDEREEN and kijker.relaties & FUNCTIES),
        gezien=people_in([row for row, _line in pairs], getoond, kijker),
    )


def _urgency_of(regel: Regel) -> tuple[int, int]:
    return URGENTIE.index(regel.soort), -regel.wacht

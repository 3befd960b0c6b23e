"""The start page as data: which section, for whom, from which question, and what to say when there is nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deelnemers.audit import Gezien
from inzicht import regels, vragen
from inzicht.regels import Kijker, Regel, Toon, each
from partijen.lidmaatschap import memberships_of
from toegang.relaties import Relatie, Relaties

if TYPE_CHECKING:
    from toegang.models import User

# So many lines per section until someone asks for all.
MAXIMUM = 10

# Work in trajectories of others; for people of a gemeente that is beside their own.
IEDEREEN = frozenset({Relatie.INGELOGD})
WERKERS = frozenset({Relatie.COORDINATOR, Relatie.KLANTMANAGER})
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


@dataclass(frozen=True, kw_only=True)
class Blok:
    """A section with its lines for one person; `meer`: more than are shown; `in_orde`: nothing, and worth saying so.

    `gezien` are the people whose names stand in the lines, and what the reader is to them.
    """

    sectie: Sectie
    regels: list[Regel]
    meer: bool
    in_orde: bool
    gezien: list[Gezien]


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
    ),
    Sectie(
        code="checkin-nu",
        titel=_("Te lang geen contact"),
        leeg=_("Al uw deelnemers zijn kort geleden gesproken."),
        voor=frozenset({Relatie.MENTOR}),
        vraag=vragen.checkin_nu,
        toon=each(regels.checkin),
    ),
    Sectie(
        code="checkin-binnenkort",
        titel=_("Tijd voor een check-in"),
        leeg=_("Er hoeft nu geen check-in bij."),
        voor=frozenset({Relatie.MENTOR}),
        vraag=vragen.checkin_binnenkort,
        toon=each(regels.checkin),
    ),
    Sectie(
        code="te-laat",
        titel=_("Fasen die al klaar moesten zijn"),
        leeg=_("Geen fasen over hun einddatum heen."),
        voor=WERKERS,
        vraag=vragen.late_fasen,
        toon=each(regels.late_fase),
    ),
    Sectie(
        code="open-rollen",
        titel=_("Fasen die beginnen met open rollen"),
        leeg=_("Alle rollen zijn gevuld in fasen die binnenkort beginnen."),
        voor=WERKERS,
        vraag=vragen.fasen_met_open_rol,
        toon=each(regels.fase_met_open_rol),
    ),
    Sectie(
        code="onbeantwoord",
        titel=_("Partijen die nog niet antwoordden"),
        leeg=_("Alle gevraagde partijen hebben geantwoord."),
        voor=WERKERS,
        vraag=vragen.onbeantwoorde_vragen,
        toon=each(regels.onbeantwoord),
    ),
    Sectie(
        code="afspraken",
        titel=_("Afspraken voor deze week"),
        leeg=_("Geen afspraken die deze week klaar moeten zijn."),
        voor=WERKERS,
        vraag=vragen.afspraken_van_gemeente,
        toon=each(regels.afspraak),
    ),
    Sectie(
        code="zonder-regisseur",
        titel=_("Trajecten zonder regisseur"),
        leeg=_("Elk traject heeft een regisseur."),
        voor=WERKERS,
        vraag=vragen.zonder_regisseur,
        toon=each(regels.zonder_regisseur),
    ),
    Sectie(
        code="stil",
        titel=_("Deelnemers zonder contact"),
        leeg=_("Alle deelnemers zijn de laatste vier weken gesproken."),
        voor=WERKERS,
        vraag=vragen.stille_deelnemers,
        toon=each(regels.stille_deelnemer),
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
        code="geplaatst",
        titel=_("Deelnemers die bij u werken"),
        leeg=_("Er zijn nog geen deelnemers bij u geplaatst."),
        voor=frozenset({Relatie.WERKGEVER}),
        vraag=vragen.bij_ons_geplaatst,
        toon=regels.deelnemers,
    ),
    Sectie(
        code="opleiding",
        titel=_("Uw deelnemers"),
        leeg=_("Er zijn nog geen deelnemers in uw trajecten."),
        voor=frozenset({Relatie.OPLEIDER, Relatie.TAALOPLEIDER}),
        vraag=vragen.deelnemers_in_opleiding,
        toon=regels.deelnemers,
    ),
    Sectie(
        code="open-plekken",
        titel=_("Wie zoekt het traject nog?"),
        leeg=_("Alle rollen in uw trajecten zijn gevuld."),
        voor=frozenset({Relatie.VERBINDER}),
        vraag=vragen.open_plekken,
        toon=each(regels.open_plek),
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
    """Return every section that is for this person, with at most ten lines; of section `alles` all lines."""
    kijker = Kijker(user=user, relaties=own_relaties(user, relaties), vandaag=vandaag)
    return [_fill(sectie, kijker, alles) for sectie in SECTIES if sectie.voor & kijker.relaties]


def own_relaties(user: "User", relaties: Relaties) -> Relaties:
    """Return what decides on sections: what a gemeente is in its own trajectories is daily work, not a portal."""
    if any(not lid.partij.is_gemeente for lid in memberships_of(user)):
        return relaties
    return relaties & (FUNCTIES | {Relatie.MENTOR, Relatie.INGELOGD})


def _fill(sectie: Sectie, kijker: Kijker, alles: str) -> Blok:
    rows: list[Any] = list(_cut(sectie.vraag(kijker.user, kijker.vandaag), all_rows=sectie.code == alles))
    meer = len(rows) > MAXIMUM and sectie.code != alles
    rows = rows[:MAXIMUM] if meer else rows
    # "No agreements for you" would be untrue above a list of the gemeente's own that this person must keep.
    in_orde = not rows and not (sectie.voor == IEDEREEN and kijker.relaties & FUNCTIES)
    getoond = sectie.toon(rows, kijker)
    return Blok(
        sectie=sectie, regels=getoond, meer=meer, in_orde=in_orde, gezien=regels.people_in(rows, getoond, kijker)
    )


def _cut(rows: QuerySet, *, all_rows: bool) -> QuerySet:
    # One row too many tells whether there is more, without a second query to count.
    return rows if all_rows else rows[: MAXIMUM + 1]

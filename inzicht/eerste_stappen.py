"""The first steps of someone who begins with Leerwerk, as data: what to do, where, and what shows that it was done.

Nothing is remembered of it: a step is ticked by what is there, whoever put it there, and once all is there it is gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from canvas.models import CanvasTekst
from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing, Voortgang
from deelnemers.querysets import dossier_gemeentes, opleiding_of
from partijen.lidmaatschap import gemeentes_of, memberships_of, partners_of
from partijen.models import GemeenteInstelling, Huisstijl, Lidmaatschap, Partij, Uitnodiging
from toegang.matrix import MATRIX
from toegang.models import User
from toegang.relaties import Relatie, Relaties, relaties_of
from trajecten.enums import RolStatus
from trajecten.models import Rolinvulling, Traject

if TYPE_CHECKING:
    from trajecten.querysets import RolinvullingQuerySet


@dataclass(frozen=True, kw_only=True)
class EersteStap:
    """One first step. `sporen` are rows of which one shows that it was done; `over`: of which party its address is.

    `na` is the code of the step that must be done first: until then there is nowhere to go.
    """

    code: str
    titel: str | Promise
    zin: str | Promise
    sporen: Callable[[User], tuple[QuerySet, ...]]
    naar: str = ""
    over: Callable[[User], list[int]] | None = None
    na: str = ""


@dataclass(frozen=True, kw_only=True)
class GezetteStap:
    """A step for one person: whether it was done, and where to do it, if they may."""

    stap: EersteStap
    klaar: bool
    url: str


def _collegas(user: User) -> tuple[QuerySet, ...]:
    here = gemeentes_of(user)
    others = Lidmaatschap.objects.active().filter(partij_id__in=here).exclude(gebruiker=user)
    return others, Uitnodiging.objects.open().filter(partij_id__in=here)


def _gevraagd(user: User) -> "RolinvullingQuerySet":
    own = Rolinvulling.objects.filter(fase__traject__gemeente_id__in=gemeentes_of(user))
    return own.exclude(status=RolStatus.OPEN).exclude(partij_id__in=gemeentes_of(user))


def _deelnames(user: User) -> QuerySet[Deelname]:
    return Deelname.objects.filter(deelnemer__gemeente_id__in=dossier_gemeentes(user))


def _geschreven(user: User) -> QuerySet[CanvasTekst]:
    colleagues = Lidmaatschap.objects.active().filter(partij_id__in=partners_of(user))
    return CanvasTekst.objects.filter(gewijzigd_door__in=colleagues.values("gebruiker"))


def _resultaten(user: User) -> QuerySet[Voortgang]:
    return Voortgang.objects.filter(fase__in=opleiding_of(user).values("fase")).exclude(resultaat="")


COLLEGAS = EersteStap(
    code="collegas",
    titel=_("Nodig uw collega's uit"),
    zin=_("Zij krijgen een mail met een link, en zien daarna alleen wat bij hun werk hoort."),
    sporen=_collegas,
    naar="partijen:lid_nieuw",
    over=gemeentes_of,
)
GEGEVENS = EersteStap(
    code="gegevens",
    titel=_("Vul aan hoe u te bereiken bent"),
    zin=_("Met een e-mailadres of telefoonnummer van uw organisatie kunnen de partijen u vinden."),
    sporen=lambda user: (Partij.objects.filter(pk__in=partners_of(user)).exclude(email="", telefoon=""),),
    naar="partijen:wijzig",
    over=partners_of,
)
ROL = EersteStap(
    code="rol",
    titel=_("Zeg ja tegen een traject"),
    zin=_("Vraagt een gemeente u mee te doen? De vraag staat dan hier en komt per mail. Nu hoeft u niets te doen."),
    sporen=lambda user: (Rolinvulling.objects.committed().of_partijen(user),),
)
CANVAS = EersteStap(
    code="canvas",
    titel=_("Schrijf mee aan het Canvas"),
    zin=_("Open een traject en kies 'Naar het Canvas'. Daar schrijft u op wat uw organisatie weet en inbrengt."),
    sporen=lambda user: (_geschreven(user),),
    naar="trajecten:lijst",
    na="rol",
)
RESULTAAT = EersteStap(
    code="resultaat",
    titel=_("Leg een resultaat vast"),
    zin=_("Open een deelnemer en kies bij de fase die u geeft 'Wijzig'."),
    sporen=lambda user: (_resultaten(user),),
    naar="deelnemers:lijst",
    na="rol",
)

# For whoever is more than one, the first counts.
STAPPEN: Mapping[Relatie, tuple[EersteStap, ...]] = MappingProxyType(
    {
        Relatie.COORDINATOR: (
            COLLEGAS,
            EersteStap(
                code="traject",
                titel=_("Maak uw eerste traject"),
                zin=_("Kies een sjabloon: dan staan de fasen en de rollen er meteen."),
                sporen=lambda user: (Traject.objects.of_gemeentes(user),),
                naar="trajecten:nieuw",
            ),
            EersteStap(
                code="partijen",
                titel=_("Vraag partijen voor de rollen"),
                zin=_("Open het traject en kies bij een rol 'Vul in'. De partij krijgt een mail en antwoordt zelf."),
                sporen=lambda user: (_gevraagd(user),),
                naar="trajecten:lijst",
                na="traject",
            ),
            EersteStap(
                code="deelnemers",
                titel=_("Voeg deelnemers toe"),
                zin=_("Zet ze eerst in Leerwerk, een voor een of uit een lijst. Kies ze daarna bij het traject."),
                sporen=lambda user: (_deelnames(user),),
                naar="deelnemers:lijst",
            ),
        ),
        Relatie.KLANTMANAGER: (
            EersteStap(
                code="deelnemer",
                titel=_("Zet uw eerste deelnemer in Leerwerk"),
                zin=_("Een naam is genoeg om te beginnen. Schrijf op wat kan en wat nodig is, nooit waarom."),
                sporen=lambda user: (Deelnemer.objects.managed_by(user),),
                naar="deelnemers:nieuw",
            ),
            EersteStap(
                code="deelname",
                titel=_("Laat iemand meedoen aan een traject"),
                zin=_("Open een traject en kies bij de deelnemers 'Deelnemer toevoegen'."),
                sporen=lambda user: (_deelnames(user),),
                naar="trajecten:lijst",
                na="deelnemer",
            ),
            EersteStap(
                code="mentor",
                titel=_("Koppel een mentor"),
                zin=_("Open een deelnemer en kies 'Status en mentor'. De mentor legt daarna check-ins vast."),
                sporen=lambda user: (_deelnames(user).filter(mentor__isnull=False),),
                naar="deelnemers:lijst",
                na="deelname",
            ),
        ),
        Relatie.BEHEERDER: (
            COLLEGAS,
            EersteStap(
                code="instellingen",
                titel=_("Kijk de instellingen na"),
                zin=_("Hoe lang blijven dossiers bestaan, en na hoeveel minuten logt Leerwerk iemand uit?"),
                sporen=lambda user: (GemeenteInstelling.objects.visible_to(user),),
                naar="partijen:instellingen",
                over=gemeentes_of,
            ),
            EersteStap(
                code="huisstijl",
                titel=_("Kies de huisstijl"),
                zin=_("Geef de schermen het logo en de kleuren van uw gemeente."),
                sporen=lambda user: (Huisstijl.objects.visible_to(user),),
                naar="partijen:huisstijl",
                over=gemeentes_of,
            ),
        ),
        Relatie.WERKGEVER: (
            GEGEVENS,
            ROL,
            CANVAS,
            EersteStap(
                code="plaatsing",
                titel=_("Ontvang uw eerste deelnemer"),
                zin=_("De gemeente legt vast wie er bij u komt werken. U ziet dan hier wie het is en wanneer."),
                sporen=lambda user: (Plaatsing.objects.at_partner(user),),
            ),
        ),
        Relatie.OPLEIDER: (GEGEVENS, ROL, CANVAS, RESULTAAT),
        Relatie.TAALOPLEIDER: (GEGEVENS, ROL, CANVAS, RESULTAAT),
        Relatie.MENTOR: (
            EersteStap(
                code="begeleiden",
                titel=_("Word mentor van een deelnemer"),
                zin=_("De gemeente koppelt deelnemers aan u. U ziet ze dan bij 'Check-ins'. Nu hoeft u niets te doen."),
                sporen=lambda user: (Deelname.objects.of_mentor(user),),
            ),
            EersteStap(
                code="checkin",
                titel=_("Doe uw eerste check-in"),
                zin=_("Na een gesprek legt u in twee minuten vast hoe het gaat. Dat kan goed op uw telefoon."),
                sporen=lambda user: (Checkin.objects.filter(door=user),),
                naar="deelnemers:checkins",
                na="begeleiden",
            ),
        ),
        Relatie.VERBINDER: (GEGEVENS, ROL, CANVAS),
        Relatie.EXPERTISEPARTNER: (GEGEVENS, ROL, CANVAS),
        Relatie.INTERMEDIAIR: (GEGEVENS, ROL, CANVAS),
    }
)


def steps_for(user: User, relaties: Relaties) -> list[GezetteStap]:
    """Return the first steps of this person with those done ticked; none once all are done. One query."""
    stappen = next((stappen for relatie, stappen in STAPPEN.items() if relatie in relaties), ())
    if not stappen:
        return []
    klaar = _done(user, stappen)
    if all(klaar.values()):
        return []
    now = {stap.code for stap in stappen if not klaar[stap.code] and klaar.get(stap.na, True)}
    return [
        GezetteStap(stap=stap, klaar=klaar[stap.code], url=_address(stap, user, relaties) if stap.code in now else "")
        for stap in stappen
    ]


def _done(user: User, stappen: tuple[EersteStap, ...]) -> dict[str, bool]:
    found = {f"stap_{stap.code}": _any(stap.sporen(user)) for stap in stappen}
    row = cast("dict[str, bool]", User.objects.filter(pk=user.pk).values(**found).get())
    return {stap.code: row[f"stap_{stap.code}"] for stap in stappen}


def _any(sporen: tuple[QuerySet, ...]) -> Q:
    return reduce(or_, (Q(Exists(rows)) for rows in sporen))


def _address(stap: EersteStap, user: User, relaties: Relaties) -> str:
    """Return where to take the step, if the matrix lets this person; of a party, the first for which it does."""
    if not stap.naar:
        return ""
    allowed = MATRIX[stap.naar].lezen
    if not stap.over:
        return reverse(stap.naar) if allowed & relaties else ""
    partijen = (lid.partij for lid in memberships_of(user) if lid.partij_id in stap.over(user))
    own = (partij.pk for partij in partijen if allowed & relaties_of(user, partij))
    return next((reverse(stap.naar, args=[pk]) for pk in own), "")

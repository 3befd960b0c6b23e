"""Search over everything one may see, as data: which kind, for whom, by which question, and which list shows them all.

Check-ins are not among it: what was said in confidence is read in the file, not found by a word.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, TextChoices, Value, When, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.models import Bericht
from berichten.soorten import naam_of
from canvas.models import Bijdrage, CanvasTekst
from canvas.velden import VELDEN
from deelnemers.audit import Gezien
from deelnemers.enums import OntmoetingSoort, PlaatsingSoort
from deelnemers.filters import BIJ_NAAM
from deelnemers.models import Deelnemer, Ontmoeting, Plaatsing
from deelnemers.zichtbaarheid import Kaart, cards_of
from inzicht import regels
from inzicht.deelnemerregels import gevonden_ontmoeting, plaatsing, with_card
from inzicht.regels import FOUT, GOED, LET_OP, STIL, Kijker, Regel, Toon, each
from partijen.enums import Rol
from partijen.models import Contactpersoon, Lidmaatschap, Partij
from toegang.matrix import BEHEER, GEMEENTE, IEDEREEN, MATRIX
from toegang.relaties import Relatie, Relaties
from toegang.woorden import excerpt, fold, with_words
from trajecten.enums import AfspraakStatus, Component, FaseStatus, RolStatus
from trajecten.models import Afspraak, Fase, Rolinvulling, Traject

if TYPE_CHECKING:
    from toegang.models import User

PER_GROEP = 5
# Of one kind, asked for alone, so many on a page.
PER_BLADZIJDE = 25
# Of a long text, so many signs on its line.
REGELMAAT = 160


@dataclass(frozen=True, kw_only=True)
class Zoekgroep:
    """One kind of thing that can be found. `lijst` is the address of the list that takes the same words, if any."""

    code: str
    titel: str | Promise
    voor: Relaties
    vraag: Callable[["User", str], QuerySet]
    toon: Toon
    lijst: str = ""


@dataclass(frozen=True, kw_only=True)
class Gevonden:
    """What was found of one kind: the lines, how many there are in all, and where to see them all.

    `bladzijde` where a page of it was asked for. `gezien` are the participants whose names stand in the lines, and
    what the reader is to them.
    """

    groep: Zoekgroep
    regels: list[Regel]
    aantal: int
    alles_url: str
    gezien: list[Gezien]
    bladzijde: Page | None = None

    @property
    def meer(self) -> bool:
        """Return whether there is more of it elsewhere."""
        return not self.bladzijde and len(self.regels) < self.aantal


def search(kijker: Kijker, tekst: str, *, alles: str = "", bladzijde: str = "") -> list[Gevonden]:
    """Return what is found of each kind this person may look for; of kind `alles` one page and nothing else."""
    if not tekst:
        return []
    groepen = groups_for(kijker.relaties)
    only = next((groep for groep in groepen if groep.code == alles), None)
    if only:
        found = [_page_of(only, kijker, tekst, bladzijde)]
    else:
        found = [_first_of(groep, kijker, tekst) for groep in groepen]
    return [gevonden for gevonden in found if gevonden.aantal]


def groups_for(relaties: Relaties) -> list[Zoekgroep]:
    """Return the kinds of things someone with these relations may look for."""
    return [groep for groep in GROEPEN if groep.voor & relaties]


def trajecten(user: "User", tekst: str) -> QuerySet[Traject]:
    """Trajectories with these words in their name or their goal."""
    return Traject.objects.visible_to(user).named(tekst).select_related("gemeente").order_by("naam", "pk")


def deelnemers(user: "User", tekst: str) -> QuerySet[Deelnemer]:
    """Participants with each word in the name or the own number, where the user may read that."""
    found = Deelnemer.objects.visible_to(user).search(user, tekst)
    return found.with_leesbaar(user).with_deelnames(user).order_by("leesbaar", "pk")


def partijen(user: "User", tekst: str) -> QuerySet[Partij]:
    """Parties with these words in their name, their place, or how to reach them."""
    return Partij.objects.visible_to(user).called(tekst).order_by("naam", "pk")


def mensen(user: "User", tekst: str) -> QuerySet[Lidmaatschap]:
    """People who work for a party now, by name; never by e-mail address, which fewer may see."""
    found = Lidmaatschap.objects.visible_to(user).active().filter(with_words(tekst, "gebruiker__naam"))
    return found.select_related("gebruiker", "partij").order_by("gebruiker__naam", "pk")


def contactpersonen(user: "User", tekst: str) -> QuerySet[Contactpersoon]:
    """Contact persons that the user's own gemeente wrote down, by name and by how to reach them."""
    found = Contactpersoon.objects.visible_to(user).filter(with_words(tekst, "naam", "telefoon", "email"))
    return found.select_related("partij").order_by("naam", "pk")


def plaatsingen(user: "User", tekst: str) -> QuerySet[Plaatsing]:
    """Placements by their kind and their employer, the latest first."""
    named = _each_word(
        tekst, lambda word: Q(soort__in=_codes(PlaatsingSoort, word)) | with_words(word, "werkgever__naam")
    )
    found = Plaatsing.objects.visible_to(user).filter(named)
    return found.select_related("deelname__deelnemer", "deelname__traject", "werkgever").order_by("-start", "pk")


def ontmoetingen(user: "User", tekst: str) -> QuerySet[Ontmoeting]:
    """Meetings by what they are, their employer and their place, what comes last first."""
    named = _each_word(
        tekst, lambda word: Q(soort__in=_codes(OntmoetingSoort, word)) | with_words(word, "werkgever__naam", "plaats")
    )
    found = Ontmoeting.objects.visible_to(user).planned().filter(named)
    return found.select_related("deelname__deelnemer", "deelname__traject", "werkgever").order_by("-dag", "-tijd", "pk")


def berichten(user: "User", tekst: str) -> QuerySet[Bericht]:
    """Mail that the user watches over, as its own list finds it."""
    return Bericht.objects.visible_to(user).search(tekst).select_related("ontvanger").failed_first()


def afspraken(user: "User", tekst: str) -> QuerySet[Afspraak]:
    """Agreements with these words in them, in trajectories the user can open; what is still open first."""
    reachable = Afspraak.objects.visible_to(user).filter(traject__in=Traject.objects.visible_to(user))
    found = reachable.filter(with_words(tekst, "wat")).select_related("traject", "partij", "persoon")
    return found.order_by(Case(When(status=AfspraakStatus.OPEN, then=0), default=1), "deadline", "pk")


def fasen(user: "User", tekst: str) -> QuerySet[Fase]:
    """Phases by the name of their component; the trajectory's name narrows that down, and is not enough."""
    named = _named(tekst, lambda word: Q(component__in=_codes(Component, word)), binnen="traject__naam")
    found = Fase.objects.visible_to(user).filter(named).select_related("traject")
    return found.order_by(Case(When(status=FaseStatus.LOPEND, then=0), default=1), "start", "pk")


def canvasteksten(user: "User", tekst: str) -> QuerySet[CanvasTekst]:
    """Texts on a Canvas with these words in them; the shared goal is found with its trajectory."""
    found = CanvasTekst.objects.visible_to(user).filter(veld__in=VELDEN).filter(with_words(tekst, "tekst"))
    return found.annotate(gezocht=Value(tekst)).select_related("traject").order_by("traject__naam", "traject", "pk")


def middelen(user: "User", tekst: str) -> QuerySet[Bijdrage]:
    """Means on a Canvas, by what it is and who brings it in."""
    found = Bijdrage.objects.visible_to(user).filter(with_words(tekst, "omschrijving", "partij__naam"))
    return found.select_related("traject", "partij").order_by("traject__naam", "traject", "pk")


def rollen(user: "User", tekst: str) -> QuerySet[Rolinvulling]:
    """Roles by their name and by who fills them; the trajectory's name narrows that down, and is not enough."""
    named = _named(
        tekst,
        lambda word: Q(rol__in=_codes(Rol, word)) | with_words(word, "partij__naam", "persoon__naam"),
        binnen="fase__traject__naam",
    )
    found = Rolinvulling.objects.visible_to(user).filter(named)
    return found.select_related("fase__traject", "partij", "persoon").order_by(
        "fase__traject__naam", "fase__traject", "fase__volgorde", "pk"
    )


def _named(tekst: str, own: Callable[[str], Q], *, binnen: str) -> Q:
    """Return the condition that each word is its own or stands in `binnen`, and at least one is its own."""
    every, one = Q(), Q()
    for word in fold(tekst).split():
        every &= own(word) | with_words(word, binnen)
        one |= own(word)
    return every & one


def _each_word(tekst: str, condition: Callable[[str], Q]) -> Q:
    return reduce(and_, map(condition, fold(tekst).split()), Q())


def _codes(soort: type[TextChoices], word: str) -> list[str]:
    return [keuze.value for keuze in soort if word in fold(str(keuze.label))]


def _first_of(groep: Zoekgroep, kijker: Kijker, tekst: str) -> Gevonden:
    # Counted in the same query: how many there are costs nothing extra, found or not.
    rows: list[Any] = list(groep.vraag(kijker.user, tekst).annotate(aantal=Window(Count("*")))[:PER_GROEP])
    return _show(groep, kijker, tekst, rows, rows[0].aantal if rows else 0)


def _page_of(groep: Zoekgroep, kijker: Kijker, tekst: str, nummer: str) -> Gevonden:
    page = Paginator(groep.vraag(kijker.user, tekst), PER_BLADZIJDE).get_page(nummer)
    return _show(groep, kijker, tekst, list(page), page.paginator.count, page)


def _show(
    groep: Zoekgroep, kijker: Kijker, tekst: str, rows: list[Any], aantal: int, bladzijde: Page | None = None
) -> Gevonden:
    lines = groep.toon(rows, kijker)
    return Gevonden(
        groep=groep,
        regels=lines,
        aantal=aantal,
        alles_url=_all_of(groep, tekst),
        gezien=[seen for row, line in zip(rows, lines, strict=True) if (seen := _seen(row, line))],
        bladzijde=bladzijde,
    )


def _seen(row: Any, line: Regel) -> Gezien | None:
    """Return the participant whose name stands in a line, and what the reader is to them."""
    if isinstance(row, Plaatsing):
        return row.deelname.deelnemer, line.relaties
    return (row, line.relaties) if isinstance(row, Deelnemer) else None


def _all_of(groep: Zoekgroep, tekst: str) -> str:
    if groep.lijst:
        return f"{reverse(groep.lijst)}?{urlencode({'zoek': tekst})}"
    return f"{reverse('inzicht:zoeken')}?{urlencode({'q': tekst, 'alles': groep.code})}"


def _deelnemers(rows: list[Any], kijker: Kijker) -> list[Regel]:
    kaarten = cards_of(kijker.user, rows)
    return [_deelnemer(row, kaarten[row.pk]) for row in rows]


def _deelnemer(row: Any, kaart: Kaart) -> Regel:
    trajecten = ", ".join(str(deelname.traject) for deelname in row.zichtbare_deelnames) or _("Nog geen traject")
    noot = " · ".join(filter(None, (kaart.waarden.get("kenmerk"), trajecten)))
    return Regel(
        tekst=kaart.naam,
        url=reverse("deelnemers:detail", args=[row.pk]),
        noot=noot,
        relaties=kaart.relaties,
    )


def _partij(row: Partij, kijker: Kijker) -> Regel:
    noot = " · ".join(filter(None, (row.get_soort_display(), row.plaats)))
    return Regel(tekst=row.naam, url=_to(row.pk), noot=noot)


def _mens(row: Lidmaatschap, kijker: Kijker) -> Regel:
    return Regel(tekst=row.gebruiker.naam, url=_to(row.partij_id), noot=f"{row.get_functie_display()} · {row.partij}")


def _contactpersoon(row: Contactpersoon, kijker: Kijker) -> Regel:
    noot = " · ".join(filter(None, (row.functie, str(row.partij))))
    return Regel(tekst=row.naam, url=_to(row.partij_id), noot=noot)


def _afspraak(row: Afspraak, kijker: Kijker) -> Regel:
    regel = regels.afspraak(row, kijker)
    if row.status == AfspraakStatus.OPEN:
        return regel
    soort = GOED if row.status == AfspraakStatus.GEDAAN else STIL
    return replace(regel, status=row.get_status_display(), soort=soort)


def _fase(row: Fase, kijker: Kijker) -> Regel:
    late = row.late_since(kijker.vandaag)
    return Regel(
        tekst=row.get_component_display(),
        url=regels.to_fase(row),
        noot=str(row.traject),
        status=_("Te laat") if late else row.stand,
        soort=FOUT if late else row.toon,
    )


def _bericht(row: Bericht, kijker: Kijker) -> Regel:
    return Regel(
        tekst=row.onderwerp or str(naam_of(row.soort)),
        url=f"{reverse('berichten:lijst')}?{urlencode({'zoek': row.onderwerp or row.ontvanger.email})}",
        noot=_("Aan %(naam)s") % {"naam": row.ontvanger.email},
        status=row.get_status_display(),
        soort=row.status_teken,
    )


def _canvastekst(row: Any, kijker: Kijker) -> Regel:
    return Regel(
        tekst=excerpt(row.tekst, row.gezocht, REGELMAAT),
        url=f"{reverse('canvas:canvas', args=[row.traject_id])}#veld-{row.veld}",
        noot=f"{VELDEN[row.veld].titel} · {row.traject}",
    )


def _middel(row: Bijdrage, kijker: Kijker) -> Regel:
    wie = row.partij or _("nog niemand")
    return Regel(
        tekst=row.omschrijving,
        url=f"{reverse('canvas:canvas', args=[row.traject_id])}#kop-{row.component}",
        noot=f"{row.get_component_display()} · {wie} · {row.traject}",
    )


ROL_TOON = {RolStatus.OPEN: LET_OP, RolStatus.GEVRAAGD: STIL, RolStatus.TOEGEZEGD: GOED}


def _rol(row: Rolinvulling, kijker: Kijker) -> Regel:
    wie = ", ".join(str(wie) for wie in (row.partij, row.persoon) if wie)
    return Regel(
        tekst=f"{row.get_rol_display()}: {wie}" if wie else row.get_rol_display(),
        url=regels.to_fase(row.fase),
        noot=regels.name_fase(row.fase),
        status=row.get_status_display(),
        soort=ROL_TOON[RolStatus(row.status)],
    )


def _to(partij_id: int) -> str:
    return reverse("partijen:detail", args=[partij_id])


GROEPEN = (
    Zoekgroep(
        code="trajecten",
        titel=gettext_lazy("Trajecten"),
        voor=IEDEREEN,
        vraag=trajecten,
        toon=each(regels.traject),
        lijst="trajecten:lijst",
    ),
    Zoekgroep(
        code="deelnemers",
        titel=gettext_lazy("Deelnemers"),
        voor=BIJ_NAAM,
        vraag=deelnemers,
        toon=_deelnemers,
        lijst="deelnemers:lijst",
    ),
    Zoekgroep(
        code="partijen",
        titel=gettext_lazy("Partijen"),
        voor=IEDEREEN,
        vraag=partijen,
        toon=each(_partij),
        lijst="partijen:lijst",
    ),
    Zoekgroep(
        code="mensen",
        titel=gettext_lazy("Mensen bij partijen"),
        voor=IEDEREEN,
        vraag=mensen,
        toon=each(_mens),
    ),
    Zoekgroep(
        code="contactpersonen",
        titel=gettext_lazy("Contactpersonen"),
        voor=GEMEENTE | BEHEER,
        vraag=contactpersonen,
        toon=each(_contactpersoon),
    ),
    Zoekgroep(
        code="fasen",
        titel=gettext_lazy("Onderdelen van trajecten"),
        voor=IEDEREEN,
        vraag=fasen,
        toon=each(_fase),
    ),
    Zoekgroep(
        code="rollen",
        titel=gettext_lazy("Rollen in trajecten"),
        voor=IEDEREEN,
        vraag=rollen,
        toon=each(_rol),
    ),
    Zoekgroep(
        code="afspraken",
        titel=gettext_lazy("Afspraken"),
        voor=IEDEREEN,
        vraag=afspraken,
        toon=each(_afspraak),
    ),
    Zoekgroep(
        code="plaatsingen",
        titel=gettext_lazy("Plaatsingen"),
        voor=BIJ_NAAM,
        vraag=plaatsingen,
        toon=with_card(plaatsing),
    ),
    Zoekgroep(
        code="ontmoetingen",
        titel=gettext_lazy("Ontmoetingen"),
        voor=GEMEENTE | {Relatie.MENTOR},
        vraag=ontmoetingen,
        toon=each(gevonden_ontmoeting),
    ),
    Zoekgroep(
        code="canvas",
        titel=gettext_lazy("Teksten op een Canvas"),
        voor=MATRIX["canvas:canvas"].lezen,
        vraag=canvasteksten,
        toon=each(_canvastekst),
    ),
    Zoekgroep(
        code="middelen",
        titel=gettext_lazy("Middelen op een Canvas"),
        voor=MATRIX["canvas:canvas"].lezen,
        vraag=middelen,
        toon=each(_middel),
    ),
    Zoekgroep(
        code="berichten",
        titel=gettext_lazy("Berichten"),
        voor=MATRIX["berichten:lijst"].lezen,
        vraag=berichten,
        toon=each(_bericht),
        lijst="berichten:lijst",
    ),
)

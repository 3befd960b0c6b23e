"""One trajectory as its page shows it to one person: phases with roles, what has to happen, what was agreed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toegang.matrix import GEMEENTE, MATRIX, REGIE
from toegang.models import User
from toegang.relaties import Relaties
from trajecten.besluiten import STUURTIJD, can_be_decided, holds, open_conditions
from trajecten.duur import outside_bereik, say_datum
from trajecten.enums import AfspraakStatus, Component, Doorgang, FaseStatus, RolStatus
from trajecten.gaten import find_hiaten, find_overlappen
from trajecten.models import Afspraak, Besluit, Fase, Rolinvulling, Traject
from trajecten.planning import GeplandeFase
from trajecten.querysets import werkpartijen_of
from trajecten.relaties import in_traject
from trajecten.tijdlijn import Tijdlijn, TijdlijnFase, lay_out_tijdlijn


@dataclass(frozen=True, slots=True, kw_only=True)
class RolRegel:
    """Who fills a role; `is_surplus` says that the phase has another row of this role, so this one can go."""

    rij: Rolinvulling
    mag_antwoorden: bool
    mag_voorstellen: bool
    is_surplus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FaseBlok:
    """A phase with its roles, and how its planned length leaves Tabel 1."""

    fase: Fase
    rollen: tuple[RolRegel, ...]
    afwijking: str
    is_late: bool
    besluiten: tuple[Besluit, ...]

    @property
    def besluit(self) -> Besluit | None:
        """Return the go/no-go that holds."""
        return holds(self.besluiten)

    @property
    def kan_besluiten(self) -> bool:
        return can_be_decided(self.fase)

    @property
    def open_rollen(self) -> int:
        """Return how many roles nobody fills and nobody was asked for; of a phase that is over or stopped, none."""
        if not self.fase.mist_rollen:
            return 0
        return sum(regel.rij.status == RolStatus.OPEN for regel in self.rollen)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfspraakRegel:
    """An agreement, whether it is past its date, and whether this person may close it."""

    afspraak: Afspraak
    is_late: bool
    mag_status: bool


@dataclass(frozen=True, slots=True)
class Taak:
    """Something that has to happen, with the address where it is done."""

    tekst: str
    pad: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overzicht:
    """The page, apart from its head."""

    fasen: tuple[FaseBlok, ...]
    tijdlijn: Tijdlijn | None
    overlappen: tuple[str, ...]
    taken: tuple[Taak, ...]
    lopende_afspraken: tuple[AfspraakRegel, ...]
    oude_afspraken: tuple[AfspraakRegel, ...]


def build_overzicht(traject: Traject, *, user: User, relaties: Relaties, vandaag: date) -> Overzicht:
    """Return what this person sees of the trajectory; costs the same queries however much hangs on it."""
    fasen = tuple(_build_fase(fase, user, relaties, vandaag) for fase in traject.fasen.for_page())
    afspraken = [
        _build_afspraak(afspraak, in_traject(user, afspraak, traject, relaties), vandaag)
        for afspraak in Afspraak.objects.visible_to(user).of_traject(traject)
    ]
    return Overzicht(
        fasen=fasen,
        tijdlijn=_draw(fasen, vandaag) if fasen else None,
        overlappen=tuple(overlap.tekst for overlap in find_overlappen(_planned(fasen))),
        taken=tuple(_find_taken(traject, fasen, afspraken, relaties, vandaag)),
        lopende_afspraken=tuple(a for a in afspraken if a.afspraak.status == AfspraakStatus.OPEN),
        oude_afspraken=tuple(a for a in afspraken if a.afspraak.status != AfspraakStatus.OPEN),
    )


def _build_fase(fase: Fase, user: User, relaties: Relaties, vandaag: date) -> FaseBlok:
    rijen = list(fase.rollen.all())
    eigen = werkpartijen_of(user)
    suggests = bool(relaties & MATRIX["trajecten:rol_voorstel"].schrijven) and fase.mist_rollen
    afwijking = outside_bereik(component=Component(fase.component), start=fase.start, eind=fase.eind)
    return FaseBlok(
        fase=fase,
        rollen=tuple(
            RolRegel(
                rij=rij,
                mag_antwoorden=rij.status == RolStatus.GEVRAAGD and rij.partij_id in eigen,
                mag_voorstellen=suggests and rij.status == RolStatus.OPEN,
                is_surplus=sum(other.rol == rij.rol for other in rijen) > 1,
            )
            for rij in sorted(rijen, key=lambda rij: (rij.get_rol_display(), rij.pk))
        ),
        afwijking=afwijking.tekst if afwijking else "",
        is_late=fase.late_since(vandaag) is not None,
        besluiten=tuple(fase.besluiten.all()),
    )


def _build_afspraak(afspraak: Afspraak, relaties: Relaties, vandaag: date) -> AfspraakRegel:
    return AfspraakRegel(
        afspraak=afspraak,
        is_late=afspraak.is_late(vandaag),
        mag_status=bool(relaties & MATRIX["trajecten:afspraak_status"].schrijven),
    )


def _draw(blokken: Sequence[FaseBlok], vandaag: date) -> Tijdlijn:
    return lay_out_tijdlijn(
        [
            TijdlijnFase(
                component=Component(blok.fase.component),
                start=blok.fase.start,
                eind=blok.fase.eind,
                werkelijk_start=blok.fase.werkelijke_start,
                werkelijk_eind=blok.fase.werkelijk_eind,
                status=blok.fase.stand,
                stil_sinds=blok.fase.doorgang_sinds,
                open_rollen=blok.open_rollen,
                te_plannen=blok.fase.te_plannen,
                besluit=blok.besluit.get_uitslag_display() if blok.besluit else "",
            )
            for blok in blokken
        ],
        vandaag=vandaag,
        hiaten=find_hiaten(_planned(blokken)),
    )


def _planned(blokken: Sequence[FaseBlok]) -> list[GeplandeFase]:
    fasen = [blok.fase for blok in blokken if blok.fase.doorgang != Doorgang.GESTOPT]
    return [GeplandeFase(Component(fase.component), fase.start, fase.eind) for fase in fasen]


def _find_taken(
    traject: Traject,
    fasen: Sequence[FaseBlok],
    afspraken: Sequence[AfspraakRegel],
    relaties: Relaties,
    vandaag: date,
) -> Iterator[Taak]:
    """Yield own requests first, then what is late, then what comes up."""
    yield from _own_requests(fasen)
    yield from (_late_afspraak(regel.afspraak, vandaag) for regel in afspraken if regel.is_late)
    for blok in fasen:
        yield from _late_taken(blok)
    for afspraak in (regel.afspraak for regel in afspraken):
        if afspraak.status == AfspraakStatus.OPEN and afspraak.deadline == vandaag:
            yield Taak(_("Afspraak voor vandaag: %(wat)s") % {"wat": afspraak.wat}, "#afspraken")
    if relaties & REGIE:
        yield from _besluit_taken(fasen, vandaag)
    for besluit in open_conditions(blok.fase for blok in fasen):
        tekst = _("De groep gaat door na %(fase)s als dit geregeld is: %(voorwaarden)s")
        woorden = {"fase": str(besluit.fase).lower(), "voorwaarden": besluit.voorwaarden}
        yield Taak(tekst % woorden, f"#fase-{besluit.fase_id}")
    if relaties & (REGIE | GEMEENTE):
        yield from _rol_taken(fasen, vandaag)
    if relaties & REGIE:
        yield from _plan_taken(traject, fasen)
        yield from _still_taken(fasen)


def _own_requests(fasen: Sequence[FaseBlok]) -> Iterator[Taak]:
    for regel in (regel for blok in fasen for regel in blok.rollen if regel.mag_antwoorden):
        tekst = _("%(partij)s is gevraagd als %(rol)s. Geef antwoord.") % {
            "partij": regel.rij.partij,
            "rol": regel.rij.get_rol_display().lower(),
        }
        yield Taak(tekst, reverse("trajecten:rol_antwoord", args=[regel.rij.pk]))


def _late_taken(blok: FaseBlok) -> Iterator[Taak]:
    fase, pad = blok.fase, f"#fase-{blok.fase.pk}"
    if blok.is_late and fase.status == FaseStatus.GEPLAND:
        tekst = _("%(fase)s zou op %(dag)s beginnen en is nog niet gestart.")
        yield Taak(tekst % {"fase": fase, "dag": say_datum(fase.start)}, pad)
    elif blok.is_late:
        tekst = _("%(fase)s zou op %(dag)s klaar zijn en is nog niet afgerond.")
        yield Taak(tekst % {"fase": fase, "dag": say_datum(fase.eind)}, pad)


def _rol_taken(fasen: Sequence[FaseBlok], vandaag: date) -> Iterator[Taak]:
    for blok in fasen:
        if blok.open_rollen and blok.fase.wants_rollen(vandaag):
            tekst = ngettext(
                "%(fase)s heeft nog %(n)d open rol.", "%(fase)s heeft nog %(n)d open rollen.", blok.open_rollen
            )
            yield Taak(tekst % {"fase": blok.fase, "n": blok.open_rollen}, f"#fase-{blok.fase.pk}")
        for rij in (regel.rij for regel in blok.rollen if regel.rij.status == RolStatus.GEVRAAGD):
            yield Taak(_say_unanswered(rij), f"#fase-{blok.fase.pk}")


def _say_unanswered(rij: Rolinvulling) -> str:
    return _("%(partij)s heeft nog niet geantwoord op de vraag van %(datum)s (%(rol)s).") % {
        "partij": rij.partij,
        "datum": say_datum(rij.gevraagd_op) if rij.gevraagd_op else "",
        "rol": rij.get_rol_display().lower(),
    }


def _plan_taken(traject: Traject, fasen: Sequence[FaseBlok]) -> Iterator[Taak]:
    if aantal := sum(blok.fase.te_plannen for blok in fasen):
        tekst = ngettext("%(n)d fase is nog te plannen.", "%(n)d fasen zijn nog te plannen.", aantal)
        yield Taak(tekst % {"n": aantal}, reverse("trajecten:planning", args=[traject.pk]))


def _besluit_taken(fasen: Sequence[FaseBlok], vandaag: date) -> Iterator[Taak]:
    for blok in fasen:
        fase = blok.fase
        ends = fase.status == FaseStatus.LOPEND and fase.gaat_door and vandaag <= fase.eind <= vandaag + STUURTIJD
        if ends and blok.kan_besluiten and not blok.besluit:
            tekst = _("%(fase)s eindigt op %(dag)s. Besluit of de groep doorgaat.")
            woorden = {"fase": fase, "dag": say_datum(fase.eind)}
            yield Taak(tekst % woorden, reverse("trajecten:besluit_nieuw", args=[fase.pk]))


def _still_taken(fasen: Sequence[FaseBlok]) -> Iterator[Taak]:
    for fase in (blok.fase for blok in fasen):
        if fase.doorgang == Doorgang.GEPAUZEERD and fase.doorgang_sinds:
            tekst = _("%(fase)s is gepauzeerd sinds %(dag)s. Kan het weer doorgaan?")
            woorden = {"fase": fase, "dag": say_datum(fase.doorgang_sinds)}
            yield Taak(tekst % woorden, reverse("trajecten:fase_doorgang", args=[fase.pk]))


def _late_afspraak(afspraak: Afspraak, vandaag: date) -> Taak:
    dagen = (vandaag - afspraak.deadline).days
    tekst = ngettext(
        "Afspraak voor %(datum)s, %(n)d dag te laat: %(wat)s",
        "Afspraak voor %(datum)s, %(n)d dagen te laat: %(wat)s",
        dagen,
    )
    woorden = {"datum": say_datum(afspraak.deadline), "n": dagen, "wat": afspraak.wat}
    return Taak(tekst % woorden, "#afspraken")

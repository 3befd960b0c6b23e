"""How each participant goes through the phases of a trajectory, against the group: who is where, who deviates.

One reader's view: whoever's progress they may not see is not here, and neither is any number of those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deelnemers.enums import DeelnameStatus, VoortgangStatus
from deelnemers.models import Deelname, Voortgang
from deelnemers.zichtbaarheid import Kaart, cards_of
from trajecten.duur import say_periode, say_verschuiving
from trajecten.enums import FaseStatus
from trajecten.models import Fase, Traject
from trajecten.uitloop import Uitloop, find_uitloop

if TYPE_CHECKING:
    from toegang.models import User

# How far the group is in a phase, on the ladder of a participant.
GROEP: Mapping[str, int] = {FaseStatus.GEPLAND: 0, FaseStatus.LOPEND: 1, FaseStatus.AFGEROND: 2}
LID: Mapping[str, int] = {
    VoortgangStatus.GEPLAND: 0,
    VoortgangStatus.LOPEND: 1,
    VoortgangStatus.AFGEROND: 2,
    VoortgangStatus.OVERGESLAGEN: 2,
}


class Volgorde(models.TextChoices):
    """In which order the participants stand."""

    AFWIJKING = "afwijking", _("Wie afwijkt eerst")
    NAAM = "naam", _("Op naam")

    @classmethod
    def of(cls, tekst: str) -> Volgorde:
        """Return the order that an address asks for; who deviates first for anything else: it is what one comes for."""
        return cls(tekst) if tekst in cls.values else cls.AFWIJKING


def say_late(dagen: int) -> str:
    """Say by how many days something is late; nothing for none."""
    return ngettext("%(n)d dag te laat", "%(n)d dagen te laat", dagen) % {"n": dagen} if dagen else ""


def name_now(fase: Fase) -> str:
    """Return the name of a phase that people are in, and that it stands still where it does."""
    return f"{fase} ({fase.stand.lower()})" if fase.staat_stil else str(fase)


@dataclass(frozen=True, slots=True)
class Stap:
    """One phase of one participant; days included, their own where they have any, else the group's."""

    voortgang: Voortgang
    uitloop: tuple[Uitloop, ...]

    @property
    def fase(self) -> Fase:
        """Return the phase."""
        return self.voortgang.fase

    @property
    def status(self) -> VoortgangStatus:
        """Return how far the participant is in it."""
        return VoortgangStatus(self.voortgang.status)

    @property
    def van(self) -> date:
        """Return the first day."""
        return self.voortgang.van

    @property
    def tot(self) -> date:
        """Return the last day: never before the first, also where only the start is their own."""
        return max(self.voortgang.van, self.voortgang.tot)

    @property
    def eigen(self) -> bool:
        """Return whether the days are other ones than the group's."""
        return (self.van, self.tot) != (self.fase.start, self.fase.eind)

    @property
    def behind(self) -> bool:
        """Return whether the group is further, in a phase that goes on."""
        return not self.fase.staat_stil and LID[self.status] < GROEP[self.fase.status]

    @property
    def periode(self) -> str:
        """Return the days in words."""
        return say_periode(self.van, self.tot)

    @property
    def te_laat(self) -> int:
        """Return by how many days it is late; 0 where it is not."""
        return max((uitloop.dagen for uitloop in self.uitloop), default=0)

    @property
    def with_group(self) -> bool:
        """Return whether it goes as the group goes, so that what is late is so for all."""
        return not self.eigen and not self.behind

    @property
    def laat(self) -> str:
        """Return in words by how many days it is late, alone or with the group; nothing where it is not."""
        return say_late(self.te_laat)

    @property
    def afwijking(self) -> str:
        """Return how this differs from the group, in a few words; nothing for what is late together with the group."""
        words = ", ".join(self._afwijkingen())
        return f"{self.fase}: {words}" if words else ""

    def _afwijkingen(self) -> Iterator[str]:
        if self.status == VoortgangStatus.OVERGESLAGEN:
            yield gettext("overgeslagen")
        elif self.eigen:
            yield from say_verschuiving((self.fase.start, self.fase.eind), (self.van, self.tot))
        if self.te_laat and not self.with_group:
            yield self.laat
        elif self.behind:
            yield gettext("loopt achter op de groep")


@dataclass(frozen=True, slots=True)
class Spoor:
    """One participant's way through the phases."""

    deelname: Deelname
    kaart: Kaart
    stappen: tuple[Stap, ...]
    afwijkingen: tuple[str, ...]

    @property
    def nu(self) -> str:
        """Return the phases that someone is in, in words; nothing where it is none."""
        return ", ".join(name_now(stap.fase) for stap in self.stappen if stap.status == VoortgangStatus.LOPEND)

    @property
    def actief(self) -> bool:
        """Return whether this is someone who takes part now, as nearly everyone does."""
        return self.deelname.status == DeelnameStatus.ACTIEF

    @property
    def te_laat(self) -> int:
        """Return by how many days someone is late where they are latest; 0 where nothing is."""
        return max((stap.te_laat for stap in self.stappen), default=0)


@dataclass(frozen=True, slots=True)
class Verloop:
    """The ways of all participants whose progress someone may see, and the group's phases."""

    fasen: tuple[Fase, ...]
    sporen: tuple[Spoor, ...]
    volgorde: Volgorde

    @property
    def tabel(self) -> Iterator[tuple[Spoor, list[Stap | None]]]:
        """Yield each way with its step in every phase of the trajectory; None where there is none."""
        for spoor in self.sporen:
            per_fase = {stap.fase.pk: stap for stap in spoor.stappen}
            yield spoor, [per_fase.get(fase.pk) for fase in self.fasen]

    @property
    def bezig(self) -> list[tuple[Fase, int]]:
        """Return how many are in each phase now; a phase with nobody is left out."""
        running = Counter(
            stap.fase.pk for spoor in self.sporen for stap in spoor.stappen if stap.status == VoortgangStatus.LOPEND
        )
        return [(fase, running[fase.pk]) for fase in self.fasen if running[fase.pk]]

    @property
    def samen_laat(self) -> list[tuple[Fase, str]]:
        """Return in which phases people are late together with the group, and by how much: that deviates for nobody."""
        late = {
            stap.fase.pk: stap.te_laat
            for spoor in self.sporen
            for stap in spoor.stappen
            if stap.te_laat and stap.with_group
        }
        return [(fase, say_late(late[fase.pk])) for fase in self.fasen if fase.pk in late]

    @property
    def componenten(self) -> list[str]:
        """Return what each phase is, to explain beside them."""
        return [str(fase.component) for fase in self.fasen]

    @property
    def wijkt_af(self) -> int:
        """Return how many deviate from the group."""
        return sum(bool(spoor.afwijkingen) for spoor in self.sporen)


def verloop_of(user: User, traject: Traject, *, vandaag: date, volgorde: Volgorde = Volgorde.AFWIJKING) -> Verloop:
    """Return how the participants go through a trajectory, as the user may see it."""
    fasen = tuple(traject.fasen.all())
    deelnames = list(Deelname.objects.named_to(user).of_traject(traject).select_related("deelnemer").by_name(user))
    kaarten = cards_of(user, [deelname.deelnemer for deelname in deelnames])
    voortgang = _voortgang_of(user, traject, fasen)
    sporen = [
        _follow(deelname, kaarten[deelname.deelnemer_id], voortgang.get(deelname.pk, []), vandaag)
        for deelname in deelnames
        if "voortgang" in kaarten[deelname.deelnemer_id].velden
    ]
    if volgorde is Volgorde.AFWIJKING:
        sporen.sort(key=lambda spoor: (not spoor.afwijkingen, -spoor.te_laat, -len(spoor.afwijkingen)))
    return Verloop(fasen=fasen, sporen=tuple(sporen), volgorde=volgorde)


def _voortgang_of(user: User, traject: Traject, fasen: Sequence[Fase]) -> dict[int, list[Voortgang]]:
    by_pk = {fase.pk: fase for fase in fasen}
    found: dict[int, list[Voortgang]] = {}
    for row in Voortgang.objects.visible_to(user).of_traject(traject).order_by("fase__volgorde"):
        row.fase = by_pk[row.fase_id]
        found.setdefault(row.deelname_id, []).append(row)
    return found


def _follow(deelname: Deelname, kaart: Kaart, voortgang: Sequence[Voortgang], vandaag: date) -> Spoor:
    """Return one participant's way; whoever takes part no more is late for nothing and compared with nobody."""
    doet_mee = deelname.status in DeelnameStatus.open()
    stappen = tuple(Stap(row, _uitloop(row, vandaag) if doet_mee else ()) for row in voortgang)
    afwijkingen = tuple(stap.afwijking for stap in stappen if stap.afwijking) if doet_mee else ()
    return Spoor(deelname=deelname, kaart=kaart, stappen=stappen, afwijkingen=afwijkingen)


def _uitloop(voortgang: Voortgang, vandaag: date) -> tuple[Uitloop, ...]:
    if voortgang.fase.staat_stil or voortgang.status not in (VoortgangStatus.GEPLAND, VoortgangStatus.LOPEND):
        return ()
    running = voortgang.status == VoortgangStatus.LOPEND
    if not running and voortgang.fase.status == FaseStatus.LOPEND and voortgang.tot >= vandaag:
        # The group began in time: this one is behind the group, and has until its last day.
        return ()
    return find_uitloop(
        start=voortgang.van,
        eind=max(voortgang.van, voortgang.tot),
        werkelijk_start=voortgang.van if running else None,
        werkelijk_eind=None,
        vandaag=vandaag,
    )

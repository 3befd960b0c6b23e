"""Importing participants from a sheet: check every row, keep what was checked for an hour, store all or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deelnemers.bladen import Rij, read_sheet
from deelnemers.fouten import DeelnemerFout
from deelnemers.importkolommen import KOP_VAN_VELD, VERPLICHT, DeelnemerResource, veld_of
from deelnemers.models import Deelnemer, ImportOpdracht
from deelnemers.privacy import no_bsn
from partijen.models import Partij
from toegang.logboek import Handeling, note_many
from toegang.models import User

GELDIG = timedelta(hours=1)
# A cell that starts so is a formula to the next program that opens it; no name, number or address does.
FORMULE_TEKENS = ("=", "@", "\t", "\r")
Waarden = dict[str, str]


class Probleem(NamedTuple):
    """What is wrong in one cell."""

    kolom: str
    reden: str


class Voorbeeld(NamedTuple):
    """Who will be made of a row, not stored yet."""

    nummer: int
    deelnemer: Deelnemer


@dataclass
class Regel:
    """One row of the sheet: what will be made of it, and what is wrong with it."""

    nummer: int
    waarden: Waarden
    problemen: list[Probleem] = field(default_factory=list)

    @property
    def naam(self) -> str:
        return f"{self.waarden['voornaam']} {self.waarden['achternaam']}".strip()


@dataclass(frozen=True)
class Lijst:
    """A sheet that was read and checked."""

    gemeente: Partij
    bestandsnaam: str
    regels: list[Regel]

    @property
    def fout(self) -> list[Regel]:
        """Return the rows that can't be imported as they are."""
        return [regel for regel in self.regels if regel.problemen]


def check(*, gemeente: Partij, bestandsnaam: str, inhoud: bytes) -> Lijst:
    """Read a sheet and check every row. Raises DeelnemerFout for a sheet that can't be read or has a wrong heading."""
    kop, *rijen = read_sheet(inhoud)
    velden = _velden(kop)
    if not rijen:
        raise DeelnemerFout(_("Onder de namen van de kolommen staan geen deelnemers."))
    regels = [_regel(rij, velden) for rij in rijen]
    _check_rows(regels, gemeente)
    return Lijst(gemeente=gemeente, bestandsnaam=bestandsnaam[:200], regels=regels)


def keep(lijst: Lijst, *, door: User) -> ImportOpdracht:
    """Keep a good sheet until its sender confirms; their earlier ones, and everyone's old ones, go.

    Raises DeelnemerFout while a row is wrong.
    """
    if lijst.fout:
        raise DeelnemerFout(_("Er zijn nog rijen die niet goed zijn."))
    with transaction.atomic():
        ImportOpdracht.objects.filter(door=door).waiting().delete()
        purge()
        return ImportOpdracht.objects.create(
            gemeente=lijst.gemeente,
            door=door,
            bestandsnaam=lijst.bestandsnaam,
            rijen=[{"nummer": regel.nummer, **regel.waarden} for regel in lijst.regels],
            aantal=len(lijst.regels),
        )


def confirm(opdracht: ImportOpdracht) -> int:
    """Make the participants of a kept sheet, all of them or none, and return how many; a second time changes nothing.

    Every row is checked again: an hour is long. Raises DeelnemerFout when it is too old or no longer good.
    """
    with transaction.atomic():
        locked = ImportOpdracht.objects.select_for_update().get(pk=opdracht.pk)
        if locked.uitgevoerd_op:
            return locked.aantal
        if locked.gemaakt_op < timezone.now() - GELDIG:
            raise DeelnemerFout(_("Dit voorbeeld is ouder dan een uur. Stuur het bestand opnieuw."))
        _store(locked.gemeente, _kept(locked))
        # The name of a sheet may be someone's too.
        locked.uitgevoerd_op, locked.rijen, locked.bestandsnaam = timezone.now(), [], ""
        locked.save()
    return locked.aantal


def preview(opdracht: ImportOpdracht) -> list[Voorbeeld]:
    """Return what will be made of each row of a kept sheet."""
    resource = DeelnemerResource(gemeente=opdracht.gemeente)
    return [Voorbeeld(regel.nummer, resource.build(regel.waarden)) for regel in _kept(opdracht)]


def purge() -> int:
    """Delete sheets older than an hour, names and all, imported or not, and return how many there were."""
    return ImportOpdracht.objects.filter(gemaakt_op__lt=timezone.now() - GELDIG).delete()[0]


def _kept(opdracht: ImportOpdracht) -> list[Regel]:
    return [Regel(nummer=rij["nummer"], waarden={veld: rij[veld] for veld in KOP_VAN_VELD}) for rij in opdracht.rijen]


def _velden(kop: Rij) -> list[str]:
    velden: list[str] = []
    for cel in kop.cellen:
        if not cel.tekst:
            velden.append("")
            continue
        if "bsn" in cel.tekst.lower() or "burgerservice" in cel.tekst.lower():
            raise DeelnemerFout(_("Er is een kolom '%(kop)s'. Een BSN mag hier niet staan.") % {"kop": cel.tekst[:50]})
        veld = veld_of(cel.tekst)
        if veld is None:
            raise DeelnemerFout(
                _("De kolom '%(kop)s' kennen we niet. Gebruik de namen uit het voorbeeld, of haal de kolom weg.")
                % {"kop": cel.tekst[:50]}
            )
        if veld in velden:
            raise DeelnemerFout(_("De kolom '%(kop)s' staat er twee keer in.") % {"kop": KOP_VAN_VELD[veld]})
        velden.append(veld)
    if missing := [KOP_VAN_VELD[veld] for veld in VERPLICHT if veld not in velden]:
        raise DeelnemerFout(_("De kolom '%(kop)s' ontbreekt in de eerste rij.") % {"kop": missing[0]})
    return velden


def _regel(rij: Rij, velden: list[str]) -> Regel:
    regel = Regel(nummer=rij.nummer, waarden=dict.fromkeys(KOP_VAN_VELD, ""))
    for index, cel in enumerate(rij.cellen):
        veld = velden[index] if index < len(velden) else ""
        if veld:
            regel.waarden[veld] = cel.tekst
        elif cel.tekst or cel.reden:
            regel.problemen.append(Probleem("-", _("Hier staat tekst in een kolom zonder naam.")))
        if veld and (reden := cel.reden or _formula(cel.tekst)):
            regel.problemen.append(Probleem(KOP_VAN_VELD[veld], reden))
    return regel


def _formula(tekst: str) -> str:
    return _("Een cel mag niet met = of @ beginnen.") if tekst.startswith(FORMULE_TEKENS) else ""


def _check_rows(regels: list[Regel], gemeente: Partij) -> None:
    """Add to each row what is wrong with it: by field, then against the other rows and what is stored."""
    resource = DeelnemerResource(gemeente=gemeente)
    for regel in regels:
        named = {probleem.kolom for probleem in regel.problemen}
        found = resource.problems_in(regel.waarden).items()
        regel.problemen += [
            Probleem(KOP_VAN_VELD[veld], reden)
            for veld, redenen in found
            for reden in redenen
            if KOP_VAN_VELD[veld] not in named
        ]
    _check_kenmerken(regels, gemeente)
    for regel in regels:
        _hide_bsn(regel)


def _check_kenmerken(regels: list[Regel], gemeente: Partij) -> None:
    times = Counter(regel.waarden["kenmerk"] for regel in regels)
    stored = Deelnemer.objects.with_kenmerk(gemeente, times)
    for regel in regels:
        kenmerk = regel.waarden["kenmerk"]
        if kenmerk in stored:
            regel.problemen.append(Probleem(KOP_VAN_VELD["kenmerk"], _("Er is al een deelnemer met dit kenmerk.")))
        if kenmerk and times[kenmerk] > 1:
            regel.problemen.append(Probleem(KOP_VAN_VELD["kenmerk"], _("Dit kenmerk staat meer dan eens in de lijst.")))


def _hide_bsn(regel: Regel) -> None:
    for veld, tekst in regel.waarden.items():
        try:
            no_bsn(tekst)
        except ValidationError:
            if regel.problemen:
                regel.waarden[veld] = "*********"


def _store(gemeente: Partij, regels: list[Regel]) -> None:
    _check_rows(regels, gemeente)
    if wrong := next((regel for regel in regels if regel.problemen), None):
        raise DeelnemerFout(
            _("Rij %(nummer)s is niet goed meer: %(reden)s Er is niets geïmporteerd. Stuur het bestand opnieuw.")
            % {"nummer": wrong.nummer, "reden": wrong.problemen[0].reden}
        )
    resource = DeelnemerResource(gemeente=gemeente)
    try:
        with transaction.atomic():
            people = [resource.build(regel.waarden) for regel in regels]
            for deelnemer in people:
                # One by one, not in bulk: each new person gets a line in the audit log.
                deelnemer.save(force_insert=True)
            note_many(Handeling.BULK, onderwerp=Deelnemer, betrokkenen={gemeente.pk: [d.pk for d in people]})
    except IntegrityError as error:
        raise DeelnemerFout(_("Iemand anders gebruikte zojuist een van deze kenmerken. Stuur het opnieuw.")) from error

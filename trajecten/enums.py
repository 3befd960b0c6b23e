"""The words of a trajectory: components, sectors, levels, outcomes, and the states of what hangs on it."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext_lazy as _


class Component(models.TextChoices):
    """The six components of the generic model (Tabel 1, figuur 1), in the table's order."""

    WERVING = "werving", _("Werving en selectie")
    VOORTRAJECT = "voortraject", _("Voortraject")
    LEERWERK = "leerwerk", _("Leer- en werkcomponent")
    TAAL = "taal", _("(Extra) taalondersteuning")
    BEGELEIDING = "begeleiding", _("(Extra) begeleiding")
    MATCHING = "matching", _("Matching en plaatsing")


class Sector(models.TextChoices):
    ZORG = "zorg", _("Zorg")
    HORECA = "horeca", _("Horeca")
    LOGISTIEK = "logistiek", _("Logistiek")
    ONDERWIJS = "onderwijs", _("Onderwijs")
    TECHNIEK = "techniek", _("Techniek")
    BOUW = "bouw", _("Bouw")
    GROEN = "groen", _("Hoveniers en groen")
    OVERIG = "overig", _("Andere sector")


class Niveau(models.TextChoices):
    """Level of the learning part; mbo 2 or higher is a startkwalificatie."""

    GEEN = "geen", _("Geen vast niveau")
    MBO1 = "mbo1", _("Mbo 1 (entree)")
    MBO2 = "mbo2", _("Mbo 2")
    MBO3 = "mbo3", _("Mbo 3")
    MBO4 = "mbo4", _("Mbo 4")
    AD = "ad", _("Associate degree")
    HBO = "hbo", _("Hbo")


class Uitkomst(models.TextChoices):
    """What a participant has in hand at the end; a diploma is not always the aim (kader 3)."""

    DIPLOMA = "diploma", _("Diploma")
    CERTIFICAAT = "certificaat", _("Certificaat")
    DEELCERTIFICAAT = "deelcertificaat", _("Deelcertificaat")
    PRAKTIJKVERKLARING = "praktijkverklaring", _("Praktijkverklaring")


class VasteDag(models.TextChoices):
    """Why a phase begins on a fixed day, whatever comes before it."""

    GEEN = "", _("Schuift mee met de fase ervoor")
    SCHOOLJAAR = "schooljaar", _("Vast: begin van een schooljaar of cursus")
    EXAMEN = "examen", _("Vast: vanwege een examen")
    CONTRACT = "contract", _("Vast: begin van een contract")
    ANDERS = "anders", _("Vast: een andere afspraak")


class FaseStatus(models.TextChoices):
    """How far a phase is. `may_become` is the transition table; fasen.py is the one door that uses it."""

    GEPLAND = "gepland", _("Gepland")
    LOPEND = "lopend", _("Loopt")
    AFGEROND = "afgerond", _("Afgerond")

    @property
    def may_become(self) -> frozenset["FaseStatus"]:
        return {
            FaseStatus.GEPLAND: frozenset({FaseStatus.LOPEND}),
            FaseStatus.LOPEND: frozenset({FaseStatus.AFGEROND}),
            FaseStatus.AFGEROND: frozenset({FaseStatus.LOPEND}),
        }[self]

    @property
    def toon(self) -> str:
        """Return which of the status signs fits: goed or stil."""
        return "goed" if self == self.AFGEROND else "stil"


class Uitslag(models.TextChoices):
    """What a go/no-go decided about the group of a phase."""

    GO = "go", _("Go: de groep gaat door")
    VOORWAARDEN = "voorwaarden", _("Go onder voorwaarden")
    NO_GO = "no_go", _("No-go: de groep gaat niet door")

    @property
    def toon(self) -> str:
        """Return which of the status signs fits."""
        return {Uitslag.GO: "goed", Uitslag.VOORWAARDEN: "let-op", Uitslag.NO_GO: "fout"}[self]


class Doorgang(models.TextChoices):
    """Whether a trajectory or one phase goes on. `may_become` is the transition table; levensloop.py is the one door.

    That a trajectory is over follows from its phases (`Stand`): it needs no closing of its own.
    """

    ACTIEF = "actief", _("Gaat door")
    GEPAUZEERD = "gepauzeerd", _("Gepauzeerd")
    GESTOPT = "gestopt", _("Gestopt")

    @property
    def may_become(self) -> frozenset["Doorgang"]:
        s = Doorgang
        return {
            s.ACTIEF: frozenset({s.GEPAUZEERD, s.GESTOPT}),
            s.GEPAUZEERD: frozenset({s.ACTIEF, s.GESTOPT}),
            s.GESTOPT: frozenset({s.ACTIEF}),
        }[self]


class Stand(models.TextChoices):
    """How far a trajectory is: paused or stopped, else read from its phases: none begun, some, or all closed."""

    VOORBEREIDING = "voorbereiding", _("Nog niet begonnen")
    LOPEND = "lopend", _("Loopt")
    AFGEROND = "afgerond", _("Afgerond")
    GEPAUZEERD = "gepauzeerd", _("Gepauzeerd")
    GESTOPT = "gestopt", _("Gestopt")


class RolStatus(models.TextChoices):
    """State of a role in a phase. A declined request returns to open; rollen.py is the one door."""

    OPEN = "open", _("Open")
    GEVRAAGD = "gevraagd", _("Gevraagd")
    TOEGEZEGD = "toegezegd", _("Toegezegd")

    @property
    def may_become(self) -> frozenset["RolStatus"]:
        return {
            RolStatus.OPEN: frozenset({RolStatus.GEVRAAGD, RolStatus.TOEGEZEGD}),
            RolStatus.GEVRAAGD: frozenset({RolStatus.OPEN, RolStatus.TOEGEZEGD}),
            RolStatus.TOEGEZEGD: frozenset({RolStatus.OPEN}),
        }[self]


class AfspraakStatus(models.TextChoices):
    OPEN = "open", _("Open")
    GEDAAN = "gedaan", _("Gedaan")
    VERVALLEN = "vervallen", _("Vervallen")

    @property
    def may_become(self) -> frozenset["AfspraakStatus"]:
        return {
            AfspraakStatus.OPEN: frozenset({AfspraakStatus.GEDAAN, AfspraakStatus.VERVALLEN}),
            AfspraakStatus.GEDAAN: frozenset({AfspraakStatus.OPEN}),
            AfspraakStatus.VERVALLEN: frozenset({AfspraakStatus.OPEN}),
        }[self]


class VerzetReden(models.TextChoices):
    """Why an agreement came on another day: a choice, because a text would soon be about a person."""

    WACHT = "wacht", _("Wacht op iemand anders")
    MEER_TIJD = "meer_tijd", _("Kost meer tijd dan gedacht")
    VOORRANG = "voorrang", _("Iets anders ging voor")
    SAMEN = "samen", _("Samen een andere dag gekozen")


class Herhaling(models.TextChoices):
    """How often an agreement comes back. `stap` is what comes after what; months are calendar months."""

    WEEK = "week", _("Elke week")
    TWEE_WEKEN = "twee_weken", _("Elke twee weken")
    MAAND = "maand", _("Elke maand")
    KWARTAAL = "kwartaal", _("Elke drie maanden")

    @property
    def stap(self) -> relativedelta:
        return {
            Herhaling.WEEK: relativedelta(weeks=1),
            Herhaling.TWEE_WEKEN: relativedelta(weeks=2),
            Herhaling.MAAND: relativedelta(months=1),
            Herhaling.KWARTAAL: relativedelta(months=3),
        }[self]

    def next_after(self, vanaf: date, na: date) -> date:
        """Return the first day of the rhythm that began on `vanaf` after another day.

        Counted from the beginning: of the 31st, the last day of a short month is followed by the 31st again.
        """
        n = 1
        while (day := vanaf + self.stap * n) <= na:
            n += 1
        return day

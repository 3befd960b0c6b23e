"""The words for participants: language levels, practical barriers, states, marks and ways of contact."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Taalniveau(models.TextChoices):
    """CEFR level per skill; 'nog niet' is below A1."""

    NOG_NIET = "nog_niet", _("Nog niet")
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"

    @classmethod
    def from_level(cls, level: "Taalniveau") -> tuple["Taalniveau", ...]:
        """Return a level and everything above it."""
        levels = tuple(cls)
        return levels[levels.index(level) :]


class Belemmering(models.TextChoices):
    """Practical barriers that someone can remove. A list, not free text: causes and health have no place here."""

    KINDEROPVANG = "kinderopvang", _("Kinderopvang nodig")
    REIS = "reis", _("Reistijd of vervoer")
    FIETS = "fiets", _("Kan nog niet fietsen")
    LAPTOP = "laptop", _("Geen computer of internet")
    INBURGERING = "inburgering", _("Lesuren van de inburgering")
    GELD = "geld", _("Kosten vooraf (werkkleding, reiskosten)")
    WOONRUIMTE = "woonruimte", _("Verhuizing of woonruimte")


class Evaluatie(models.TextChoices):
    """What an employer makes of a placement. A list, not free text: how someone is has no place here."""

    VERDER = "verder", _("Wij willen verder met deze persoon")
    LANGER = "langer", _("Wij willen het langer proberen")
    STOPT = "stopt", _("Het stopt na deze periode")
    NOG_NIET = "nog_niet", _("Wij weten het nog niet")


class DeelnameStatus(models.TextChoices):
    AANGEMELD = "aangemeld", _("Aangemeld")
    ACTIEF = "actief", _("Doet mee")
    AFGEROND = "afgerond", _("Afgerond")
    GESTOPT = "gestopt", _("Gestopt")

    @property
    def may_become(self) -> frozenset["DeelnameStatus"]:
        s = DeelnameStatus
        return {
            s.AANGEMELD: frozenset({s.ACTIEF, s.GESTOPT}),
            s.ACTIEF: frozenset({s.AFGEROND, s.GESTOPT}),
            s.AFGEROND: frozenset({s.ACTIEF}),
            s.GESTOPT: frozenset({s.ACTIEF}),
        }[self]

    @property
    def toon(self) -> str:
        """Return which of the status signs fits: goed, let-op, fout or stil."""
        return "goed" if self in (self.ACTIEF, self.AFGEROND) else "stil"

    @classmethod
    def open(cls) -> tuple["DeelnameStatus", ...]:
        """Return the states in which someone is taking part or about to."""
        return (cls.AANGEMELD, cls.ACTIEF)


# Months that partners (mentor, trainer, placing employer) keep seeing someone after the participation ended: guidance
# goes on after a placement (Tabel 1: is someone still at work after a year?), and stops with whoever stopped.
NALOOP: Mapping[DeelnameStatus, int] = MappingProxyType({DeelnameStatus.AFGEROND: 12, DeelnameStatus.GESTOPT: 1})
# Months that an employer keeps seeing someone after the placement itself ended: to look back on it together.
NALOOP_PLAATSING = 3


class VoortgangStatus(models.TextChoices):
    GEPLAND = "gepland", _("Gepland")
    LOPEND = "lopend", _("Bezig")
    AFGEROND = "afgerond", _("Afgerond")
    OVERGESLAGEN = "overgeslagen", _("Overgeslagen")

    @property
    def toon(self) -> str:
        """Return which of the status signs fits: goed, let-op, fout or stil."""
        return "goed" if self == self.AFGEROND else "stil"


class Resultaat(models.TextChoices):
    GEEN = "", _("Nog geen resultaat")
    GEHAALD = "gehaald", _("Gehaald")
    DEELS = "deels", _("Deels gehaald")
    NIET = "niet", _("Niet gehaald")


class Wijze(models.TextChoices):
    """How mentor and participant were in contact."""

    BEZOEK = "bezoek", _("Bezoek")
    TELEFOON = "telefoon", _("Telefoon")
    VIDEO = "video", _("Videogesprek")
    BERICHT = "bericht", _("Bericht")


class Cijfer(models.IntegerChoices):
    """How one topic goes, in three steps; LAAG raises a signal."""

    LAAG = 1, _("Gaat niet goed")
    MIDDEN = 2, _("Kan beter")
    HOOG = 3, _("Gaat goed")


class Onderwerp(models.TextChoices):
    """The four topics of a check-in; the values are the names of the fields on Checkin."""

    WERK = "werk", _("Werk")
    TAAL = "taal", _("Taal")
    LEREN = "leren", _("Leren")
    PRAKTISCH = "praktisch", _("Praktisch")


class SignaalStatus(models.TextChoices):
    OPEN = "open", _("Open")
    AFGEHANDELD = "afgehandeld", _("Afgehandeld")


class PlaatsingSoort(models.TextChoices):
    SNUFFELSTAGE = "snuffelstage", _("Snuffelstage")
    LEERWERKPLEK = "leerwerkplek", _("Leerwerkplek")
    PROEFPLAATSING = "proefplaatsing", _("Proefplaatsing")
    DIENSTVERBAND = "dienstverband", _("Dienstverband")


class VerzoekStatus(models.TextChoices):
    """How far the overview of everything held on someone is."""

    WACHT = "wacht", _("Staat in de rij")
    BEZIG = "bezig", _("Wordt gemaakt")
    KLAAR = "klaar", _("Klaar")
    MISLUKT = "mislukt", _("Mislukt")


class Bewaarreden(models.TextChoices):
    """Why a file is kept past its term. A list, not free text: a reason in words would tell of the person."""

    BEZWAAR = "bezwaar", _("Er loopt een bezwaar, beroep of klacht")
    ONDERZOEK = "onderzoek", _("Er loopt een onderzoek of controle")
    VERZOEK = "verzoek", _("De deelnemer vraagt erom")
    VERVOLG = "vervolg", _("De deelnemer begint binnenkort aan een nieuw traject")


class Aanleiding(models.TextChoices):
    """Why a file was anonymised: its term, or a ground of AVG art. 17 lid 1 on which the person asked."""

    TERMIJN = "termijn", _("De bewaartermijn is voorbij")
    NIET_NODIG = "niet_nodig", _("De gegevens zijn niet meer nodig (a)")
    TOESTEMMING = "toestemming", _("De deelnemer trekt de toestemming in (b)")
    BEZWAAR = "bezwaar", _("De deelnemer maakt met succes bezwaar (c)")
    ONRECHTMATIG = "onrechtmatig", _("De gegevens mochten niet worden verwerkt (d)")
    WETTELIJK = "wettelijk", _("Een wet verplicht ons te wissen (e)")

    @classmethod
    def on_request(cls) -> list[tuple[str, str | Promise]]:
        """Return the grounds a person can name, to choose from."""
        return [(grond.value, grond.label) for grond in cls if grond != cls.TERMIJN]


class Geldigheid(models.IntegerChoices):
    """Days that a link to a participant's own page works: these and no others."""

    WEEK = 7, _("1 week")
    TWEE_WEKEN = 14, _("2 weken")
    VIER_WEKEN = 28, _("4 weken")


class WensSoort(models.TextChoices):
    """What a participant may wish. A list, not free text: it is the same in every language, and holds no health."""

    MENTOR = "mentor", _("Wil met de mentor praten")
    UREN = "uren", _("Wil andere uren werken of leren")
    BEZOEK = "bezoek", _("Wil eerst kijken op de werkplek")
    TAAL = "taal", _("Wil meer taalles")
    REIS = "reis", _("Wil hulp met reizen")
    OPVANG = "opvang", _("Wil hulp met kinderopvang")


class WensStatus(models.TextChoices):
    OPEN = "open", _("Open")
    BESPROKEN = "besproken", _("Besproken")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


class OntmoetingSoort(models.TextChoices):
    """Why a participant is to be somewhere at a time. A list, not free text: the own page says it in each language."""

    MENTOR = "mentor", _("Gesprek met de mentor")
    VOORTGANG = "voortgang", _("Voortgangsgesprek met de werkgever")
    KENNISMAKING = "kennismaking", _("Kennismaken bij een werkgever")
    SNUFFELSTAGE = "snuffelstage", _("Snuffelstage")

    @property
    def bij_werkgever(self) -> bool:
        """Return whether an employer takes part: it is asked which, and that employer hears of it."""
        return self is not self.MENTOR


class OntmoetingStatus(models.TextChoices):
    GEPLAND = "gepland", _("Gepland")
    AFGEZEGD = "afgezegd", _("Afgezegd")

    @property
    def may_become(self) -> frozenset["OntmoetingStatus"]:
        # Off is off: who has the first one in a calendar saw it go. What goes on after all is planned anew.
        return frozenset({self.AFGEZEGD}) if self is self.GEPLAND else frozenset()


class Duur(models.IntegerChoices):
    """How long it takes, in minutes."""

    HALF_UUR = 30, _("een half uur")
    UUR = 60, _("een uur")
    ANDERHALF_UUR = 90, _("anderhalf uur")
    TWEE_UUR = 120, _("twee uur")
    DAGDEEL = 240, _("een dagdeel (4 uur)")
    DAG = 480, _("een dag (8 uur)")

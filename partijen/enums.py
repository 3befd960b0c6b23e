"""The words of the party model: kinds of party, the eight roles and the functions a person can have in a party."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rol(models.TextChoices):
    """The eight roles of Tabel 1. A party, and where known a person, fills a role in a phase."""

    INTERMEDIAIR = "intermediair", _("Intermediair")
    WERKGEVER = "werkgever", _("Werkgever")
    OPLEIDER = "opleider", _("Opleider")
    TAALOPLEIDER = "taalopleider", _("Taalopleider")
    REGISSEUR = "regisseur", _("Regisseur")
    MENTOR = "mentor", _("Mentor/jobcoach")
    VERBINDER = "verbinder", _("Verbinder")
    EXPERTISEPARTNER = "expertisepartner", _("Expertisepartner")


class PartijSoort(models.TextChoices):
    """What kind of organisation a party is. Only a gemeente owns trajectories and participants."""

    GEMEENTE = "gemeente", _("Gemeente")
    WERKGEVER = "werkgever", _("Werkgever")
    OPLEIDER = "opleider", _("Opleider")
    TAALSCHOOL = "taalschool", _("Taalschool")
    MAATSCHAPPELIJK = "maatschappelijk", _("Maatschappelijke organisatie")
    BEGELEIDING = "begeleiding", _("Begeleidingsorganisatie")
    BRANCHE = "branche", _("Brancheorganisatie")
    WERKCENTRUM = "werkcentrum", _("WSP/Werkcentrum")
    UWV = "uwv", _("UWV")
    EXPERTISE = "expertise", _("Expertisecentrum")
    OVERIG = "overig", _("Overig")


class Functie(models.TextChoices):
    """What a person does in a party. The first four are for a gemeente, the last for every other party."""

    COORDINATOR = "coordinator", _("Coördinator")
    KLANTMANAGER = "klantmanager", _("Klantmanager")
    LEZER = "lezer", _("Lezer")
    BEHEERDER = "beheerder", _("Beheerder")
    MEDEWERKER = "medewerker", _("Medewerker")

    @classmethod
    def for_soort(cls, soort: PartijSoort) -> tuple["Functie", ...]:
        """Return the functions that fit a kind of party: four in a gemeente, medewerker or beheerder elsewhere."""
        if soort == PartijSoort.GEMEENTE:
            return (cls.COORDINATOR, cls.KLANTMANAGER, cls.LEZER, cls.BEHEERDER)
        return (cls.MEDEWERKER, cls.BEHEERDER)


class UitnodigingStatus(models.TextChoices):
    """Where an invitation stands; computed, so that it expires without anyone doing anything."""

    WACHT = "wacht", _("Wacht op akkoord")
    VERSTUURD = "verstuurd", _("Verstuurd")
    VERLOPEN = "verlopen", _("Verlopen")
    GEBRUIKT = "gebruikt", _("Gebruikt")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


# Without one of these nobody can let people in to a gemeente any more.
BEHEER_FUNCTIES = (Functie.COORDINATOR, Functie.BEHEERDER)
# Functions in a gemeente that do the work: they run trajectories and keep the personal files.
WERK_FUNCTIES = (Functie.COORDINATOR, Functie.KLANTMANAGER)
# Functions that read what is written about people; a beheerder manages accounts and sees none of it.
DOSSIER_FUNCTIES = (*WERK_FUNCTIES, Functie.LEZER)


class Arbeidsmarktregio(models.TextChoices):
    """The 35 labour market regions in which municipalities, UWV and partners work together."""

    ACHTERHOEK = "achterhoek", "Achterhoek"
    AMERSFOORT = "amersfoort", "Amersfoort"
    DRECHTSTEDEN = "drechtsteden", "Drechtsteden"
    DRENTHE = "drenthe", "Drenthe"
    FLEVOLAND = "flevoland", "Flevoland"
    FOODVALLEY = "foodvalley", "FoodValley"
    FRIESLAND = "friesland", "Friesland"
    GOOI_EN_VECHTSTREEK = "gooi-en-vechtstreek", "Gooi en Vechtstreek"
    GORINCHEM = "gorinchem", "Gorinchem"
    GRONINGEN = "groningen", "Groningen"
    GROOT_AMSTERDAM = "groot-amsterdam", "Groot Amsterdam"
    HAAGLANDEN = "haaglanden", "Haaglanden"
    HELMOND_DE_PEEL = "helmond-de-peel", "Helmond-De Peel"
    HOLLAND_RIJNLAND = "holland-rijnland", "Holland Rijnland"
    MIDDEN_BRABANT = "midden-brabant", "Midden-Brabant"
    MIDDEN_GELDERLAND = "midden-gelderland", "Midden-Gelderland"
    MIDDEN_HOLLAND = "midden-holland", "Midden-Holland"
    MIDDEN_LIMBURG = "midden-limburg", "Midden-Limburg"
    MIDDEN_UTRECHT = "midden-utrecht", "Midden-Utrecht"
    NOORD_HOLLAND_NOORD = "noord-holland-noord", "Noord-Holland Noord"
    NOORD_LIMBURG = "noord-limburg", "Noord-Limburg"
    NOORDOOST_BRABANT = "noordoost-brabant", "Noordoost-Brabant"
    REGIO_ZWOLLE = "regio-zwolle", "Regio Zwolle"
    RIJK_VAN_NIJMEGEN = "rijk-van-nijmegen", "Rijk van Nijmegen"
    RIJNMOND = "rijnmond", "Rijnmond"
    RIVIERENLAND = "rivierenland", "Rivierenland"
    STEDENDRIEHOEK = "stedendriehoek", "Stedendriehoek en Noordwest Veluwe"
    TWENTE = "twente", "Twente"
    WEST_BRABANT = "west-brabant", "West-Brabant"
    ZAANSTREEK_WATERLAND = "zaanstreek-waterland", "Zaanstreek/Waterland"
    ZEELAND = "zeeland", "Zeeland"
    ZUID_HOLLAND_CENTRAAL = "zuid-holland-centraal", "Zuid-Holland Centraal"
    ZUID_KENNEMERLAND = "zuid-kennemerland-en-ijmond", "Zuid-Kennemerland en IJmond"
    ZUID_LIMBURG = "zuid-limburg", "Zuid-Limburg"
    ZUIDOOST_BRABANT = "zuidoost-brabant", "Zuidoost-Brabant"

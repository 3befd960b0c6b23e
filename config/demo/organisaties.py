"""The invented parties of the demo, the people in them and whom a gemeente may call. No real organisation is here."""

from typing import NamedTuple

from inzicht.demoaccounts import ACCOUNTS
from partijen.enums import Functie, PartijSoort

WATERSTAD = "Gemeente Waterstad"
HEUVELRIJK = "Gemeente Heuvelrijk"
VONK = "Installatiebedrijf De Vonk"
WARMTE = "Warmtetechniek Oosterpoort"
LINDE = "Hoveniersbedrijf De Linde"
KASTANJE = "Groenvoorziening Kastanje"
VEER = "Zorggroep Het Veer"
STEENHART = "Bouwbedrijf Steenhart"
BRUG = "Hotel-restaurant De Brug"
PAKHUIS = "Pakhuis Noord Logistiek"
ROC = "ROC De Delta"
VAKSCHOOL = "Vakschool Buitenwerk"
TAALHUIS = "Taalhuis Waterstad"
MAATWERK = "Stichting Maatwerk Mentoren"
NETWERK = "Netwerk Werk Dichtbij"
EXPERTISE = "Expertisecentrum Nieuwe Start"
WERKCENTRUM = "Werkcentrum Rivierenland"
SCHOOLBESTUUR = "Scholengroep De Wijde Blik"


class DemoPartij(NamedTuple):
    """A party: name, kind, place and the start of its e-mail addresses; the number makes phone and KvK number."""

    naam: str
    soort: PartijSoort
    plaats: str
    domein: str
    nummer: int


PARTIJEN = (
    DemoPartij(WATERSTAD, PartijSoort.GEMEENTE, "Waterstad", "waterstad.example", 1),
    DemoPartij(HEUVELRIJK, PartijSoort.GEMEENTE, "Heuvelrijk", "heuvelrijk.example", 2),
    DemoPartij(VONK, PartijSoort.WERKGEVER, "Waterstad", "installatie.example", 3),
    DemoPartij(WARMTE, PartijSoort.WERKGEVER, "Waterstad", "warmtetechniek.example", 4),
    DemoPartij(LINDE, PartijSoort.WERKGEVER, "Waterstad", "delinde.example", 5),
    DemoPartij(KASTANJE, PartijSoort.WERKGEVER, "Heuvelrijk", "kastanje.example", 6),
    DemoPartij(VEER, PartijSoort.WERKGEVER, "Waterstad", "hetveer.example", 7),
    DemoPartij(STEENHART, PartijSoort.WERKGEVER, "Waterstad", "steenhart.example", 8),
    DemoPartij(BRUG, PartijSoort.WERKGEVER, "Heuvelrijk", "debrug.example", 9),
    DemoPartij(PAKHUIS, PartijSoort.WERKGEVER, "Heuvelrijk", "pakhuisnoord.example", 10),
    DemoPartij(ROC, PartijSoort.OPLEIDER, "Waterstad", "roc.example", 11),
    DemoPartij(VAKSCHOOL, PartijSoort.OPLEIDER, "Heuvelrijk", "vakschool.example", 12),
    DemoPartij(TAALHUIS, PartijSoort.TAALSCHOOL, "Waterstad", "taalhuis.example", 13),
    DemoPartij(MAATWERK, PartijSoort.BEGELEIDING, "Waterstad", "maatwerk.example", 14),
    DemoPartij(NETWERK, PartijSoort.BRANCHE, "Waterstad", "netwerk.example", 15),
    DemoPartij(EXPERTISE, PartijSoort.EXPERTISE, "Heuvelrijk", "expertise.example", 16),
    DemoPartij(WERKCENTRUM, PartijSoort.WERKCENTRUM, "Waterstad", "werkcentrum.example", 17),
    DemoPartij(SCHOOLBESTUUR, PartijSoort.WERKGEVER, "Heuvelrijk", "wijdeblik.example", 18),
)


class DemoLid(NamedTuple):
    """Someone of a party with an account that nobody signs in to in the demo."""

    email: str
    naam: str
    partij: str
    functie: Functie = Functie.MEDEWERKER


TWEEDE_MENTOR = "jobcoach@maatwerk.example"
LEDEN = (
    *(DemoLid(account.email, account.naam, account.partij, account.functie) for account in ACCOUNTS),
    DemoLid(TWEEDE_MENTOR, "Jos Jansma", MAATWERK),
    DemoLid("klantmanager@heuvelrijk.example", "Kyra Kok", HEUVELRIJK, Functie.KLANTMANAGER),
    DemoLid("planning@delinde.example", "Lotte Linden", LINDE),
    DemoLid("personeel@hetveer.example", "Vic Veerman", VEER),
    DemoLid("uitvoering@steenhart.example", "Sander Steen", STEENHART),
    DemoLid("keuken@debrug.example", "Brechtje Bruin", BRUG),
)


class DemoUitnodiging(NamedTuple):
    """Someone whom a gemeente asked into a party that has people: its beheerder has yet to agree."""

    partij: str
    email: str
    naam: str
    door: str


UITNODIGINGEN = (
    DemoUitnodiging(VONK, "werkplaats@installatie.example", "Wouter Wolf", "coordinator@waterstad.example"),
)


class DemoContact(NamedTuple):
    """Someone without an account whom a gemeente may call at a party."""

    partij: str
    gemeente: str
    naam: str
    functie: str
    telefoon: str


CONTACTEN = (
    DemoContact(VONK, WATERSTAD, "Petra Pols", "Personeelszaken", "000 300 10 01"),
    DemoContact(LINDE, WATERSTAD, "Gerrit Groen", "Voorman", "000 300 10 02"),
    DemoContact(ROC, WATERSTAD, "Ria Rood", "Roostermaker", "000 300 10 03"),
    DemoContact(ROC, HEUVELRIJK, "Ton Tegel", "Accountmanager", "000 300 10 04"),
)

"""What the partners of three demo trajectories wrote on their Canvas, and the means they bring; no person is named."""

from typing import NamedTuple

from canvas.enums import BijdrageSoort, Bron
from config.demo.organisaties import (
    LINDE,
    MAATWERK,
    ROC,
    STEENHART,
    TAALHUIS,
    VAKSCHOOL,
    VONK,
    WARMTE,
    WATERSTAD,
)
from config.demo.trajecten import BOUW, ELEKTRO, GROEN
from trajecten.enums import Component

C = Component


class DemoBijdrage(NamedTuple):
    """Means for a component; without a party it is the open part."""

    component: Component
    soort: BijdrageSoort
    omschrijving: str
    bedrag: int | None = None
    partij: str | None = None
    bron: Bron = Bron.ONBEKEND


TEKSTEN: dict[str, dict[str, str]] = {
    ELEKTRO.sjabloon: {
        "werving.doel": "Veertien gemotiveerde deelnemers die weten wat het vak inhoudt.",
        "werving.activiteiten": "Twee bedrijfsbezoeken, een proefles op school en een gesprek met tolk.",
        "werving.werving_vraag": "Twee bedrijven in de regio hebben samen 25 open plekken voor monteurs.",
        "werving.werving_bovenregionaal": "Ja, samen met Heuvelrijk. Anders is de groep te klein voor een eigen klas.",
        "voortraject.doel": "Taal op A2 en een goed beeld van het werk.",
        "voortraject.activiteiten": "Drie dagdelen taal, een dag school, elke maand een dag op de werkvloer.",
        "voortraject.voortraject_werkgever": "Beide bedrijven geven elke maand een kennismakingsdag.",
        "voortraject.voortraject_regie": "De gemeente, ook straks tijdens het leren en werken.",
        "leerwerk.doel": "Een mbo 3-diploma en een contract bij een bedrijf uit de regio.",
        "leerwerk.activiteiten": "Vier dagen werken en een dag school, in een rustiger tempo dan de gewone klas.",
        "leerwerk.leerwerk_taken": "Kabels trekken, groepenkasten voorbereiden, materiaal klaarzetten.",
        "leerwerk.leerwerk_bewijs": "Een diploma; wie eerder stopt krijgt een praktijkverklaring.",
        "taal.doel": "B1 spreken en de vaktaal van het werk.",
        "taal.activiteiten": "Twee dagdelen per week, waarvan een op de werkplek.",
        "taal.taal_vaktaal": "De bedrijven leveren elke maand twintig woorden met een foto.",
        "taal.taal_onderdeel": "De taaldocent komt op de werkplek en gebruikt de opdrachten van de dag.",
        "begeleiding.doel": "Iedereen houdt het vol, ook als er thuis veel te regelen is.",
        "begeleiding.activiteiten": "Elke twee weken contact met de mentor.",
        "begeleiding.begeleiding_deelnemer": "De mentor, elke twee weken, tot een half jaar na de plaatsing.",
        "begeleiding.begeleiding_werkgever": "Een training voor praktijkbegeleiders en een vast telefoonnummer.",
        "matching.doel": "Een contract van ten minste een jaar.",
        "matching.matching_helderheid": "Loon en groei staan in een folder in gewone taal.",
        "risicos": "Te weinig kinderopvang in de buurt; een bedrijf krijgt minder opdrachten.",
        "opbrengsten": "Vakmensen voor de bedrijven, vast werk voor de deelnemers, minder uitkeringen.",
        "volgende_overleg": "De eerste dinsdag van de volgende maand, 10.00 uur, bij het ROC.",
    },
    GROEN.sjabloon: {
        "werving.doel": "Vijftien deelnemers die graag buiten werken.",
        "werving.activiteiten": "Een open dag op de kwekerij en gesprekken in het buurthuis.",
        "werving.werving_vraag": "Hoveniers in de regio zoeken elk voorjaar twintig mensen.",
        "voortraject.doel": "Wennen aan het werk en de eerste woorden van het vak.",
        "voortraject.activiteiten": "Twee dagen per week meelopen, twee dagdelen taal.",
        "voortraject.voortraject_werkgever": "De hovenier neemt steeds vijf mensen mee.",
        "leerwerk.doel": "Het groencertificaat na dertien weken.",
        "leerwerk.leerwerk_taken": "Snoeien, planten, onkruid weghalen en gereedschap onderhouden.",
        "taal.taal_vaktaal": "Namen van planten en gereedschap, met een boekje voor in de jaszak.",
        "begeleiding.begeleiding_deelnemer": "De mentor belt elke twee weken en komt elke maand langs.",
        "risicos": "Er is nog geen opleider voor de groentraining.",
        "volgende_overleg": "Over twee weken, 14.00 uur, op de kwekerij.",
    },
    BOUW.sjabloon: {
        "werving.doel": "Tien deelnemers die in de bouw willen werken.",
        "leerwerk.doel": "VCA en twee weken ervaring op de bouwplaats.",
        "leerwerk.activiteiten": "Acht weken cursus met vaktaal, daarna twee weken stage.",
        "matching.doel": "Een contract, met mbo 1 of 2 erbij.",
        "matching.matching_proefplaatsing": "Voor twee deelnemers: een maand langer.",
        "opbrengsten": "Zes mensen hebben al een contract.",
    },
}

BIJDRAGEN: dict[str, tuple[DemoBijdrage, ...]] = {
    ELEKTRO.sjabloon: (
        DemoBijdrage(C.WERVING, BijdrageSoort.TIJD, "Gesprekken met kandidaten, 60 uur", partij=WATERSTAD),
        DemoBijdrage(C.VOORTRAJECT, BijdrageSoort.GELD, "Lessen techniek", 18500, ROC, Bron.SUBSIDIE),
        DemoBijdrage(C.LEERWERK, BijdrageSoort.PLAATS, "Acht leerwerkplekken", partij=VONK),
        DemoBijdrage(C.LEERWERK, BijdrageSoort.PLAATS, "Vier leerwerkplekken", partij=WARMTE),
        DemoBijdrage(C.LEERWERK, BijdrageSoort.GELD, "Loon tijdens de schooldag", 42000, VONK, Bron.WERKGEVER),
        DemoBijdrage(C.TAAL, BijdrageSoort.GELD, "Taal op de werkplek", 27000, TAALHUIS, Bron.INBURGERING),
        DemoBijdrage(C.BEGELEIDING, BijdrageSoort.BEGELEIDING, "Mentor, 6 uur per week", partij=MAATWERK),
        DemoBijdrage(C.BEGELEIDING, BijdrageSoort.GELD, "Training praktijkbegeleiders", 6400),
    ),
    GROEN.sjabloon: (
        DemoBijdrage(C.VOORTRAJECT, BijdrageSoort.PLAATS, "Vijf snuffelplekken per week", partij=LINDE),
        DemoBijdrage(C.VOORTRAJECT, BijdrageSoort.MATERIAAL, "Werkkleding en schoenen", partij=LINDE),
        DemoBijdrage(C.LEERWERK, BijdrageSoort.GELD, "Groentraining", 15750),
        DemoBijdrage(C.TAAL, BijdrageSoort.GELD, "Taallessen", 9800, TAALHUIS, Bron.INBURGERING),
        DemoBijdrage(C.BEGELEIDING, BijdrageSoort.GELD, "Mentor", 11200, WATERSTAD, Bron.PARTICIPATIE),
    ),
    BOUW.sjabloon: (
        DemoBijdrage(C.LEERWERK, BijdrageSoort.GELD, "VCA-cursus", 7900, VAKSCHOOL, Bron.PARTICIPATIE),
        DemoBijdrage(C.MATCHING, BijdrageSoort.PLAATS, "Acht werkplekken", partij=STEENHART),
    ),
}

"""The six trajectories of the demo, one from each template, in different phases; days count from the day of loading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.demo.organisaties import (
    BRUG,
    EXPERTISE,
    HEUVELRIJK,
    KASTANJE,
    LINDE,
    NETWERK,
    PAKHUIS,
    ROC,
    SCHOOLBESTUUR,
    STEENHART,
    TAALHUIS,
    VAKSCHOOL,
    VEER,
    VONK,
    WARMTE,
    WATERSTAD,
    WERKCENTRUM,
)
from deelnemers.enums import PlaatsingSoort
from partijen.enums import Arbeidsmarktregio, Rol
from trajecten.duur import Duur, maanden, weken
from trajecten.enums import Component, Niveau, Sector, Uitkomst, Uitslag

C = Component


@dataclass(frozen=True, kw_only=True)
class DemoRol:
    """Who fills a role: committed, or asked so many days ago."""

    component: Component
    rol: Rol
    partij: str
    persoon: str | None = None
    gevraagd: int | None = None


@dataclass(frozen=True, kw_only=True)
class DemoAfspraak:
    """Who does what, in so many days from now (negative is overdue)."""

    wat: str
    over: int
    partij: str | None = None
    persoon: str | None = None


@dataclass(frozen=True, kw_only=True)
class DemoBesluit:
    """What the gemeente decided so many days ago at the end of a phase."""

    component: Component
    uitslag: Uitslag
    geleden: int
    reden: str
    voorwaarden: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoPlaatsing:
    """So many participants at one employer, since so many days (minus: to come), for so many more or without end."""

    werkgever: str
    soort: PlaatsingSoort
    aantal: int
    sinds: int
    nog: int | None = None


@dataclass(frozen=True, kw_only=True)
class DemoTraject:
    """One trajectory: `start` in days from now; `deelnemers` a number per gemeente that brings them."""

    sjabloon: str
    gemeente: str
    start: int
    velden: Mapping[str, Any]
    duren: Mapping[Component, Duur]
    afgerond: tuple[Component, ...] = ()
    lopend: tuple[Component, ...] = ()
    besluiten: tuple[DemoBesluit, ...] = ()
    regisseur: str | None = None
    rollen: tuple[DemoRol, ...] = ()
    afspraken: tuple[DemoAfspraak, ...] = ()
    deelnemers: Mapping[str, int] = field(default_factory=dict)
    actief: bool = True
    plaatsingen: tuple[DemoPlaatsing, ...] = ()


def _partners(*rollen: tuple[Component, Rol, str]) -> tuple[DemoRol, ...]:
    return tuple(DemoRol(component=component, rol=rol, partij=partij) for component, rol, partij in rollen)


COORDINATOR = "coordinator@waterstad.example"
KLANTMANAGER = "klantmanager@waterstad.example"
HEUVEL = "coordinator@heuvelrijk.example"
MENTOR = "mentor@maatwerk.example"

ELEKTRO = DemoTraject(
    sjabloon="elektromonteur",
    gemeente=WATERSTAD,
    start=-270,
    regisseur=COORDINATOR,
    velden={
        "naam": "Elektromonteur voor de warmtetransitie",
        "sector": Sector.TECHNIEK,
        "niveau": Niveau.MBO3,
        "uitkomst": Uitkomst.DIPLOMA,
        "regio": Arbeidsmarktregio.RIVIERENLAND,
        "groepsgrootte": 14,
        "doel": "Veertien nieuwkomers leren het vak van elektromonteur en hebben daarna werk dat past.",
    },
    duren={
        C.WERVING: maanden(2),
        C.VOORTRAJECT: maanden(5),
        C.LEERWERK: maanden(24),
        C.TAAL: maanden(18),
        C.BEGELEIDING: maanden(24),
        C.MATCHING: maanden(3),
    },
    afgerond=(C.WERVING, C.VOORTRAJECT),
    lopend=(C.LEERWERK, C.TAAL, C.BEGELEIDING),
    besluiten=(
        DemoBesluit(
            component=C.VOORTRAJECT,
            uitslag=Uitslag.GO,
            geleden=62,
            reden="De groep is groot genoeg en de werkplekken zijn toegezegd.",
        ),
    ),
    rollen=(
        *_partners(
            (C.WERVING, Rol.INTERMEDIAIR, WATERSTAD),
            (C.WERVING, Rol.WERKGEVER, VONK),
            (C.WERVING, Rol.EXPERTISEPARTNER, EXPERTISE),
            (C.WERVING, Rol.VERBINDER, NETWERK),
            (C.VOORTRAJECT, Rol.TAALOPLEIDER, TAALHUIS),
            (C.VOORTRAJECT, Rol.OPLEIDER, ROC),
            (C.VOORTRAJECT, Rol.WERKGEVER, VONK),
            (C.VOORTRAJECT, Rol.EXPERTISEPARTNER, EXPERTISE),
            (C.LEERWERK, Rol.OPLEIDER, ROC),
            (C.LEERWERK, Rol.WERKGEVER, VONK),
            (C.LEERWERK, Rol.WERKGEVER, WARMTE),
            (C.TAAL, Rol.TAALOPLEIDER, TAALHUIS),
            (C.BEGELEIDING, Rol.EXPERTISEPARTNER, EXPERTISE),
            (C.MATCHING, Rol.VERBINDER, NETWERK),
        ),
        DemoRol(component=C.MATCHING, rol=Rol.WERKGEVER, partij=VONK, gevraagd=9),
    ),
    afspraken=(
        DemoAfspraak(wat="Woordenlijst met vaktaal aanvullen", over=-4, partij=VONK),
        DemoAfspraak(wat="Verhouding leren en werken bespreken", over=3, partij=ROC),
        DemoAfspraak(wat="Tweede praktijkdag in de week regelen", over=24, partij=VONK),
    ),
    deelnemers={WATERSTAD: 11, HEUVELRIJK: 3},
    plaatsingen=(
        DemoPlaatsing(werkgever=VONK, soort=PlaatsingSoort.LEERWERKPLEK, aantal=8, sinds=45),
        DemoPlaatsing(werkgever=WARMTE, soort=PlaatsingSoort.LEERWERKPLEK, aantal=4, sinds=40),
    ),
)

GROEN = DemoTraject(
    sjabloon="groen",
    gemeente=WATERSTAD,
    start=-150,
    regisseur=COORDINATOR,
    velden={
        "naam": "Aan de slag in het groen",
        "sector": Sector.GROEN,
        "niveau": Niveau.GEEN,
        "uitkomst": Uitkomst.CERTIFICAAT,
        "regio": Arbeidsmarktregio.RIVIERENLAND,
        "groepsgrootte": 15,
        "doel": "Vijftien deelnemers halen het groencertificaat en werken daarna een half jaar bij een hovenier.",
    },
    duren={
        C.WERVING: maanden(2),
        C.VOORTRAJECT: maanden(3),
        C.LEERWERK: weken(13),
        C.TAAL: maanden(6),
        C.BEGELEIDING: maanden(12),
        C.MATCHING: maanden(6),
    },
    afgerond=(C.WERVING,),
    lopend=(C.VOORTRAJECT, C.BEGELEIDING),
    rollen=(
        *_partners(
            (C.WERVING, Rol.INTERMEDIAIR, WATERSTAD),
            (C.WERVING, Rol.VERBINDER, NETWERK),
            (C.VOORTRAJECT, Rol.TAALOPLEIDER, TAALHUIS),
            (C.VOORTRAJECT, Rol.WERKGEVER, LINDE),
            (C.LEERWERK, Rol.WERKGEVER, LINDE),
            (C.TAAL, Rol.TAALOPLEIDER, TAALHUIS),
            (C.MATCHING, Rol.VERBINDER, NETWERK),
        ),
        DemoRol(component=C.LEERWERK, rol=Rol.WERKGEVER, partij=KASTANJE, gevraagd=5),
        DemoRol(component=C.MATCHING, rol=Rol.WERKGEVER, partij=LINDE, gevraagd=2),
    ),
    afspraken=(
        DemoAfspraak(wat="Werkkleding en schoenen bestellen", over=0, partij=LINDE),
        DemoAfspraak(wat="Opleider zoeken voor de groentraining", over=5, persoon=COORDINATOR),
    ),
    deelnemers={WATERSTAD: 15},
    plaatsingen=(
        DemoPlaatsing(werkgever=LINDE, soort=PlaatsingSoort.SNUFFELSTAGE, aantal=5, sinds=12, nog=9),
        DemoPlaatsing(werkgever=VONK, soort=PlaatsingSoort.SNUFFELSTAGE, aantal=1, sinds=4, nog=6),
        DemoPlaatsing(werkgever=VONK, soort=PlaatsingSoort.SNUFFELSTAGE, aantal=2, sinds=-5, nog=19),
    ),
)

ZORG = DemoTraject(
    sjabloon="zorg",
    gemeente=WATERSTAD,
    start=-50,
    velden={
        "naam": "Voortraject zorg in Waterstad",
        "sector": Sector.ZORG,
        "niveau": Niveau.MBO3,
        "uitkomst": Uitkomst.DEELCERTIFICAAT,
        "regio": Arbeidsmarktregio.RIVIERENLAND,
        "groepsgrootte": 12,
        "doel": "Twaalf deelnemers maken kennis met de zorg en starten daarna met een opleiding.",
    },
    duren={C.WERVING: maanden(2), C.VOORTRAJECT: maanden(6)},
    lopend=(C.WERVING,),
    rollen=(
        *_partners(
            (C.WERVING, Rol.INTERMEDIAIR, WATERSTAD),
            (C.WERVING, Rol.VERBINDER, NETWERK),
            (C.VOORTRAJECT, Rol.OPLEIDER, ROC),
        ),
        DemoRol(component=C.WERVING, rol=Rol.WERKGEVER, partij=VEER, gevraagd=3),
        DemoRol(component=C.VOORTRAJECT, rol=Rol.TAALOPLEIDER, partij=TAALHUIS, gevraagd=8),
    ),
    afspraken=(DemoAfspraak(wat="Voorlichting voor de buurt voorbereiden", over=6, partij=NETWERK),),
    deelnemers={WATERSTAD: 7},
    actief=False,
)

BOUW = DemoTraject(
    sjabloon="bouw",
    gemeente=WATERSTAD,
    start=-250,
    regisseur=KLANTMANAGER,
    velden={
        "naam": "Leren en werken in de bouw",
        "sector": Sector.BOUW,
        "niveau": Niveau.MBO1,
        "uitkomst": Uitkomst.CERTIFICAAT,
        "regio": Arbeidsmarktregio.RIVIERENLAND,
        "groepsgrootte": 10,
        "doel": "Tien deelnemers halen VCA en gaan aan het werk in de bouw, met een opleiding erbij.",
    },
    duren={
        C.WERVING: maanden(2),
        C.VOORTRAJECT: maanden(2),
        C.LEERWERK: weken(10),
        C.TAAL: maanden(4),
        C.BEGELEIDING: maanden(12),
        C.MATCHING: maanden(3),
    },
    afgerond=(C.WERVING, C.VOORTRAJECT, C.LEERWERK),
    lopend=(C.TAAL, C.BEGELEIDING, C.MATCHING),
    rollen=_partners(
        (C.WERVING, Rol.INTERMEDIAIR, WATERSTAD),
        (C.WERVING, Rol.WERKGEVER, STEENHART),
        (C.WERVING, Rol.VERBINDER, NETWERK),
        (C.VOORTRAJECT, Rol.TAALOPLEIDER, TAALHUIS),
        (C.VOORTRAJECT, Rol.OPLEIDER, VAKSCHOOL),
        (C.VOORTRAJECT, Rol.WERKGEVER, STEENHART),
        (C.LEERWERK, Rol.OPLEIDER, VAKSCHOOL),
        (C.LEERWERK, Rol.WERKGEVER, STEENHART),
        (C.TAAL, Rol.TAALOPLEIDER, TAALHUIS),
        (C.MATCHING, Rol.INTERMEDIAIR, WERKCENTRUM),
        (C.MATCHING, Rol.WERKGEVER, STEENHART),
    ),
    afspraken=(DemoAfspraak(wat="Inschrijving mbo 1 bevestigen", over=-9, partij=VAKSCHOOL),),
    deelnemers={WATERSTAD: 10},
    plaatsingen=(
        DemoPlaatsing(werkgever=STEENHART, soort=PlaatsingSoort.DIENSTVERBAND, aantal=6, sinds=30),
        DemoPlaatsing(werkgever=STEENHART, soort=PlaatsingSoort.PROEFPLAATSING, aantal=2, sinds=20, nog=40),
    ),
)

WERK_EN_TAAL = DemoTraject(
    sjabloon="werk-en-taal",
    gemeente=HEUVELRIJK,
    start=-188,
    regisseur=HEUVEL,
    velden={
        "naam": "Werk en taal in horeca en logistiek",
        "sector": Sector.HORECA,
        "niveau": Niveau.MBO2,
        "uitkomst": Uitkomst.DIPLOMA,
        "regio": Arbeidsmarktregio.RIVIERENLAND,
        "groepsgrootte": 12,
        "doel": "Twaalf deelnemers kiezen na bedrijfsbezoeken een richting en halen een diploma op mbo 2.",
    },
    duren={
        C.WERVING: maanden(2),
        C.VOORTRAJECT: maanden(4),
        C.LEERWERK: maanden(12),
        C.TAAL: maanden(12),
        C.BEGELEIDING: maanden(18),
        C.MATCHING: maanden(2),
    },
    afgerond=(C.WERVING,),
    lopend=(C.VOORTRAJECT, C.BEGELEIDING),
    besluiten=(
        DemoBesluit(
            component=C.VOORTRAJECT,
            uitslag=Uitslag.VOORWAARDEN,
            geleden=2,
            reden="De werkgevers willen door; nog niet elke werkplek is rond.",
            voorwaarden="twee werkplekken in de avond erbij en opvang op woensdag",
        ),
    ),
    rollen=(
        *_partners(
            (C.WERVING, Rol.INTERMEDIAIR, HEUVELRIJK),
            (C.WERVING, Rol.VERBINDER, NETWERK),
            (C.VOORTRAJECT, Rol.TAALOPLEIDER, TAALHUIS),
            (C.VOORTRAJECT, Rol.WERKGEVER, BRUG),
            (C.LEERWERK, Rol.OPLEIDER, ROC),
            (C.LEERWERK, Rol.WERKGEVER, BRUG),
        ),
        DemoRol(component=C.LEERWERK, rol=Rol.WERKGEVER, partij=PAKHUIS, gevraagd=10),
    ),
    afspraken=(DemoAfspraak(wat="Rondleiding in de keuken plannen", over=2, partij=BRUG),),
    deelnemers={HEUVELRIJK: 9},
)

KLAS = DemoTraject(
    sjabloon="voor-de-klas",
    gemeente=HEUVELRIJK,
    start=20,
    regisseur=HEUVEL,
    velden={
        "naam": "Nieuwe collega's voor de klas",
        "sector": Sector.ONDERWIJS,
        "niveau": Niveau.HBO,
        "uitkomst": Uitkomst.CERTIFICAAT,
        "regio": Arbeidsmarktregio.RIVIERENLAND,
        "groepsgrootte": 8,
        "doel": "Acht leraren met ervaring uit een ander land doen werkervaring op in een Nederlandse school.",
    },
    duren={},
    rollen=(
        *_partners((C.WERVING, Rol.INTERMEDIAIR, HEUVELRIJK)),
        DemoRol(component=C.WERVING, rol=Rol.WERKGEVER, partij=SCHOOLBESTUUR, gevraagd=4),
        DemoRol(component=C.WERVING, rol=Rol.EXPERTISEPARTNER, partij=EXPERTISE, gevraagd=6),
        DemoRol(component=C.VOORTRAJECT, rol=Rol.OPLEIDER, partij=ROC, gevraagd=1),
    ),
    deelnemers={HEUVELRIJK: 3},
    actief=False,
)

TRAJECTEN = (ELEKTRO, GROEN, ZORG, BOUW, WERK_EN_TAAL, KLAS)

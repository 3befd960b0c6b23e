"""The register of processing, continued: what is about a party or a trajectory, and may name a person all the same."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from inzicht.verwerkingen import SAMENWERKING, TAAK, Verwerking

BIJ_TRAJECT = (_("Wie het traject ziet: de gemeente, en wie namens een partij meedoet of is gevraagd"),)
ZOLANG_TRAJECT = _("Zolang het traject bestaat: het hoort bij het traject en wordt niet met een dossier gewist")
PAPIER = "papier"
ZOLANG_PARTIJ = _("Zolang de partij in Leerwerk staat")

OVER_TRAJECTEN: Mapping[str, Verwerking] = MappingProxyType(
    {
        "partijen.Partij": Verwerking(
            doelen=(
                (
                    _("Weten met wie wordt samengewerkt; van een eenmanszaak zijn dit gegevens van één persoon"),
                    ("naam", "soort", "kvk_nummer", "plaats", "regio"),
                ),
                (_("De partij bereiken"), ("email", "telefoon", "website")),
            ),
            grond=SAMENWERKING,
            ziet=("partijen:lijst",),
            bewaren=ZOLANG_PARTIJ,
        ),
        "trajecten.Traject": Verwerking(
            doelen=(
                (
                    _("Een traject inrichten; de vrije tekst hoort niet over personen te gaan"),
                    (
                        *("gemeente", "naam", "sjabloon", "sector", "niveau", "uitkomst", "doel"),
                        *("regio", "startdatum", "groepsgrootte", "aangemaakt_op"),
                        *("status", "status_sinds", "status_reden"),
                    ),
                ),
                (_("Weten wie het traject leidt"), ("regisseur",)),
            ),
            grond=TAAK,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
        ),
        "trajecten.Fase": Verwerking(
            doelen=(
                (
                    _("Plannen; de reden van een afwijking hoort niet over personen te gaan"),
                    (
                        *("traject", "component", "start", "eind", "te_plannen", "reden_afwijking"),
                        *("eenheid", "vaste_dag", "uiterlijk", "doorlopen"),
                        *("werkelijke_start", "werkelijk_eind", "status", "plekken"),
                        *("doorgang", "doorgang_sinds", "doorgang_reden"),
                    ),
                ),
            ),
            grond=TAAK,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
            techniek=("id", "volgorde"),
        ),
        "trajecten.Besluit": Verwerking(
            doelen=(
                (
                    _("Weten of de groep na een fase doorgaat, wie dat besloot en waarom; niet over personen"),
                    ("fase", "uitslag", "genomen_op", "partij", "persoon", "reden", "voorwaarden"),
                ),
                (_("Terugzien wie het besluit vastlegde"), ("vastgelegd_door", "vastgelegd_op")),
            ),
            grond=SAMENWERKING,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
            titel=_("Besluiten over de groep"),
        ),
        "trajecten.Planwijziging": Verwerking(
            doelen=(
                (
                    _("Terugzien wat er in de planning verschoof, waarom en door wie"),
                    ("traject", "door", "op", "waarom", "dagen"),
                ),
            ),
            grond=SAMENWERKING,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
            titel=_("Wijzigingen van de planning"),
        ),
        "trajecten.Rolinvulling": Verwerking(
            doelen=(
                (
                    _("Weten wie namens welke partij meedoet"),
                    ("fase", "rol", "partij", "persoon", "status", "werkplekken"),
                ),
                (_("Een vraag stellen en het antwoord kennen"), ("gevraagd_op", "afgewezen_door", "afwijsreden")),
            ),
            grond=SAMENWERKING,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
            techniek=("id", "vraagnummer"),
        ),
        "canvas.CanvasTekst": Verwerking(
            doelen=(
                (
                    _("Samen opschrijven wat het traject inhoudt; de tekst hoort niet over personen te gaan"),
                    ("traject", "veld", "tekst"),
                ),
                (_("Weten wie het laatst schreef"), ("gewijzigd_door", "gewijzigd_op")),
            ),
            grond=SAMENWERKING,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
            titel=_("Teksten op het Canvas"),
        ),
        "canvas.Bijdrage": Verwerking(
            doelen=(
                (
                    _("Weten wie wat inbrengt; de vrije tekst hoort niet over personen te gaan"),
                    ("traject", "component", "soort", "omschrijving", "bedrag", "partij", "bron"),
                ),
            ),
            grond=SAMENWERKING,
            ziet=BIJ_TRAJECT,
            bewaren=ZOLANG_TRAJECT,
        ),
        "canvas.PdfOpdracht": Verwerking(
            doelen=(
                (
                    _("Het Canvas op papier meenemen, met de namen en teksten die er toen in stonden"),
                    ("traject", "document", "bestand", "gevraagd_op", "klaar_op"),
                ),
            ),
            grond=SAMENWERKING,
            ziet=BIJ_TRAJECT,
            bewaren=PAPIER,
            techniek=("id", "inhoud_hash", "status", "pogingen", "geclaimd_op", "fout"),
            titel=_("Papieren van het Canvas"),
        ),
    }
)

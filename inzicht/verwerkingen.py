"""What each personal field is for, on which ground, who sees it and how long it stays: the data of the register.

Grounds are a proposal, for the privacy officer of the municipality to judge. A field of these models that stands in no
purpose here fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Tekst = str | Promise

# AVG art. 6 lid 1; the law that gives the task.
TAAK = _(
    "Taak van algemeen belang (AVG art. 6 lid 1 onder e): Wet inburgering 2021, en Participatiewet art. 7 "
    "(ondersteuning bij arbeidsinschakeling)"
)
PLICHT = _("Wettelijke plicht (AVG art. 6 lid 1 onder c): AVG art. 15 tot en met 17")
VERANTWOORDING = _("Wettelijke plicht (AVG art. 6 lid 1 onder c): AVG art. 5 lid 2, 30 en 32; BIO 12.4")
SAMENWERKING = _(
    "Taak van algemeen belang (AVG art. 6 lid 1 onder e); voor mensen van partners gerechtvaardigd belang (onder f): "
    "samenwerken aan een traject"
)
BEVEILIGING = _("Wettelijke plicht (AVG art. 6 lid 1 onder c): AVG art. 32, passende beveiliging")

# How long: computed by verwerkingsregister.py.
ALS_DOSSIER, EEN_DAG, EEN_UUR, LOGBOEK, SESSIE = "dossier", "dag", "uur", "logboek", "sessie"
# An agreement from a check-in goes with the file; one made on the trajectory itself does not.
AFSPRAAK = "afspraak"
ACCOUNT = _("Zolang iemand een account heeft; daarna blijft de naam staan bij wat iemand schreef of besloot")
TOT_WEG = _("Tot de gemeente het weghaalt")
UITNODIGING = _(
    "Blijft staan als bewijs van wie toegang gaf; opende iemand nooit een account, dan tot een maand na het einde. "
    "De link zelf werkt twee weken"
)
BERICHT = _("Blijft staan als bewijs van verzending; er staan alleen nummers en namen van trajecten in")
STEMPEL = _("Dertig dagen")
UITSTEL = _("Drie dagen, tot het volgende overzicht")
WEIGERING = _("Een week, of tot iemand het adres opnieuw probeert")


@dataclass(frozen=True)
class Verwerking:
    """One kind of row: the purposes of its fields, the ground, who sees it, how long.

    `ziet` names fields and parts of zichtbaarheid.VELDEN, addresses of the matrix, or says it in words; `anders` does
    so for fields that fewer people see than the rest of the row. `titel` and `namen` name in plain words what a library
    calls by a name of its own.
    """

    doelen: tuple[tuple[Tekst, tuple[str, ...]], ...]
    grond: Tekst
    ziet: tuple[Tekst, ...]
    bewaren: Tekst
    # What is no personal data: counters and states of the machinery.
    techniek: tuple[str, ...] = ("id",)
    anders: Mapping[str, tuple[Tekst, ...]] = field(default_factory=dict)
    titel: Tekst = ""
    namen: Mapping[str, Tekst] = field(default_factory=dict)


# Seen where the own number is: by the people of the gemeente who work with files.
BIJ_KENMERK = ("kenmerk",)
TERMIJN = ("deelnemers:bewaartermijn",)
NIEMAND = _("Niemand op een scherm; het werkt op de achtergrond")
ZELF = _("Alleen de persoon zelf")

VERWERKINGEN: Mapping[str, Verwerking] = MappingProxyType(
    {
        "deelnemers.Deelnemer": Verwerking(
            doelen=(
                (_("Weten om wie het gaat"), ("voornaam", "achternaam")),
                (_("Terugvinden in de eigen administratie van de gemeente"), ("kenmerk",)),
                (_("Contact opnemen over het traject"), ("email", "telefoon")),
                (_("Een passend traject en taalles kiezen"), ("luisteren", "lezen", "spreken", "schrijven")),
                (_("Een plek vinden die past bij iemands tijd"), ("uren_per_week",)),
                (_("Praktische hindernissen wegnemen"), ("belemmeringen",)),
                (_("Weten welke gemeente verantwoordelijk is"), ("gemeente",)),
                (
                    _("Niet langer bewaren dan nodig"),
                    ("aangemaakt_op", "bewaren_tot", "bewaren_reden", "aangekondigd_op", "geanonimiseerd_op"),
                ),
            ),
            grond=TAAK,
            ziet=("veld",),
            anders=MappingProxyType(
                {
                    "gemeente": BIJ_KENMERK,
                    "aangemaakt_op": BIJ_KENMERK,
                    "bewaren_tot": TERMIJN,
                    "bewaren_reden": TERMIJN,
                    "aangekondigd_op": TERMIJN,
                    "geanonimiseerd_op": TERMIJN,
                }
            ),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Deelname": Verwerking(
            doelen=(
                (_("Volgen of iemand meedoet"), ("deelnemer", "traject", "status", "aangemeld_op", "actief_sinds")),
                (_("Weten wie begeleidt"), ("mentor", "mentor_partij")),
                (_("De bewaartermijn laten ingaan"), ("beeindigd_op",)),
            ),
            grond=TAAK,
            ziet=("deelnemers:detail",),
            anders=MappingProxyType(
                {
                    "mentor": ("mentor",),
                    "mentor_partij": ("mentor",),
                    "beeindigd_op": (*TERMIJN, "deelnemers:deelname_datums"),
                }
            ),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Voortgang": Verwerking(
            doelen=(
                (_("Volgen hoe ver iemand is en bijsturen"), ("deelname", "fase", "start", "eind", "status")),
                (_("Laten zien wat iemand heeft gehaald"), ("resultaat",)),
            ),
            grond=TAAK,
            ziet=("voortgang",),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Plaatsing": Verwerking(
            doelen=(
                (
                    _("Werk en leren bij een werkgever regelen"),
                    ("deelname", "werkgever", "soort", "start", "eind", "uren_per_week"),
                ),
                (_("Op tijd weten of iemand kan blijven"), ("evaluatie", "geevalueerd_op")),
            ),
            grond=TAAK,
            ziet=("plaatsingen", "eigen_plaatsing"),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Checkin": Verwerking(
            doelen=(
                (
                    _("Begeleiden: horen hoe het gaat en wat nodig is"),
                    (
                        *("deelname", "door", "datum", "wijze", "werk", "taal", "leren", "praktisch"),
                        *("wensen", "knelpunten", "afspraak", "gemaakt_op"),
                    ),
                ),
                (_("De deelnemer op de eigen pagina laten lezen wat is afgesproken"), ("afspraak_gedeeld",)),
                (_("Op tijd ingrijpen"), ("coordinator_nodig",)),
            ),
            grond=TAAK,
            ziet=("checkins",),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Ontmoeting": Verwerking(
            doelen=(
                (
                    _("De deelnemer laten weten wanneer en waar die wordt verwacht, en wie er ook bij is"),
                    ("deelname", "soort", "werkgever", "dag", "tijd", "minuten", "plaats", "status", "versie"),
                ),
                (_("Weten wie het plande"), ("gepland_door", "gemaakt_op")),
            ),
            grond=TAAK,
            ziet=("ontmoetingen",),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Wens": Verwerking(
            doelen=(
                (
                    _("Horen wat de deelnemer wil, en laten zien dat het besproken is"),
                    ("deelname", "soort", "status", "gesteld_op", "besproken_door", "besproken_op"),
                ),
            ),
            grond=TAAK,
            ziet=("wensen",),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Paginalink": Verwerking(
            doelen=(
                (
                    _("De deelnemer zonder account de eigen pagina laten zien, en dat weer kunnen stoppen"),
                    ("deelname", "sleutel", "door", "gemaakt_op", "verloopt_op", "ingetrokken_op"),
                ),
            ),
            grond=TAAK,
            ziet=("deelnemers:eigen_pagina",),
            bewaren=ALS_DOSSIER,
        ),
        "deelnemers.Signaal": Verwerking(
            doelen=(
                (
                    _("Op tijd ingrijpen als het niet goed gaat"),
                    ("checkin", "redenen", "status", "afgehandeld_door", "afgehandeld_op", "gemaakt_op"),
                ),
            ),
            grond=TAAK,
            ziet=("deelnemers:checkin_detail",),
            bewaren=ALS_DOSSIER,
        ),
        "trajecten.Afspraak": Verwerking(
            doelen=(
                (
                    _("Weten wie wat wanneer doet; een afspraak kan over een persoon gaan"),
                    (
                        *("traject", "gemeente", "wat", "partij", "persoon", "deadline", "status"),
                        *("verzet_van", "verzet_reden", "herhaling", "herhaal_vanaf", "volgende"),
                        *("gemaakt_door", "gemaakt_op"),
                    ),
                ),
            ),
            grond=TAAK,
            ziet=(_("Wie werkt met dossiers bij de gemeente van de afspraak; wie de afspraak maakt of nakomt"),),
            bewaren=AFSPRAAK,
        ),
        "deelnemers.Inzageverzoek": Verwerking(
            doelen=(
                (
                    _("Een deelnemer laten zien wat er is vastgelegd"),
                    ("deelnemer", "door", "pdf", "json", "aangemaakt_op", "klaar_op"),
                ),
            ),
            grond=PLICHT,
            ziet=("deelnemers:inzageverzoek",),
            bewaren=EEN_DAG,
            techniek=("id", "status", "pogingen", "geclaimd_op", "fout"),
        ),
        "deelnemers.ImportOpdracht": Verwerking(
            doelen=(
                (
                    _("Een lijst laten nakijken voordat die wordt opgeslagen"),
                    ("gemeente", "door", "bestandsnaam", "rijen", "gemaakt_op", "uitgevoerd_op"),
                ),
            ),
            grond=TAAK,
            ziet=("deelnemers:import_bevestig",),
            bewaren=EEN_UUR,
            techniek=("id", "aantal"),
        ),
        "deelnemers.EigenPaginaTekst": Verwerking(
            doelen=(
                (
                    _("Kunnen nagaan wie een vertaling las en goed vond voordat deelnemers haar zien"),
                    ("gelezen_door", "vastgelegd_door", "vastgelegd_op"),
                ),
                (_("Weten wie een eigen tekst schreef: die keurt hem niet zelf goed"), ("bewerkt_door", "bewerkt_op")),
                (_("De eigen pagina tonen in de woorden van de gemeente"), ("gemeente", "taal", "code", "tekst")),
            ),
            grond=SAMENWERKING,
            ziet=("deelnemers:paginateksten",),
            bewaren=TOT_WEG,
            techniek=("id", "gelezen_versie"),
        ),
        "partijen.Contactpersoon": Verwerking(
            doelen=(
                (_("Weten wie er te bellen is bij een partij"), ("partij", "naam", "functie", "email", "telefoon")),
                (_("Weten welke gemeente dit opschreef"), ("gemeente",)),
            ),
            grond=SAMENWERKING,
            ziet=(_("Alleen de gemeente die de contactpersoon opschreef"),),
            bewaren=TOT_WEG,
        ),
    }
)

"""Whose file may be seen by whom, said in the field's words: one module per concept, all to be had from here."""

from deelnemers.querysets.deelnames import (
    DeelnameQuerySet,
    PlaatsingQuerySet,
    VoortgangQuerySet,
)
from deelnemers.querysets.deelnemers import (
    DeelnemerQuerySet,
)
from deelnemers.querysets.gesprekken import (
    CheckinQuerySet,
    EigenPaginaTekstQuerySet,
    OntmoetingQuerySet,
    PaginalinkQuerySet,
    SignaalQuerySet,
    WensQuerySet,
)
from deelnemers.querysets.opdrachten import (
    ImportOpdrachtQuerySet,
    InzageverzoekQuerySet,
)
from deelnemers.querysets.zicht import (
    OPLEIDER_ROLLEN,
    dossier_gemeentes,
    guided_by,
    guided_now,
    keeps_files,
    known_by_name,
    opleiding_of,
    shared,
    still_a_person,
)

__all__ = [
    "OPLEIDER_ROLLEN",
    "CheckinQuerySet",
    "DeelnameQuerySet",
    "DeelnemerQuerySet",
    "EigenPaginaTekstQuerySet",
    "ImportOpdrachtQuerySet",
    "InzageverzoekQuerySet",
    "OntmoetingQuerySet",
    "PaginalinkQuerySet",
    "PlaatsingQuerySet",
    "SignaalQuerySet",
    "VoortgangQuerySet",
    "WensQuerySet",
    "dossier_gemeentes",
    "guided_by",
    "guided_now",
    "keeps_files",
    "known_by_name",
    "opleiding_of",
    "shared",
    "still_a_person",
]

"""A trajectory and what hangs on it: its phases, who fills which role, what was agreed; all to be had from here."""

from trajecten.models.afspraak import Afspraak
from trajecten.models.geschiedenis import Besluit, Planwijziging
from trajecten.models.grenzen import (
    DATUM_VALIDATORS,
    LAATSTE_DATUM,
    MAX_DOORLOPEN,
    MAX_GROEP,
    PLEK_VALIDATORS,
    VROEGSTE_DATUM,
)
from trajecten.models.rol import Rolinvulling
from trajecten.models.traject import Fase, Traject

__all__ = [
    "DATUM_VALIDATORS",
    "LAATSTE_DATUM",
    "MAX_DOORLOPEN",
    "MAX_GROEP",
    "PLEK_VALIDATORS",
    "VROEGSTE_DATUM",
    "Afspraak",
    "Besluit",
    "Fase",
    "Planwijziging",
    "Rolinvulling",
    "Traject",
]

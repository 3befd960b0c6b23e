"""Participants, their part in a trajectory, and how it goes: one module per concept, all to be had from here."""

from deelnemers.models.checkin import Checkin, Signaal
from deelnemers.models.deelname import Deelname, Plaatsing, Voortgang
from deelnemers.models.deelnemer import Deelnemer
from deelnemers.models.eigenpagina import Paginalink, Wens
from deelnemers.models.eigenpaginatekst import EigenPaginaTekst
from deelnemers.models.ontmoeting import Ontmoeting
from deelnemers.models.opdrachten import ImportOpdracht, Inzageverzoek

__all__ = [
    "Checkin",
    "Deelname",
    "Deelnemer",
    "EigenPaginaTekst",
    "ImportOpdracht",
    "Inzageverzoek",
    "Ontmoeting",
    "Paginalink",
    "Plaatsing",
    "Signaal",
    "Voortgang",
    "Wens",
]

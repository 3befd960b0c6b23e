"""The timeline of a trajectory as numbers and words: one source for page, phone and PDF. No database."""

from trajecten.tijdlijn.schaal import Jaarmerk, Maandmerk, Schaal, say_maand
from trajecten.tijdlijn.tekenen import lay_out_tijdlijn
from trajecten.tijdlijn.vormen import MARGE, Poort, Rij, Tekening, Tijdlijn, TijdlijnFase, Vlak

__all__ = [
    "MARGE",
    "Jaarmerk",
    "Maandmerk",
    "Poort",
    "Rij",
    "Schaal",
    "Tekening",
    "Tijdlijn",
    "TijdlijnFase",
    "Vlak",
    "lay_out_tijdlijn",
    "say_maand",
]

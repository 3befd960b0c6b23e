"""Whoever relates to a trajectory relates to its Canvas in the same way."""

from canvas.models import Bijdrage
from toegang.relaties import register as register_finder
from trajecten.relaties import to_traject


def register() -> None:
    register_finder(Bijdrage, lambda user, bijdrage: to_traject(user, bijdrage.traject))  # type: ignore[union-attr]

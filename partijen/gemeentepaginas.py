"""Pages on which a gemeente sets something that is a higher app's: each app registers its own, settings shows them."""

from typing import NamedTuple

from django.utils.functional import Promise


class Gemeentepagina(NamedTuple):
    """What is set there, and the name of the address: with the gemeente's id and nothing else."""

    label: str | Promise
    adres: str


_paginas: list[Gemeentepagina] = []


def register(label: str | Promise, adres: str) -> None:
    """Register a page that stands beside a gemeente's settings."""
    _paginas.append(Gemeentepagina(label, adres))


def registered() -> tuple[Gemeentepagina, ...]:
    """Return the pages beside a gemeente's settings, in the order of the apps."""
    return tuple(_paginas)

"""The one door for how many there is room for: in a phase, and at an employer."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models, transaction

from trajecten.models import Rolinvulling, Traject


def set_places(traject: Traject, *, fasen: Mapping[int, int | None], werkgevers: Mapping[int, int | None]) -> None:
    """Write places by the id of a phase, and workplaces by the id of an employer's role; None: not known.

    A phase without a number of its own has as many as the group. What is not of this trajectory is left alone.
    """
    with transaction.atomic():
        Traject.objects.lock(traject.pk)
        for fase in traject.fasen.filter(pk__in=fasen):
            _store(fase, "plekken", fasen[fase.pk])
        for rij in Rolinvulling.objects.of_traject(traject).with_workplaces().filter(pk__in=werkgevers):
            _store(rij, "werkplekken", werkgevers[rij.pk])


def offers(rij: Rolinvulling) -> str:
    """Return an employer with the phase in which it offers workplaces."""
    return f"{rij.partij} · {rij.fase}"


def _store(row: models.Model, veld: str, aantal: int | None) -> None:
    if getattr(row, veld) == aantal:
        return
    setattr(row, veld, aantal)
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name != veld])
    except ValidationError as fout:
        raise ValidationError(fout.error_dict[veld]) from fout
    row.save(update_fields=[veld])

"""The relation a person has to an object, and the registry in which each app says how to find it.

The low rooms know no high ones: this module calls what the apps register in `AppConfig.ready`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from toegang.models import User


class Relatie(models.TextChoices):
    """What a person is to an object; to no object in particular (a list, a start page), what they are anywhere."""

    INGELOGD = "ingelogd", _("Iedereen die is ingelogd")
    # A function in the gemeente that owns the object.
    COORDINATOR = "coordinator", _("Coördinator van de eigen gemeente")
    KLANTMANAGER = "klantmanager", _("Klantmanager van de eigen gemeente")
    LEZER = "lezer", _("Lezer van de eigen gemeente")
    BEHEERDER = "beheerder", _("Beheerder van de eigen gemeente")
    # A role in the trajectory, through one's party.
    INTERMEDIAIR = "intermediair", _("Intermediair in het traject")
    WERKGEVER = "werkgever", _("Werkgever in het traject")
    OPLEIDER = "opleider", _("Opleider in het traject")
    TAALOPLEIDER = "taalopleider", _("Taalopleider in het traject")
    REGISSEUR = "regisseur", _("Regisseur van het traject")
    MENTOR = "mentor", _("Mentor/jobcoach in het traject")
    VERBINDER = "verbinder", _("Verbinder in het traject")
    EXPERTISEPARTNER = "expertisepartner", _("Expertisepartner in het traject")
    # Closer ties.
    EIGEN_MENTOR = "eigen_mentor", _("Mentor van deze deelnemer")
    PLAATSENDE_WERKGEVER = "plaatsende_werkgever", _("Werkgever bij wie de deelnemer werkt")
    EIGEN_PARTIJ = "eigen_partij", _("Lid van deze partij, of gevraagd namens deze partij")
    PARTIJ_BEHEERDER = "partij_beheerder", _("Beheerder van deze partij")
    AUTEUR = "auteur", _("Wie dit schreef")
    HOUDER = "houder", _("Houder van de persoonlijke link")
    BETROKKENE = "betrokkene", _("De persoon om wie het gaat")


Relaties = frozenset[Relatie]
RelatieFinder = Callable[["User", models.Model | None], Relaties]

_finders: dict[type[models.Model] | None, list[RelatieFinder]] = {}


def register(model: type[models.Model] | None, finder: RelatieFinder) -> None:
    """Register how a person relates to objects of a model; with None, what they are anywhere."""
    _finders.setdefault(model, []).append(finder)


def relaties_of(user: "User", obj: models.Model | None) -> Relaties:
    """Return every relation the user has to the object; INGELOGD is always among them."""
    finders = _finders.get(type(obj) if obj is not None else None, [])
    return frozenset({Relatie.INGELOGD}).union(*(finder(user, obj) for finder in finders))

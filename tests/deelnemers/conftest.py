from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse

from deelnemers.eigenpagina import links
from deelnemers.models import Deelnemer
from partijen.enums import Rol
from tests.factories.deelnemers import (
    CheckinFactory,
    DeelnameFactory,
    DeelnemerFactory,
    PlaatsingFactory,
    VoortgangFactory,
)
from tests.factories.trajecten import FaseFactory, RolinvullingFactory


@pytest.fixture
def placed(cast):
    """Someone of Waterstad with a mentor, an employer and trainers, in a trajectory where the whole cast has a role."""
    deelname = DeelnameFactory(traject__gemeente=cast.waterstad, mentor=cast.mentor)
    PlaatsingFactory(deelname=deelname, werkgever=cast.installatie)
    fase = FaseFactory(traject=deelname.traject)
    rollen = {
        Rol.WERKGEVER: cast.installatie,
        Rol.OPLEIDER: cast.roc,
        Rol.TAALOPLEIDER: cast.taalhuis,
        Rol.VERBINDER: cast.netwerk,
        Rol.EXPERTISEPARTNER: cast.expertise,
        Rol.MENTOR: cast.maatwerk,
    }
    for rol, partij in rollen.items():
        RolinvullingFactory(fase=fase, rol=rol, toegezegd=True, partij=partij)
    return deelname


@pytest.fixture
def samira(placed):
    """The placed participant, with everything filled in that somebody must not see."""
    Deelnemer.objects.filter(pk=placed.deelnemer_id).update(
        voornaam="Samira",
        achternaam="Haddad",
        kenmerk="W-77",
        email="samira@voorbeeld.example",
        telefoon="0612345678",
        uren_per_week=24,
        belemmeringen=["kinderopvang"],
        spreken="B1",
    )
    CheckinFactory(deelname=placed, door=placed.mentor, knelpunten="Trein rijdt niet")
    VoortgangFactory(deelname=placed, fase=placed.traject.fasen.get(), status="lopend")
    PlaatsingFactory(deelname=placed, werkgever__naam="Anderwerk BV")
    DeelnemerFactory(gemeente=placed.deelnemer.gemeente, voornaam="Collega", achternaam="Zonder")
    placed.deelnemer.refresh_from_db()
    return placed.deelnemer


@pytest.fixture
def eigen(cast, placed, fresh_counts):
    """The own page of the placed participant, behind a link that the mentor gave."""
    key = links.give(placed, door=cast.mentor)
    return SimpleNamespace(
        deelname=placed,
        key=key,
        url=reverse("deelnemers:mijn", args=[key]),
        wens=reverse("deelnemers:mijn_wens", args=[key]),
        weg=reverse("deelnemers:mijn_wens_weg", args=[key]),
    )

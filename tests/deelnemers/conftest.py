import pytest

from partijen.enums import Rol
from tests.factories.deelnemers import DeelnameFactory, PlaatsingFactory
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

"""Another gemeente's people are a number, and only from five on: not by subtracting either."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from deelnemers.aantallen import KLEIN, tell, tell_total
from deelnemers.enums import DeelnameStatus
from deelnemers.groep import Ruimte, group_of, room_in
from deelnemers.models import Deelname
from partijen.enums import PartijSoort, Rol
from tests.factories.deelnemers import DeelnameFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.trajecten import FaseFactory, RolinvullingFactory, TrajectFactory
from toegang.models import User
from trajecten.models import Traject


@pytest.mark.parametrize(
    ("aantal", "told"), [(0, 0), (1, None), (2, None), (3, None), (4, None), (5, 5), (6, 6), (40, 40)]
)
def test_a_number_is_told_from_five_on(aantal, told):
    assert tell(aantal) == told


def test_a_total_goes_with_the_small_part_it_would_give_away():
    told = {(eigen, anderen): tell_total(eigen=eigen, anderen=anderen) for eigen in range(20) for anderen in range(12)}
    worked_out = {anderen for (eigen, anderen), total in told.items() if total is not None}
    assert worked_out == {0, *range(KLEIN, 12)}
    assert all(total in {None, eigen + anderen} for (eigen, anderen), total in told.items())


@pytest.mark.parametrize("grootte", [1, 4, 5, 6, 12])
def test_what_is_said_of_room_is_the_same_for_one_to_four_others_and_true(grootte):
    for eigen in range(grootte + 2):
        groepen = [Ruimte(grootte, eigen, tell_total(eigen=eigen, anderen=anderen)) for anderen in range(1, KLEIN)]
        [said] = {(ruimte.vrij, ruimte.vol, ruimte.misschien_vol) for ruimte in groepen}
        full = {eigen + anderen >= grootte for anderen in range(1, KLEIN)}
        assert said == (None, full == {True}, len(full) == 2), eigen


@pytest.fixture
def samen(cast):
    """A trajectory of Waterstad with eight of its own people, in which Heuvelrijk takes part."""
    traject = TrajectFactory(gemeente=cast.waterstad, groepsgrootte=12)
    fase = FaseFactory(traject=traject, component="werving")
    uwv = PartijFactory(naam="UWV", soort=PartijSoort.UWV)
    LidmaatschapFactory(gebruiker=cast.expert, partij=uwv)
    for partij in (cast.heuvelrijk, uwv):
        RolinvullingFactory(fase=fase, rol=Rol.INTERMEDIAIR, toegezegd=True, partij=partij)
    DeelnameFactory.create_batch(8, traject=traject, deelnemer__gemeente=cast.waterstad)
    return traject


def _add(traject, gemeente, n, **fields):
    DeelnameFactory.create_batch(n, traject=traject, deelnemer__gemeente=gemeente, **fields)


def _pages(client, traject):
    names = ("deelnemers:van_traject", "deelnemers:deelname_nieuw", "trajecten:detail", "canvas:canvas")
    return [client.get(reverse(name, args=[traject.pk])) for name in names]


def _told(response):
    """Return what a page tells, without what differs at every request or names one's own people."""
    found = response.context
    ruimte, groep = found.get("ruimte"), found.get("groep")
    return (
        ruimte and (ruimte.vrij, ruimte.vol, ruimte.misschien_vol),
        groep and groep.anderen,
        "Minder dan 5" in response.text,
        "minder dan 5" in response.text,
    )


@pytest.mark.parametrize("who", ["coordinator", "klantmanager", "lezer"])
def test_the_pages_tell_the_same_for_one_to_four_others(cast, login, samen, who):
    client, told = login(cast.people[who]), []
    for _n in range(1, KLEIN):
        _add(samen, cast.heuvelrijk, 1)
        told.append([_told(page) if page.status_code == 200 else page.status_code for page in _pages(client, samen)])
    assert told[1:] == told[:-1]
    assert told[0][0][1] is None

    _add(samen, cast.heuvelrijk, 1)
    assert [_told(page) if page.status_code == 200 else page.status_code for page in _pages(client, samen)] != told[0]
    assert group_of(cast.people[who], Traject.objects.get(pk=samen.pk)).anderen == KLEIN


@pytest.mark.parametrize(("anderen", "bezet"), [(0, 8), (1, None), (4, None), (5, 13)])
def test_the_owner_gets_no_total_that_gives_away_a_few_others(cast, samen, anderen, bezet):
    _add(samen, cast.heuvelrijk, anderen)
    assert room_in(cast.coordinator, samen) == Ruimte(groepsgrootte=12, eigen=8, bezet=bezet)


@pytest.mark.parametrize(("eigen", "bezet"), [(0, 8), (3, 11)])
def test_the_other_gemeente_is_told_of_the_owner_alike(cast, samen, eigen, bezet):
    _add(samen, cast.heuvelrijk, eigen)
    assert group_of(cast.vreemde, samen).anderen == 8
    assert room_in(cast.vreemde, samen) == Ruimte(groepsgrootte=12, eigen=eigen, bezet=bezet)


@pytest.mark.parametrize(("n", "bezet"), [(1, None), (4, None), (5, 5)])
def test_an_intermediair_without_people_of_its_own_is_told_no_small_number(cast, n, bezet, samen):
    Deelname.objects.of_traject(samen).delete()
    _add(samen, cast.waterstad, n)
    assert room_in(cast.expert, samen) == Ruimte(groepsgrootte=12, eigen=0, bezet=bezet)


@pytest.mark.parametrize("who", ["werkgever", "mentor", "verbinder", "beheerder"])
def test_who_keeps_no_files_is_told_no_number_at_all(cast, samen, who):
    _add(samen, cast.heuvelrijk, 7)
    assert group_of(cast.people[who], samen).anderen == 0


def test_who_left_does_not_count(cast, samen):
    _add(samen, cast.heuvelrijk, 5)
    _add(samen, cast.heuvelrijk, 3, status=DeelnameStatus.GESTOPT)
    assert group_of(cast.coordinator, samen).anderen == 5


def test_people_of_others_are_counted_at_one_place():
    """Above the filters of who sees what, one function counts people: it asks this rule what may be told."""
    folders = ("deelnemers", "canvas", "inzicht", "config")
    sources = [path for folder in folders for path in Path(settings.BASE_DIR, folder).rglob("*.py")]
    counting = {path.name for path in sources if ".unseen_by(" in path.read_text()}
    assert counting == {"groep.py"}


def test_with_two_hats_the_few_that_are_left_are_not_told(cast, samen):
    """A coordinator who is mentor elsewhere knows four of the others by name: the rest is too few to tell."""
    _add(samen, cast.heuvelrijk, 6)
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.maatwerk)
    theirs = Deelname.objects.filter(traject=samen, deelnemer__gemeente=cast.heuvelrijk)
    theirs.filter(pk__in=theirs.order_by("pk").values("pk")[:4]).update(
        mentor=cast.coordinator, mentor_partij=cast.maatwerk
    )
    assert group_of(User.objects.get(pk=cast.coordinator.pk), samen).anderen is None

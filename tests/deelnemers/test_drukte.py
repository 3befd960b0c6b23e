"""How busy mentors get in a planning that is only thought of: other trajectories count, what is over does not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from deelnemers.drukte import pressure_on_mentors
from deelnemers.enums import VoortgangStatus
from deelnemers.models import Deelname
from partijen.models import GemeenteInstelling
from tests.factories.deelnemers import DeelnameFactory, DeelnemerFactory, VoortgangFactory
from tests.factories.trajecten import FaseFactory, TrajectFactory
from trajecten.duur import maanden
from trajecten.enums import Component
from trajecten.planning import Stap, lay_out

BEGIN = date(timezone.localdate().year + 1, 1, 15)


def guidance(start, months):
    return lay_out([Stap(sleutel=Component.BEGELEIDING, duur=maanden(months), vast=start)])


@pytest.fixture
def group(cast):
    """Return a maker of a group of people of Waterstad with one mentor, guided from a day on for a year."""

    def make(aantal, start=BEGIN, *, gemeente=None, mentor=cast.mentor):
        traject = TrajectFactory(gemeente=cast.waterstad, regisseur=cast.coordinator)
        FaseFactory(traject=traject, component=Component.BEGELEIDING, start=start, eind=start + timedelta(days=364))
        for _n in range(aantal):
            deelnemer = DeelnemerFactory(gemeente=gemeente or cast.waterstad)
            DeelnameFactory(traject=traject, deelnemer=deelnemer, mentor=mentor)
        return traject

    return make


def tops(user, traject, *plannen):
    (drukte,) = pressure_on_mentors(user, traject, plannen)
    return [(top.dag, top.bezetting.bezet, top.bezetting.te_veel) for top in drukte.toppen]


def test_people_of_another_trajectory_count_as_long_as_both_groups_are_guided(cast, group):
    GemeenteInstelling.objects.create(gemeente=cast.waterstad, per_mentor=5)
    traject, other = group(4), group(3, BEGIN + timedelta(days=60))
    both = other.fasen.get().start
    plannen = guidance(BEGIN, 12), guidance(BEGIN, 1), guidance(BEGIN + timedelta(days=500), 12)
    # Together from the day on which the other begins; alone where this one is over by then, or begins after it.
    assert tops(cast.coordinator, traject, *plannen) == [
        (both, 7, 2),
        (BEGIN, 4, 0),
        (BEGIN + timedelta(days=500), 4, 0),
    ]


def test_own_days_stay_and_who_is_done_is_no_work(cast, group):
    traject = group(3)
    fase = traject.fasen.get()
    eerste, tweede, _derde = Deelname.objects.filter(traject=traject).order_by("pk")
    eigen = VoortgangFactory(deelname=eerste, fase=fase, start=BEGIN + timedelta(days=90), eind=None)
    VoortgangFactory(deelname=tweede, fase=fase, status=VoortgangStatus.AFGEROND)
    assert tops(cast.coordinator, traject, guidance(BEGIN, 12), guidance(BEGIN, 2)) == [
        (eigen.start, 2, 0),
        (BEGIN, 1, 0),
    ]


def test_what_began_counts_from_today_and_what_is_over_not_at_all(cast, group):
    today = timezone.localdate()
    traject = group(2, today - timedelta(days=30))
    plannen = guidance(today - timedelta(days=30), 6), guidance(today - timedelta(days=90), 2)
    assert tops(cast.coordinator, traject, *plannen) == [(today, 2, 0), (None, 0, 0)]


def test_a_few_people_of_another_gemeente_are_not_told_as_a_number(cast, group):
    traject = group(4)
    other = group(2, gemeente=cast.heuvelrijk)
    Deelname.objects.filter(traject=other).update(traject=traject)
    (drukte,) = pressure_on_mentors(cast.coordinator, traject, [guidance(BEGIN, 12)])
    assert drukte.toppen[0].bezetting.bezet is None
    assert drukte.toppen[0].bezetting.tekst.startswith("5 tot 8 van")


@pytest.mark.parametrize("htmx", [True, False])
def test_each_variant_stands_beside_the_planning_as_it_is(cast, group, login, htmx):
    traject, client = group(2), login(cast.coordinator)
    url, vraag = reverse("deelnemers:drukte", args=[traject.pk]), {"v1-langer_begeleiding": "3"}
    page = client.get(reverse("trajecten:varianten", args=[traject.pk]), vraag)
    assert f'hx-get="{url}?v1-langer_begeleiding=3"' in page.text

    response = client.get(url, vraag, headers={"HX-Request": "true"} if htmx else {})

    assert ("<html" in response.text) is not htmx
    assert str(cast.mentor) in response.text
    assert response.text.count("2 van ") == 2
    assert "Variant 1" in response.text


def test_without_a_mentor_it_says_so(cast, group, login):
    traject = group(1, mentor=None)
    response = login(cast.coordinator).get(reverse("deelnemers:drukte", args=[traject.pk]))
    assert "heeft nog geen deelnemer een mentor" in response.text

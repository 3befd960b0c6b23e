import pytest
from django.core.management import CommandError, call_command

from config.demo import vullen
from deelnemers.models import Checkin, Deelname, Deelnemer, Plaatsing, Voortgang
from trajecten.models import Fase, Rolinvulling, Traject

pytestmark = pytest.mark.django_db


def _seed(capsys, **options):
    call_command("seed", **options)
    return capsys.readouterr().out.splitlines()


def people():
    return list(Deelnemer.objects.order_by("pk").values_list("voornaam", "achternaam", "spreken", "uren_per_week"))


def test_seed_adds_so_many_people_with_all_that_hangs_on_them(capsys):
    out = _seed(capsys, deelnemers=45)

    assert (Deelnemer.objects.count(), Deelname.objects.count(), Checkin.objects.count()) == (45, 45, 45)
    assert Traject.objects.count() == 3
    assert Fase.objects.count() == 18
    assert Voortgang.objects.count() == 45 * 6
    assert out[0] == "45 of 45 participants"
    assert "per second" in out[-1]


def test_the_same_seed_gives_the_same_people(capsys):
    _seed(capsys, deelnemers=30, seed=7)
    first = people()
    for model in (Checkin, Deelname, Deelnemer):
        model.objects.all().delete()
    _seed(capsys, deelnemers=30, seed=7)
    again = people()
    _seed(capsys, deelnemers=30, seed=8)

    assert again == first
    assert people()[30:] != first


def test_seed_works_in_chunks_and_can_be_run_again(capsys, monkeypatch):
    monkeypatch.setattr(vullen, "CHUNK", 20)
    out = _seed(capsys, deelnemers=50)
    _seed(capsys, deelnemers=5)

    assert out[:3] == ["20 of 50 participants", "40 of 50 participants", "50 of 50 participants"]
    assert Deelnemer.objects.count() == 55


def test_what_seed_writes_passes_its_own_rules(capsys):
    _seed(capsys, deelnemers=20)
    for model in (Traject, Fase, Rolinvulling, Deelnemer, Deelname, Voortgang, Checkin, Plaatsing):
        for row in model.objects.all():
            row.full_clean()


@pytest.mark.parametrize("n", [0, -1])
def test_seed_refuses_less_than_one(n):
    with pytest.raises(CommandError):
        call_command("seed", deelnemers=n)

import threading

import pytest
from django.db import connection

from canvas import teksten
from canvas.fouten import TekstGewijzigd
from canvas.models import CanvasTekst
from canvas.velden import VELDEN
from trajecten.models import Traject

RISICOS, DOEL = VELDEN["risicos"], VELDEN["doel"]


def write(traject, tekst, *, was="", veld=RISICOS, door):
    teksten.write(traject=traject, veld=veld, tekst=tekst, versie=teksten.stamp(was), door=door)


def test_write_keeps_who_wrote_and_when(cast, traject):
    write(traject, "Te weinig taalles.", door=cast.werkgever)
    row = CanvasTekst.objects.get(traject=traject)
    assert (row.veld, row.tekst, row.gewijzigd_door) == ("risicos", "Te weinig taalles.", cast.werkgever)


def test_shared_goal_is_written_on_the_trajectory(cast, traject):
    write(traject, "Samen aan het werk", veld=DOEL, door=cast.coordinator)
    assert Traject.objects.get().doel == "Samen aan het werk"
    assert not CanvasTekst.objects.exists()


@pytest.mark.parametrize("veld", [RISICOS, DOEL], ids=["tekst", "doel"])
def test_write_over_someone_elses_text_is_refused_and_shows_it(cast, traject, veld):
    write(traject, "Van de werkgever", veld=veld, door=cast.werkgever)
    with pytest.raises(TekstGewijzigd) as fout:
        write(traject, "Van de coördinator", veld=veld, door=cast.coordinator)
    assert fout.value.huidig == "Van de werkgever"
    assert teksten.read(Traject.objects.get(), veld) == "Van de werkgever"


def test_write_the_same_text_twice_changes_nothing(cast, traject):
    write(traject, "Eén keer", door=cast.werkgever)
    moment = CanvasTekst.objects.get().gewijzigd_op
    write(traject, "Eén keer", door=cast.coordinator)
    assert CanvasTekst.objects.get().gewijzigd_op == moment


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_first_writers_at_once_leave_one_text_and_one_refusal(cast, traject):
    barrier, outcomes = threading.Barrier(2), []

    def attempt(tekst):
        barrier.wait()
        try:
            write(traject, tekst, door=cast.coordinator)
            outcomes.append("saved")
        except TekstGewijzigd:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(tekst,)) for tekst in ("een", "twee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "saved"]
    assert CanvasTekst.objects.count() == 1

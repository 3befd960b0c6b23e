"""Each gemeente says how long its log is kept; the nightly task holds it to that, and nobody else removes a line."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from partijen.logboektermijn import purge_log
from partijen.models import GemeenteInstelling
from partijen.tasks import purge_logboek
from toegang.logregels import Handeling
from toegang.models import Logregel, User

NU = timezone.now()


def write(eigenaar, moment):
    line = Logregel.objects.line(Handeling.INZIEN, over=User, eigenaar=eigenaar)
    line.timestamp = moment
    line.save()
    return line.pk


def left():
    return set(Logregel.objects.filter(handeling=Handeling.INZIEN).values_list("pk", flat=True))


@pytest.fixture
def termijnen(cast):
    GemeenteInstelling.objects.create(gemeente=cast.heuvelrijk, logboektermijn=2)
    return cast


def test_lines_go_when_their_own_gemeente_no_longer_keeps_them(termijnen):
    cast, minute = termijnen, timedelta(minutes=1)
    keep, lose = set(), set()
    # Five years where nothing was set, two where it was; of no gemeente, as long as the longest: five.
    for eigenaar, years in ((cast.waterstad.pk, 5), (cast.heuvelrijk.pk, 2), (None, 5)):
        end = NU - relativedelta(years=years)
        keep.add(write(eigenaar, end + minute))
        lose.add(write(eigenaar, end - minute))
    assert purge_log(NU) == len(lose)
    assert left() == keep
    assert purge_log(NU) == 0


def test_the_longest_term_of_any_gemeente_holds_for_lines_of_none(termijnen):
    GemeenteInstelling.objects.create(gemeente=termijnen.waterstad, logboektermijn=8)
    kept = write(None, NU - relativedelta(years=7))
    write(None, NU - relativedelta(years=9))
    purge_log(NU)
    assert left() == {kept}


def test_how_many_lines_went_is_a_line(termijnen):
    for _ in range(3):
        write(termijnen.heuvelrijk.pk, NU - relativedelta(years=3))
    purge_log(NU)
    [regel] = Logregel.objects.filter(handeling=Handeling.BULK)
    assert (regel.eigenaar, regel.actor) == (termijnen.heuvelrijk.pk, None)
    assert regel.additional_data == {"verwijderd": 3, "jaren": 2}


def test_it_is_done_every_night(db):
    assert settings.CELERY_BEAT_SCHEDULE["partijen-logboek-opruimen"]["task"] == purge_logboek.name
    assert purge_logboek() == 0

import pytest

from berichten import tempo
from berichten.tempo import MEESTE, VENSTER, Tempo

SECONDE = VENSTER.total_seconds() * 2


@pytest.fixture
def pace():
    return Tempo()


def test_first_takes_up_one(pace):
    assert pace.next(100) == 1


@pytest.mark.parametrize(
    ("seconds", "mails"), [(SECONDE, 1), (SECONDE / 4, 1), (SECONDE / 8, 2), (SECONDE / 40, 10), (0, MEESTE)]
)
def test_then_takes_up_what_leaves_in_half_the_window(pace, seconds, mails):
    pace.next(0)
    pace.left(1)
    assert pace.next(seconds) == mails


def test_follows_a_server_that_becomes_slow(pace):
    pace.next(100)
    pace.left(1)
    assert pace.next(100) == MEESTE
    pace.left(3)
    assert pace.next(100 + 3 * SECONDE) == 1


def test_takes_up_one_after_a_failure(pace):
    pace.next(100)
    pace.left(1)
    pace.next(100.001)
    assert pace.next(100.002) == 1


def test_is_over_when_what_was_looked_up_is_too_old(pace, monkeypatch):
    pace.next(100)
    monkeypatch.setattr(tempo.time, "monotonic", lambda: 100 + VENSTER.total_seconds())
    assert not pace.is_over()
    monkeypatch.setattr(tempo.time, "monotonic", lambda: 100.001 + VENSTER.total_seconds())
    assert pace.is_over()

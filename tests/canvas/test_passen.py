import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.passen import CUT_LADDER, LADDER, break_words, cut_tekst, first_true, run_on


@given(length=st.integers(1, 60), answer=st.integers(0, 61), guess=st.integers(-5, 80))
def test_first_true_finds_the_first_wherever_it_starts(length, answer, guess):
    asked = []

    def test(index):
        asked.append(index)
        return index >= answer

    assert first_true(length, test, guess=guess) == (answer if answer < length else None)
    assert len(asked) == len(set(asked)) <= 16


def test_first_true_asks_twice_when_the_guess_is_right():
    asked = []

    def test(index):
        asked.append(index)
        return index >= 12

    assert first_true(30, test, guess=12) == 12
    assert asked == [12, 11]


def test_ladders_go_down_to_the_floor_and_never_below():
    assert [LADDER[0].punten, LADDER[-1].punten] == [10.5, 8.0]
    assert min(zetting.punten for zetting in (*LADDER, *CUT_LADDER)) == 8.0


@pytest.mark.parametrize(
    ("tekst", "ruimte", "breedte", "kort"),
    [
        ("past gewoon", 1, 40, "past gewoon"),
        ("een twee drie vier vijf zes zeven acht", 1, 30, "een twee"),
        ("a\nb\nc\nd", 2, 40, "a\nb"),
        ("x" * 100, 1, 38, "x" * 20),
        ("", 1, 40, ""),
    ],
)
def test_cut_ends_between_words(tekst, ruimte, breedte, kort):
    assert cut_tekst(tekst, ruimte, breedte) == kort


@given(st.text(max_size=300), st.integers(1, 5))
def test_cut_is_a_beginning_of_the_text(tekst, ruimte):
    assert tekst.startswith(cut_tekst(tekst, ruimte, 38))


def test_very_long_words_get_places_to_break_and_others_do_not():
    assert break_words("gewone woorden") == "gewone woorden"
    assert break_words("x" * 100) == f"{'x' * 40}\u200b{'x' * 40}\u200b{'x' * 20}"


def test_very_many_lines_run_on():
    assert run_on("a\nb") == "a\nb"
    assert run_on("a\n" * 200) == " / ".join(["a"] * 200)

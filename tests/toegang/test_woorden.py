"""The part of a long text that is shown where it was found."""

import pytest

from toegang.woorden import excerpt, fold

LANG = "Het overleg van de partners is op dinsdag in het gemeentehuis, en Zoë neemt de lijst met middelen mee."


@pytest.mark.parametrize("gezocht", ["overleg", "zoe", "middelen mee", "LIJST", "gemeentehuis dinsdag"])
@pytest.mark.parametrize("maat", [20, 40, 80, 200])
def test_an_excerpt_is_short_and_holds_the_first_word_that_was_looked_for(gezocht, maat):
    shown = excerpt(LANG, gezocht, maat)
    first = min(gezocht.split(), key=lambda word: fold(LANG).index(fold(word)))

    assert len(shown) <= maat
    assert fold(first) in fold(shown)
    assert shown.strip("…") in LANG


def test_a_short_text_is_shown_whole():
    assert excerpt("Kort.", "kort", 20) == "Kort."

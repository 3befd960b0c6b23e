"""An address that tells nobody whom it is about."""

import secrets

import pytest
from django.urls import resolve, reverse

from toegang.adressen import Verborgen

OUD, NIEUW = secrets.token_urlsafe(50), secrets.token_urlsafe(50)


@pytest.mark.parametrize("number", [0, 1, 41, 2**31, 2**63 - 1])
def test_a_number_comes_back(number):
    assert Verborgen().to_python(Verborgen().to_url(number)) == number


def test_the_same_number_is_always_the_same_text_and_its_neighbour_one_that_looks_like_nothing():
    texts = [Verborgen().to_url(number) for number in range(1, 200)]
    assert texts == [Verborgen().to_url(number) for number in range(1, 200)]
    assert len({text[:6] for text in texts}) == len({text[-6:] for text in texts}) == 199


@pytest.mark.parametrize("text", ["A" * 32, "_" * 32, "1" * 32])
def test_a_text_that_we_did_not_make_is_no_address(text):
    with pytest.raises(ValueError, match=text):
        Verborgen().to_python(text)


def test_one_sign_of_difference_is_no_address():
    text = Verborgen().to_url(7)
    for place in range(len(text)):
        other = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(ValueError, match=other):
            Verborgen().to_python(other)


def test_a_former_key_still_leads_on_and_without_it_nothing_does(settings):
    settings.SECRET_KEY = OUD
    text = Verborgen().to_url(7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NIEUW, [OUD]
    assert Verborgen().to_python(text) == 7
    assert Verborgen().to_url(7) != text
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match=text):
        Verborgen().to_python(text)


def test_the_form_for_a_checkin_has_such_an_address():
    adres = reverse("deelnemers:checkin_nieuw", args=[41])
    assert adres == f"/checkins/nieuw/{Verborgen().to_url(41)}/"
    assert resolve(adres).kwargs == {"pk": 41}

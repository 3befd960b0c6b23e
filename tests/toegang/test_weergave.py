"""Light or dark: as the device says, or as someone chose; known before the first line is drawn."""

import pytest
from django.urls import reverse

from toegang.models import Weergave

DONKER = "css/tokens-donker.css"


def dark_sheet(page):
    return [line.split('media="')[1].split('"')[0] for line in page.splitlines() if DONKER in line]


@pytest.mark.parametrize(
    ("weergave", "media", "schema"),
    [
        ("systeem", ["screen and (prefers-color-scheme: dark)"], "light dark"),
        ("licht", [], "light"),
        ("donker", ["screen"], "dark"),
    ],
)
def test_the_server_says_which_colours_hold(cast, login, weergave, media, schema):
    client = login(cast.mentor)
    response = client.post(reverse("toegang:weergave"), {"weergave": weergave})

    assert (response.status_code, response.url) == (302, reverse("toegang:account"))
    cast.mentor.refresh_from_db()
    assert cast.mentor.weergave == weergave
    page = client.get("/").text
    assert f'data-weergave="{weergave}"' in page
    assert dark_sheet(page) == media
    assert f'<meta name="color-scheme" content="{schema}">' in page


def test_before_signing_in_the_device_decides(client, db):
    page = client.get(reverse("account_login")).text
    assert 'data-weergave="systeem"' in page
    assert dark_sheet(page) == ["screen and (prefers-color-scheme: dark)"]


def test_another_choice_is_refused_beside_its_field_and_nothing_is_saved(cast, login):
    response = login(cast.mentor).post(reverse("toegang:weergave"), {"weergave": "paars"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["weergave"]
    cast.mentor.refresh_from_db()
    assert cast.mentor.weergave == Weergave.SYSTEEM


def test_the_account_page_says_what_was_chosen_and_leads_to_the_choice(cast, login):
    cast.mentor.weergave = Weergave.DONKER
    cast.mentor.save()
    page = login(cast.mentor).get(reverse("toegang:account")).text
    assert "Altijd donker" in page
    assert f'href="{reverse("toegang:weergave")}"' in page


def test_a_choice_is_ones_own(cast, login):
    login(cast.mentor).post(reverse("toegang:weergave"), {"weergave": "donker"})
    cast.coordinator.refresh_from_db()
    assert cast.coordinator.weergave == Weergave.SYSTEEM

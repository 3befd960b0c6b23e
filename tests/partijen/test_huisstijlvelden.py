"""The fields in which a gemeente sees and changes its tokens, and what it is told of those that it pasted."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from partijen import huisstijl
from partijen.huisstijl import Thema
from partijen.huisstijlformulier import GROEPEN
from partijen.models import Huisstijl
from tests.partijen.test_huisstijl import EIGEN, HOE_LEESBAAR


@pytest.fixture
def url(cast):
    return reverse("partijen:huisstijl", args=[cast.waterstad.pk])


@pytest.mark.parametrize("name", ["utrecht-heading-font-family", "utrecht-heading-1-font-family"])
def test_the_typeface_of_headings_comes_from_either_name(name):
    css = f"--{name}: var(--kop); --kop: 'Noto Serif', serif; --basis-heading-font-family: Georgia"
    assert huisstijl.read_tokens(css) == {"letter-kop": "'Noto Serif', serif"}


def test_of_a_stylesheet_is_told_what_was_taken_what_is_no_value_and_what_is_not_ours():
    read = huisstijl.read_css(
        "--utrecht-link-color: var(--blauw); --blauw: #00568b; --oranje: #ff7700; --utrecht-document-color: yellow;"
        "--utrecht-button-border-radius: 9em; --basis-border-radius-md: 4px; --basis-space-block-xl: var(--weg)"
    )
    assert read.theme == {"link": "#00568b", "ronding": "0.25rem"}
    assert read.overgenomen == ["utrecht-link-color", "basis-border-radius-md"]
    assert {name: (token.naam, text) for name, (token, text) in read.geweigerd.items()} == {
        "utrecht-document-color": ("tekst", "yellow"),
        "basis-space-block-xl": ("ruimte", "var(--weg)"),
    }
    # What another name of the same token came before is not used either.
    assert read.ongebruikt == ["oranje", "utrecht-button-border-radius"]


def test_every_token_has_a_field_in_one_group():
    in_groups = [naam for groep in GROEPEN for naam in groep.namen]
    assert sorted(in_groups) == sorted(token.naam for token in huisstijl.TOKENS)


PLAKSEL = "--utrecht-document-background-color:#fffbe6; --basis-space-block-xl:20px; --utrecht-document-color:#222"


def fields_of(page):
    """Return what stands in the fields of the form on a page, as far as something does."""
    form = page.context["form"]
    return {naam: value for naam in form.fields if isinstance(value := form[naam].value(), str) and value}


def test_pasted_tokens_show_in_their_fields_and_can_be_emptied(cast, login, url):
    client = login(cast.beheerder)
    client.post(url, {"thema": "eigen", "tokens": PLAKSEL})
    page = client.get(url)
    shown = {"achtergrond": "#fffbe6", "tekst": "#222222", "ruimte": "20px"}
    assert fields_of(page) == {"thema": "eigen"} | shown
    assert all(f'value="{value}"' in page.text for value in shown.values())

    client.post(url, {"thema": "eigen"} | shown | {"ruimte": "", "tekst": "#333333"})
    assert Huisstijl.objects.get().tokens == {"achtergrond": "#fffbe6", "tekst": "#333333"}
    client.post(url, {"thema": "leerwerk"})
    assert Huisstijl.objects.get().tokens == {}


def test_what_is_pasted_comes_over_what_stands_in_the_fields(cast, login, url):
    client = login(cast.coordinator)
    client.post(
        url, {"thema": "eigen", "link": "#00568b", "goed": "#105f26", "tokens": "--utrecht-link-color: #166534"}
    )
    assert Huisstijl.objects.get().tokens == {"goed": "#105f26", "link": "#166534"}


@pytest.mark.parametrize("thema", Thema)
@pytest.mark.parametrize(
    ("sent", "veld"), [({"link": "#fd0"}, "link"), ({"tokens": "--utrecht-link-color: #fd0"}, "tokens")]
)
def test_own_values_are_checked_whatever_look_is_chosen(cast, login, url, thema, sent, veld):
    response = login(cast.beheerder).post(url, {"thema": thema} | sent)
    assert (response.status_code, response.context["form"].errors) == (422, {veld: [HOE_LEESBAAR]})
    assert {"thema": thema} | sent == fields_of(response)
    assert not Huisstijl.objects.exists()


def test_a_ground_that_fits_nothing_is_told_of_a_few_times(cast, login, url):
    response = login(cast.beheerder).post(url, {"thema": "leerwerk", "kaart": "#333", "tekst": "#222"})
    errors = response.context["form"].errors
    assert {veld: len(told) for veld, told in errors.items()} == {"kaart": 5, "tekst": 1}
    assert "“bijschrift” op “achtergrond van een blok”" in errors["kaart"][0]


def test_a_good_own_set_is_kept_while_another_look_is_chosen(cast, login, url):
    client = login(cast.beheerder)
    assert client.post(url, EIGEN | {"thema": "voorbeeld"}).status_code == 302
    assert Huisstijl.objects.get().tokens["merk"] == "#14532d"


def said(client, url):
    """Return the messages of the next page that someone sees."""
    return [str(message) for message in client.get(url).context["messages"]]


def test_who_saves_is_told_which_tokens_were_used_and_which_not(cast, login, url):
    client = login(cast.beheerder)
    sent = f"{PLAKSEL}; --utrecht-heading-font-family: Georgia; --foo-bar: 1; --kleur: #fff"
    client.post(url, {"thema": "eigen", "tokens": sent})
    assert said(client, url) == [
        "De huisstijl is opgeslagen.",
        (
            "Overgenomen: --utrecht-document-background-color, --utrecht-document-color, "
            "--utrecht-heading-font-family, --basis-space-block-xl."
        ),
        "Niet gebruikt: --foo-bar, --kleur.",
    ]
    client.post(url, {"thema": "eigen", "link": "#00568b"})
    assert said(client, url) == ["De huisstijl is opgeslagen."]


def test_of_many_names_ten_are_told_and_of_a_long_one_its_beginning(cast, login, url):
    client = login(cast.beheerder)
    rest = "".join(f"--weg-{n}: 1;" for n in range(11))
    client.post(url, {"thema": "eigen", "tokens": f"--utrecht-link-color: #00568b; --{'x' * 9000}: 1; {rest}"})
    assert said(client, url)[2] == (
        f"Niet gebruikt: --{'x' * 60}…, " + ", ".join(f"--weg-{n}" for n in range(9)) + " en nog 2."
    )


def test_the_example_pasted_as_it_is_fills_every_field(cast, login, url):
    client = login(cast.beheerder)
    client.post(url, {"thema": "eigen", "tokens": settings.VOORBEELD_TOKENS.read_text()})
    assert Huisstijl.objects.get().tokens == huisstijl.voorbeeld()
    assert [line.split(":")[0] for line in said(client, url)[1:]] == ["Overgenomen", "Niet gebruikt"]


GEEN_KOPMAAT = "Vul een maat in van 24px tot en met 40px. Bijvoorbeeld: 28px."


def test_a_bad_value_of_a_pasted_token_is_refused_by_name(cast, login, url):
    sent = f"{PLAKSEL}; --utrecht-link-color: yellow; --utrecht-heading-1-font-size: {'9' * 90}px"
    response = login(cast.beheerder).post(url, {"thema": "eigen", "tokens": sent})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "tokens": [
            "--utrecht-link-color: yellow. Vul een kleur in als # met zes tekens, bijvoorbeeld #154273.",
            f"--utrecht-heading-1-font-size: {'9' * 60}…. {GEEN_KOPMAAT}",
        ]
    }
    assert sent in response.text
    assert not Huisstijl.objects.exists()


@pytest.mark.parametrize(
    ("typed", "shown"), [("0", "0"), ("4px", "4px"), ("0.9px", "0.9px"), (".5rem", "8px"), ("24px", "24px")]
)
def test_a_measure_comes_back_in_pixels(cast, login, url, typed, shown):
    client = login(cast.beheerder)
    client.post(url, {"thema": "eigen", "ronding": typed})
    page = client.get(url)
    assert fields_of(page)["ronding"] == shown
    before = Huisstijl.objects.get().tokens
    client.post(url, {"thema": "eigen", "ronding": shown})
    assert Huisstijl.objects.get().tokens == before


def test_a_group_is_open_where_something_stands_in_it_or_is_wrong(cast, login, url):
    client = login(cast.beheerder)

    def open_groups(page):
        return [groep.titel for groep in page.context["form"].groups() if groep.open]

    assert open_groups(client.get(url)) == ["Balk, knoppen en links"]
    refused = client.post(url, {"thema": "eigen", "stil": "grijs"})
    assert open_groups(refused) == ["Balk, knoppen en links", "Pagina"]
    client.post(url, {"thema": "eigen", "kopmaat": "2rem"})
    assert open_groups(client.get(url)) == ["Balk, knoppen en links", "Letters"]


def test_beside_a_colour_stands_what_it_looks_like(cast, login, url):
    client = login(cast.beheerder)
    client.post(url, {"thema": "eigen", "link": "#166534"})
    colours = re.findall(r'<svg class="lw-kleurstaal"[^>]*><rect [^>]*fill="(#[0-9a-f]{6})"', client.get(url).text)
    assert len(colours) == len(huisstijl.TOKENS) - len(huisstijl.MATEN)
    assert "#166534" in colours
    refused = client.post(url, {"thema": "eigen", "link": '"><script>'})
    assert 'fill="#154273"' in refused.text
    assert 'fill=""' not in refused.text

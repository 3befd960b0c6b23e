import time
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image, PngImagePlugin

from partijen import huisstijl, logo
from partijen.huisstijl import Stand, Thema
from partijen.huisstijlformulier import MAX_TOKENS
from partijen.models import Huisstijl
from tests.factories.partijen import HuisstijlFactory, LidmaatschapFactory

EIGEN = {"thema": "eigen", "merk": "#14532d", "merk_tekst": "#FFF", "merk_accent": "#facc15", "link": "#166534"}
HOE_LEESBAAR = (
    "“link” op “achtergrond van de pagina” is niet goed te lezen: het contrast is 1,3 en moet minstens 4,5 zijn."
)


def picture(kind="PNG", size=(320, 200), mode="RGB", **extra):
    kept = BytesIO()
    Image.new(mode, size, "#14532d").save(kept, kind, **extra)
    return kept.getvalue()


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content, "image/png")


@pytest.fixture
def url(cast):
    return reverse("partijen:huisstijl", args=[cast.waterstad.pk])


# --- Tokens


def test_tokens_of_nl_design_system_fill_ours():
    css = """
    /* --utrecht-link-color: #ff0000; */
    .voorbeeld-theme {
      --utrecht-link-color: var(--huis-blauw);
      --huis-blauw: var( --huis-diepblauw );
      --huis-diepblauw: #00568B;
      --utrecht-document-font-family: "Noto Sans", sans-serif; --utrecht-button-border-radius: 4px;
      --utrecht-body-font-size: 18px; --utrecht-heading-1-font-size: 2rem; --basis-space-block-xl: 20px;
    }
    """
    assert huisstijl.read_tokens(css) == {
        "link": "#00568b",
        "letter": '"Noto Sans", sans-serif',
        "tekstmaat": "1.125rem",
        "kopmaat": "2rem",
        "ronding": "0.25rem",
        "ruimte": "1.25rem",
    }


@pytest.mark.parametrize(
    "value",
    [
        "red",
        "#12345",
        "rgb(0 0 0)",
        "url(https://elders.example/)",
        "#fff; } body { display: none",
        "expression(alert(1))",
        "var(--utrecht-link-color)",
        "#fff\\; x",
    ],
)
def test_what_is_no_colour_is_left_out(value):
    theme = huisstijl.read_tokens(f"--utrecht-link-color: {value};")
    assert theme.get("link") in {None, "#ffffff"}
    assert huisstijl.stylesheet(theme, Stand.LICHT).count("{") == 1


@pytest.mark.parametrize("value", ["Verdana;}", "url(x)", "a{b", "Noto\nSans, x}", '"open', "@import x", "<style>", ""])
def test_what_is_no_typeface_is_left_out(value):
    assert huisstijl.clean_letter(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0rem"),
        ("8px", "0.5rem"),
        (".5rem", "0.5rem"),
        ("24px", "1.5rem"),
        ("25px", None),
        ("-1px", None),
        ("1em", None),
    ],
)
def test_a_measure_stays_within_its_bounds(value, expected):
    assert next(t for t in huisstijl.TOKENS if t.naam == "ronding").clean(value) == expected


def test_what_ends_a_declaration_may_stand_in_quotes_and_a_sign_left_open_takes_one_line():
    css = """
    .a { --een: "a;b}c" ; color: red; --twee:'"{'}
    .b { --drie: it's;
      --vier: 'x; --vijf: 5;
      --zes: url("data:image/svg+xml;utf8,<svg d='m9 z'/>"); /* --zeven: 7; */ --acht : 8; --ACHT: 9;
      --negen { color: red }
    }
    --tien: 10"""
    assert huisstijl.declarations(css) == {
        "een": '"a;b}c"',
        "twee": "'\"{'",
        "drie": "it's",
        "vier": "'x",
        "vijf": "5",
        "zes": "url(\"data:image/svg+xml;utf8,<svg d='m9 z'/>\")",
        "acht": "9",
        "tien": "10",
    }


@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        ("--a:", '""', "{"),
        ("--a:", "\"'", "{"),
        ("", "--a:", ""),
        ("", '--a:"', ""),
        ("", ";--a:\"';", ""),
        ("", ";--a:'\n", ""),
        ("--a:", "\";--a:'\n';\"", "'"),
        ("", "/*a", ""),
        ("", "/*", "*/"),
        ("", "/", ""),
        ("", "-", ""),
        ("", " ", ""),
        ("", "--", ":"),
        ("", ";", ""),
        ("", "{", ""),
        ("--a", " ", "{"),
        ("--a:", " ", "{"),
        ("--lw-letter:", "a,", "a"),
        ("--lw-letter:", "a ", ";"),
        ("--lw-letter:'", "a ", ";"),
        ("--lw-ronding:", "1", ";"),
        ("--lw-link:var(--b);--b:var(", " ", "--b);"),
        ("--lw-link:var(--b);--b:var(--b", " ", ";"),
        ("--lw-link:var(--b);--b:var(--", "b", ";"),
    ],
)
def test_hostile_text_takes_no_more_time_than_its_length_asks(before, again, after):
    """While an expression is tried nothing else runs: what is pasted could stop the server for everyone."""
    css = before + again * ((MAX_TOKENS - len(before + after)) // len(again)) + after
    started = time.process_time()
    huisstijl.read_tokens(css)
    assert time.process_time() - started < 1


def test_a_theme_may_be_as_long_as_the_example_and_not_much_longer(cast, login, url):
    example = settings.VOORBEELD_TOKENS.read_text().replace("\n", "\r\n")
    assert len(example) < MAX_TOKENS < 1.25 * len(example)
    assert huisstijl.read_tokens(example) == huisstijl.voorbeeld()
    response = login(cast.coordinator).post(url, {"thema": "eigen", "tokens": "x" * (MAX_TOKENS + 1)})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["tokens"])


def test_of_the_example_theme_every_declaration_is_read():
    text = settings.VOORBEELD_TOKENS.read_text()
    found = huisstijl.declarations(text)
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("--")]
    assert list(found) == [line[2:].split(":")[0].lower() for line in lines]
    assert all(
        line.split(": ", 1)[1].startswith(f"{value};") for line, value in zip(lines, found.values(), strict=True)
    )


def test_a_list_of_typefaces_is_no_longer_than_a_field_takes():
    assert huisstijl.clean_letter("a" * huisstijl.MAX_WAARDE) == "a" * huisstijl.MAX_WAARDE
    assert huisstijl.clean_letter("a" * (huisstijl.MAX_WAARDE + 1)) is None


def test_the_example_theme_fills_every_token():
    assert set(huisstijl.voorbeeld()) == {token.naam for token in huisstijl.TOKENS}


# --- The form


def test_a_gemeente_sets_its_own_colours(cast, login, url):
    response = login(cast.beheerder).post(url, EIGEN | {"ronding": "4px", "letter": "Verdana, sans-serif"})

    assert (response.status_code, response.url) == (302, url)
    found = Huisstijl.objects.get()
    assert (found.gemeente_id, found.thema, found.heeft_logo) == (cast.waterstad.pk, Thema.EIGEN, False)
    assert found.tokens == {
        "merk": "#14532d",
        "merk-tekst": "#ffffff",
        "merk-accent": "#facc15",
        "link": "#166534",
        "ronding": "0.25rem",
        "letter": "Verdana, sans-serif",
    }


def test_a_theme_that_cannot_be_read_is_refused_beside_its_field(cast, login, url):
    HuisstijlFactory(gemeente=cast.waterstad, tokens={"link": "#166534"}, thema=Thema.EIGEN)
    response = login(cast.coordinator).post(url, EIGEN | {"link": "#ffdd00"})

    assert response.status_code == 422
    assert response.context["form"].errors == {"link": [HOE_LEESBAAR]}
    assert HOE_LEESBAAR in response.text
    assert 'value="#ffdd00"' in response.text
    assert Huisstijl.objects.get().tokens == {"link": "#166534"}


def test_the_ground_is_named_where_only_that_was_changed(cast, login, url):
    response = login(cast.coordinator).post(url, {"thema": "eigen", "merk": "#fefefe"})
    tekst, streep = response.context["form"].errors.pop("merk")
    assert "“tekst in de balk” op “balk bovenaan”" in tekst
    assert "“streep onder de gekozen pagina” op “balk bovenaan”" in streep
    assert response.context["form"].errors == {}


def test_pasted_tokens_that_cannot_be_read_are_refused_beside_them(cast, login, url):
    response = login(cast.coordinator).post(url, {"thema": "eigen", "tokens": "--utrecht-link-color: #fd0;"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"tokens": [HOE_LEESBAAR]}
    assert "--utrecht-link-color: #fd0;" in response.text


@pytest.mark.parametrize(
    ("data", "veld", "melding"),
    [
        ({"link": "blauw"}, "link", "Vul een kleur in als # met zes tekens, bijvoorbeeld #154273."),
        ({"ronding": "90px"}, "ronding", "Vul een maat in van 0 tot en met 24px. Bijvoorbeeld: 8px."),
        (
            {"letter": "a;}b{"},
            "letter",
            "Vul namen van lettertypen in, met komma's ertussen. Bijvoorbeeld: Verdana, sans-serif.",
        ),
        ({"tokens": "hallo"}, "tokens", "Hierin staat geen token dat wij kennen. Plak de CSS van uw design tokens."),
        ({}, "thema", "Vul hieronder eerst uw eigen kleuren in, of plak uw tokens."),
    ],
)
def test_what_is_no_value_is_refused_beside_its_field(cast, login, url, data, veld, melding):
    response = login(cast.coordinator).post(url, {"thema": "eigen"} | data)
    assert (response.status_code, response.context["form"].errors) == (422, {veld: [melding]})
    assert not Huisstijl.objects.exists()


def test_the_database_knows_the_three_themes_and_no_logo_without_a_picture(cast):
    sizes = {"logo_breedte": 1, "logo_hoogte": 1}
    for wrong in (
        {"thema": "anders"},
        {"heeft_logo": True, "logo": b"", **sizes},
        {"heeft_logo": True, "logo": b"x", **sizes, "logo_breedte": 0},
        {"heeft_logo": True, "logo": b"x", **sizes, "logo_hoogte": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Huisstijl.objects.create(gemeente=cast.waterstad, **wrong)


def test_the_settings_page_leads_here(cast, login, url):
    page = login(cast.beheerder).get(reverse("partijen:instellingen", args=[cast.waterstad.pk])).text
    assert f'href="{url}"' in page


# --- The logo


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_served_as_a_picture(cast, login, url, kind):
    client = login(cast.coordinator)
    assert client.post(url, {"thema": "leerwerk", "bestand": upload(picture(kind))}).status_code == 302
    served = login(cast.lezer).get(reverse("partijen:huisstijl_logo", args=[cast.waterstad.pk]))

    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert served["Cache-Control"] == "private, max-age=86400"
    drawn = Image.open(BytesIO(served.content))
    assert (drawn.format, drawn.size) == ("PNG", (173, 108))


def test_of_what_was_sent_only_the_picture_stays():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    sent = picture(pnginfo=info) + b"<script>alert(2)</script>"
    kept = logo.draw_logo(sent)
    assert b"script" in sent
    assert b"script" not in kept.png
    assert Image.open(BytesIO(kept.png)).info == {}


def test_a_page_keeps_room_for_the_logo(cast, login, url):
    """Without its measures everything beside it would move once it is there."""
    client = login(cast.coordinator)
    client.post(url, {"thema": "leerwerk", "bestand": upload(picture(size=(320, 200)))})
    found = Huisstijl.objects.get()
    assert (found.logo_breedte, found.logo_hoogte) == Image.open(BytesIO(found.logo)).size == (173, 108)
    logos = [part.split(">")[0] for part in client.get(url).text.split("<img ") if "logo.png" in part.split(">")[0]]
    assert [part.split(" ", 1)[0] for part in logos] == ['class="lw-logo"', 'class="lw-logo-nu"']
    assert all('width="173" height="108"' in part for part in logos)


def test_of_a_logo_that_was_there_the_measures_are_read(cast):
    kept = logo.draw_logo(picture(size=(320, 200))).png
    old = HuisstijlFactory(gemeente=cast.waterstad, logo=kept, versie="abc", logo_breedte=1, logo_hoogte=1)
    import_module("partijen.migrations.0008_logo_maten").measure(apps, None)
    old.refresh_from_db()
    assert (old.logo_breedte, old.logo_hoogte, bytes(old.logo), old.versie) == (173, 108, kept, "abc")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GEEN_PLAATJE = "Dit is geen plaatje dat wij kunnen lezen. Kies een PNG, JPEG of WebP."


@pytest.mark.parametrize(
    ("content", "melding"),
    [
        (SVG, GEEN_PLAATJE),
        (b"<html>", GEEN_PLAATJE),
        (picture("GIF"), GEEN_PLAATJE),
        (picture("BMP"), GEEN_PLAATJE),
        (b"", "Het bestand is leeg. Kies een ander plaatje."),
        (picture() + b"x" * logo.MAX_BYTES, "Dit bestand is te groot. Kies een plaatje van ten hoogste 500 kB."),
        (picture(size=(4001, 1)), "Dit plaatje is te groot. Kies er een van ten hoogste 4000 bij 4000 punten."),
        (
            picture(size=(16000, 12000), mode="1"),
            "Dit plaatje is te groot. Kies er een van ten hoogste 4000 bij 4000 punten.",
        ),
    ],
    ids=["svg", "html", "gif", "bmp", "empty", "heavy", "wide", "bomb"],
)
def test_what_is_no_small_picture_is_refused_beside_its_field(cast, login, url, content, melding):
    response = login(cast.coordinator).post(url, {"thema": "leerwerk", "bestand": upload(content)})
    assert (response.status_code, response.context["form"].errors) == (422, {"bestand": [melding]})
    assert not Huisstijl.objects.exists()


def test_a_logo_stays_until_it_is_taken_away(cast, login, url):
    client = login(cast.coordinator)
    client.post(url, {"thema": "leerwerk", "bestand": upload(picture())})
    client.post(url, {"thema": "voorbeeld"})
    assert Huisstijl.objects.get().heeft_logo
    client.post(url, {"thema": "voorbeeld", "logo_weg": "on"})
    found = Huisstijl.objects.get()
    assert (found.heeft_logo, bytes(found.logo), found.logo_breedte, found.logo_hoogte) == (False, b"", 0, 0)
    assert client.get(reverse("partijen:huisstijl_logo", args=[cast.waterstad.pk])).status_code == 404


# --- The pages


def sheets(page):
    return [line.split('href="')[1].split('"')[0] for line in page.splitlines() if 'rel="stylesheet"' in line]


@pytest.fixture
def groen(cast):
    return HuisstijlFactory(gemeente=cast.waterstad, thema=Thema.EIGEN, tokens={"link": "#166534"}, versie="abc")


def test_people_of_the_gemeente_get_its_look_and_others_ours(cast, login, groen):
    own = [f"/partijen/{cast.waterstad.pk}/huisstijl/{stand}.css?v=abc" for stand in ("licht", "donker")]
    for who, expected in (("coordinator", own), ("lezer", own), ("vreemde", []), ("mentor", []), ("werkgever", [])):
        page = login(cast.people[who]).get("/").text
        assert [sheet for sheet in sheets(page) if "huisstijl" in sheet] == expected, who
        assert ("logo.png" in page) == bool(expected)


def test_the_sheet_changes_what_the_theme_says_and_nothing_else(cast, login, groen):
    client = login(cast.lezer)
    licht, donker = (
        client.get(reverse("partijen:huisstijl_css", args=[cast.waterstad.pk, stand])) for stand in ("licht", "donker")
    )
    assert licht.text == ":root {\n  --lw-link: #166534;\n  --lw-link-over: #0e4222;\n}\n"
    assert "--lw-link: #166534" not in donker.text
    assert (licht["Content-Type"], licht["Cache-Control"]) == ("text/css; charset=utf-8", "private, max-age=86400")
    assert client.get(f"/partijen/{cast.waterstad.pk}/huisstijl/blauw.css").status_code == 404


def test_a_refusal_is_kept_nowhere(cast, login, groen):
    answer = login(cast.vreemde).get(reverse("partijen:huisstijl_css", args=[cast.waterstad.pk, "licht"]))
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_whoever_is_in_two_gemeentes_gets_the_look_of_the_first(cast, login, groen):
    LidmaatschapFactory(gebruiker=cast.vreemde, partij=cast.waterstad, functie="lezer")
    assert "huisstijl/licht.css" not in login(cast.vreemde).get("/").text


def test_a_look_costs_no_query_and_its_logo_is_not_read_along(cast, login, groen, django_assert_num_queries):
    client = login(cast.coordinator)
    with django_assert_num_queries(3) as captured:  # session, person, memberships
        assert "huisstijl/licht.css" in client.get("/bestaat-niet/").text
    assert not any('"logo"' in query["sql"] for query in captured)


def test_whoever_owes_a_second_step_gets_the_sheet_and_no_detour(cast, login, groen):
    client = login(cast.coordinator)
    session = client.session
    session.update({"stap_gedaan": False, "tweede_stap": "verplicht"})
    session.save()
    assert client.get(reverse("partijen:huisstijl_css", args=[cast.waterstad.pk, "licht"])).status_code == 200
    assert "na_tweede_stap" not in client.session

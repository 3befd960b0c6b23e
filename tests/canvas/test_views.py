import pytest
from django.urls import reverse

from canvas import drukken, teksten
from canvas.enums import PdfStatus
from canvas.models import Bijdrage, CanvasTekst, PdfOpdracht
from canvas.velden import VELDEN
from tests.factories.canvas import BijdrageFactory, CanvasTekstFactory
from trajecten.models import Traject

HTMX = {"HX-Request": "true"}
STAMP = "6f1d7c1e-5a57-4f0e-9c1c-6a1f6a1f6a1f"


def canvas_url(traject):
    return reverse("canvas:canvas", args=[traject.pk])


def pdf_url(traject):
    return reverse("canvas:pdf", args=[traject.pk])


def veld_url(traject, veld="risicos"):
    return reverse("canvas:veld", args=[traject.pk, veld])


def answer(tekst, was=""):
    return {"tekst": tekst, "versie": teksten.stamp(was), "indiening": STAMP}


@pytest.fixture
def printed(monkeypatch):
    monkeypatch.setattr(drukken, "render_pdf", lambda *_args, **_kwargs: b"%PDF-1.7 gemaakt")


# The page


def test_canvas_shows_every_field_fact_role_and_means(cast, traject, login):
    for code in VELDEN:
        CanvasTekstFactory(traject=traject, veld=code, tekst=f"Tekst van {code}.")
    BijdrageFactory(traject=traject, omschrijving="Werkkleding")
    text = login(cast.coordinator).get(canvas_url(traject)).text
    missing = [code for code in VELDEN if code != "doel" and f"Tekst van {code}." not in text]
    assert missing == []
    for expected in ("Installatie BV", "toegezegd", "gevraagd", "Werkkleding", "12.500", "Hoveniers en groen", "<svg"):
        assert expected in text


@pytest.mark.parametrize(
    ("who", "doel", "tekst", "middelen"),
    [
        ("coordinator", True, True, True),
        ("klantmanager", False, True, False),
        ("lezer", False, False, False),
        ("werkgever", False, True, False),
        ("verbinder", False, True, False),
    ],
)
def test_canvas_offers_what_the_matrix_allows(cast, traject, login, who, doel, tekst, middelen):
    text = login(cast.people[who]).get(canvas_url(traject)).text
    nieuw = reverse("canvas:bijdrage_nieuw", args=[traject.pk, "leerwerk"])
    offered = (veld_url(traject, "doel") in text, veld_url(traject) in text, nieuw in text)
    assert offered == (doel, tekst, middelen)


@pytest.mark.parametrize("name", ["canvas:canvas", "canvas:pdf"])
@pytest.mark.parametrize("who", ["vreemde", "roc"])
def test_canvas_of_another_is_not_found(cast, traject, login, name, who):
    user = cast.vreemde if who == "vreemde" else cast.opleider
    assert login(user).get(reverse(name, args=[traject.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_canvas_costs_the_same_queries_for_any_size(cast, traject, login, rows, django_assert_num_queries):
    BijdrageFactory.create_batch(rows, traject=traject, partij=cast.installatie)
    for code in list(VELDEN)[1:25][:rows]:
        CanvasTekstFactory(traject=traject, veld=code)
    client = login(cast.coordinator)
    # session, user, memberships; trajectory, own roles in it; texts, phases, roles, means
    with django_assert_num_queries(9):
        client.get(canvas_url(traject))


# One field


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_veld_can_be_read_written_and_read_back(cast, traject, login, headers):
    client = login(cast.werkgever)
    form = client.get(veld_url(traject), headers=headers)
    response = client.post(veld_url(traject), answer("Te weinig taalles.\r\nEn vervoer."), headers=headers)
    assert form.context["form"]["versie"].value() == teksten.stamp("")
    assert CanvasTekst.objects.get().tekst == "Te weinig taalles.\nEn vervoer."
    if headers:
        assert response.status_code == 200
        assert response.text.count("Te weinig taalles.") == 1
        assert "<html" not in form.text + response.text
    else:
        assert response.url == f"{canvas_url(traject)}#veld-risicos"
        assert "<html" in form.text


def test_veld_saves_once_on_a_double_click(cast, traject, login):
    client = login(cast.werkgever)
    statuses = [client.post(veld_url(traject), answer("Een"), headers=HTMX).status_code for _ in range(2)]
    assert statuses == [200, 204]
    assert CanvasTekst.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_veld_changed_meanwhile_shows_both_texts_and_lets_choose(cast, traject, login, headers):
    client = login(cast.coordinator)
    CanvasTekstFactory(traject=traject, veld="risicos", tekst="Van de ander")
    refused = client.post(veld_url(traject), answer("Van mij"), headers=headers)
    assert refused.status_code == 422
    assert "Van de ander" in refused.text
    assert "Van mij" in refused.text
    assert CanvasTekst.objects.get().tekst == "Van de ander"

    versie = refused.context["form"]["versie"].value()
    client.post(veld_url(traject), {"tekst": "Van mij", "versie": versie, "indiening": STAMP}, headers=headers)
    assert CanvasTekst.objects.get().tekst == "Van mij"


def test_veld_takes_5000_characters_with_line_ends_and_refuses_one_more(cast, traject, login):
    client = login(cast.werkgever)
    assert client.post(veld_url(traject), answer("ab\r\n" * 1666 + "ab")).status_code == 302
    assert len(CanvasTekst.objects.get().tekst) == 5000
    response = client.post(veld_url(traject, "opbrengsten"), answer("x" * 5001) | {"indiening": ""})
    assert response.status_code == 422
    assert response.context["form"].errors["tekst"] == ["Dit zijn 5001 tekens. Er passen er 5000."]
    assert "x" * 5001 in response.text


@pytest.mark.parametrize("tekst", ["أحمد\u200f الخطيب", "👩\u200d🌾 groen", "<script>alert(1)</script>"])
def test_veld_keeps_emoji_and_right_to_left_text_as_typed(cast, traject, login, tekst):
    login(cast.werkgever).post(veld_url(traject), answer(tekst))
    assert CanvasTekst.objects.get().tekst == tekst.strip()
    assert "<script>alert" not in login(cast.werkgever).get(canvas_url(traject)).text


def test_veld_refuses_a_bsn(cast, traject, login):
    response = login(cast.werkgever).post(veld_url(traject), answer("BSN 111222333"))
    assert response.status_code == 422
    assert not CanvasTekst.objects.exists()


@pytest.mark.parametrize(
    ("who", "veld", "status"),
    [
        ("coordinator", "doel", 302),
        ("werkgever", "doel", 403),
        ("werkgever", "leerwerk.doel", 302),
        ("lezer", "leerwerk.doel", 403),
        ("vreemde", "leerwerk.doel", 404),
        ("opleider", "leerwerk.doel", 404),
        ("werkgever", "leerwerk.onzin", 404),
    ],
)
def test_veld_is_for_whom_the_matrix_says(cast, traject, login, who, veld, status):
    assert login(cast.people[who]).post(veld_url(traject, veld), answer("Nieuw")).status_code == status
    assert (Traject.objects.get().doel == "Nieuw", CanvasTekst.objects.exists()) == (
        status == 302 and veld == "doel",
        status == 302 and veld != "doel",
    )


def test_veld_is_shown_again_when_writing_is_cancelled(cast, traject, login):
    CanvasTekstFactory(traject=traject, veld="risicos", tekst="Staat er nog")
    response = login(cast.werkgever).get(f"{veld_url(traject)}?toon", headers=HTMX)
    assert "Staat er nog" in response.text
    assert "<form" not in response.text


# Means


def bijdrage(**changes):
    return {
        "component": "taal",
        "soort": "geld",
        "omschrijving": "Taalles",
        "bedrag": "12.500,50",
        "bron": "",
    } | changes


def test_bijdrage_is_added_changed_and_taken_away(cast, traject, login):
    client = login(cast.coordinator)
    client.post(reverse("canvas:bijdrage_nieuw", args=[traject.pk, "taal"]), bijdrage())
    added = Bijdrage.objects.get()
    assert (added.traject, added.component, str(added.bedrag), added.partij) == (traject, "taal", "12500.50", None)
    client.post(reverse("canvas:bijdrage_wijzig", args=[added.pk]), bijdrage(bedrag="900", partij=cast.taalhuis.pk))
    added.refresh_from_db()
    assert (str(added.bedrag), added.partij) == ("900.00", cast.taalhuis)
    ask = client.get(reverse("canvas:bijdrage_weg", args=[added.pk]))
    assert ("Dit verdwijnt" in ask.text, added.omschrijving in ask.text, Bijdrage.objects.count()) == (True, True, 1)
    response = client.post(reverse("canvas:bijdrage_weg", args=[added.pk]))
    assert response.url == canvas_url(traject)
    assert not Bijdrage.objects.exists()


def test_bijdrage_is_added_once_on_a_double_click(cast, traject, login):
    client = login(cast.coordinator)
    for _ in range(2):
        client.post(reverse("canvas:bijdrage_nieuw", args=[traject.pk, "taal"]), bijdrage(indiening=STAMP))
    assert Bijdrage.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "veld"),
    [
        ({"bedrag": ""}, "bedrag"),
        ({"bedrag": "-5"}, "bedrag"),
        ({"bedrag": "veel"}, "bedrag"),
        ({"bedrag": "1e3"}, "bedrag"),
        ({"bedrag": "12,345"}, "bedrag"),
        ({"bedrag": "123456789"}, "bedrag"),
        ({"soort": ""}, "soort"),
        ({"omschrijving": ""}, "omschrijving"),
        ({"omschrijving": "x" * 201}, "omschrijving"),
        ({"component": "onzin"}, "component"),
    ],
)
def test_bijdrage_with_bad_input_is_refused_beside_its_field(cast, traject, login, typed, veld):
    url = reverse("canvas:bijdrage_nieuw", args=[traject.pk, "taal"])
    response = login(cast.coordinator).post(url, bijdrage(**typed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert not Bijdrage.objects.exists()


@pytest.mark.parametrize("bedrag", ["123456789", "123456789,50"])
def test_bijdrage_too_big_says_how_big_it_may_be(cast, traject, login, bedrag):
    url = reverse("canvas:bijdrage_nieuw", args=[traject.pk, "taal"])
    errors = login(cast.coordinator).post(url, bijdrage(bedrag=bedrag)).context["form"].errors
    assert errors == {"bedrag": ["Vul een bedrag in van ten hoogste 8 cijfers voor de komma."]}


def test_bijdrage_asks_for_a_choice_in_words(cast, traject, login):
    page = login(cast.coordinator).get(reverse("canvas:bijdrage_nieuw", args=[traject.pk, "taal"])).text
    assert "Maak een keuze" in page
    assert "---------" not in page


def test_bijdrage_of_another_gemeente_is_not_found(cast, traject, login):
    BijdrageFactory(traject=traject)
    added = Bijdrage.objects.get()
    for name in ("canvas:bijdrage_wijzig", "canvas:bijdrage_weg"):
        assert login(cast.vreemde).post(reverse(name, args=[added.pk]), bijdrage()).status_code == 404
    assert login(cast.werkgever).post(reverse("canvas:bijdrage_weg", args=[added.pk])).status_code == 403
    assert Bijdrage.objects.get().omschrijving == "Cursusgeld"


def test_enter_in_a_bijdrage_saves_it_and_never_removes_it(cast, traject, login):
    BijdrageFactory(traject=traject)
    url = reverse("canvas:bijdrage_wijzig", args=[Bijdrage.objects.get().pk])
    form = login(cast.coordinator).get(url).text.split('class="lw-formulier"')[1].split("</form>")[0]
    assert (form.count('type="submit"'), "formaction" in form) == (1, False)


# The PDF


def test_pdf_is_asked_for_then_shown_in_progress_then_given(cast, traject, login, printed):
    client = login(cast.werkgever)
    waiting = client.get(pdf_url(traject))
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "2")
    assert 'http-equiv="refresh"' in waiting.text
    drukken.render_waiting()
    ready = client.get(pdf_url(traject))
    assert (ready.status_code, ready.headers["Content-Type"]) == (200, "application/pdf")
    assert ready.headers["Content-Disposition"] == 'attachment; filename="canvas-groen-aan-het-werk.pdf"'
    assert "no-store" in ready.headers["Cache-Control"]
    assert b"".join(ready.streaming_content) == b"%PDF-1.7 gemaakt"
    assert PdfOpdracht.objects.count() == 1


def test_pdf_in_place_asks_again_and_then_becomes_the_download(cast, traject, login, printed):
    client = login(cast.werkgever)
    waiting = client.get(pdf_url(traject), headers=HTMX)
    assert waiting.status_code == 202
    assert 'hx-trigger="load delay:2s, every 5s"' in waiting.text
    drukken.render_waiting()
    ready = client.get(pdf_url(traject), headers=HTMX)
    assert f'hx-get="{pdf_url(traject)}?haal"' in ready.text
    assert client.get(f"{pdf_url(traject)}?haal", headers=HTMX).headers["HX-Redirect"] == pdf_url(traject)


def test_pdf_that_failed_says_why_and_can_be_tried_again(cast, traject, login):
    client = login(cast.werkgever)
    client.get(pdf_url(traject))
    PdfOpdracht.objects.update(status=PdfStatus.MISLUKT, fout="De inkt is op", pogingen=3)
    failed, part = client.get(pdf_url(traject)), client.get(pdf_url(traject), headers=HTMX)
    assert (failed.status_code, part.status_code) == (503, 200)
    for response in (failed, part):
        assert "De inkt is op" in response.text
        assert "Probeer opnieuw" in response.text
        assert "Retry-After" not in response.headers
    again = client.post(reverse("canvas:pdf_opnieuw", args=[traject.pk]))
    assert again.url == pdf_url(traject)
    assert (PdfOpdracht.objects.get().status, PdfOpdracht.objects.get().pogingen) == (PdfStatus.WACHT, 0)


def test_stored_pdf_is_not_found_for_another_gemeente(cast, traject, login, printed):
    login(cast.coordinator).get(pdf_url(traject))
    drukken.render_waiting()
    bestand = PdfOpdracht.objects.get().bestand
    client = login(cast.vreemde)
    assert client.get(pdf_url(traject)).status_code == 404
    assert client.post(reverse("canvas:pdf_opnieuw", args=[traject.pk])).status_code == 404
    # No address serves the folder of files itself.
    assert [client.get(f"/{prefix}{bestand.name}").status_code for prefix in ("", "media/", "static/")] == [404] * 3
    assert list(PdfOpdracht.objects.visible_to(cast.vreemde)) == []

"""Uploading, looking and saying yes: all of a sheet or nothing, once, and for its sender alone."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from deelnemers import importeren
from deelnemers.bladen import read_sheet
from deelnemers.models import Deelnemer, ImportOpdracht
from deelnemers.tasks import purge_importen
from partijen.enums import Functie
from tests.deelnemers.importlijst import KOP, check, person, problems, upload, xlsx
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.partijen import LidmaatschapFactory
from tests.factories.toegang import UserFactory


def test_import_of_300_rows_from_upload_to_list(cast, login):
    client = login(cast.klantmanager)
    sent = upload(client, xlsx(*(person(n, Kenmerk=f"W-{n}", Spreken="b1", Telefoon=612345678) for n in range(300))))
    preview = client.get(sent.url)

    assert Deelnemer.objects.count() == 0
    assert "Importeer 300 deelnemers" in preview.text
    assert "Naam99 " in preview.text
    assert "0612345678" in preview.text

    done = client.post(sent.url)

    assert done.url == reverse("deelnemers:lijst")
    assert Deelnemer.objects.filter(gemeente=cast.waterstad, spreken="B1").count() == 300
    assert "300 deelnemers zijn geïmporteerd." in client.get(done.url).text
    kept = ImportOpdracht.objects.get()
    assert (kept.rijen, kept.bestandsnaam) == ([], "")


def test_one_bad_row_in_300_stops_all_of_them(cast, login):
    rows = [person(n) for n in range(300)]
    rows[150][KOP.index("Spreken")] = "Z9"
    response = upload(login(cast.coordinator), xlsx(*rows))

    assert response.status_code == 422
    assert "299 van de 300 rijen zijn goed." in response.text
    assert "Naam150" in response.text
    assert "Importeer" not in re.sub(r"(?s)<(title|h1)>.*?</\1>", "", response.text)
    assert (Deelnemer.objects.count(), ImportOpdracht.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("good", "tekst"),
    [
        (0, "0 van de 2 rijen zijn goed."),
        (1, "1 van de 3 rijen is goed."),
        (2, "2 van de 4 rijen zijn goed."),
    ],
)
def test_bad_rows_are_told_as_a_list_to_mend(cast, login, good, tekst):
    rows = [person(n) for n in range(good)] + [person(90 + n, Voornaam=None) for n in range(2)]
    page = upload(login(cast.coordinator), xlsx(*rows)).text

    assert tekst in page
    assert "Er is niets geïmporteerd. Verbeter de rijen hieronder in uw bestand en stuur het opnieuw." in page
    assert "Nog niet opgeslagen" not in page
    assert page.count("Dit veld is verplicht.") == 2


def test_a_sheet_of_one_bad_row_is_told_as_one(cast, login):
    assert "De enige rij is nog niet goed." in upload(login(cast.coordinator), xlsx(person(1, Voornaam=None))).text


def test_confirm_twice_imports_once(cast, login):
    client = login(cast.coordinator)
    url = upload(client, xlsx(person(1), person(2))).url

    responses = [client.post(url), client.post(url), client.get(url)]

    assert [r.status_code for r in responses] == [302, 302, 302]
    assert Deelnemer.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_confirm_at_the_same_moment_imports_once():
    opdracht = importeren.keep(check(xlsx(person(1), person(2))), door=UserFactory())

    def attempt(_n):
        try:
            return importeren.confirm(opdracht)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(attempt, range(4))) == [2, 2, 2, 2]
    assert Deelnemer.objects.count() == 2


def test_confirm_checks_again_and_stores_nothing_when_it_no_longer_holds(cast, login):
    client = login(cast.coordinator)
    url = upload(client, xlsx(person(1), person(2, Kenmerk="W-2"))).url
    DeelnemerFactory(gemeente=cast.waterstad, kenmerk="W-2")

    response = client.post(url, follow=True)

    assert "Rij 3 is niet goed meer: Er is al een deelnemer met dit kenmerk." in response.text
    assert Deelnemer.objects.count() == 1


def test_confirm_refuses_what_is_older_than_an_hour(cast, login):
    client = login(cast.coordinator)
    url = upload(client, xlsx(person(1))).url
    ImportOpdracht.objects.update(gemaakt_op=timezone.now() - timedelta(minutes=61))

    assert "ouder dan een uur" in client.post(url, follow=True).text
    assert Deelnemer.objects.count() == 0


def test_keep_leaves_no_names_of_earlier_sheets(cast, login):
    first = upload(login(cast.coordinator), xlsx(person(1))).url
    other = upload(login(cast.klantmanager), xlsx(person(2))).url
    upload(login(cast.coordinator), xlsx(person(3)))
    assert [login(cast.coordinator).get(first).status_code, login(cast.klantmanager).get(other).status_code] == [
        404,
        200,
    ]

    ImportOpdracht.objects.update(gemaakt_op=timezone.now() - timedelta(minutes=61))
    upload(login(cast.coordinator), xlsx(person(4)))
    assert ImportOpdracht.objects.count() == 1


@pytest.mark.parametrize("confirmed", [False, True])
def test_every_hour_what_is_left_of_sheets_goes(cast, login, confirmed):
    client = login(cast.coordinator)
    url = upload(client, xlsx(person(1))).url
    if confirmed:
        client.post(url)
    ImportOpdracht.objects.update(gemaakt_op=timezone.now() - timedelta(minutes=61))
    fresh = ImportOpdracht.objects.create(gemeente=cast.waterstad, door=cast.klantmanager, aantal=1)

    assert [purge_importen(), purge_importen()] == [1, 0]
    assert list(ImportOpdracht.objects.all()) == [fresh]
    assert settings.CELERY_BEAT_SCHEDULE["deelnemers-importen-opruimen"]["schedule"].hour == set(range(24))


def test_a_preview_is_for_its_sender_alone(cast, login):
    url = upload(login(cast.coordinator), xlsx(person(1))).url
    others = [cast.klantmanager, cast.vreemde, cast.lezer, cast.werkgever, cast.mentor]
    for other in others:
        assert login(other).get(url).status_code == 404
        assert login(other).post(url).status_code == 404
    assert Deelnemer.objects.count() == 0


def test_a_preview_ends_with_the_function(cast, login):
    url = upload(login(cast.coordinator), xlsx(person(1))).url
    cast.coordinator.lidmaatschappen.update(functie=Functie.LEZER)
    assert login(cast.coordinator).post(url).status_code == 404


def test_who_works_for_two_gemeentes_says_which(cast, login):
    LidmaatschapFactory(gebruiker=cast.coordinator, partij=cast.heuvelrijk, functie=Functie.KLANTMANAGER)
    client, file = login(cast.coordinator), SimpleUploadedFile("a.xlsx", xlsx(person(1)))
    assert "gemeente" in upload(client, xlsx(person(1))).context["form"].errors

    sent = client.post(reverse("deelnemers:import"), {"bestand": file, "gemeente": cast.heuvelrijk.pk})
    client.post(sent.url)
    assert Deelnemer.objects.get().gemeente == cast.heuvelrijk


@pytest.mark.parametrize("name", ["deelnemers:import", "deelnemers:import_voorbeeld"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("klantmanager", 200), ("lezer", 403), ("beheerder", 403), ("werkgever", 403)]
    + [(who, 403) for who in ("mentor", "taal", "opleider", "verbinder", "expert")],
)
def test_import_by_cast(cast, login, who, status, name):
    assert login(cast.people[who]).get(reverse(name)).status_code == status


def test_example_can_be_filled_in_and_holds_no_formula(cast, login):
    response = login(cast.coordinator).get(reverse("deelnemers:import_voorbeeld"))
    book = load_workbook(io.BytesIO(response.content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert [cel.tekst for cel in read_sheet(response.content)[0].cellen] == KOP

    book.worksheets[0].append(["Samira", "Haddad"])
    filled = io.BytesIO()
    book.save(filled)
    assert problems(check(filled.getvalue())) == []

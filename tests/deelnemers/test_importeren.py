import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from deelnemers import importeren
from deelnemers.bladen import read_sheet
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelnemer, ImportOpdracht
from deelnemers.tasks import purge_importen
from partijen.enums import Functie
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory
from tests.factories.toegang import UserFactory

KOP = ["Voornaam", "Achternaam", "Kenmerk", "E-mailadres", "Telefoon", "Luisteren", "Lezen", "Spreken", "Schrijven"]
KOP += ["Uren per week", "Belemmeringen"]
BSN = "123456782"


def xlsx(*rows, kop=KOP):
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (kop, *rows):
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def person(n=1, **cells):
    row = dict.fromkeys(KOP, None) | {"Voornaam": f"Naam{n}", "Achternaam": f"Achter{n}"} | cells
    return list(row.values())


def check(inhoud, gemeente=None):
    return importeren.check(gemeente=gemeente or GemeenteFactory(), bestandsnaam="lijst.xlsx", inhoud=inhoud)


def problems(lijst):
    return [(regel.nummer, p.kolom, p.reden) for regel in lijst.fout for p in regel.problemen]


def upload(client, inhoud, name="lijst.xlsx"):
    return client.post(reverse("deelnemers:import"), {"bestand": SimpleUploadedFile(name, inhoud)})


# --- reading and checking


def test_check_reads_a_whole_row(db):
    inhoud = xlsx(
        person(
            Kenmerk="W-1",
            **{"E-mailadres": "a@b.example", "Uren per week": 24, "Spreken": "a2", "Lezen": "Nog niet"},
            Telefoon=612345678,
            Belemmeringen="Kinderopvang nodig; reis",
        )
    )
    gemeente = GemeenteFactory()
    lijst = check(inhoud, gemeente)
    assert problems(lijst) == []

    importeren.confirm(importeren.keep(lijst, door=UserFactory()))

    made = Deelnemer.objects.get()
    assert (made.gemeente, str(made), made.kenmerk, made.email) == (gemeente, "Naam1 Achter1", "W-1", "a@b.example")
    assert (made.telefoon, made.spreken, made.lezen, made.luisteren) == ("0612345678", "A2", "nog_niet", "")
    assert (made.uren_per_week, made.belemmeringen) == (24, ["kinderopvang", "reis"])


@pytest.mark.parametrize(
    ("cells", "kolom", "reden"),
    [
        ({"Voornaam": None}, "Voornaam", "Dit veld is verplicht."),
        ({"Achternaam": "   "}, "Achternaam", "Dit veld is verplicht."),
        ({"Voornaam": "x" * 101}, "Voornaam", "100"),
        ({"Spreken": "D1"}, "Spreken", "'D1' is geen taalniveau"),
        ({"Uren per week": "24,5"}, "Uren per week", "geen heel getal"),
        ({"Uren per week": 24.5}, "Uren per week", "'24,5' is geen heel getal"),
        ({"Uren per week": "veel"}, "Uren per week", "geen heel getal"),
        ({"Uren per week": -3}, "Uren per week", "geen heel getal"),
        ({"Uren per week": 61}, "Uren per week", "ten hoogste 60"),
        ({"Uren per week": "9" * 400}, "Uren per week", "geen heel getal"),
        ({"Kenmerk": BSN}, "Kenmerk", "BSN"),
        ({"Kenmerk": int(BSN)}, "Kenmerk", "BSN"),
        ({"Telefoon": int(BSN)}, "Telefoon", "BSN"),
        ({"Achternaam": f"Haddad {BSN}"}, "Achternaam", "BSN"),
        ({"Kenmerk": date(2026, 1, 1)}, "Kenmerk", "datum"),
        ({"Kenmerk": "x" * 31}, "Kenmerk", "30"),
        ({"Voornaam": True}, "Voornaam", "waar"),
        ({"Voornaam": "#N/A"}, "Voornaam", "foutmelding van Excel"),
        ({"Voornaam": "=1+1"}, "Voornaam", "formule zonder uitkomst"),
        ({"E-mailadres": "geen adres"}, "E-mailadres", "e-mail"),
        ({"Belemmeringen": "hoofdpijn"}, "Belemmeringen", "staat niet in de lijst"),
    ],
)
def test_check_names_row_column_and_reason(db, cells, kolom, reden):
    lijst = check(xlsx(person(1), person(2, **cells), person(3)))

    found = problems(lijst)
    assert [(nummer, naam) for nummer, naam, _reden in found] == [(3, kolom)]
    assert reden in found[0][2]
    assert Deelnemer.objects.count() == 0


def test_check_never_shows_a_bsn_again(cast, login):
    response = upload(login(cast.coordinator), xlsx(person(1, Achternaam=f"Haddad {BSN}")))
    assert response.status_code == 422
    assert BSN not in response.text


def test_check_names_a_kenmerk_that_is_there_twice(db):
    gemeente = GemeenteFactory()
    DeelnemerFactory(gemeente=gemeente, kenmerk="A")
    DeelnemerFactory(kenmerk="C")  # another gemeente's: no matter

    lijst = check(xlsx(*(person(n, Kenmerk=k) for n, k in enumerate(["A", "B", "B", "C", None, None]))), gemeente)

    assert problems(lijst) == [
        (2, "Kenmerk", "Er is al een deelnemer met dit kenmerk."),
        (3, "Kenmerk", "Dit kenmerk staat meer dan eens in de lijst."),
        (4, "Kenmerk", "Dit kenmerk staat meer dan eens in de lijst."),
    ]


@pytest.mark.parametrize(
    ("kop", "reden"),
    [
        (["Voornaam", "Achternaam", "BSN"], "Een BSN mag hier niet staan"),
        (["Voornaam", "Achternaam", "Burgerservicenummer"], "Een BSN mag hier niet staan"),
        (["Voornaam", "Achternaam", "Nationaliteit"], "De kolom 'Nationaliteit' kennen we niet"),
        (["Voornaam", "Voornaam", "Achternaam"], "twee keer"),
        (["Voornaam"], "De kolom 'Achternaam' ontbreekt"),
    ],
)
def test_check_refuses_a_wrong_heading(db, kop, reden):
    with pytest.raises(DeelnemerFout, match=reden):
        check(xlsx(["a", "b", "c"][: len(kop)], kop=kop))


def test_check_takes_headings_however_spelled_and_in_any_order(db):
    lijst = check(xlsx(["Haddad", "Samira", 20], kop=["ACHTERNAAM ", "voor-naam", "uren_per_week"]))
    assert problems(lijst) == []
    assert lijst.regels[0].naam == "Samira Haddad"


def test_check_skips_empty_rows_and_keeps_the_numbers_of_the_sheet(db):
    lijst = check(xlsx(person(1), [], [None] * 11, person(2, Spreken="?")))
    assert problems(lijst)[0][0] == 5
    assert len(lijst.regels) == 2


def test_check_names_text_beside_the_list(db):
    lijst = check(xlsx([*person(1), "opmerking"]))
    assert problems(lijst) == [(2, "-", "Hier staat tekst in een kolom zonder naam.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_check_reads_csv_as_programs_write_it(db, encoding, delimiter):
    text = f'Voornaam{delimiter}Achternaam\r\nZoë{delimiter}"de {delimiter} Één"\r\n'
    lijst = check(text.encode(encoding))
    assert problems(lijst) == []
    assert lijst.regels[0].waarden["achternaam"] == " ".join(f"de {delimiter} Één".split())


def test_check_keeps_emoji_and_right_to_left_names(db):
    importeren.confirm(
        importeren.keep(check(xlsx(person(1, Voornaam="😀 سميرة", Achternaam="ሃዳድ"))), door=UserFactory())
    )
    assert str(Deelnemer.objects.get()) == "😀 سميرة ሃዳድ"


@pytest.mark.parametrize("tekst", ["=HYPERLINK(1)", "@SUM(1)"])
def test_check_refuses_text_that_is_a_formula_elsewhere(db, tekst):
    lijst = check(f"Voornaam;Achternaam\nAnna;{tekst}".encode())
    assert problems(lijst) == [(2, "Achternaam", "Een cel mag niet met = of @ beginnen.")]


def test_telefoon_never_takes_a_bsn_for_a_number_without_its_nought(db):
    rows = [person(1, Telefoon=205551234), person(2, Telefoon="+31 6 12345678"), person(3, Telefoon=int(BSN))]
    lijst = check(xlsx(*rows))
    assert [nummer for nummer, *_ in problems(lijst)] == [4]


def unreadable():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 101 * 1024 * 1024)
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    good = xlsx(person(1))
    return {
        "empty sheet": (xlsx(kop=[]), "Het bestand is leeg"),
        "heading only": (xlsx(), "staan geen deelnemers"),
        "spaces": (b"  \n \n", "Het bestand is leeg"),
        "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 500, "oud Excel- of Word-bestand"),
        "pdf": (b"%PDF-1.7 ...", "Dit is een PDF"),
        "half a zip": (good[: len(good) // 2], "geen Excel-bestand"),
        "word in a zip": (word.getvalue(), "geen Excel-bestand"),
        "zip bomb": (bomb.getvalue(), "te groot"),
        "bytes": (bytes(range(256)) * 4, "kunnen we niet lezen"),
        "open quote": (b'Voornaam;Achternaam\n"Anna;Haddad', "aanhalingsteken"),
        "2001 rows": (xlsx(*(person(n) for n in range(2001))), "meer dan 2.000 rijen"),
        "5 MB": (b"Voornaam;Achternaam\n" + b"a" * 5 * 1024 * 1024, "groter dan 5 MB"),
    }


@pytest.mark.parametrize("soort", list(unreadable()))
def test_upload_says_beside_the_field_what_it_cannot_read(cast, login, soort):
    inhoud, reden = unreadable()[soort]
    response = upload(login(cast.coordinator), inhoud)

    assert response.status_code == 422
    assert reden in response.context["form"].errors["bestand"][0]
    assert ImportOpdracht.objects.count() == 0


def test_upload_of_nothing_asks_for_a_file(cast, login):
    client = login(cast.coordinator)
    nothing = client.post(reverse("deelnemers:import"), {"indiening": ""})
    assert nothing.context["form"].errors["bestand"] == ["Kies een bestand."]
    assert "leeg" in upload(client, b"").context["form"].errors["bestand"][0]


def test_upload_reads_what_it_is_and_not_what_it_is_called(cast, login):
    response = upload(login(cast.coordinator), b"Voornaam;Achternaam\nAnna;Haddad", name="lijst.xlsx")
    assert response.status_code == 302


# --- upload, preview, confirm


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
    assert ImportOpdracht.objects.get().rijen == []


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


def test_every_hour_the_names_that_nobody_confirmed_go(cast, login):
    upload(login(cast.coordinator), xlsx(person(1)))
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


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_checking_costs_the_same_queries_for_any_number_of_rows(db, rows, django_assert_num_queries):
    gemeente = GemeenteFactory()
    inhoud = xlsx(*(person(n, Kenmerk=f"W-{n}") for n in range(rows)))
    with django_assert_num_queries(1):
        check(inhoud, gemeente)

"""Reading and checking a sheet: each fault is named by row, column and reason, and nothing private is shown again."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from deelnemers import importeren
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelnemer, ImportOpdracht
from tests.deelnemers.importlijst import BSN, check, person, problems, upload, xlsx
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.partijen import GemeenteFactory
from tests.factories.toegang import UserFactory


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


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_checking_costs_the_same_queries_for_any_number_of_rows(db, rows, django_assert_num_queries):
    gemeente = GemeenteFactory()
    inhoud = xlsx(*(person(n, Kenmerk=f"W-{n}") for n in range(rows)))
    with django_assert_num_queries(1):
        check(inhoud, gemeente)

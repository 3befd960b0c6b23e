"""Mentorships of before get the party that their mentor guides for; who guides for none is mentor no more."""

import pytest

from tests.toegang.lege_database import empty_database, manage, opened

TOEN = [("deelnemers", "0003_beeindigd_op")]
GEMEENTE, BEGELEIDING, WERKGEVER = 5, 6, 7
# Who, by id: a klantmanager with an older place at an employer, a mentor, someone of an employer alone, a leaver.
KLANTMANAGER, MENTOR, BIJ_WERKGEVER, VERTROKKEN = 21, 22, 23, 24
LEDEN = [
    (KLANTMANAGER, WERKGEVER, "medewerker", True), (KLANTMANAGER, GEMEENTE, "klantmanager", True),
    (MENTOR, BEGELEIDING, "medewerker", True), (BIJ_WERKGEVER, WERKGEVER, "medewerker", True),
    (VERTROKKEN, BEGELEIDING, "medewerker", False),
]  # fmt: skip
DAG = "2026-09-01"
MOMENT = f"{DAG} 10:00:00+00:00"


def insert(cursor, table, row):
    quoted = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    cursor.execute(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", list(row.values()))  # noqa: S608 - from here


def fill(cursor):
    empty = {"plaats": "", "regio": "", "email": "", "telefoon": "", "website": ""}
    for pk, soort in ((GEMEENTE, "gemeente"), (BEGELEIDING, "begeleiding"), (WERKGEVER, "werkgever")):
        insert(cursor, "partijen_partij", {"id": pk, "naam": soort, "soort": soort, **empty})
    traject = {"id": 3, "gemeente_id": GEMEENTE, "naam": "Groen", "sjabloon": "generiek", "sector": "groen"}
    traject |= {"niveau": "geen", "uitkomst": "certificaat", "doel": "", "regio": "", "startdatum": DAG}
    insert(cursor, "trajecten_traject", {**traject, "groepsgrootte": 12, "aangemaakt_op": MOMENT})
    for pk in (KLANTMANAGER, MENTOR, BIJ_WERKGEVER, VERTROKKEN):
        fill_person(cursor, pk)
    for gebruiker, partij, functie, actief in LEDEN:
        lid = {"gebruiker_id": gebruiker, "partij_id": partij, "functie": functie, "actief": actief}
        insert(cursor, "partijen_lidmaatschap", lid)


def fill_person(cursor, pk):
    """Add someone and, with the same number, a participant whose mentor they are."""
    user = {"id": pk, "password": "x", "email": f"{pk}@b.example", "naam": f"Iemand {pk}", "is_active": True}
    insert(cursor, "toegang_user", {**user, "aangemaakt_op": MOMENT})
    deelnemer = {"id": pk, "gemeente_id": GEMEENTE, "kenmerk": "", "voornaam": "A", "achternaam": "B", "email": ""}
    deelnemer |= {"telefoon": "", "luisteren": "", "lezen": "", "spreken": "", "schrijven": "", "bewaren_reden": ""}
    insert(cursor, "deelnemers_deelnemer", {**deelnemer, "belemmeringen": "[]", "aangemaakt_op": MOMENT})
    deelname = {"id": pk, "deelnemer_id": pk, "traject_id": 3, "status": "actief", "mentor_id": pk}
    insert(cursor, "deelnemers_deelname", {**deelname, "aangemeld_op": DAG, "actief_sinds": DAG})


@pytest.fixture
def upgraded(tmp_path, django_db_blocker):
    with empty_database(tmp_path) as url, django_db_blocker.unblock():
        for app, name in TOEN:
            manage(url, "migrate", app, name)
        with opened(url) as database, database.cursor() as cursor:
            fill(cursor)
        manage(url, "migrate")
        with opened(url) as database, database.cursor() as cursor:
            yield cursor


def test_each_mentorship_gets_the_party_it_is_done_for(upgraded):
    upgraded.execute("SELECT id, mentor_id, mentor_partij_id FROM deelnemers_deelname ORDER BY id")
    assert [tuple(row) for row in upgraded.fetchall()] == [
        (KLANTMANAGER, KLANTMANAGER, GEMEENTE),
        (MENTOR, MENTOR, BEGELEIDING),
        (BIJ_WERKGEVER, None, None),
        (VERTROKKEN, VERTROKKEN, BEGELEIDING),
    ]

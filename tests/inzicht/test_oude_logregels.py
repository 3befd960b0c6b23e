"""A database of 0.1.0 with lines in auditlog's own table is brought to today, by its real migrations."""

import json

import pytest

from tests.toegang.lege_database import empty_database, manage, opened

NAAM = "Kanarienaam"
# What 0.1.0 had.
TOEN = [("canvas", "0001_initial"), ("deelnemers", "0001_initial"), ("auditlog", "0017"), ("toegang", "0001_initial")]
INVOEGEN = {
    "toegang_user": {
        "id": 7, "password": "x", "email": "a@b.example", "naam": "Lezer", "is_active": True,
        "aangemaakt_op": "2026-09-01 10:00:00+00:00",
    },
    "partijen_partij": {
        "id": 5, "naam": "Waterstad", "soort": "gemeente", "plaats": "", "regio": "", "email": "", "telefoon": "",
        "website": "",
    },
    "deelnemers_deelnemer": {
        "id": 12, "gemeente_id": 5, "kenmerk": "", "voornaam": NAAM, "achternaam": NAAM, "email": "", "telefoon": "",
        "luisteren": "", "lezen": "", "spreken": "", "schrijven": "", "belemmeringen": "[]",
        "aangemaakt_op": "2026-09-01 10:00:00+00:00",
    },
}  # fmt: skip


def insert(cursor, table, row):
    quoted = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    cursor.execute(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", list(row.values()))  # noqa: S608 - from above


def old_line(kind, number, **extra):
    return {
        "object_pk": str(number), "object_id": number, "object_repr": NAAM, "action": 1, "content_type_id": kind,
        "timestamp": "2026-10-01 10:00:00+00:00", "changes_text": "", "actor_id": 7, "actor_email": "a@b.example",
        "remote_addr": "192.0.2.1", **extra,
    }  # fmt: skip


def fill(cursor):
    for table, row in INVOEGEN.items():
        insert(cursor, table, row)
    cursor.execute("SELECT id FROM django_content_type WHERE app_label = 'deelnemers' AND model = 'deelnemer'")
    [kind] = cursor.fetchone()
    changes = json.dumps({"achternaam": ["x", NAAM], "deelnames": ["None", NAAM]})
    insert(cursor, "auditlog_logentry", old_line(kind, 12, changes=changes, serialized_data=json.dumps({"n": NAAM})))
    read = json.dumps({"pagina": "deelnemers:detail", "grond": ["lezer"]})
    insert(cursor, "auditlog_logentry", old_line(kind, 12, action=3, additional_data=read))
    insert(cursor, "auditlog_logentry", old_line(kind, 99, action=2, changes=changes))


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


def test_old_lines_come_over_with_names_of_fields_and_nothing_else(upgraded, django_db_blocker):
    upgraded.execute("SELECT count(*) FROM auditlog_logentry")
    assert upgraded.fetchone() == (0,)
    upgraded.execute("SELECT * FROM toegang_logregel ORDER BY id")
    names = [column[0] for column in upgraded.description]
    rows = [dict(zip(names, row, strict=True)) for row in upgraded.fetchall()]
    assert NAAM not in str(rows)
    assert "192.0.2.1" not in str(rows)
    shown = ("handeling", "object_repr", "eigenaar", "betrokkene", "actor_id")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("gewijzigd", "deelnemer 12", 5, 12, 7),
        ("inzien", "deelnemer 12", 5, 12, 7),
        ("verwijderd", "deelnemer 99", None, None, 7),
    ]
    assert [loaded(row["changes"]) for row in rows] == [{"achternaam": ["•", "•"]}, None, {"achternaam": ["•", "•"]}]
    assert (loaded(rows[1]["grond"]), loaded(rows[1]["additional_data"])) == (
        ["lezer"],
        {"pagina": "deelnemers:detail"},
    )


def loaded(value):
    return json.loads(value) if isinstance(value, str) else value

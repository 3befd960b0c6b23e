"""Row security while migrations go back and forward: whatever is not there yet is left out, and nothing is open."""

import pytest
from django.db import ProgrammingError, connection

from tests.toegang.lege_database import empty_database, manage, opened
from toegang import rijregels

TABLES = (
    "SELECT relname, relrowsecurity FROM pg_class WHERE relname IN ('partijen_contactpersoon', 'deelnemers_deelnemer')"
)
POLICIES = "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
MARK = "SELECT obj_description(to_regprocedure('leerwerk_ids(text)'), 'pg_proc')"

GUARDED = ["deelnemers_deelnemer", "deelnemers_deelname", "deelnemers_checkin", "partijen_contactpersoon"]


def stand(url):
    """Return the policies, which of two tables are guarded, and the mark of rules that are in force."""
    with opened(url) as database, database.cursor() as cursor:
        found = []
        for query in (POLICIES, TABLES, MARK):
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found[0], dict(found[1]), found[2][0][0]


@pytest.mark.postgresql
@pytest.mark.django_db
def test_an_app_that_goes_back_takes_its_own_rules_along_and_brings_them_back(tmp_path):
    with empty_database(tmp_path) as url:
        manage(url, "migrate")
        policies, guarded, mark = stand(url)
        assert guarded == {"partijen_contactpersoon": True, "deelnemers_deelnemer": True}
        assert mark

        said = manage(url, "migrate", "deelnemers", "zero")
        left, guarded, none = stand(url)
        assert guarded == {"partijen_contactpersoon": True}
        assert left == [policy for policy in policies if not policy[0].startswith("deelnemers_")]
        # Not in force: requests are told so, and with RIJBEVEILIGING=aan nobody is served.
        assert none is None
        assert "Row security is off" in said
        assert "deelnemers_deelnemer" in said

        manage(url, "migrate")
        assert stand(url) == (policies, {"partijen_contactpersoon": True, "deelnemers_deelnemer": True}, mark)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("gone", "closed"),
    [
        ("ALTER TABLE deelnemers_deelname DROP COLUMN mentor_id CASCADE", "deelnemers_signaal"),
        ("DROP TABLE deelnemers_signaal CASCADE", "deelnemers_signaal"),
    ],
)
def test_what_leans_on_something_that_is_not_there_stays_shut(db, gone, closed, caplog):
    with connection.cursor() as cursor:
        cursor.execute(gone)
        assert not rijregels.install()
        assert not rijregels.is_installed()
        assert f"'{closed}'" in caplog.text
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relname = ANY (%s)", [GUARDED])
        assert {name for (name,) in cursor.fetchall()} == set(GUARDED)
        cursor.execute("SELECT set_config('role', %s, true)", [rijregels.role_of()])
        cursor.execute("SELECT count(*) FROM deelnemers_deelnemer")
        assert cursor.fetchone() == (0,)
        cursor.execute("RESET ROLE")


@pytest.mark.postgresql
def test_a_rule_that_is_wrong_in_itself_is_no_missing_table(db, monkeypatch):
    monkeypatch.setitem(rijregels._lijsten, "leerwerk_rij_proef", "SELECT 1 +")
    with pytest.raises(ProgrammingError):
        rijregels.install()

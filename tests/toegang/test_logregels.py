"""A line of the log: added and never changed, with names of fields and never what stood in them."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from deelnemers.models import Deelnemer
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.partijen import LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from toegang.logboek import Handeling, note, note_bulk, note_many, purge
from toegang.logregels import LAAGSTE_TERMIJN, LEEG, LogboekFout, without_values
from toegang.models import Logregel, User

# As outside a test, and without the checks of this transaction that a TRUNCATE would have to wait for.
NO_TEST = "SELECT set_config('leerwerk.proef', '', true); SET CONSTRAINTS ALL IMMEDIATE;"


@pytest.fixture
def regel(db):
    note(Handeling.INZIEN, eigenaar=1, betrokkene=2, details={"pagina": "deelnemers:detail"})
    return Logregel.objects.get(handeling=Handeling.INZIEN)


def refused(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_code_can_neither_change_nor_remove_a_line(regel):
    regel.eigenaar = 5
    with pytest.raises(LogboekFout):
        regel.save()
    with pytest.raises(LogboekFout):
        regel.delete()
    with pytest.raises(LogboekFout):
        Logregel.objects.update(eigenaar=5)
    with pytest.raises(LogboekFout), transaction.atomic():
        Logregel.objects.bulk_update([regel], ["eigenaar"])
    with pytest.raises(LogboekFout):
        Logregel.objects.all().delete()
    # The manager that Django itself uses.
    with pytest.raises(LogboekFout):
        Logregel._base_manager.update(eigenaar=5)
    with pytest.raises(LogboekFout):
        Logregel._base_manager.all().delete()
    assert Logregel.objects.get(pk=regel.pk).eigenaar == 1


@pytest.mark.parametrize("how", [["-y"], ["-y", "-t"], ["-y", "-b", "2099-01-01"], []])
def test_no_command_empties_the_log(regel, how):
    with pytest.raises(CommandError, match="purge_logboek"):
        call_command("auditlogflush", *how)
    assert Logregel.objects.filter(pk=regel.pk).count() == 1


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE toegang_logregel SET eigenaar = 5",
        "UPDATE toegang_logregel SET timestamp = timestamp - interval '20 years'",
        "DELETE FROM toegang_logregel",
        "SELECT set_config('leerwerk.logboek_tot', '', true); DELETE FROM toegang_logregel",
        # The word that opens the door names a moment: what is younger stays.
        "SELECT set_config('leerwerk.logboek_tot', '2020-01-01', true); DELETE FROM toegang_logregel",
        "SELECT set_config('leerwerk.logboek_tot', '2099-01-01', true); UPDATE toegang_logregel SET eigenaar = 5",
        # And what is younger than the shortest term stays whatever moment it names.
        "SELECT set_config('leerwerk.logboek_tot', '2099-01-01', true); DELETE FROM toegang_logregel",
        "SELECT set_config('leerwerk.logboek_tot', 'infinity', true); DELETE FROM toegang_logregel",
        f"{NO_TEST} TRUNCATE toegang_logregel",
        f"{NO_TEST} TRUNCATE django_content_type CASCADE",
    ],
)
def test_the_database_refuses_whoever_comes_by_another_way(regel, sql):
    with pytest.raises(DatabaseError, match="append-only"):
        refused(sql)
    assert Logregel.objects.get(pk=regel.pk).eigenaar == 1


def aged(moment, eigenaar=1):
    line = Logregel.objects.line(Handeling.INZIEN, over=User, eigenaar=eigenaar)
    line.timestamp = moment
    line.save()
    return line


@pytest.mark.postgresql
@pytest.mark.parametrize("until", ["infinity", "-infinity"])
def test_infinity_is_no_moment(db, until):
    aged(timezone.now() - timedelta(days=4000))
    with pytest.raises(DatabaseError, match="append-only"):
        refused("SELECT set_config('leerwerk.logboek_tot', %s, true); DELETE FROM toegang_logregel", [until])


@pytest.mark.postgresql
def test_the_database_and_the_program_hold_the_same_shortest_term(db):
    edge = timezone.now() - relativedelta(years=LAAGSTE_TERMIJN)
    old, young = aged(edge - timedelta(hours=1)), aged(edge + timedelta(hours=1))
    sql = "SELECT set_config('leerwerk.logboek_tot', '2099-01-01', true); DELETE FROM toegang_logregel WHERE id = %s"
    refused(sql, [old.pk])
    with pytest.raises(DatabaseError, match="append-only"):
        refused(sql, [young.pk])
    assert list(Logregel.objects.filter(pk__in=[old.pk, young.pk])) == [young]


def test_a_purge_takes_nothing_younger_than_the_shortest_term(db):
    with pytest.raises(LogboekFout):
        purge(eigenaar=1, before=timezone.now() - relativedelta(years=LAAGSTE_TERMIJN) + timedelta(minutes=1))


@pytest.mark.postgresql
def test_a_purge_leaves_the_door_closed_behind_it(regel):
    purge(eigenaar=99, before=timezone.now() - relativedelta(years=2))
    with pytest.raises(DatabaseError, match="append-only"):
        refused("DELETE FROM toegang_logregel")


def test_a_purge_takes_what_is_too_old_of_one_gemeente(db, monkeypatch):
    monkeypatch.setattr("toegang.logboek.PORTIE", 2)
    now = timezone.now()
    for eigenaar, years in ((1, 10), (1, 9), (1, 8), (1, 1), (2, 10), (None, 10)):
        aged(now - relativedelta(years=years), eigenaar)
    assert purge(eigenaar=1, before=now - relativedelta(years=5)) == 3
    assert purge(eigenaar=1, before=now - relativedelta(years=5)) == 0
    left = Logregel.objects.filter(handeling=Handeling.INZIEN).values_list("eigenaar", flat=True)
    assert sorted(left, key=str) == [1, 2, None]


@pytest.mark.parametrize("veld", [*LEEG, "changes_text"])
def test_columns_that_could_hold_a_person_stay_empty(db, veld):
    value = {"serialized_data": {"x": 1}, "remote_addr": "192.0.2.1", "remote_port": 1}.get(veld, "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Logregel.objects.write(Handeling.INZIEN, over=User, **{veld: value})


def test_a_field_that_nobody_named_is_taken_for_personal():
    changes = {"achternaam": ["a", "b"], "deelnames": ["None", "x"]}
    assert without_values(Deelnemer, changes) == {"achternaam": ["•", "•"]}
    assert without_values(User, {"is_active": ["True", "False"], "naam": ["a", "b"]}) == {
        "is_active": ["True", "False"],
        "naam": ["•", "•"],
    }


def test_a_line_outlives_who_did_it_and_what_it_is_about(db):
    user, deelnemer = UserFactory(), DeelnemerFactory()
    note(Handeling.INZIEN, onderwerp=deelnemer, door=user)
    pk, gone = deelnemer.pk, user.pk
    deelnemer.delete()
    User.objects.filter(pk=gone).delete()
    regel = Logregel.objects.select_related("actor").get(handeling=Handeling.INZIEN)
    assert (regel.betrokkene, regel.actor_id, regel.actor, regel.object_repr) == (pk, gone, None, f"deelnemer {pk}")


def test_many_are_one_line_per_gemeente(db, django_assert_num_queries):
    note(Handeling.BULK, onderwerp=Deelnemer)  # so that the kind of row is known
    with django_assert_num_queries(1):
        note_many(Handeling.INZIEN, onderwerp=Deelnemer, betrokkenen={1: [12, 123], 2: [13]})
    assert list(Logregel.objects.about(12).values_list("eigenaar", flat=True)) == [1]
    assert list(Logregel.objects.about(13).values_list("eigenaar", flat=True)) == [2]
    assert Logregel.objects.about(3).count() == 0


def test_by_which_right_is_said_of_each_participant(db, django_assert_num_queries):
    note(Handeling.BULK, onderwerp=Deelnemer)
    grond = {12: {"lezer"}, 13: {"lezer"}, 14: {"lezer", "eigen_mentor"}, 15: {"eigen_mentor"}}
    with django_assert_num_queries(1):
        note_many(Handeling.INZIEN, onderwerp=Deelnemer, betrokkenen={1: [12, 13, 14], 2: [15]}, grond=grond)
    found = Logregel.objects.filter(handeling=Handeling.INZIEN).order_by("pk")
    assert [(r.eigenaar, r.grond, sorted(r.additional_data["deelnemers"])) for r in found] == [
        (1, ["lezer"], ["12", "13"]),
        (1, ["eigen_mentor", "lezer"], ["14"]),
        (2, ["eigen_mentor"], ["15"]),
    ]


@pytest.mark.postgresql
def test_who_saw_someone_is_found_by_index(db):
    with connection.cursor() as cursor:
        # An empty table is read whole unless told otherwise.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        plan = Logregel.objects.about(12).order_by().explain()
        assert "toegang_logregel_listed" in plan
        assert "toegang_logregel_betrokkene" in plan


def test_bulk_rows_are_named_by_number(db):
    rows = DeelnemerFactory.create_batch(2)
    note_bulk(rows, onderwerp=rows[0], velden=["uren_per_week"])
    note_bulk([], onderwerp=rows[0])
    [regel] = Logregel.objects.filter(handeling=Handeling.BULK)
    ids = [row.pk for row in rows]
    assert regel.additional_data == {"soort": "deelnemer", "ids": ids, "velden": ["uren_per_week"]}


def test_a_shared_party_is_the_business_of_whose_person_did_it(cast, login):
    partij = PartijFactory()
    assert Logregel.objects.get_for_object(partij).get().eigenaar is None
    lid = LidmaatschapFactory(partij=cast.waterstad)
    assert Logregel.objects.get_for_object(lid).get().eigenaar == cast.waterstad.pk
    data = {"naam": "Nieuwe naam", "soort": "werkgever", "plaats": "Zeewijk"}
    assert login(cast.coordinator).post(f"/partijen/{partij.pk}/wijzig/", data).status_code == 302
    changed = Logregel.objects.get_for_object(partij).get(handeling=Handeling.GEWIJZIGD)
    assert (changed.actor, changed.eigenaar) == (cast.coordinator, cast.waterstad.pk)


def test_outside_a_request_nobody_did_it(cast, login):
    login(cast.coordinator).get("/")
    deelnemer = DeelnemerFactory(gemeente=cast.waterstad)
    assert Logregel.objects.get_for_object(deelnemer).get().actor is None

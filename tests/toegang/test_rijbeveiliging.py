"""Row security as a mechanism: what a request sets, that nothing of it stays behind, and what the role may do."""

import re
import threading
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from deelnemers.models import Deelname, Deelnemer
from tests.factories.deelnemers import DeelnemerFactory
from tests.factories.partijen import PartijFactory
from toegang import rijbeveiliging, rijregels
from toegang.logregels import Logregel
from toegang.models import User
from toegang.rijbeveiliging import RijbeveiligingMiddleware, boven_de_rijen, rijen_van

LAGEN = ("toegang", "berichten", "partijen", "trajecten", "deelnemers", "canvas", "inzicht")
# Models without row security, each with its reason; a model that is neither here nor has rules fails.
ZONDER = {
    "toegang.User": "an account: shared by all its parties",
    "toegang.Indiening": "a stamp, no data",
    "berichten.Bericht": "ids only, shown by its own rule to its owner and reader",
    "berichten.Weigering": "a code; shown to nobody",
    "berichten.Voorkeur": "how often someone wants mail: asked by whoever has something to tell them",
    "berichten.Regelkeuze": "a switch and a number, no people",
    "berichten.Uitstel": "a kind and a number, read by whoever sends mail; shown to nobody",
    "berichten.Agendalink": "the hash of an address, found by whoever bears it",
    "berichten.Hartslag": "about a process, no people",
    "partijen.Partij": "an organisation, shared by all",
    "partijen.Lidmaatschap": "read before there is anyone to ask for",
    "partijen.Uitnodiging": "used by its bearer, who belongs nowhere yet",
    "partijen.GemeenteInstelling": "numbers, no people",
    "partijen.Huisstijl": "colours and a logo, no people",
    "trajecten.Traject": "no people; shared by whoever is asked",
    "trajecten.Fase": "no people",
    "trajecten.Besluit": "about a group, no people but who decided",
    "trajecten.Planwijziging": "days of phases, no people but who changed them",
    "trajecten.Rolinvulling": "the conditions themselves look through it",
    "canvas.CanvasTekst": "names no participant",
    "canvas.Bijdrage": "names no participant",
    "canvas.PdfOpdracht": "made of the Canvas, which asks to name no participant; whoever sees the trajectory reads it",
}
# Who looks beyond the rows of whoever asks: the only verbs that may.
BOVEN_DE_RIJEN = {
    "berichten/views.py": 1,  # a link in a mail says in whose name, not whoever is signed in on that device
    "deelnemers/anonimiseren.py": 1,  # the agreements that a person's check-ins ended with, in whose trajectory ever
    "deelnemers/audit.py": 1,  # whom an agreement is about, for the log: who keeps it may not see the check-in
    "deelnemers/capaciteit.py": 3,  # how many take up places, people of other gemeentes included
    "deelnemers/drukte.py": 1,  # whom mentors guide, people of other gemeentes included
    "deelnemers/geraakt.py": 1,  # how many follow the group of a trajectory, in the same way
    "deelnemers/groep.py": 2,  # how many take part, people of other gemeentes included
    "deelnemers/loslaten.py": 2,  # who depends on a role, of whichever gemeente
    "deelnemers/rechtzetten.py": 1,  # the agreement of a check-in that goes
    "deelnemers/terugmelden.py": 2,  # the few fields of a person that a trainer or an employer tells
    "deelnemers/views/eigenpagina.py": 1,  # a key says whose page it is, not whoever is signed in on that device
    "inzicht/views.py": 1,  # the address of a calendar says whose dates, not whoever is signed in on that device
    "partijen/overdracht.py": 3,  # what a leaver holds, wherever that is; and which gemeentes a party works for
}
WIE = "SELECT current_user, current_setting('leerwerk.gemeentes', true), current_setting('leerwerk.gebruiker', true)"


def asked():
    with connection.cursor() as cursor:
        cursor.execute(WIE)
        return [value or "" for value in cursor.fetchone()]


@pytest.fixture
def owner():
    return asked()[0] if connection.vendor == "postgresql" else ""


def request_of(user):
    request = RequestFactory().get("/deelnemers/")
    request.user = user
    return request


def test_every_model_has_rules_or_a_reason_to_have_none():
    models = {m for app in LAGEN for m in apps.get_app_config(app).get_models() if not m._meta.proxy}
    without = {m._meta.label for m in models - rijregels.covered()}
    assert without == set(ZONDER)


def test_only_these_verbs_look_beyond_the_rows():
    found = {}
    for app in LAGEN:
        for path in Path(django_settings.BASE_DIR, app).rglob("*.py"):
            if n := len(re.findall(r"with boven_de_rijen\(\)", path.read_text())):
                found[str(path.relative_to(django_settings.BASE_DIR))] = n
    assert found == BOVEN_DE_RIJEN


def test_without_postgresql_or_when_switched_off_nothing_is_asked(cast, settings, django_assert_num_queries):
    settings.RIJBEVEILIGING = "uit"
    with django_assert_num_queries(0), rijen_van(cast.coordinator) as own_transaction:
        assert not own_transaction
        assert rijbeveiliging.stand() == "uit"


@pytest.mark.postgresql
def test_a_request_costs_two_statements_besides_the_transaction(cast):
    rijbeveiliging.stand()
    with CaptureQueriesContext(connection) as captured, rijen_van(cast.coordinator):
        pass
    # Memberships, which the menu needs anyway; setting; and only inside a test's own transaction, setting back.
    assert ["set_config" in query["sql"] for query in captured] == [False, True, True]


@pytest.mark.postgresql
def test_where_it_is_demanded_and_missing_nobody_is_served(cast, settings, monkeypatch):
    monkeypatch.setattr(rijbeveiliging, "_installed", set())
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON FUNCTION leerwerk_ids(text) IS NULL")
    with rijen_van(cast.coordinator):
        assert rijbeveiliging.stand() == "ontbreekt"
    settings.RIJBEVEILIGING = "aan"
    with pytest.raises(ImproperlyConfigured), rijen_van(cast.coordinator):
        pass


@pytest.mark.postgresql
def test_a_person_asks_under_the_role_in_their_own_name_and_no_longer(cast, owner):
    with rijen_van(cast.coordinator):
        assert asked() == [rijregels.role_of(), str(cast.waterstad.pk), str(cast.coordinator.pk)]
    assert asked() == [owner, "", ""]


@pytest.mark.postgresql
def test_the_role_without_a_name_sees_nothing(cast):
    DeelnemerFactory(gemeente=cast.waterstad)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [rijregels.role_of()])
        assert {model.__name__: model.objects.count() for model in rijregels.covered() if model.objects.count()} == {}
        cursor.execute("RESET ROLE")
    assert Deelnemer.objects.count() == 1


@pytest.mark.postgresql
def test_beyond_the_rows_is_for_one_block_also_after_a_failure(cast, owner):
    DeelnemerFactory(gemeente=cast.heuvelrijk)
    with rijen_van(cast.coordinator):
        with boven_de_rijen():
            assert Deelnemer.objects.count() == 1
        assert Deelnemer.objects.count() == 0
        with boven_de_rijen():
            with boven_de_rijen():
                assert Deelnemer.objects.count() == 1
            assert Deelnemer.objects.count() == 1
        assert Deelnemer.objects.count() == 0
        with pytest.raises(ZeroDivisionError), boven_de_rijen():
            raise ZeroDivisionError
        assert Deelnemer.objects.count() == 0
        with pytest.raises(ProgrammingError), transaction.atomic(), boven_de_rijen(), connection.cursor() as cursor:
            cursor.execute("SELECT nonsense")
        assert Deelnemer.objects.count() == 0
    assert asked()[0] == owner


@pytest.mark.postgresql
def test_the_role_owns_nothing_and_never_touches_a_line_of_the_log(cast):
    role = rijregels.role_of()
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [f'"{role}"'])
        assert cursor.fetchone() == (0,)
        for table in ("toegang_logregel", "django_migrations", "leerwerk_rij_deelnemers", "leerwerk_rij_checkins"):
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
                assert (table, right, cursor.fetchone()) == (table, right, (False,))
    PartijFactory()
    line = Logregel.objects.latest("pk")
    with rijen_van(cast.coordinator), connection.cursor() as cursor:
        for statement in ("UPDATE toegang_logregel SET eigenaar = 1", "DELETE FROM toegang_logregel"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
    assert Logregel.objects.filter(pk=line.pk).exists()


@pytest.mark.postgresql
def test_installing_again_changes_nothing_and_brings_back_what_was_taken_away(db):
    def policies():
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename, policyname, qual, with_check FROM pg_policies ORDER BY 1, 2")
            return cursor.fetchall()

    before = policies()
    assert rijregels.install()
    assert policies() == before
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY leerwerk_rij_lezen ON deelnemers_deelnemer")
        cursor.execute("COMMENT ON FUNCTION leerwerk_ids(text) IS 'an earlier version'")
    assert rijregels.install()
    assert policies() == before


@pytest.mark.postgresql
def test_every_rule_stands_in_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        guarded = {name for (name,) in cursor.fetchall()}
    assert guarded == {model._meta.db_table for model in rijregels.covered()}


@pytest.mark.postgresql
def test_an_answer_that_is_still_being_made_is_refused(cast):
    middleware = RijbeveiligingMiddleware(lambda _request: StreamingHttpResponse(iter([b""])))
    with pytest.raises(ImproperlyConfigured):
        middleware(request_of(cast.coordinator))


@pytest.mark.postgresql
def test_pages_of_allauth_and_of_nobody_are_asked_by_the_owner(cast, owner):
    seen = []
    middleware = RijbeveiligingMiddleware(lambda _request: seen.append(asked()[0]) or HttpResponse())
    for path, user in (("/accounts/password/change/", cast.mentor), ("/deelnemers/", cast.mentor)):
        request = RequestFactory().get(path)
        request.user = user
        middleware(request)
    assert seen == [owner, rijregels.role_of()]


def _connection_of_its_own(act):
    """Run in a thread, which gets a connection of its own that stays open for several requests."""
    result, failures = [], []

    def run():
        try:
            connection.settings_dict["CONN_MAX_AGE"] = None
            result.append(act())
        except Exception as failure:  # noqa: BLE001 - to be raised where the test is
            failures.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return result[0]


@pytest.fixture
def committed(cast):
    """The cast in committed rows, so that requests have transactions of their own."""
    cast.eigen = DeelnemerFactory(gemeente=cast.waterstad, achternaam="Waterstadse")
    cast.ander = DeelnemerFactory(gemeente=cast.heuvelrijk, achternaam="Heuvelrijkse")
    return cast


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_on_one_connection_nobody_inherits_from_who_came_before(committed, owner):
    def act():
        seen = []

        def view(request):
            seen.append((asked(), sorted(Deelnemer.objects.values_list("achternaam", flat=True))))
            if request.GET.get("faal") == "500":
                Deelname.objects.count()
                return HttpResponse(status=500)
            if request.GET.get("faal") == "sql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT nonsense")
            return HttpResponse()

        middleware = RijbeveiligingMiddleware(view)
        pid = connection.cursor().connection.info.backend_pid
        for user, faal in (
            (committed.coordinator, ""),
            (committed.vreemde, "500"),
            (committed.coordinator, "sql"),
            (committed.mentor, ""),
            (committed.vreemde, ""),
        ):
            request = RequestFactory().get("/deelnemers/", {"faal": faal})
            request.user = User.objects.get(pk=user.pk)
            try:
                middleware(request)
            except ProgrammingError:
                assert faal == "sql"
            seen.append(asked())
        assert connection.cursor().connection.info.backend_pid == pid
        return seen

    def of(user, gemeente, *names):
        return ([rijregels.role_of(), str(gemeente.pk) if gemeente else "", str(user.pk)], list(names))

    waterstad = of(committed.coordinator, committed.waterstad, "Waterstadse")
    heuvelrijk = of(committed.vreemde, committed.heuvelrijk, "Heuvelrijkse")
    nobody = [owner, "", ""]
    assert _connection_of_its_own(act) == [
        *(waterstad, nobody),
        *(heuvelrijk, nobody),
        *(waterstad, nobody),
        *(of(committed.mentor, None), nobody),
        *(heuvelrijk, nobody),
    ]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_each_see_their_own(committed):
    both_inside = threading.Barrier(2, timeout=20)
    seen = {}

    def ask(user):
        with rijen_van(User.objects.get(pk=user.pk)):
            both_inside.wait()
            seen[user.pk] = list(Deelnemer.objects.values_list("achternaam", flat=True))
            both_inside.wait()
        connection.close()

    threads = [threading.Thread(target=ask, args=[user]) for user in (committed.coordinator, committed.vreemde)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {committed.coordinator.pk: ["Waterstadse"], committed.vreemde.pk: ["Heuvelrijkse"]}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_page_that_fails_saves_nothing_and_one_that_works_does(committed):
    def view(status):
        def act(request):
            committed.eigen.voornaam = f"Na {status}"
            committed.eigen.save(update_fields=["voornaam"])
            return HttpResponse(status=status)

        return act

    def stored():
        return Deelnemer.objects.get(pk=committed.eigen.pk).voornaam

    before = stored()
    RijbeveiligingMiddleware(view(500))(request_of(committed.coordinator))
    assert stored() == before
    RijbeveiligingMiddleware(view(200))(request_of(committed.coordinator))
    assert stored() == "Na 200"


@pytest.mark.postgresql
def test_without_rights_it_says_what_the_administrator_must_run_and_changes_nothing(db, monkeypatch, caplog):
    monkeypatch.setattr(rijregels, "role_of", lambda _using="default": "leerwerk_proef_web")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE leerwerk_proef NOLOGIN")
        cursor.execute("SET LOCAL ROLE leerwerk_proef")
        assert not rijregels.install()
        cursor.execute("RESET ROLE")
    assert 'CREATE ROLE "leerwerk_proef_web" NOLOGIN; GRANT "leerwerk_proef_web" TO ' in caplog.text
    assert not rijregels.is_installed()

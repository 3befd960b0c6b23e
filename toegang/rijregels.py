"""The second line, as data: which rows PostgreSQL itself shows and takes, whatever a view forgot to filter.

Each app registers for each of its tables with personal data who may read and who may write a row, by gemeente, party
and person; `install` turns that into row-level security for a role that owns nothing. Narrower rules (functions,
fields) stay with the matrix and `visible_to`: this line holds gemeentes and parties apart.
"""

import hashlib
import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections, models, transaction

logger = logging.getLogger(__name__)

IEDEREEN = "true"
# Who asks: settings of one transaction (toegang/rijbeveiliging.py). As subqueries they are worked out once per query.
GEMEENTES = "ANY ((SELECT leerwerk_ids('leerwerk.gemeentes'))::bigint[])"
PARTIJEN = "ANY ((SELECT leerwerk_ids('leerwerk.partijen'))::bigint[])"
# Of those parties no gemeente: what a gemeente sees of people follows from whose people they are.
GEEN_GEMEENTE = "ALL ((SELECT leerwerk_ids('leerwerk.gemeentes'))::bigint[])"
IK = "ANY ((SELECT leerwerk_ids('leerwerk.gebruiker'))::bigint[])"

_IDS = """
CREATE OR REPLACE FUNCTION leerwerk_ids(setting text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_to_array(nullif(current_setting(setting, true), ''), ','), '{}')::bigint[]
$$
"""
_MARK = "leerwerk_ids(text)"
_PREFIX = "leerwerk_rij_"
# PostgreSQL's codes for a table and for a column that does not exist.
NOT_THERE = {"42P01", "42703"}


class Rijregel(NamedTuple):
    """Conditions on a row, in SQL; whoever may only add rows to a table never changes or removes one."""

    lezen: str
    schrijven: str
    alleen_toevoegen: bool


_regels: dict[type[models.Model], Rijregel] = {}
_sleutels: dict[str, str] = {}
_lijsten: dict[str, str] = {}


def register(
    model: type[models.Model], *, lezen: str, schrijven: str | None = None, alleen_toevoegen: bool = False
) -> None:
    """Register who may read and who may write the rows of a model; without `schrijven` whoever reads may write."""
    _regels[model] = Rijregel(lezen, lezen if schrijven is None else schrijven, alleen_toevoegen)


def register_sleutels(naam: str, query: str) -> str:
    """Register a view over keys alone and return its name: conditions look through it without meeting row security."""
    _sleutels[_PREFIX + naam] = query
    return _PREFIX + naam


def register_lijst(naam: str, query: str) -> str:
    """Register a query for ids, made by index from who asks, and return how a condition names it.

    A function, where `register_sleutels` makes a view: its plan is made once per connection. As a view it would be
    planned anew in every place where a query touches the table, and one page has dozens of these.
    """
    _lijsten[_PREFIX + naam] = query
    return f"(SELECT {_PREFIX}{naam}())"


def covered() -> set[type[models.Model]]:
    """Return the models whose rows are guarded by the database."""
    return set(_regels)


def among(values: Iterable[str]) -> str:
    """Return a list of our own codes as SQL has it."""
    return "IN ({})".format(", ".join(f"'{value}'" for value in values))


def role_of(using: str = DEFAULT_DB_ALIAS) -> str:
    """Return the name of the role that serves web requests on this database: each database has its own."""
    return f"{connections[using].settings_dict['NAME'][:58]}_web"


def is_installed(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Return whether the rules stand in the database and its user may take on the role."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(to_regprocedure(%s), 'pg_proc') IS NOT NULL"
            " AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(rolname, 'MEMBER'))",
            [_MARK, role_of(using)],
        )
        return bool(cursor.fetchone()[0])


def install(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Bring PostgreSQL up to the rules as they stand here; return whether they are in force. Does nothing twice.

    While migrations are halfway a table or column may not be there: what needs it is left out, and nothing is in force.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leerwerk_rijregels'))")
        if not _ensure_role(connection, cursor):
            return False
        wanted = _parts(connection.ops.quote_name(role_of(using)), connection.introspection.table_names(cursor))
        statements = [statement for part in wanted.values() for statement in part]
        mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
        if _stands(cursor, mark, policies=sum(s.startswith("CREATE POLICY") for s in statements)):
            return True
        _clear(cursor)
        left_out = [name for name, part in wanted.items() if not _done(cursor, using, part)]
        cursor.execute(f"COMMENT ON FUNCTION {_MARK} IS {'NULL' if left_out else repr(mark)}")
    if left_out:
        logger.warning("Row security is off: nothing to set up yet for %s. Run migrate to the end.", left_out)
    return not left_out


def _stands(cursor: Any, mark: str, *, policies: int) -> bool:
    # Policies are counted: those that lean on a column go when it goes, and leave the mark as it is.
    cursor.execute("SELECT obj_description(to_regprocedure(%s), 'pg_proc')", [_MARK])
    marked = cursor.fetchone() == (mark,)
    cursor.execute("SELECT count(*) FROM pg_policies WHERE policyname LIKE %s", [f"{_PREFIX}%"])
    return marked and cursor.fetchone() == (policies,)


def _done(cursor: Any, using: str, statements: Iterable[str]) -> bool:
    """Carry out statements that belong together, or none of them where a table or column is not there."""
    try:
        with transaction.atomic(using=using):
            for statement in statements:
                cursor.execute(statement)
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") not in NOT_THERE:
            raise
        return False
    return True


def _ensure_role(connection: Any, cursor: Any) -> bool:
    name = role_of(connection.alias)
    role = connection.ops.quote_name(name)
    cursor.execute("SELECT pg_has_role(rolname, 'MEMBER') FROM pg_roles WHERE rolname = %s", [name])
    found = cursor.fetchone()
    if found == (True,):
        return True
    try:
        with transaction.atomic(using=connection.alias):
            if found is None:
                cursor.execute(f"CREATE ROLE {role} NOLOGIN")
            cursor.execute(f"GRANT {role} TO CURRENT_USER")
    except ProgrammingError as error:
        user = connection.ops.quote_name(connection.settings_dict["USER"])
        logger.warning(
            "Row security is off: %s. Have the database's administrator run: CREATE ROLE %s NOLOGIN; GRANT %s TO %s; "
            "then run migrate again.",
            str(error).strip(),
            role,
            role,
            user,
        )
        return False
    return True


def _clear(cursor: Any) -> None:
    cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE policyname LIKE %s", [f"{_PREFIX}%"])
    for table, policy in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')
    cursor.execute(
        "SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'leerwerk_rij_%%'", []
    )
    for (view,) in cursor.fetchall():
        cursor.execute(f'DROP VIEW "{view}" CASCADE')
    cursor.execute(
        "SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE %s",
        [f"{_PREFIX}%"],
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {function}")


def _parts(role: str, tables: Iterable[str]) -> dict[str, list[str]]:
    """Return the statements by what they make, in the order in which one leans on another."""
    base = [
        _IDS,
        *(
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {role}'
            for table in sorted(tables)
            if not table.startswith(_PREFIX)
        ),
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    return {
        "base": base,
        **{
            naam: [f'CREATE VIEW "{naam}" AS {query}', f'GRANT SELECT ON "{naam}" TO {role}']
            for naam, query in _sleutels.items()
        },
        **{naam: [_function(naam, query)] for naam, query in _lijsten.items()},
        **{model._meta.db_table: _policies(role, model, regel) for model, regel in _regels.items()},
    }


def _function(naam: str, query: str) -> str:
    # As its owner it meets no row security, so that two tables whose conditions look at each other never go in circles.
    return (
        f"CREATE FUNCTION {naam}() RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100"
        f" SET search_path = public, pg_temp AS $$ BEGIN RETURN QUERY {query}; END $$"
    )


def _policies(role: str, model: type[models.Model], regel: Rijregel) -> list[str]:
    table = f'"{model._meta.db_table}"'

    def policy(name: str, what: str) -> str:
        return f'CREATE POLICY "{_PREFIX}{name}" ON {table} {what.replace("TO ROLE", f"TO {role}")}'

    found = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        policy("lezen", f"FOR SELECT TO ROLE USING ({regel.lezen})"),
        policy("toevoegen", f"FOR INSERT TO ROLE WITH CHECK ({regel.schrijven})"),
    ]
    if regel.alleen_toevoegen:
        return [*found, f"REVOKE UPDATE, DELETE ON {table} FROM {role}"]
    return [
        *found,
        policy("wijzigen", f"FOR UPDATE TO ROLE USING ({regel.schrijven})"),
        policy("verwijderen", f"FOR DELETE TO ROLE USING ({regel.schrijven})"),
    ]

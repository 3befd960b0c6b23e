"""The PostgreSQL server that the tests use, beside the database that is theirs; databases made from one another."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection
from psycopg2.extensions import cursor


def server_url() -> str:
    """Return the address of the server, without a database."""
    own = connection.settings_dict
    return f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}"


@contextmanager
def server() -> Iterator[cursor]:
    """Give a cursor on the server that stands in no database of these tests, outside any transaction."""
    with closing(psycopg2.connect(f"{server_url()}/postgres")) as found:
        found.autocommit = True
        with found.cursor() as cursor:
            yield cursor


def copy_database(source: str, target: str) -> None:
    """Put a copy of one database in the place of another; who is connected to either is cut off."""
    connection.close()
    with server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop_database(name: str) -> None:
    """Take a database away, if it is there."""
    with server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

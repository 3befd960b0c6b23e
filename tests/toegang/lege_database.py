"""A database of one's own without tables, to walk through migrations in."""

import os
import subprocess
import sys
from contextlib import contextmanager

import environ
import psycopg2
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler


def manage(url, *args):
    """Run a command of manage.py on it and return what it said on the side."""
    env = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "manage.py", *args, "-v0"]
    done = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


@contextmanager
def empty_database(tmp_path):
    """Give the address of a database without tables, of the kind these tests run on, and take it away again."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'toen.sqlite3'}"
        return
    own = connection.settings_dict
    base = f"{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}"
    name = f"{own['NAME']}_toen"
    server = psycopg2.connect(f"postgres://{base}/postgres")
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{base}/{name}"
    finally:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'DROP ROLE IF EXISTS "{name}_web"')
        server.close()


@contextmanager
def opened(url):
    """Give a connection to it."""
    handler = ConnectionHandler({"default": {**connection.settings_dict, **environ.Env.db_url_config(url)}})
    try:
        yield handler["default"]
    finally:
        handler["default"].close()

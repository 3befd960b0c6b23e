"""A database of one's own without tables, to walk through migrations in."""

import os
import subprocess
import sys
from contextlib import contextmanager

import environ
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler

from tests.databases import server, server_url


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
    name = f"{connection.settings_dict['NAME']}_toen"
    with server() as cursor:
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
            yield f"{server_url()}/{name}"
        finally:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'DROP ROLE IF EXISTS "{name}_web"')


@contextmanager
def opened(url):
    """Give a connection to it."""
    handler = ConnectionHandler({"default": {**connection.settings_dict, **environ.Env.db_url_config(url)}})
    try:
        yield handler["default"]
    finally:
        handler["default"].close()

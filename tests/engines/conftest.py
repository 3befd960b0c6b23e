import pytest

from tests.engines.fixtures import (
    broker,
    celery,
    clock,
    engine_env,
    mailbox,
    run_manage,
    start,
    start_beat,
    start_worker,
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Give each process of the run a database; on SQLite in a file: one in memory cannot be shared with a worker."""
    from django.conf import settings  # noqa: PLC0415 - pytest-django prepares them

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/engines/" in str(item.path):
            item.add_marker("engine")

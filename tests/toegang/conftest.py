"""Counts of what the net caught or let through, for whoever reports on it: `make netrapport`."""

import json
from pathlib import Path

import pytest
from django.conf import settings

REPORTS = Path(settings.BASE_DIR, "var", "test", "net")


@pytest.fixture
def report():
    """Return a function that keeps the counts of one test, in a file of its own: tests run side by side."""

    def write(what, **counts):
        REPORTS.mkdir(parents=True, exist_ok=True)
        name = "".join(c if c.isalnum() else "-" for c in what)
        (REPORTS / f"{name}.json").write_text(json.dumps({"what": what} | counts))

    return write

"""A real Chromium against the real application: web, worker and beat as processes, on the demo's data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from inzicht.demoaccounts import WACHTWOORD
from scripts.chromium import FLAGS, executable, sign_in
from scripts.processes import free_port, wait_until
from scripts.run import answers
from tests.browser.telefoon import phone, saved
from tests.databases import copy_database, drop_database
from tests.engines.conftest import django_db_modify_db_settings
from tests.engines.fixtures import (
    broker,
    celery,
    clock,
    mailbox,
    run_manage,
    start,
    start_beat,
    start_worker,
)
from tests.engines.fixtures import engine_env as plain_env

PASSWORD = WACHTWOORD
# How long a page may take to become what a test expects, on a machine that does more than one thing.
expect.set_options(timeout=15_000)


# Walks past every page, and the attacks: as long as all else together, so they begin first, in both windows.
LANGST = ("test_toegankelijk.py", "test_aanvallen.py")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")
    lang = [item for item in items if item.path.name in LANGST]
    # A window begins with two that stand beside each other: dealt out so that the longest do not.
    items[:] = [*lang[::2], *lang[1::2], *(item for item in items if item not in lang)]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": executable(), "args": [*FLAGS]}


@pytest.fixture
def engine_env(plain_env, unused_port):  # noqa: F811
    """The demo, on a port of this test's own."""
    url = f"http://127.0.0.1:{unused_port}"
    return plain_env | {"DEMO": "1", "PORT": str(unused_port), "SITE_URL": url, "WEB_CONCURRENCY": "1"}


@pytest.fixture
def unused_port():
    return free_port()


@dataclass
class Site:
    """The running application, and a browser window of their own for everyone who plays along."""

    url: str
    browser: Browser
    failures: list[str]

    def as_user(self, email: str, *, width: int = 1280, height: int = 900, bypass_csp: bool = False) -> Page:
        """Sign in as one of the demo's people, in a window of the given size; `bypass_csp` lets a test's script in."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            accept_downloads=True,
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.failures.append(f"{email} {page.url}: {error}"))
        page.on("console", lambda message: self._note(email, page, message))
        sign_in(page, email, PASSWORD)
        return page

    def _note(self, email, page, message):
        # A refused form answers 422, and a page that is not for you 403 or 404: the browser reports those too.
        if message.type == "error" and "status of 4" not in message.text:
            self.failures.append(f"{email} {page.url}: {message.text}")


class DemoCopy:
    """The demo as it was loaded first: loading it takes as long as many a test, copying a database a moment."""

    def __init__(self, database: str) -> None:
        self.database, self.kept = database, f"{database}_demo"
        self.filled = False

    def put(self, load: Callable[[], object]) -> None:
        """Have the demo in the database of this test."""
        if self.filled:
            copy_database(self.kept, self.database)
            return
        load()
        if connection.vendor == "postgresql":
            copy_database(self.database, self.kept)
            self.filled = True


@pytest.fixture(scope="session")
def demo_copy(django_db_setup) -> Iterator[DemoCopy]:
    """The demo of this process of the run, for tests whose server needs it committed."""
    demo = DemoCopy(str(connection.settings_dict["NAME"]))
    yield demo
    if demo.filled:
        drop_database(demo.kept)


@pytest.fixture
def site(start, run_manage, engine_env, demo_copy, browser) -> Iterator[Site]:  # noqa: F811
    """The demo, loaded and served; scripts that break and what the content policy refuses fail the test."""
    demo_copy.put(lambda: run_manage("demo"))
    web = start("gunicorn", "--config", "config/gunicorn.py", "config.wsgi")
    site = Site(engine_env["SITE_URL"], browser, [])
    assert wait_until(lambda: answers(f"{site.url}/healthz/ready"), seconds=60), web.log
    yield site
    assert site.failures == []


@pytest.fixture
def shot(request, tmp_path_factory) -> Callable[[Page, str], Path]:
    """Keep a picture of a page for whoever looks after a failure."""
    folder = tmp_path_factory.mktemp("pictures")

    def take(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take

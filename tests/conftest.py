"""The fixed cast, and settings that make tests quick without changing what is tested."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from auditlog.context import disable_auditlog
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from partijen.enums import Functie, PartijSoort
from partijen.models import Partij
from tests.factories.partijen import GemeenteFactory, LidmaatschapFactory, PartijFactory
from tests.factories.toegang import UserFactory
from toegang.models import User

HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@receiver(connection_created)
def may_empty_the_log(connection, **_rest):
    """Say that this is a test: what TRUNCATE cleans up between two tests takes the log along, which refuses it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('leerwerk.proef', 'legen', false)")


@pytest.fixture(autouse=True)
def quick(settings, tmp_path):
    """A cheap password hash, no static manifest, files in a folder of the test's own."""
    settings.PASSWORD_HASHERS = HASHERS
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    # WhiteNoise looks through all static files for each new client: a third of the time of these tests.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture(scope="module")
def kept_demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests of a module: each begins with it, and what it changes is undone."""
    with django_db_blocker.unblock():
        with override_settings(DEMO=True, PASSWORD_HASHERS=HASHERS):
            call_command("demo", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def fresh_counts(db):
    """Tries are counted in the cache, which outlives a test: here from nothing."""
    cache.clear()
    yield
    cache.clear()


@dataclass
class Cast:
    """Who plays along: the people of Waterstad, their partners, and a stranger from Heuvelrijk."""

    waterstad: Partij
    heuvelrijk: Partij
    installatie: Partij
    maatwerk: Partij
    taalhuis: Partij
    roc: Partij
    netwerk: Partij
    expertise: Partij
    coordinator: User
    klantmanager: User
    lezer: User
    beheerder: User
    vreemde: User
    werkgever: User
    mentor: User
    taal: User
    opleider: User
    verbinder: User
    expert: User

    @property
    def people(self) -> dict[str, User]:
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def _member(partij, naam, functie=Functie.MEDEWERKER):
    user = UserFactory(naam=naam, email=f"{naam.lower()}@{partij.pk}.example")
    LidmaatschapFactory(gebruiker=user, partij=partij, functie=functie)
    return user


@pytest.fixture
@disable_auditlog()
def cast(db):
    """Those who are there when a test begins. How they came is no part of it, and the log of that takes the longest."""
    waterstad, heuvelrijk = GemeenteFactory(naam="Waterstad"), GemeenteFactory(naam="Heuvelrijk")
    installatie = PartijFactory(naam="Installatie BV", soort=PartijSoort.WERKGEVER)
    maatwerk = PartijFactory(naam="Maatwerk", soort=PartijSoort.BEGELEIDING)
    taalhuis = PartijFactory(naam="Taalhuis", soort=PartijSoort.TAALSCHOOL)
    roc = PartijFactory(naam="ROC", soort=PartijSoort.OPLEIDER)
    netwerk = PartijFactory(naam="Netwerk", soort=PartijSoort.BRANCHE)
    expertise = PartijFactory(naam="Expertise", soort=PartijSoort.EXPERTISE)
    return Cast(
        waterstad=waterstad,
        heuvelrijk=heuvelrijk,
        installatie=installatie,
        maatwerk=maatwerk,
        taalhuis=taalhuis,
        roc=roc,
        netwerk=netwerk,
        expertise=expertise,
        coordinator=_member(waterstad, "Coordinator", Functie.COORDINATOR),
        klantmanager=_member(waterstad, "Klantmanager", Functie.KLANTMANAGER),
        lezer=_member(waterstad, "Lezer", Functie.LEZER),
        beheerder=_member(waterstad, "Beheerder", Functie.BEHEERDER),
        vreemde=_member(heuvelrijk, "Vreemde", Functie.COORDINATOR),
        werkgever=_member(installatie, "Werkgever"),
        mentor=_member(maatwerk, "Mentor"),
        taal=_member(taalhuis, "Taal"),
        opleider=_member(roc, "Opleider"),
        verbinder=_member(netwerk, "Verbinder"),
        expert=_member(expertise, "Expert"),
    )


@pytest.fixture
def login():
    """Return a function that gives a browser-like client signed in as someone."""

    def as_user(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        # As someone who did their second step in this session.
        session.update({"stap_gedaan": True, "tweede_stap": "klaar"})
        session.save()
        return client

    return as_user


@pytest.fixture
def django_assert_num_queries():
    """Count a page's own queries, as pytest-django does, the same on both databases.

    What row security adds to each request on PostgreSQL (setting role and names) is counted in test_rijbeveiliging.
    """

    @contextmanager
    def counted(num):
        with CaptureQueriesContext(connection) as captured:
            yield captured
        asked = [query["sql"] for query in captured.captured_queries if "set_config('role'" not in query["sql"]]
        assert len(asked) == num, "\n".join(asked)

    return counted


def pytest_collection_modifyitems(config, items):
    """SQLite keeps a test database in one connection's memory: a race on it proves nothing, so it is left out there."""
    if connection.vendor == "postgresql":
        return
    races = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=races)
    items[:] = [item for item in items if item not in races]

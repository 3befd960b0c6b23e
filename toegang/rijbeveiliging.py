"""Row security in a web request: PostgreSQL shows the rows of this person's gemeentes and parties, and no others.

One transaction per request, in which the database is asked under another role; both end together, so that the next
request on the same connection starts with nothing. Workers and commands work as the owner of the tables.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase

from toegang import rijregels
from toegang.logregels import Logregel
from toegang.matrix import DERDEN

if TYPE_CHECKING:
    from toegang.models import User

AAN, UIT, ONTBREEKT = "aan", "uit", "ontbreekt"
# libpq's number for a transaction that failed and waits to be rolled back.
INERROR = 3


class Wie(NamedTuple):
    """In whose name someone asks: ids of gemeentes, and of all parties."""

    gemeentes: Iterable[int]
    partijen: Iterable[int]


_finders: list[Callable[["User"], Wie]] = []
# Databases in which it was seen to be in force: it is not asked again at each request.
_installed: set[str] = set()
_onder_rol: ContextVar[bool] = ContextVar("onder_rol", default=False)


def register() -> None:
    """Register the log: everyone adds to it, a gemeente reads its own lines, and in a request nobody changes one."""
    # Who adds a line gets its number back, so must be able to read what they wrote themselves.
    rijregels.register(
        Logregel,
        lezen=f"eigenaar = {rijregels.GEMEENTES} OR actor_id = {rijregels.IK}",
        schrijven=rijregels.IEDEREEN,
        alleen_toevoegen=True,
    )


def install(using: str, **_rest: Any) -> None:
    """Bring the database up to the rules, after the migrations of all apps, or as far as those went."""
    if connections[using].vendor != "postgresql" or settings.RIJBEVEILIGING == UIT:
        return
    keep = _installed.add if rijregels.install(using) else _installed.discard
    keep(str(connections[using].settings_dict["NAME"]))


def register_wie(find: Callable[["User"], Wie]) -> None:
    """Register how to find in whose name a person asks."""
    _finders.append(find)


def stand() -> str:
    """Return whether row security is on, off, or missing where it should be."""
    if connection.vendor != "postgresql" or settings.RIJBEVEILIGING == UIT:
        return UIT
    database = connection.settings_dict["NAME"]
    if database not in _installed and rijregels.is_installed():
        _installed.add(database)
    return AAN if database in _installed else ONTBREEKT


@contextmanager
def rijen_van(user: "User") -> Iterator[bool]:
    """Ask the database in this person's name; yields whether a transaction of its own was opened for it.

    Raises ImproperlyConfigured where row security is demanded (RIJBEVEILIGING=aan) and missing.
    """
    now = stand()
    if now == ONTBREEKT and settings.RIJBEVEILIGING == AAN:
        raise ImproperlyConfigured("RIJBEVEILIGING=aan, and this database has no row security. Run migrate.")
    if now != AAN:
        yield False
    elif connection.in_atomic_block:
        # Someone else's transaction (a test's), which goes on after the request: nothing ends by itself.
        with _in_name_of(user):
            try:
                yield False
            finally:
                _set_if_possible(role="none", gemeentes=[], partijen=[], gebruiker=[])
    else:
        with transaction.atomic(), _in_name_of(user):
            yield True


@contextmanager
def boven_de_rijen() -> Iterator[None]:
    """Look beyond the rows of the person who asks, for the few verbs that must; a test names them all."""
    if not _onder_rol.get():
        yield
        return
    _set(role="none")
    # A block inside this one, in what it calls, ends nothing.
    token = _onder_rol.set(False)
    try:
        yield
    finally:
        _onder_rol.reset(token)
        _set_if_possible(role=rijregels.role_of())


class RijbeveiligingMiddleware:
    """Serve whoever is signed in under row security. Last in the list: what it wraps is the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Pages of allauth show nobody's rows, and what they count about sign-in must not be undone with a page.
        if not request.user.is_authenticated or request.path_info.startswith(tuple(f"/{path}" for path in DERDEN)):
            return self.get_response(request)
        with rijen_van(request.user) as own_transaction:
            response = self.get_response(request)
            if own_transaction and response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        if response.streaming and not isinstance(response, FileResponse):
            raise ImproperlyConfigured("A streamed answer asks the database after row security has ended.")
        return response


@contextmanager
def _in_name_of(user: "User") -> Iterator[None]:
    found = [find(user) for find in _finders]
    _set(
        role=rijregels.role_of(),
        gemeentes=[pk for wie in found for pk in wie.gemeentes],
        partijen=[pk for wie in found for pk in wie.partijen],
        gebruiker=[user.pk],
    )
    token = _onder_rol.set(True)
    try:
        yield
    finally:
        _onder_rol.reset(token)


def _set(*, role: str, **ids: Iterable[int]) -> None:
    """Set the role and the names for this transaction: one statement."""
    # Compiling a plan takes longer than any of these queries runs: the planner counts a row's conditions as very dear.
    pairs = [("role", role), ("jit", "off")]
    pairs += [(f"leerwerk.{name}", ",".join(map(str, values))) for name, values in ids.items()]
    asked = ", ".join(["set_config(%s, %s, true)"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [value for pair in pairs for value in pair])


def _set_if_possible(*, role: str, **ids: Iterable[int]) -> None:
    # After a failed statement nothing can be set, and nothing needs to be: the rollback takes the role back as well.
    if not connection.needs_rollback and connection.connection.info.transaction_status != INERROR:
        _set(role=role, **ids)

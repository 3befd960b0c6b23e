"""Attacks by what is searched for: SQL in every filter, in the order and in the page."""

import time
from collections.abc import Iterator

import django_filters

from bench.aanvallen.doel import BEHEERDER, COORDINATOR, KLANTMANAGER, MENTOR, Bezoeker, Doel, Uitkomst, aanval
from bench.aanvallen.paginas import adressen, read
from deelnemers.models import Deelnemer
from toegang.matrix import MATRIX
from toegang.models import User

# What an intruder would try, whether a page knows it or not.
GUESSED = ("q", "zoek", "naam", "sort", "page", "per_page", "order_by", "status", "gemeente", "traject", "fase", "taal")
LIST = {"sort", "page"}
SLEEP = 6
SLEEPING = f"pg_sleep({SLEEP})"
WORDS = (
    *("'", "1' OR '1'='1", "1) UNION SELECT password FROM toegang_user--", "1; DROP TABLE toegang_user;--"),
    *(f"'; SELECT {SLEEPING}--", f"1 AND ({SLEEPING} IS NULL)", "-door__password"),
    *("gemeente__naam", "\x00", "gebruiker__password", "-1", "99999999999999999999", "%s", "{}", "%' OR 1=1 --", "½"),
)
# Alone in its parameter: where all are filled, one that is no choice makes the page leave the others out.
ALONE = (
    *("%' OR '1'='1' --", f"' || {SLEEPING} || '", "-gemeente__leden__password", "\x00"),
    *("99999999999999999999", "2026-12-01' OR '1'='1"),
)
HASHES = ("pbkdf2_", "argon2", "scrypt", "ProgrammingError", "psycopg")


def filter_names() -> set[str]:
    """Return the names that our filters take in an address."""
    return {name for filters in _filtersets() for name in filters.base_filters}


def _filtersets() -> Iterator[type[django_filters.FilterSet]]:
    for filters in django_filters.FilterSet.__subclasses__():
        if not filters.__module__.startswith("django_filters"):
            yield filters


@aanval("SQL in filters, order and page")
def sql(doel: Doel, uitkomst: Uitkomst) -> None:
    tried: set[str] = set()
    seen: dict[str, set[str]] = {}
    for email in (COORDINATOR, BEHEERDER, KLANTMANAGER, MENTOR):
        bezoeker, user = doel.als(email), doel.user(email)
        mine = set(Deelnemer.objects.visible_to(user).values_list("achternaam", flat=True))
        # Who was erased has no name left to leak.
        theirs = set(Deelnemer.objects.values_list("achternaam", flat=True)) - mine - {""}
        for path, asked in _lists(bezoeker, user):
            # A page that someone searched already is asked once more for what this person may not see, and by what it
            # takes of them alone.
            alone, words = asked - seen.get(path, set()), WORDS[:3] if path in seen else WORDS
            queries = [dict.fromkeys({*GUESSED, *filter_names(), *asked}, word) for word in words]
            queries += [{name: word} for name in sorted(alone) for word in ALONE]
            seen[path] = seen.get(path, set()) | asked
            tried |= alone
            for query in queries:
                status, slept, text = _ask(bezoeker, path, query)
                leaked = [naam for naam in [*theirs, *HASHES] if naam in text]
                broke = status >= 500 or slept or bool(leaked)
                uitkomst.note(status, broke=broke, where=f"{email} {path} {query} slept={slept} {leaked[:2]}")
    missed = filter_names() - tried
    uitkomst.note("every name of every filter", broke=bool(missed), where=f"filters on no page: {sorted(missed)}")


def _lists(bezoeker: Bezoeker, user: User) -> Iterator[tuple[str, set[str]]]:
    """Yield every page that takes something in its address, and the names that it takes."""
    for adres in adressen():
        if "GET" in MATRIX[adres.naam].methods:
            for path in adres.paths_for(user, most=1):
                answer = bezoeker.get(path)
                html = answer.headers.get("Content-Type", "").startswith("text/html")
                if html and answer.ok and (asked := read(answer.text).asked):
                    yield path, asked | LIST


def _ask(bezoeker: Bezoeker, path: str, query: dict[str, str]) -> tuple[int, bool, str]:
    """Return the status and text of an answer, and whether the database slept: each time, while others get theirs."""
    answer, seconds = _timed(bezoeker, path, query)
    slept = seconds > SLEEP and all(
        _timed(bezoeker, path, {})[1] < SLEEP / 2 and _timed(bezoeker, path, query)[1] > SLEEP for _again in range(2)
    )
    return answer.status_code, slept, answer.text


def _timed(bezoeker: Bezoeker, path: str, query: dict[str, str]):  # type: ignore[no-untyped-def]
    begin = time.monotonic()
    answer = bezoeker.get(path, params=query)
    return answer, time.monotonic() - begin

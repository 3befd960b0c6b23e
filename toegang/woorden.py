"""Searching as people type: each word somewhere, whatever its capitals and accents ("Jose" finds José, "ilse" Ílse).

The database folds what it holds and Python folds what was typed, by one table.
"""

import re
import unicodedata
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.backends.signals import connection_created
from django.db.models import Q, Transform

# Letters of the languages that people in a trajectory write their names in: Latin with its extensions.
_LETTERS = [*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)]
# What no decomposition takes apart, and signs that come in two shapes.
_ZELF = dict(zip("øØđĐłŁıðÐħĦŧŦəƏ’‘ʼ`‐‑–\u00a0", "ooddlliddhhttee''''--- ", strict=True))
# Accents that stand loose behind their letter.
_LOS = [chr(code) for code in range(0x0300, 0x0370)]


def _bases() -> dict[str, str]:
    found = {}
    for letter in map(chr, _LETTERS):
        base = "".join(teken for teken in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(teken))
        if len(base) == 1 and base.isascii():
            found[letter] = base.lower()
    return found | _ZELF


VOUW = _bases()
_TABEL = str.maketrans(VOUW | dict.fromkeys(_LOS, ""))


def fold(tekst: str) -> str:
    """Return a text without capitals and accents."""
    return tekst.translate(_TABEL).lower()


class Gevouwen(Transform):
    """What `fold` makes of a column, worked out by the database."""

    lookup_name = "gevouwen"
    function = "leerwerk_vouw"

    @property
    def output_field(self) -> models.Field:
        return models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Translate only where it can matter: most names have no sign beyond ASCII, and the table is long."""
        sql, params = compiler.compile(self.lhs)
        van, naar = "".join(VOUW) + "".join(_LOS), "".join(VOUW.values())
        case = f"CASE WHEN octet_length({sql}) = char_length({sql}) THEN lower({sql})"
        return f"{case} ELSE lower(translate({sql}, %s, %s)) END", [*params * 4, van, naar]


def register() -> None:
    """Let every text be searched folded, also by SQLite."""
    for field in (models.CharField, models.TextField):
        field.register_lookup(Gevouwen)
    connection_created.connect(_teach)


def with_words(tekst: str, *velden: str) -> Q:
    """Return the condition that each word stands in at least one of these fields, whatever capitals and accents."""
    words = fold(tekst).split()
    return reduce(and_, (_somewhere(word, velden) for word in words), Q())


def split_marked(tekst: str, gezocht: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is one of the words that were looked for."""
    words = sorted({re.escape(word) for word in fold(gezocht).split()}, key=len, reverse=True)
    if not words:
        return [(tekst, False)]
    gevouwen, plaatsen = _fold_with_places(tekst)
    pieces, last = [], 0
    for hit in re.finditer("|".join(words), gevouwen):
        begin, einde = plaatsen[hit.start()], plaatsen[hit.end()]
        pieces += [(tekst[last:begin], False), (tekst[begin:einde], True)]
        last = einde
    return [piece for piece in [*pieces, (tekst[last:], False)] if piece[0]]


def excerpt(tekst: str, gezocht: str, maat: int) -> str:
    """Return at most `maat` signs of a text, the first of the words that were looked for among them."""
    if len(tekst) <= maat:
        return tekst
    voor, is_hit = split_marked(tekst, gezocht)[0]
    begin = 0
    if not is_hit and len(voor) > maat // 2:
        # From a word on that stands a little before it.
        space = voor.find(" ", len(voor) - maat // 4)
        begin = space + 1 if space >= 0 else len(voor)
    rest = f"…{tekst[begin:]}" if begin else tekst
    return rest if len(rest) <= maat else f"{rest[: maat - 1].rstrip()}…"


def _fold_with_places(tekst: str) -> tuple[str, list[int]]:
    """Return the folded text, and of each of its signs and of its end where that stood in the text."""
    gevouwen, plaatsen = "", []
    for plaats, teken in enumerate(tekst):
        deel = fold(teken)
        gevouwen += deel
        plaatsen += [plaats] * len(deel)
    return gevouwen, [*plaatsen, len(tekst)]


def _somewhere(word: str, velden: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(**{f"{veld}__gevouwen__contains": word}) for veld in velden))


def _teach(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Give SQLite the function; a column without a value stays without."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "leerwerk_vouw", 1, lambda waarde: None if waarde is None else fold(str(waarde)), deterministic=True
        )

"""The access matrix as a page for people, made from the code that keeps it: docs/toegang.md."""

import inspect
from collections.abc import Iterator
from typing import Any, cast

from django.urls import URLPattern, URLResolver, get_resolver

from deelnemers.models import Deelnemer
from deelnemers.zichtbaarheid import GEGEVENS, ONDERDELEN, VELDEN
from partijen.enums import Functie, PartijSoort
from toegang.matrix import DERDEN, MATRIX, OPENBAAR, Regel
from toegang.relaties import Relatie

KOP = """# Who may do what

Made from the code by `manage.py toegangstabel --write`; a test fails when it is not what the code says. Whoever may not
see an object gets a 404, before this table is asked; this table decides between doing and 403. What someone is to an
object (a column) follows from their places in parties and those parties' roles in the trajectory:
`toegang/relaties.py`.

L: may read (GET, HEAD). S: may send (POST). An address without an S at anyone takes no POST at all, and so for L.
"""
ONDERDEEL = {
    "mentor": "wie de mentor is",
    "voortgang": "voortgang per fase",
    "plaatsingen": "alle plaatsingen",
    "eigen_plaatsing": "de plaatsing bij de eigen partij",
    "checkins": "check-ins en signalen",
    "wensen": "wensen van de eigen pagina",
    "ontmoetingen": "ontmoetingen die gepland zijn",
}


def render() -> str:
    """Return the page: addresses by room, fields of a participant, functions, and what is not in the matrix."""
    parts = [KOP, _counts(), *_rooms(), _fields(), _functions(), _public(), _libraries()]
    return "\n".join(parts)


def addresses() -> dict[str, tuple[str, Any]]:
    """Return route and view of every address of ours, by name."""
    return {name: (route, view) for name, route, view in _walk(get_resolver()) if name in MATRIX or name in OPENBAAR}


def count() -> int:
    """Return how many combinations of address, method and relation the matrix decides."""
    return sum(len(Relatie) * len(regel.methods) for regel in MATRIX.values())


def _walk(resolver: Any, namespace: str = "", prefix: str = "/") -> Iterator[tuple[str, str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, pattern.namespace or namespace, route)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name, route, pattern.callback


def _counts() -> str:
    size = f"{len(MATRIX)} addresses and {len(Relatie)} relations"
    return f"{size} make {count()} combinations of address, method and relation.\n"


def _rooms() -> Iterator[str]:
    found = addresses()
    for room in dict.fromkeys(name.split(":")[0] for name in MATRIX):
        names = [name for name in MATRIX if name.split(":")[0] == room]
        columns = [r for r in Relatie if any(r in MATRIX[name].lezen | MATRIX[name].schrijven for name in names)]
        head = ["address", "what", *(str(column.label) for column in columns)]
        rows = [[f"`{found[name][0]}`", _says(found[name][1]), *_cells(MATRIX[name], columns)] for name in names]
        yield f"## {room}\n\n{_table(head, rows)}"


def _cells(regel: Regel, columns: list[Relatie]) -> list[str]:
    return [("L" if column in regel.lezen else "") + ("S" if column in regel.schrijven else "") for column in columns]


def _says(view: Any) -> str:
    return (inspect.getdoc(view) or "").split("\n")[0].rstrip(".")


def _fields() -> str:
    columns = list(VELDEN)
    rows = [[_field(veld), *("x" if veld in VELDEN[c] else "" for c in columns)] for veld in (*GEGEVENS, *ONDERDELEN)]
    table = _table(["field", *(str(column.label) for column in columns)], rows)
    return f"## Fields of a participant\n\nA relation that is not a column sees none of them.\n\n{table}"


def _field(veld: str) -> str:
    return ONDERDEEL.get(veld) or str(cast("Any", Deelnemer._meta.get_field(veld)).verbose_name)


def _functions() -> str:
    rows = [
        [str(functie.label), ", ".join(str(s.label) for s in PartijSoort if functie in Functie.for_soort(s))]
        for functie in Functie
    ]
    return f"## Functions in a party\n\n{_table(['function', 'in'], rows)}"


def _public() -> str:
    found = addresses()
    rows = [[f"`{found[name][0]}`", reason] for name, reason in OPENBAAR.items()]
    return f"## Open to everyone\n\n{_table(['address', 'why'], rows)}"


def _libraries() -> str:
    return f"## Addresses of libraries\n\n{_table(['below', 'guard'], [[f'`/{k}`', v] for k, v in DERDEN.items()])}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)

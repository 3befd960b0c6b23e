"""What remains of one invented participant, field by field: export, term, anonymising, all undone afterwards."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from canvas.drukken import render
from canvas.opdrachten import ask as ask_canvas
from canvas.teksten import stamp, write
from canvas.velden import GEZAMENLIJK_DOEL
from canvas.velden import VELDEN as CANVASVELDEN
from deelnemers import bewaren
from deelnemers.anonimiseren import REGELS, Regel
from deelnemers.checkins import VELDEN, log
from deelnemers.deelnames import set_status
from deelnemers.enums import DeelnameStatus
from deelnemers.inzage import overview_of
from deelnemers.inzagemaken import make
from deelnemers.inzageverzoeken import ask
from deelnemers.models import Checkin, Deelname, Deelnemer, Inzageverzoek
from partijen.instellingen import instelling_of
from toegang.models import User
from trajecten.models import Traject

# By these one participant of the demo is told from every other.
MERKEN = ("achternaam", "kenmerk", "telefoon", "email")


def report() -> Iterator[str]:
    """Yield the lines of the report; the database is as it was when they have been read, and so are the files."""
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        yield from _report()


def _report() -> Iterator[str]:
    with transaction.atomic():
        deelnemer = _pick()
        _fill(deelnemer)
        yield from _exported(deelnemer)
        before, marks = _stand(deelnemer), {veld: str(getattr(deelnemer, veld)) for veld in MERKEN}
        counted = _count(marks.values())
        yield from _papers(deelnemer, marks)
        files = _count_files(marks.values())
        others = _others(deelnemer)
        yield from _let_the_term_end(deelnemer)
        yield from _table(before, _stand(deelnemer))
        yield from _searched(counted, _count(marks.values()), others, _others(deelnemer))
        yield from _files(files, _count_files(marks.values()))
        transaction.set_rollback(True)


def _pick() -> Deelnemer:
    """Return someone of whom the file is full: checked in, placed, and with a signal."""
    full = Deelname.objects.filter(checkins__signaal__isnull=False, plaatsingen__isnull=False)
    return full.order_by("pk").select_related("deelnemer")[0].deelnemer


def _fill(deelnemer: Deelnemer) -> None:
    """Add what the demo lacks: an agreement, contact, an overview; and let nobody else's term end along the way."""
    later = timezone.now() + relativedelta(years=1)
    Deelnemer.objects.exclude(pk=deelnemer.pk).update(aangemaakt_op=later, aangekondigd_op=None)
    Deelnemer.objects.filter(pk=deelnemer.pk).update(email="deelnemer@voorbeeld.example", luisteren="A2")
    deelnemer.refresh_from_db()
    last = Checkin.objects.of_deelnemer(deelnemer).select_related("deelname", "door")[0]
    gegevens = {veld: getattr(last, veld) for veld in VELDEN}
    afspraak = {"afspraak_wat": "Een taalmaatje zoeken", "afspraak_datum": timezone.localdate() + timedelta(days=7)}
    log(deelname=last.deelname, door=last.door, gegevens=gegevens | afspraak)
    make(ask(deelnemer, door=last.door).pk)
    _print_canvas(last.deelname.traject, f"Een plek voor {deelnemer.achternaam}", last.door)


def _print_canvas(traject: Traject, tekst: str, door: User) -> None:
    """Make a Canvas with a name on it, which is taken off the Canvas at once: the paper still has it."""
    veld, stood = CANVASVELDEN[GEZAMENLIJK_DOEL], traject.doel
    write(traject=traject, veld=veld, tekst=tekst, versie=stamp(stood), door=door)
    traject.refresh_from_db()
    render(ask_canvas(traject, door).pk)
    write(traject=traject, veld=veld, tekst=stood, versie=stamp(tekst), door=door)


def _exported(deelnemer: Deelnemer) -> Iterator[str]:
    overzicht = overview_of(deelnemer)
    yield "## Export\n"
    yield "Rows per part, the same in both papers:\n"
    yield from (f"- {onderdeel.sleutel}: {len(onderdeel.rijen)}" for onderdeel in overzicht.onderdelen)
    yield f"- logboek: {len(overzicht.logboek)}\n"


def _papers(deelnemer: Deelnemer, marks: dict[str, str]) -> Iterator[str]:
    """Weigh both papers as the worker made and stored them: so much, and the person stands in it."""
    verzoek = Inzageverzoek.objects.filter(deelnemer=deelnemer).latest("pk")
    pdf, json = bytes(verzoek.pdf or b""), bytes(verzoek.json or b"")
    pages = _pages(pdf)
    papers = {"JSON": json.decode(), "PDF": " ".join(pages)}
    yield "| Paper | Bytes | Pages | Marks of this person in it |"
    yield "|---|---|---|---|"
    for naam, size, n in (("JSON", len(json), "-"), ("PDF", len(pdf), len(pages))):
        found = [veld for veld, mark in marks.items() if mark in papers[naam]]
        yield f"| {naam} | {size:,} | {n} | {', '.join(found) or 'none'} |"
    yield ""


def _pages(pdf: bytes) -> list[str]:
    from pypdf import PdfReader  # noqa: PLC0415  # a tool for development: only whoever makes the report needs it

    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def _let_the_term_end(deelnemer: Deelnemer) -> Iterator[str]:
    for deelname in Deelname.objects.of_deelnemer(deelnemer).open():
        set_status(deelname, DeelnameStatus.GESTOPT)
    years = instelling_of(deelnemer.gemeente_id).bewaartermijn
    end = timezone.localdate() + relativedelta(years=years)
    yield "## Term\n"
    yield f"The last participation ended today ({timezone.localdate()}); the gemeente keeps files {years} years.\n"
    yield "| Night of | Days to the end | State of the file |"
    yield "|---|---|---|"
    for days in (31, 30, 1, 0, 0):
        night = end - timedelta(days=days)
        bewaren.run(night)
        _delete_files()
        deelnemer.refresh_from_db()
        yield f"| {night} | {days} | {_state(deelnemer)} |"
    yield ""


def _delete_files() -> None:
    """Delete the files that go when a night's work is committed: here it never is."""
    for act in (entry[1] for entry in connection.run_on_commit):
        if isinstance(act, partial) and act.func.__name__ == "delete":
            act()


def _state(deelnemer: Deelnemer) -> str:
    if deelnemer.geanonimiseerd_op:
        return "anonymised"
    return "announced" if deelnemer.aangekondigd_op else "kept"


def _stand(deelnemer: Deelnemer) -> dict[str, list[dict[str, str]]]:
    return {label: [_values(regel, row) for row in regel.rijen(deelnemer.pk)] for label, regel in REGELS.items()}


def _values(regel: Regel, row: Any) -> dict[str, str]:
    return {veld: _short(getattr(row, veld)) for veld in regel.velden}


def _short(value: Any) -> str:
    text = "" if value in (None, "", []) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _table(before: dict[str, list[dict[str, str]]], after: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    yield "## Field by field\n"
    yield "The first row of each kind; empty is shown as -.\n"
    yield "| Model | Rows before | Rows after | Field | Lot | Before | After |"
    yield "|---|---|---|---|---|---|---|"
    for label, regel in REGELS.items():
        was, left = before[label], after[label]
        for veld, lot in regel.velden.items():
            old = was[0][veld] if was else ""
            new = left[0][veld] if left else "(row gone)" if was else ""
            yield f"| {label} | {len(was)} | {len(left)} | {veld} | {lot.value} | {old or '-'} | {new or '-'} |"
    yield ""


def _stored() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def _count_files(marks: Iterable[str]) -> tuple[int, int]:
    """Return how many files stand outside the database, and how many marks stand in them."""
    texts = [_as_text(path.read_bytes()) for path in _stored()]
    return len(texts), sum(mark in text for mark in marks for text in texts)


def _files(was: tuple[int, int], now: tuple[int, int]) -> Iterator[str]:
    yield "\n## Files outside the database\n"
    yield "Of PDFs the words were searched, of anything else the bytes; one Canvas was made with the surname on it.\n"
    yield "| When | Files | Marks of this person in them |"
    yield "|---|---|---|"
    yield from (f"| {when} | {n} | {marks} |" for when, (n, marks) in (("Before", was), ("After", now)))


def _count(marks: Any) -> dict[str, int]:
    """Return how many stored values anywhere in the database hold each mark."""
    found = dict.fromkeys(marks, 0)
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            for text in map(_as_text, row):
                for mark in found:
                    found[mark] += mark in text
    return found


def _as_text(value: Any) -> str:
    """Return a stored value as words: of a paper what one reads in it."""
    if not isinstance(value, bytes | memoryview):
        return str(value)
    body = bytes(value)
    return " ".join(_pages(body)) if body.startswith(b"%PDF") else body.decode(errors="replace")


def _others(deelnemer: Deelnemer) -> list[tuple[Any, ...]]:
    return list(Deelnemer.objects.exclude(pk=deelnemer.pk).order_by("pk").values_list())


def _searched(was: dict[str, int], now: dict[str, int], others: list[Any], others_now: list[Any]) -> Iterator[str]:
    tables = len(apps.get_models(include_auto_created=True))
    yield "## The whole database\n"
    yield f"Every value of every row of {tables} tables was searched for what tells this person from the others.\n"
    yield "| Mark | Found before | Found after |"
    yield "|---|---|---|"
    yield from (f"| {mark} | {was[mark]} | {now[mark]} |" for mark in was)
    same = "unchanged" if others == others_now else "CHANGED"
    yield f"\nThe {len(others)} other participants: {same}."

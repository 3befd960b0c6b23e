"""Attacks on what we print: files and addresses for the PDF to fetch, script in it, and text that breaks the data."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction
from pypdf import PdfReader

from bench.aanvallen.doel import COORDINATOR, KLANTMANAGER, PATIENCE, Bezoeker, Doel, Uitkomst, aanval
from bench.aanvallen.invullen import payload
from bench.aanvallen.paginas import adressen, read
from bench.aanvallen.planten import plant
from deelnemers.anonimiseren import REGELS
from deelnemers.inzage import ONDERDELEN
from deelnemers.models import Deelnemer
from partijen.enums import PartijSoort
from partijen.models import Partij
from toegang.models import User
from trajecten.models import Traject

# What a PDF could do by itself, or take along, when it is opened.
ACTIVE = ("/JavaScript", "/JS", "/AA", "/Launch", "/SubmitForm", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia")


@aanval("SSRF and script through the PDF of the canvas")
def canvas_pdf(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(COORDINATOR), doel.user(COORDINATOR)
    before = len(doel.luisteraar.hits)
    for pk in Traject.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[:3]:
        fields = [f"/trajecten/{pk}/canvas/{code}/" for code in ("leerwerk.doel", "risicos")]
        for path in [adres.path(pk) for adres in adressen() if adres.naam == "canvas:veld"] + fields:
            plant(bezoeker, path, doel.luisteraar.url, Uitkomst("planting"), path)
        found = _fetch(bezoeker, f"/trajecten/{pk}/canvas.pdf")
        _judge_pdf(uitkomst, found, f"canvas {pk}")
    _not_asked(doel, uitkomst, before)


@aanval("SSRF and script through the overview of a person, on paper and as data")
def overview(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(KLANTMANAGER), doel.user(KLANTMANAGER)
    before = len(doel.luisteraar.hits)
    gemeente = Partij.objects.get(soort=PartijSoort.GEMEENTE, leden__gebruiker=user)
    own = {veld: getattr(gemeente, veld) for veld in ("naam", "email", "telefoon")}
    try:
        # Above the paper, and in every line of its log, stands the gemeente.
        written = set(_write(gemeente, doel.luisteraar.url, fields=set(own)))
        for pk in _most_told(user)[:2]:
            told = written | {text for row in _rows_of(pk) for text in _write(row, doel.luisteraar.url)}
            asked = bezoeker.submit(f"/deelnemers/{pk}/inzage/", {})
            page = asked.headers.get("Location", "")
            paper, data = (_fetch(bezoeker, f"{page}gegevens.{soort}") for soort in ("pdf", "json"))
            _judge_pdf(uitkomst, paper, f"overview of {pk}")
            _judge_json(uitkomst, data, told, f"overview of {pk}")
            found = read(bezoeker.get(page).text).injected
            uitkomst.note("page", broke=bool(found), where=f"page of the overview {found}")
            _judge_headers(bezoeker, page, uitkomst)
    finally:
        Partij.objects.filter(pk=gemeente.pk).update(**own)
    _not_asked(doel, uitkomst, before)


def _most_told(user: User) -> list[int]:
    """Return the participants someone keeps the files of, those with most kinds of rows first."""
    pks = Deelnemer.objects.managed_by(user).values_list("pk", flat=True)
    return sorted(pks, key=lambda pk: -sum(REGELS[label].rijen(pk).exists() for label in ONDERDELEN))


def _rows_of(pk: int) -> Iterator[models.Model]:
    for label in ONDERDELEN:
        yield from REGELS[label].rijen(pk)


def _write(row: models.Model, url: str, fields: set[str] | None = None) -> Iterator[str]:
    """Put markup in every field of a row that holds free text, past its form; yield what the database took."""
    manager: Any = type(row)._default_manager
    for field in row._meta.concrete_fields:
        free = isinstance(field, models.CharField | models.TextField) and not field.choices
        if not free or (fields is not None and field.name not in fields):
            continue
        text = payload(field.max_length or 5000, url)
        try:
            with transaction.atomic():
                manager.filter(pk=row.pk).update(**{field.name: text})
        except IntegrityError:
            continue  # a rule of the database says what this field may hold
        yield text


def _fetch(bezoeker: Bezoeker, path: str) -> bytes:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = bezoeker.get(path)
        if answer.ok and not answer.is_redirect and "html" not in answer.headers["Content-Type"]:
            return bytes(answer.content)
        time.sleep(0.5)
    return b""


def _judge_pdf(uitkomst: Uitkomst, found: bytes, where: str) -> None:
    if not found:
        uitkomst.note("no PDF", broke=True, where=where)
        return
    reader = PdfReader(io.BytesIO(found))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    # Where it does not stand as text, nothing was tried.
    uitkomst.note("PDF with the text in it", broke="<lek" not in text, where=f"{where}: the text is not in it")
    uitkomst.note("no file of the server", broke="root:x:0" in text or b"root:x:0" in _streams(reader), where=where)
    active = sorted({key for item in _objects(reader) for key in ACTIVE if key in item or item.get("/S") == key})
    uitkomst.note("nothing that acts", broke=bool(active), where=f"{where} {active}")
    away = [str(item["/URI"]) for item in _objects(reader) if "/URI" in item]
    uitkomst.note("no link", broke=any("127.0.0.1" in uri or "script" in uri for uri in away), where=f"{where} {away}")


def _objects(reader: PdfReader) -> Iterator[Any]:
    for number in reader.xref_objStm.keys() | {number for table in reader.xref.values() for number in table}:
        item = reader.get_object(number)
        if hasattr(item, "get"):
            yield item


def _streams(reader: PdfReader) -> bytes:
    return b"".join(item.get_data() for item in _objects(reader) if hasattr(item, "get_data"))


def _judge_json(uitkomst: Uitkomst, found: bytes, told: set[str], where: str) -> None:
    texts = set(_texts(json.loads(found))) if found else set()
    missing = [text[:20] for text in told if not any(text in given for given in texts)]
    uitkomst.note("valid JSON, the text as it was", broke=bool(missing) or not found, where=f"{where} {missing}")


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _texts(item)


def _judge_headers(bezoeker: Bezoeker, page: str, uitkomst: Uitkomst) -> None:
    for soort, mime in (("pdf", "application/pdf"), ("json", "application/json")):
        headers = bezoeker.get(f"{page}gegevens.{soort}").headers
        kept = headers["Content-Disposition"].startswith("attachment") and headers["Content-Type"] == mime
        sniffed = headers.get("X-Content-Type-Options") != "nosniff"
        uitkomst.note(f"{soort} to keep, not to show", broke=sniffed or not kept, where=soort)
    for soort in ("html", "pdf.html", "../../etc/passwd", "%2e%2e%2fpasswd", "JSON", "pdf%00"):
        status = bezoeker.get(f"{page}gegevens.{soort}").status_code
        uitkomst.note(status, broke=status < 400, where=f"gegevens.{soort}")


def _not_asked(doel: Doel, uitkomst: Uitkomst, before: int) -> None:
    hits = doel.luisteraar.hits[before:]
    uitkomst.note(f"{len(hits)} fetches", broke=bool(hits), where=f"{hits[:5]}")

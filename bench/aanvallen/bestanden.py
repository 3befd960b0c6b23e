"""Attacks with files: paths that climb out, names that are paths, bodies that are too big, sheets that are none."""

import io
import zipfile
from pathlib import Path

from django.conf import settings
from openpyxl import Workbook

from bench.aanvallen.doel import KLANTMANAGER, Doel, Uitkomst, aanval

IMPORT = "/deelnemers/importeren/"
CLIMBING = (
    *("/static/../config/settings.py", "/static/%2e%2e/config/settings.py", "/static/..%2fconfig%2fsettings.py"),
    *("/static/....//....//etc/passwd", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/../../../../etc/passwd"),
    *("/static/%252e%252e/%252e%252e/etc/passwd", "/static/..\\..\\etc\\passwd", "/static/css/../../../.git/config"),
    *("/media/", "/media/../var/secret-key", "/var/secret-key", "/static/../var/leerwerk.sqlite3", "/.git/config"),
    *("/.env", "/static/%00", "/config/settings.py", "//etc/passwd", "/trajecten/1/canvas.pdf/../../../../etc/passwd"),
    *("/trajecten/..%2f..%2fetc%2fpasswd/canvas.pdf", "/partijen/uitnodiging/..%2f..%2fetc%2fpasswd/"),
)
SECRETS = ("root:x:0", "DATABASES", "SECRET_KEY", "[core]", "SQLite format")
NAMES = (
    "../../../lek.csv",
    "/etc/cron.d/lek.csv",
    "..\\..\\lek.csv",
    "lek\x00.csv",
    "a" * 400 + ".csv",
    "<lek>.csv",
    ".",
)


@aanval("Path traversal in downloads")
def traversal(doel: Doel, uitkomst: Uitkomst) -> None:
    session = doel.als(KLANTMANAGER).cookies.get("sessionid", "")
    for path in CLIMBING:
        for headers in ({}, {"Cookie": f"sessionid={session}"}):
            status, body = doel.raw("GET", path, headers)
            uitkomst.note(status, broke=status == 200 or any(word in body for word in SECRETS), where=path)


@aanval("Names of files that are paths")
def names(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker = doel.als(KLANTMANAGER)
    before = _files()
    for name in NAMES:
        inhoud = b"Voornaam;Achternaam\nProef;Naam\n"
        answer = bezoeker.submit(IMPORT, {}, files={"bestand": (name, inhoud, "text/csv")})
        escaped = [path for path in ("/etc/cron.d/lek.csv", "lek.csv", "../lek.csv") if Path(path).exists()]
        uitkomst.note(answer.status_code, broke=answer.status_code >= 500 or bool(escaped), where=name[:40])
        shown = bezoeker.get(answer.headers["Location"]) if answer.is_redirect else answer
        uitkomst.note("name escaped", broke="<lek>" in shown.text, where=name[:40])
    uitkomst.note("no file written", broke=_files() != before, where="files under MEDIA_ROOT")


def _files() -> set[str]:
    return {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.suffix != ".pdf" and path.is_file()}


@aanval("Files that are not what they seem")
def disguised(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker = doel.als(KLANTMANAGER)
    for name, inhoud in disguises().items():
        answer = bezoeker.submit(IMPORT, {}, files={"bestand": (name, inhoud)})
        uitkomst.note(answer.status_code, broke=answer.status_code != 422, where=name)


def disguises() -> dict[str, bytes]:
    """Return files that no import should take, by what they are: a zip bomb and an entity bomb among them."""
    bomb, entities, macro = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (300 * 1024 * 1024))
    sheet = io.BytesIO()
    Workbook().save(sheet)
    with zipfile.ZipFile(sheet) as source, zipfile.ZipFile(entities, "w") as copy:
        for part in source.namelist():
            text = source.read(part)
            if part.startswith("xl/worksheets/"):
                levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
                text = f'<!DOCTYPE x [<!ENTITY a0 "lek">{levels}]><worksheet>&a8;</worksheet>'.encode()
            copy.writestr(part, text)
    with zipfile.ZipFile(macro, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return {
        "a program.csv": b"\x7fELF" + bytes(range(256)) * 10,
        "a picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(1000),
        "a page.csv": b"<html><script>alert(1)</script></html>",
        "a pdf.xlsx": b"%PDF-1.7 lek",
        "a zip.xlsx": macro.getvalue(),
        "a bomb.xlsx": bomb.getvalue(),
        "entities.xlsx": entities.getvalue(),
        "too big.csv": b"Voornaam;Achternaam\n" + b"a;b\n" * 1_500_000,
        "too long.csv": b"Voornaam;Achternaam\n" + b"a;b\n" * 3_000,
        "nothing.csv": b"",
    }


@aanval("Bodies, headers and addresses that are too big")
def oversized(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker = doel.als(KLANTMANAGER)
    tries = {
        "a form of 6 MB": lambda: bezoeker.submit("/deelnemers/nieuw/", {"voornaam": "a" * 6_000_000}).status_code,
        "5,000 fields": lambda: bezoeker.submit("/deelnemers/nieuw/", {f"v{n}": "1" for n in range(5000)}).status_code,
        "200 files": lambda: (
            bezoeker.submit(IMPORT, {}, files=[("bestand", (f"{n}.csv", b"a;b")) for n in range(200)]).status_code
        ),
        "an address of 20,000 signs": lambda: doel.raw("GET", "/" + "a" * 20_000)[0],
        "300 headers": lambda: doel.raw("GET", "/healthz/live", {f"X-Lek-{n}": "1" for n in range(300)})[0],
        "a header of 100,000 signs": lambda: doel.raw("GET", "/healthz/live", {"X-Lek": "a" * 100_000})[0],
        "two lengths": lambda: doel.raw(
            "POST", "/healthz/live", {"Content-Length": "5", "Transfer-Encoding": "chunked"}
        )[0],
    }
    for kind, attempt in tries.items():
        try:
            status = attempt()
        except OSError:
            status = 0  # hung up on
        uitkomst.note(f"{kind}: {status or 'hung up'}", broke=status == 200 or status >= 500, where=kind)
    uitkomst.note("still alive", broke=bezoeker.get("/healthz/live").status_code != 200, where="alive")

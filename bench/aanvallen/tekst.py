"""Attacks by what is typed: script in every text field, addresses for the PDF to fetch, SQL, formulas."""

import io
import shutil
import time
from itertools import count

from openpyxl import load_workbook
from playwright.sync_api import ConsoleMessage, Dialog, sync_playwright
from pypdf import PdfReader

from bench.aanvallen.doel import COORDINATOR, IEDER, KLANTMANAGER, Doel, Uitkomst, aanval
from bench.aanvallen.paginas import Formulier, adressen, main_form, read
from deelnemers.models import Deelnemer
from toegang.matrix import MATRIX
from trajecten.models import Traject

TINY = "'\"><lek>"
SHORT = TINY + "<script>alert(1)</script>"
LONG = (
    '\'"><lek onlek=1><script>alert(1)</script><img src="{url}/img" onerror="alert(1)">'
    '<link rel="stylesheet" href="{url}/css"><style>@import url({url}/import)</style>'
    '<iframe src="file:///etc/passwd"></iframe><a href="javascript:alert(1)">a</a>'
)
DEFAULTS = {"date": "2026-12-01", "number": "1", "time": "10:00", "datetime-local": "2026-12-01T10:00"}
BROWSER = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
BROWSER += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Forms that take someone's place or data away: filled in well, they would leave less to look at.
ENDS = ("stop", "weg", "wis", "anonim", "verwijder", "akkoord", "intrek", "instellingen")
_numbers = count(1)


def payload(most: int, url: str) -> str:
    """Return the fullest markup that a field of this length takes."""
    long = LONG.format(url=url)
    return next((text for text in (long, SHORT, TINY) if len(text) <= most), TINY[:most])


def filled(form: Formulier, url: str, sober: set[str]) -> dict[str, list[str]]:
    """Return values with markup in every text field but the sober ones."""
    values = form.values()
    for naam, veld in form.velden.items():
        if veld.soort == "email" and not veld.waarde:
            values[naam] = [f"lek{next(_numbers)}@voorbeeld.example"]
        elif veld.is_text and veld.soort not in {"email", "url"} and naam not in sober:
            values[naam] = [payload(veld.most, url)]
        elif not veld.waarde and veld.soort in DEFAULTS:
            values[naam] = [DEFAULTS[veld.soort]]
    return values


def refused_fields(html: str, form: Formulier) -> set[str]:
    """Return the fields that a refused form marks."""
    return {naam for naam in form.velden if f'id="error_1_id_{naam}"' in html or f"id_{naam}_error" in html}


@aanval("Stored script in every text field")
def stored_script(doel: Doel, uitkomst: Uitkomst) -> None:
    url = doel.luisteraar.url
    for email in IEDER:
        bezoeker, user = doel.als(email), doel.user(email)
        for adres in adressen():
            ends_something = any(word in adres.naam for word in ENDS)
            if ends_something or not MATRIX[adres.naam].methods >= {"GET", "POST"}:
                continue
            for path in adres.paths_for(user, most=2):
                _plant(bezoeker, path, url, uitkomst, f"{email} {adres.naam}")
    _crawl(doel, uitkomst)


def _plant(bezoeker, path: str, url: str, uitkomst: Uitkomst, where: str) -> None:  # type: ignore[no-untyped-def]
    page = bezoeker.get(path)
    form = main_form(page.text) if page.status_code == 200 else None
    if not form:
        return
    sober: set[str] = set()
    for _try in range(3):
        answer = bezoeker.submit(path, filled(form, url, sober))
        injected = read(answer.text).injected
        uitkomst.note(f"{answer.status_code} stored" if answer.is_redirect else answer.status_code)
        if injected:
            uitkomst.note("markup in the answer", broke=True, where=f"{where} {injected}")
        if answer.is_redirect or not (marked := refused_fields(answer.text, form) - sober):
            return
        sober |= marked


def _crawl(doel: Doel, uitkomst: Uitkomst) -> None:
    for email in IEDER:
        bezoeker, user = doel.als(email), doel.user(email)
        for adres in adressen():
            if "GET" not in MATRIX[adres.naam].methods:
                continue
            for path in adres.paths_for(user, most=3):
                answer = bezoeker.get(path)
                if not answer.headers.get("Content-Type", "").startswith("text/html"):
                    continue
                shown = "&lt;lek" in answer.text
                injected = read(answer.text).injected
                uitkomst.note(
                    "page with the text, escaped" if shown else "page",
                    broke=bool(injected),
                    where=f"{email} {path} {injected}",
                )


@aanval("Reflected script in addresses and parameters")
def reflected_script(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(COORDINATOR), doel.user(COORDINATOR)
    names = ("q", "zoek", "naam", "sort", "page", "next", "status", "gemeente", "fase", "traject", "verlopen", "kies")
    query = dict.fromkeys(names, SHORT)
    paths = [path for adres in adressen() for path in adres.paths_for(user, most=1)]
    for path in [*paths, f"/{SHORT}/", f"/trajecten/{SHORT}/", "/accounts/login/", "/accounts/password/reset/"]:
        for browser in (bezoeker, doel.bezoeker()):
            answer = browser.get(path, params=query)
            found = read(answer.text).injected if "html" in answer.headers.get("Content-Type", "") else []
            uitkomst.note(answer.status_code, broke=bool(found) or answer.status_code >= 500, where=f"{path} {found}")


@aanval("Stored script in a real browser")
def in_chromium(doel: Doel, uitkomst: Uitkomst) -> None:
    user = doel.user(COORDINATOR)
    names = {"inzicht:start", "trajecten:lijst", "trajecten:detail", "deelnemers:lijst", "deelnemers:detail"}
    names |= {"partijen:lijst", "partijen:detail", "canvas:canvas", "deelnemers:checkins", "berichten:postvak"}
    paths = [path for adres in adressen() if adres.naam in names for path in adres.paths_for(user)]
    events: list[str] = []
    session = doel.als(COORDINATOR).cookies.get("sessionid") or ""

    def refuse(dialog: Dialog) -> None:
        events.append("dialog")
        dialog.dismiss()

    def listen(said: ConsoleMessage) -> None:
        events.extend([said.text] if "Content Security" in said.text else [])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": doel.url}])
        page = context.new_page()
        page.on("dialog", refuse)
        page.on("console", listen)
        for path in paths:
            page.goto(doel.url + path)
            page.wait_for_load_state("networkidle")
            elements = page.locator("lek, [onlek]").count()
            uitkomst.note("page", broke=bool(events or elements), where=f"{path} {events} {elements}")
        browser.close()


@aanval("SSRF and script through the PDF")
def pdf(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(COORDINATOR), doel.user(COORDINATOR)
    luisteraar = doel.luisteraar
    for pk in Traject.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[:3]:
        fields = [f"/trajecten/{pk}/canvas/{code}/" for code in ("werving.doel", "leerwerk.doel", "risicos")]
        for path in [adres.path(pk) for adres in adressen() if adres.naam == "canvas:veld"] + fields[1:]:
            _plant(bezoeker, path, luisteraar.url, Uitkomst("planting"), path)
        found = _fetch_pdf(bezoeker, f"/trajecten/{pk}/canvas.pdf")
        text = "".join(PdfReader(io.BytesIO(found)).pages[n].extract_text() for n in range(1)) if found else ""
        uitkomst.note("PDF with the text in it" if "<lek" in text else "PDF" if found else "no PDF", broke=not found)
        uitkomst.note("a file of the server" if "root:x:0" in text else "no file of the server", broke="root:x" in text)
    uitkomst.note(f"{len(luisteraar.hits)} fetches", broke=bool(luisteraar.hits), where=f"{luisteraar.hits[:5]}")


def _fetch_pdf(bezoeker, path: str, seconds: float = 60) -> bytes:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = bezoeker.get(path)
        if answer.status_code == 200:
            return answer.content
        time.sleep(0.5)
    return b""


@aanval("SQL in filters, order and page")
def sql(doel: Doel, uitkomst: Uitkomst) -> None:
    words = ["'", "1' OR '1'='1", "1; DROP TABLE toegang_user;--", "1) UNION SELECT password FROM toegang_user--"]
    words += [
        "'; SELECT pg_sleep(6)--",
        "1 AND (SELECT 1 FROM pg_sleep(6))",
        "-door__password",
        "gemeente__naam",
        "\x00",
    ]
    words += ["gebruiker__password", "-1", "99999999999999999999", "%s", "{}"]
    names = [
        "q",
        "zoek",
        "naam",
        "sort",
        "page",
        "per_page",
        "order_by",
        "status",
        "gemeente",
        "traject",
        "fase",
        "taal",
    ]
    paths = ["/deelnemers/", "/trajecten/", "/partijen/", "/checkins/", "/berichten/"]
    for email in (COORDINATOR, KLANTMANAGER):
        bezoeker, user = doel.als(email), doel.user(email)
        mine = set(Deelnemer.objects.visible_to(user).values_list("achternaam", flat=True))
        theirs = set(Deelnemer.objects.values_list("achternaam", flat=True)) - mine
        for path in paths:
            for word in words:
                begin = time.monotonic()
                answer = bezoeker.get(path, params=dict.fromkeys(names, word))
                slow, leaked = time.monotonic() - begin > 5, [naam for naam in theirs if naam in answer.text]
                broke = answer.status_code >= 500 or slow or bool(leaked)
                uitkomst.note(answer.status_code, broke=broke, where=f"{path} {word!r} slow={slow} {leaked[:2]}")


@aanval("Formulas in sheets, going in and coming out")
def formulas(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker = doel.als(KLANTMANAGER)
    for start in ("=1+1", '=HYPERLINK("http://x")', "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3", "=cmd|' /C calc'!A0"):
        inhoud = f'Voornaam;Achternaam\n"{start.replace(chr(34), chr(34) * 2)}";Proef\n'.encode()
        answer = bezoeker.submit("/deelnemers/importeren/", {}, files={"bestand": ("lijst.csv", inhoud)})
        taken = answer.is_redirect and start[0] in "=@"
        uitkomst.note(answer.status_code, broke=taken or answer.status_code >= 500, where=f"import of {start}")
    for adres in adressen():
        for path in adres.paths_for(doel.user(KLANTMANAGER), most=1):
            if adres.naam.endswith(("voorbeeld", "export", "xlsx", "csv")):
                uitkomst.note(*_sheet(bezoeker.get(path)))


def _sheet(answer) -> tuple[str]:  # type: ignore[no-untyped-def]
    if "spreadsheet" not in answer.headers.get("Content-Type", ""):
        return ("no sheet",)
    cells = [cell for sheet in load_workbook(io.BytesIO(answer.content)) for row in sheet.iter_rows() for cell in row]
    if wrong := [cell.coordinate for cell in cells if cell.data_type == "f" or str(cell.value)[:1] in "=+-@\t\r"]:
        raise AssertionError(f"cells that are formulas: {wrong}")
    return ("sheet without formulas",)

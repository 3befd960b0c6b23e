"""Attacks by what is typed: script in every text field, kept or given back, and formulas in sheets."""

import io

from openpyxl import load_workbook
from playwright.sync_api import ConsoleMessage, Dialog, sync_playwright

from bench.aanvallen.doel import COORDINATOR, IEDER, KLANTMANAGER, PATIENCE, Doel, Uitkomst, aanval
from bench.aanvallen.invullen import SHORT
from bench.aanvallen.paginas import adressen, read
from bench.aanvallen.planten import crawl, ends_something, plant, with_form
from bench.aanvallen.zoeken import GUESSED, filter_names
from scripts.chromium import launch


@aanval("Stored script in every text field")
def stored_script(doel: Doel, uitkomst: Uitkomst) -> None:
    for email in IEDER:
        bezoeker, user = doel.als(email), doel.user(email)
        for adres in with_form():
            if not ends_something(adres):
                for path in adres.paths_for(user, most=2):
                    plant(bezoeker, path, doel.luisteraar.url, uitkomst, f"{email} {adres.naam}")
    crawl(doel, uitkomst, IEDER)


@aanval("Reflected script in addresses and parameters")
def reflected_script(doel: Doel, uitkomst: Uitkomst) -> None:
    bezoeker, user = doel.als(COORDINATOR), doel.user(COORDINATOR)
    names = {*GUESSED, *filter_names(), "next", "verlopen", "kies"}
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
        browser = launch(playwright)
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": doel.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("dialog", refuse)
        page.on("console", listen)
        for path in paths:
            page.goto(doel.url + path)
            page.wait_for_load_state("networkidle")
            elements = page.locator("lek, [onlek]").count()
            uitkomst.note("page", broke=bool(events or elements), where=f"{path} {events} {elements}")
        browser.close()


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

"""Planting markup through every form, and looking for it on every page."""

from collections.abc import Iterable

from bench.aanvallen.doel import Bezoeker, Doel, Uitkomst
from bench.aanvallen.invullen import filled, refused_fields, smeared
from bench.aanvallen.paginas import Adres, adressen, main_form, read
from toegang.matrix import MATRIX

# Forms that take someone's place or data away: filled in well, they leave less to look at.
ENDS = ("stop", "weg", "wis", "anonim", "verwijder", "akkoord", "intrek", "instellingen")


def ends_something(adres: Adres) -> bool:
    """Tell whether a form takes something away."""
    return any(word in adres.naam for word in ENDS)


def with_form() -> list[Adres]:
    """Return every address where a form is read and sent."""
    return [adres for adres in adressen() if MATRIX[adres.naam].methods >= {"GET", "POST"}]


def plant(bezoeker: Bezoeker, path: str, url: str, uitkomst: Uitkomst, where: str) -> bool:
    """Send a page's form with markup in all fields, then in those that take text; tell whether there was a form."""
    page = bezoeker.get(path)
    form = main_form(page.text) if page.ok else None
    if not form:
        return False
    _judge(bezoeker.submit(path, smeared(form, url)), uitkomst, where)
    sober: set[str] = set()
    for _try in range(3):
        answer = bezoeker.submit(path, filled(form, url, sober))
        _judge(answer, uitkomst, where)
        if answer.is_redirect or not (marked := refused_fields(answer.text, form) - sober):
            break
        sober |= marked
    return True


def _judge(answer, uitkomst: Uitkomst, where: str) -> None:  # type: ignore[no-untyped-def]
    injected = read(answer.text).injected
    said = f"{answer.status_code} stored" if answer.is_redirect else answer.status_code
    uitkomst.note(said, broke=bool(injected) or answer.status_code >= 500, where=f"{where} {injected}")


def crawl(doel: Doel, uitkomst: Uitkomst, people: Iterable[str]) -> None:
    """Read every page as these people: none has markup that was typed."""
    for email in people:
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

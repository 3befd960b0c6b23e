"""Walking a page with the Tab key, and looking at each stop as someone without a mouse would."""

import io
from dataclasses import dataclass

from PIL import Image, ImageChops
from playwright.sync_api import Page

# Around a stop, in CSS pixels: where its ring is drawn.
RAND = 8
# Of 256 grades of grey: less is not seen.
VERSCHIL = 26
# Where the keyboard is now: its name and kind, its box (a choice is drawn by its label), what lies over it, whether it
# comes after the stop before it, whether it is drawn otherwise than without the keyboard. A date has stops within.
_HERE = """() => {
    const el = document.activeElement;
    if (!el || el === document.body) return null;
    if (el === window.vorige) return {zelfde: true};
    const seen = el.matches(".lw-keuze-stip") ? el.nextElementSibling : el;
    const box = seen.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 20) / 2);
    const naam = (el.ariaLabel || el.labels?.[0]?.innerText || el.innerText || el.id || "").trim().split("\\n")[0];
    const na = (vorige) => vorige.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING;
    const eerder = Boolean(window.vorige) && !na(window.vorige);
    const stijl = () => [seen, el.querySelector(".tl-ring")].filter(Boolean).map((deel) => {
        const {outlineStyle, outlineWidth, outlineColor, boxShadow, stroke} = getComputedStyle(deel);
        return [outlineStyle, outlineWidth, outlineColor, boxShadow, stroke].join();
    }).join();
    const met = stijl();
    el.blur();
    const zonder = stijl();
    el.focus({preventScroll: true});
    window.vorige = el;
    return {
        naam: `${el.tagName.toLowerCase()} ${naam}`.slice(0, 60),
        soort: `${el.tagName} ${el.type ?? ""} ${el.className.baseVal ?? el.className}`,
        x: box.x, y: box.y, breedte: box.width, hoogte: box.height, eerder, getekend: met !== zonder,
        bedekt: !(top && (el === top || seen.contains(top) || top.contains(seen))), kader: Boolean(el.closest("main")),
    };
}"""
_AWAY = "() => { window.hier = document.activeElement; window.hier.blur(); }"
_BACK = "() => { window.hier.focus({preventScroll: true}); }"


@dataclass(frozen=True)
class Halte:
    """A stop of the Tab key: what it is called, whether it stands in the contents, and what was wrong with it."""

    naam: str
    in_kader: bool
    bezwaren: tuple[str, ...]


def walk(page: Page, gezien: set[str], *, most: int = 400) -> list[Halte]:
    """Press Tab from the top until the page is through; a page that goes on for ever is a trap.

    `gezien` are the kinds of stops of which a picture was compared before: the first of each kind is.
    """
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); window.vorige = null; }")
    stops: list[Halte] = []
    for _n in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None:
            return stops
        if "zelfde" not in here:
            stops.append(_look(page, here, gezien))
    raise AssertionError(f"still not through after {most} stops, at {stops[-1].naam}")


def _look(page: Page, here: dict, gezien: set[str]) -> Halte:
    bezwaren = []
    if here["bedekt"]:
        bezwaren.append("something lies over it")
    if here["eerder"]:
        bezwaren.append("stands before the stop that came before it")
    if not here["getekend"]:
        bezwaren.append("nothing says that the keyboard is here")
    if here["soort"] not in gezien:
        gezien.add(here["soort"])
        changed = _changed(page, here)
        # Half of its outline, one pixel thick, is the least that anyone sees.
        if changed < min(here["breedte"], 300) + min(here["hoogte"], 300):
            bezwaren.append(f"hardly anything shows that the keyboard is here ({changed} pixels)")
    return Halte(here["naam"], here["kader"], tuple(bezwaren))


def _changed(page: Page, here: dict) -> int:
    """Count the pixels that are different with the keyboard here."""
    clip = _clip(page, here)
    with_it = page.screenshot(clip=clip)
    page.evaluate(_AWAY)
    without = page.screenshot(clip=clip)
    page.evaluate(_BACK)
    pictures = [Image.open(io.BytesIO(taken)).convert("L") for taken in (with_it, without)]
    return sum(ImageChops.difference(*pictures).histogram()[VERSCHIL:])


def _clip(page: Page, here: dict) -> dict[str, float]:
    size = page.viewport_size
    x, y = max(here["x"] - RAND, 0), max(here["y"] - RAND, 0)
    right = min(here["x"] + here["breedte"] + RAND, size["width"])
    bottom = min(here["y"] + here["hoogte"] + RAND, size["height"])
    return {"x": x, "y": y, "width": max(right - x, 1), "height": max(bottom - y, 1)}

"""What axe-core sees on the page that stands open, and what sticks out, is cut off or moves there."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
# The European norm asks for WCAG 2.1 AA; 2.2 adds among others the size of what one presses.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCHEMAS = ("light", "dark")
BREEDTES = (1280, 390)
HOOGTES = {1280: 900, 390: 844}
# 1280 px at 200 % and at 400 %.
VERGROOT = (640, 320)
# What axe looks at: two widths, light and dark.
STANDEN = len(BREEDTES) * len(SCHEMAS)

_RUN = """async (only) => {
    const more = ["target-size", "label-content-name-mismatch"].map((naam) => [naam, {enabled: true}]);
    const options = {runOnly: only, resultTypes: ["violations"], rules: Object.fromEntries(more)};
    const why = (node) => node.failureSummary.split("\\n").slice(1, 2).join("").trim();
    const name = (node) => `${node.target.join(" ")} (${why(node)})`;
    return (await axe.run(document, options)).violations
        .map((found) => found.id + ": " + found.nodes.slice(0, 3).map(name).join(", "));
}"""
# Wider than the window, be it by one pixel; with a name for what does it, where there is one.
_SIDEWAYS = """() => {
    const wide = document.documentElement.clientWidth, scrolls = document.documentElement.scrollWidth;
    if (scrolls <= wide) return [];
    const out = [...document.body.querySelectorAll("*")].filter((el) => el.getBoundingClientRect().right > wide);
    const named = (el) => el.tagName.toLowerCase() + "." + (el.getAttribute("class") ?? "");
    return [`a page of ${scrolls} px`, ...out.slice(-3).map(named)];
}"""
# WCAG 1.4.12: whoever reads better with more room between lines, words and letters loses nothing.
_RUIM = """p { margin-block-end: 2em !important; }
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"""
# Text that a box with a fixed size cuts off; what is meant for screen readers alone is one pixel large.
_CUT = """() => [...document.body.querySelectorAll("*")].filter((el) => {
    const stijl = getComputedStyle(el), box = el.getBoundingClientRect();
    const snijdt = (overloop) => ["hidden", "clip"].includes(overloop);
    if (box.width < 2 || box.height < 2 || !el.innerText?.trim() || el.closest("svg, dialog:not([open])")) return false;
    return (snijdt(stijl.overflowX) && el.scrollWidth > el.clientWidth + 1)
        || (snijdt(stijl.overflowY) && el.scrollHeight > el.clientHeight + 1);
}).slice(0, 3).map((el) => el.tagName.toLowerCase() + "." + el.className)"""
# Whoever asked for less motion sees none that lasts: WCAG 2.3.3.
_MOVES = """() => [...new Set([...document.querySelectorAll("*")].filter((el) => {
    const stijl = getComputedStyle(el);
    return [stijl.transitionDuration, stijl.animationDuration].join().split(",").some((tijd) => parseFloat(tijd) > .01)
        || stijl.scrollBehavior === "smooth";
}).map((el) => el.tagName.toLowerCase() + "." + el.className))].slice(0, 3)"""
# Seen in another order than it is read and tabbed through: WCAG 1.3.2 and 2.4.3.
_REORDERED = """() => [...document.body.querySelectorAll("*")].filter((el) => {
    const stijl = getComputedStyle(el), ouder = getComputedStyle(el.parentElement);
    if (!el.getClientRects().length) return false;
    return (/flex|grid/.test(ouder.display) && stijl.order !== "0") || /reverse/.test(stijl.flexDirection)
        || /dense/.test(stijl.gridAutoFlow) || el.tabIndex > 0;
}).slice(0, 3).map((el) => el.tagName.toLowerCase() + "." + el.className)"""
# Built of the same kinds of parts, with or without words, in one language and the same style sheets: they look alike.
_SHAPE = """() => {
    const words = (el) => [...el.childNodes].some((deel) => deel.nodeType === Node.TEXT_NODE && deel.data.trim());
    const kind = (el) => [el.tagName, el.getAttribute("class"), el.getAttribute("role"), el.getAttribute("type"),
        ...el.getAttributeNames().filter((naam) => naam !== "class").sort(), words(el)].join(" ");
    const parts = [...document.body.querySelectorAll("*")].map((el) => `${kind(el)} in ${kind(el.parentElement)}`);
    const bladen = [...document.styleSheets].map((blad) => blad.href);
    const {lang, dataset} = document.documentElement;
    return [...new Set(parts)].sort().concat(lang, dataset.weergave, bladen).join("\\n");
}"""
# The frame of a page and all within it, but for who looks, and for marks that differ each time and are not seen.
_PARTS = """() => {
    const blad = document.documentElement.cloneNode(true);
    blad.querySelectorAll("input[type=hidden]").forEach((el) => el.removeAttribute("value"));
    for (const naam of ["hx-headers", "data-sleutel"])
        blad.querySelectorAll(`[${naam}]`).forEach((el) => el.removeAttribute(naam));
    blad.querySelector(".lw-gebruiker a")?.lastChild.remove();
    const kop = blad.querySelector(".lw-kop");
    kop?.remove();
    return [kop?.outerHTML ?? "", blad.outerHTML];
}"""


def calm(page: Page) -> None:
    """Ask for less motion, and by that for colours that change at once; have axe on each page from now on."""
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(script=AXE)


def parts_of(page: Page) -> set[str]:
    """Return the frame of the page and what is within it, as one reads them: what axe finds depends on nothing else."""
    return {hashlib.sha256(part.encode()).hexdigest() for part in page.evaluate(_PARTS)}


def shape_of(page: Page) -> str:
    """Return a mark that two pages share if they are built of the same kinds of parts."""
    return hashlib.sha256(page.evaluate(_SHAPE).encode()).hexdigest()


def barriers(page: Page, *, widths: Sequence[int] = BREEDTES) -> list[str]:
    """Return what axe sees in each of the four states of the page: both widths, light and dark; the tab is calm."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HOOGTES[width]})
        for scheme in SCHEMAS:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{width} {scheme} {barrier}" for barrier in page.evaluate(_RUN, TAGS)]
    return found


def misfits(page: Page) -> list[str]:
    """Return what sticks out sideways at each width, is cut off with more room in the text, moves or is reordered."""
    found = [f"moves: {name}" for name in page.evaluate(_MOVES)]
    found += [f"in another order than it is read: {name}" for name in page.evaluate(_REORDERED)]
    found += sideways(page)
    page.add_style_tag(content=_RUIM)
    found += sideways(page, " with room in the text")
    found += [f"cut off: {name}" for name in page.evaluate(_CUT)]
    return found


def sideways(page: Page, how: str = "") -> list[str]:
    """Return what makes the page wider than the window, at each width."""
    found = []
    for width in (*BREEDTES, *VERGROOT):
        page.set_viewport_size({"width": width, "height": HOOGTES.get(width, 640)})
        found += [f"sideways at {width}{how}: {name}" for name in page.evaluate(_SIDEWAYS)]
    return found

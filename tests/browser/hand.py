"""A person's hand at a page: does what a person does, and counts it."""

import time
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from tests.browser.budget import Kosten


class Hand:
    """Taps, fills in and types on one page; `kosten` says what that took so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tikken = self.velden = self.tekens = self.paginas = 0
        page.on("framenavigated", self._note)

    @property
    def kosten(self) -> Kosten:
        return Kosten(self.tikken, self.velden, self.tekens, self.paginas)

    def tap(self, target: Locator) -> None:
        """Press a link or a button."""
        target.click()
        self.tikken += 1

    def mark(self, target: Locator) -> None:
        """Answer a question by a tap: a radio or a box."""
        target.check()
        self.tikken += 1
        self.velden += 1

    def choose(self, target: Locator, label: str) -> None:
        """Answer a question from a list: open it, choose."""
        target.select_option(label=label)
        self.tikken += 2
        self.velden += 1

    def write(self, target: Locator, text: str, *, signs: int | None = None) -> None:
        """Type in a field; `signs` where the keys are fewer than what ends up in it, as with a date."""
        target.fill(text)
        self.tikken += 1
        self.velden += 1
        self.tekens += len(text) if signs is None else signs

    def _note(self, frame) -> None:
        if frame == self.page.main_frame:
            self.paginas += 1


@contextmanager
def task(page: Page, naam: str, gemeten: dict[str, Kosten], seconden: dict[str, float]):
    """Measure what a task costs from the start page, in what a person does and in seconds of this machine."""
    page.goto("/")
    hand = Hand(page)
    begin = time.monotonic()
    yield hand
    seconden[naam] = time.monotonic() - begin
    gemeten[naam] = hand.kosten

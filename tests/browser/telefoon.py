"""A mentor's phone on a bad line, with a count of what the thumb did: for the tests of what it keeps and sends."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from deelnemers.checkins import followed_by
from deelnemers.models import Checkin, Deelname
from toegang.models import User

MENTOR = "mentor@maatwerk.example"
CHOICES = ("id_wijze", "id_werk", "id_taal", "id_leren", "id_praktisch")
WAITING = "Bewaard op dit apparaat, nog niet verstuurd"
KEPT = "Object.entries(localStorage).filter(([naam]) => naam.startsWith('concept:'))"
# What a browser says of a line that is cut and of a server that fails, as these tests have it.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 500")


class Phone:
    """A mentor's phone, with a count of what the thumb did."""

    def __init__(self, page: Page, deelname: Deelname) -> None:
        self.page, self.deelname = page, deelname
        self.adres = reverse("deelnemers:checkin_nieuw", args=[deelname.pk])
        self.taps = self.fields = 0

    def tap(self, target) -> None:
        target.click()
        self.taps += 1

    def open_form(self) -> None:
        """Go to the form from the start page, by the menu."""
        self.page.goto("/")
        open_menu(self.page)
        self.taps += 1
        self.tap(self.page.get_by_role("navigation").get_by_role("link", name="Check-ins"))
        self.follow_link()

    def follow_link(self) -> None:
        """Go to the form from the list of check-ins, and wait for its scripts: nobody is as quick as a test.

        Whoever was spoken to today stands at the end of the list, pages further on: found by name then.
        """
        link = self.page.locator(f"main a[href='{self.adres}']")
        expect(self.page.get_by_role("heading", name="Check-ins", level=1)).to_be_visible()
        if not link.count():
            self.page.get_by_label("Naam", exact=True).fill(self.deelname.deelnemer.achternaam)
            self.page.get_by_role("button", name="Filter", exact=True).click()
        self.tap(link)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Check-in met")
        self.page.wait_for_load_state()

    def fill_in(self, wensen: str = "") -> None:
        """Answer what must be answered; a wish is typed."""
        for name in CHOICES:
            self.tap(self.page.locator(f"#{name}_1"))
            self.fields += 1
        if wensen:
            self.page.get_by_label("Wensen").fill(wensen)
            self.fields += 1

    def press(self) -> None:
        """Press the button that saves."""
        self.tap(self.page.get_by_role("button", name="Opslaan"))

    @property
    def strip(self):
        return self.page.locator("#concepten")

    @property
    def kept(self) -> list[tuple[str, dict]]:
        return [(name, json.loads(text)) for name, text in self.page.evaluate(KEPT)]

    def offline(self) -> None:
        self.page.context.set_offline(True)

    def online(self) -> None:
        self.page.context.set_offline(False)

    def wait_for_shell(self) -> None:
        """Wait until the phone can start without a line."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


@pytest.fixture
def phone(site) -> Phone:
    """The demo's mentor, with a phone."""
    deelname = followed_by(User.objects.get(email=MENTOR))[0]
    yield Phone(site.as_user(MENTOR, width=390, height=844), deelname)
    site.failures[:] = [line for line in site.failures if not any(text in line for text in EXPECTED)]


@pytest.fixture
def saved(phone):
    """Return a function that tells how many check-ins came in since the start of the test."""
    before = Checkin.objects.count()
    return lambda: Checkin.objects.count() - before


def open_menu(page: Page) -> None:
    """Open the menu of a phone."""
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu.show")).to_be_visible()


def sign_out(page: Page, *, sure: bool) -> None:
    open_menu(page)
    page.get_by_role("navigation").get_by_role("button", name="Uitloggen").click()
    ask = page.get_by_role("dialog", name="Toch uitloggen?")
    ask.get_by_role("button", name="Uitloggen en wissen" if sure else "Niet uitloggen").click()

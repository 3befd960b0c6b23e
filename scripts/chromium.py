"""The system's Chromium, for whatever looks at pages: tests, the manual's pictures, the weights, the attacks.

It is the one without a window: the other draws one all the same, in processes of their own.
"""

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

PROGRAM = "chromium-headless-shell"
# No sandbox as root, and no traffic of the browser's own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """Return where it is: Playwright's own cannot be downloaded everywhere."""
    return shutil.which(PROGRAM)


def launch(playwright: "Playwright", *more: str) -> "Browser":
    """Start it, with some flags more."""
    return playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, *more])


def launch_full(playwright: "Playwright") -> "Browser":
    """Start the one with windows, out of sight, for what only that one knows."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--headless", *FLAGS])


def give_password(page: "Page", email: str, password: str) -> None:
    """Fill in the page that asks who someone is, and send it."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def sign_in(page: "Page", email: str, password: str) -> None:
    """Go to the page to sign in on, sign in, and wait until one is in."""
    page.goto("/accounts/login/")
    give_password(page, email, password)
    # The page to sign in on ends in a "/" too: on a slow machine one would go on before being in.
    page.wait_for_url(lambda url: "/accounts/login/" not in url)

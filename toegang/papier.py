"""Paper in any room: the fonts, a stylesheet parsed once, and a fetcher that fetches nothing but our own files.

Importing this module loads WeasyPrint: only a worker does that.
"""

import logging
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Signs that draw nothing, and that spoil the text layer of a PDF; tab and line ends stay.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
STATIC = Path(settings.BASE_DIR) / "static"
# The accessible kind: tagged, with its language and title.
VARIANT = "pdf/ua-1"


class EersteKeer(logging.Filter):
    """Lets each different message through once: a sign that no font has would fill the log by itself."""

    MOST = 1000

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether this message is new."""
        message = record.getMessage()
        new = message not in self.seen and len(self.seen) < self.MOST
        if new:
            self.seen.add(message)
        return new


logging.getLogger("weasyprint").addFilter(EersteKeer())
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class EigenBestanden(URLFetcher):
    """Fetches our own static files and nothing else, so that no text in a document can make the server fetch."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a file under static/; raise ValueError for any other address."""
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if not url.startswith("file://") or not path.is_relative_to(STATIC.resolve()):
            raise ValueError(f"Not one of our static files: {url}")
        return super().fetch(url, headers)


def lay_out(html: str, *, stylesheet: str, extra: str = "") -> Document:
    """Return the pages of a document under a stylesheet of static/css, with some rules of its own behind it."""
    fonts, sheet = _print_style(stylesheet)
    source = HTML(string=CONTROL.sub("", html), base_url=f"{STATIC.as_uri()}/", url_fetcher=EigenBestanden())
    sheets = [sheet, CSS(string=extra, font_config=fonts)] if extra else [sheet]
    return source.render(stylesheets=sheets, font_config=fonts)


def write_pdf(document: Document) -> bytes:
    """Return the bytes of a tagged PDF."""
    return document.write_pdf(pdf_variant=VARIANT)


@cache
def _print_style(stylesheet: str) -> tuple[FontConfiguration, CSS]:
    """Parse a print stylesheet once per process: parsing is a good part of a render."""
    fonts = FontConfiguration()
    return fonts, CSS(filename=str(STATIC / "css" / stylesheet), font_config=fonts)

"""The demo's mailbox: reads back what Django's file backend wrote. Only with DEMO=1."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# What the file backend writes behind each mail.
DIVIDER = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, kw_only=True)
class Postvakmail:
    """One mail as its reader sees it."""

    aan: str
    onderwerp: str
    moment: datetime
    tekst: str


def read_mails() -> list[Postvakmail]:
    """Return every mail in the demo's mailbox, newest first; none where mail does not go to files."""
    if not settings.EMAIL_FILE_PATH:
        return []
    found = [mail for path in Path(settings.EMAIL_FILE_PATH).glob("*.log") for mail in _read(path, _version(path))]
    return sorted(found, key=lambda mail: mail.moment, reverse=True)


def _version(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=2000)
def _read(path: Path, version: tuple[int, int]) -> tuple[Postvakmail, ...]:
    """Read one file; `version` tells the cache that it has grown."""
    parts = path.read_bytes().split(DIVIDER)
    return tuple(_parse(part) for part in parts if part.strip())


def _moment(text: str) -> datetime:
    # "-0000", as Django writes it, is UTC by RFC 5322, yet Python reads it as a time without a zone.
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _parse(raw: bytes) -> Postvakmail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    return Postvakmail(
        aan=str(message["To"]),
        onderwerp=str(message["Subject"]),
        moment=_moment(str(message["Date"])),
        tekst=body.get_content().strip() if body else "",
    )

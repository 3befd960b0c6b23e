"""The mail server of a simulation: what it takes it writes down with the simulated moment, and it can go down.

A reminder holds links by which its reader puts it off, each signed and for one row of the outbox. Which row is
readable without the key, so that a mail tells by itself which reminders stand in it.
"""

import asyncio
import base64
import email
import email.policy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scripts.processes import free_port

LINK = re.compile(r"/berichten/afhandelen/([\w-]+):")


@dataclass(frozen=True)
class Bezorgd:
    """One mail that was taken: when, under which Message-ID, for whom, and the rows of the outbox it names."""

    op: datetime
    mail_id: str
    aan: str
    rijen: frozenset[int]


class Postbus:
    """What was taken, oldest first. `delay` is how long it waits before it says so, in real seconds."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Listen on a free loopback port; `now` tells the simulated time."""
        self.bezorgd: list[Bezorgd] = []
        self.delay = 0.0
        self._now = now
        self._port = free_port()
        self._controller: Controller | None = None
        self.up()

    @property
    def url(self) -> str:
        """The EMAIL_URL that sends mail here."""
        return f"smtp://127.0.0.1:{self._port}"

    def up(self) -> None:
        """Listen, at the same address as before."""
        if self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self._port)
            self._controller.start()

    def down(self) -> None:
        """Listen no more: who connects is refused."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail."""
        content: Any = envelope.content
        self.bezorgd.append(read(content, self._now()))
        # Here the mail is taken and its sender does not know: a kill in this gap is what SMTP can't repair.
        await asyncio.sleep(self.delay)
        return "250 OK"


def read(content: bytes, op: datetime) -> Bezorgd:
    """Return what is kept of a mail."""
    message: Any = email.message_from_bytes(content, policy=email.policy.default)
    tokens = LINK.findall(message.get_body(("plain",)).get_content())
    return Bezorgd(op, str(message["Message-ID"]), str(message["To"]), frozenset(map(row_of, tokens)))


def row_of(token: str) -> int:
    """Return which row of the outbox a signed link is about."""
    payload = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return int(json.loads(payload)[0])

"""A mail server that keeps what it is sent, and that can be told to fail or to be slow."""

import asyncio
import email
import email.policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scripts.processes import free_port, wait_until

ACCEPT = "250 OK"


class Mailbox:
    """What was sent, oldest first; `answer` is what the server says to the next mails, `delay` how late (seconds).

    `unknown` holds the addresses that it does not know.
    """

    def __init__(self) -> None:
        """Start to listen on a free loopback port."""
        self.answer = ACCEPT
        self.delay = 0.0
        self.refused = 0
        self.unknown: set[str] = set()
        self._messages: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def url(self) -> str:
        """The EMAIL_URL that sends mail here."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    def messages(self, *, to: str | None = None) -> list[EmailMessage]:
        """Return the mails received so far, or those to one address."""
        return [mail for mail in self._messages if to is None or to in mail["To"]]

    def wait_for(self, count: int, *, to: str | None = None, seconds: float = 20) -> list[EmailMessage]:
        """Return the mails as soon as there are at least `count`; fail after that many seconds."""
        assert wait_until(lambda: len(self.messages(to=to)) >= count, seconds=seconds), (
            f"{len(self.messages(to=to))} of {count} mails after {seconds} s"
        )
        return self.messages(to=to)

    def clear(self) -> None:
        """Forget what was received, and accept again, at once."""
        self._messages.clear()
        self.refused = 0
        self.delay = 0.0
        self.answer = ACCEPT
        self.unknown.clear()

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse one address."""
        if address in self.unknown:
            self.refused += 1
            return f"550 5.1.1 <{address}>: no such user"
        envelope.rcpt_tos.append(address)
        return ACCEPT

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take or refuse one mail."""
        if self.answer != ACCEPT:
            self.refused += 1
            return self.answer
        content: Any = envelope.content
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self._messages.append(message)
        # Here the mail is taken and its sender does not know: the moment at which SMTP cannot rule out a duplicate.
        await asyncio.sleep(self.delay)
        return ACCEPT

"""A mail server that takes all and keeps nothing but each Message-ID: a process of its own. SIGUSR1 makes it slow."""

import asyncio
import signal
import sys
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import IO

from aiosmtpd.smtp import SMTP, Envelope, Session

# What a slow server takes for each mail (seconds); it takes several at the same time.
TRAAG = 0.01


class Sink:
    """Take every mail; write one line per mail. SIGUSR1 makes it slow, SIGUSR2 quick again."""

    def __init__(self, out: IO[str]) -> None:
        """Start with an empty file."""
        self.out = out
        self.delay = 0.0

    def takes(self, seconds: float) -> None:
        """Take so long for each mail from now on."""
        self.delay = seconds

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail."""
        headers = BytesHeaderParser().parsebytes((envelope.content or b"").partition(b"\r\n\r\n")[0])
        self.out.write(f"{headers['Message-ID']}\n")
        self.out.flush()
        if self.delay:
            await asyncio.sleep(self.delay)
        return "250 OK"


async def serve(port: int, out: IO[str]) -> None:
    """Listen on this loopback port until the process is ended."""
    loop = asyncio.get_running_loop()
    sink = Sink(out)
    loop.add_signal_handler(signal.SIGUSR1, sink.takes, TRAAG)
    loop.add_signal_handler(signal.SIGUSR2, sink.takes, 0.0)
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink.example"), "127.0.0.1", port)
    await server.serve_forever()


def main() -> None:
    """Run from the command line: a port, and the file to write in."""
    with Path(sys.argv[2]).open("w") as out:
        asyncio.run(serve(int(sys.argv[1]), out))


if __name__ == "__main__":
    main()

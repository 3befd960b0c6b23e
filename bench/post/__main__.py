"""`make bench-post`: mails per second from the outbox with 1, 2 and 4 workers, beside a bare loop: docs/reports/."""

import argparse
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from scripts.install import ROOT
from scripts.processes import Process, free_port, listens, wait_until
from scripts.services import postgresql, redis


@contextmanager
def engines() -> Iterator[tuple[Path, Process, Path, str]]:
    """Run a PostgreSQL, a Redis and a sink; yield a folder, the sink, what it writes and the broker's URL."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leerwerk-post-")))
        cluster, broker = stack.enter_context(postgresql()), stack.enter_context(redis())
        port, sink = free_port(), home / "sink"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": cluster.create("post"),
            "BROKER_URL": broker,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_PER_MINUUT": "0",
            "MEDIA_ROOT": str(home),
            "SECRET_KEY": secrets.token_urlsafe(50),
        }
        log = stack.enter_context((home / "sink.log").open("wb"))
        args = [sys.executable, "-m", "bench.post.sink", str(port), sink]
        server = Process(args, env=dict(os.environ), cwd=ROOT, log=log)
        stack.callback(server.stop)
        if not wait_until(lambda: listens(port), seconds=30):
            raise SystemExit((home / "sink.log").read_text()[-3000:])
        yield home, server, sink, broker


def main() -> int:
    """Run from the command line; 1 when one worker sends less than 0.8 times what the bare loop does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--rondes", type=int, default=5)
    options = parser.parse_args()
    with engines() as (home, server, sink, broker):
        import django  # noqa: PLC0415 - the environment must say first which database it is

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        from bench.post import verslag, vullen  # noqa: PLC0415
        from bench.post.meten import Post, Wegen, measure, workers  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        vullen.fill(options.mails)
        post = [
            Post(soort, naam, vullen.messages_of(soort), vullen.letters_of(soort), naam == verslag.TRAAG)
            for soort, naam in (
                (vullen.NIEUWS, verslag.NIEUWS),
                (vullen.OVERZICHT, verslag.OVERZICHT),
                (vullen.NIEUWS, verslag.TRAAG),
            )
        ]
        with workers(broker, home) as brokers:
            measure(post, Wegen(server, sink, brokers), options.rondes)
    lines = [json.dumps(verslag.figures(kind)) for kind in post]
    text = verslag.report(post, lines)
    Path(ROOT, "docs", "reports", f"{date.today():%Y-%m-%d}-post.md").write_text(text)  # noqa: DTZ011 - a day
    print(text, *lines, sep="\n")
    return 1 if verslag.reached(post) < verslag.TEN_MINSTE else 0


if __name__ == "__main__":
    sys.exit(main())

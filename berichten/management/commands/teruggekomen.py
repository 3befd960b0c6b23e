import sys
from typing import Any

from django.core.management.base import BaseCommand

from berichten.terugkomst import take_back


class Command(BaseCommand):
    help = "Reads a report of a mail that was not delivered from standard input: point the mailbox of the sender here."

    def handle(self, *args: Any, **options: Any) -> None:
        # Never fails on what it does not know: the mail server would send a report about the report.
        back = ", ".join(str(bericht.pk) for bericht in take_back(sys.stdin.buffer.read()))
        self.stdout.write(f"Mail {back} came back." if back else "Nothing to do with a mail of ours.")

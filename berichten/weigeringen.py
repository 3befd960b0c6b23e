"""What a mail server's "no" means: later, not this mail, or nothing to this address (RFC 5321, RFC 3463)."""

import re
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import TYPE_CHECKING

from django.utils import timezone

from berichten.models import Weigering

if TYPE_CHECKING:
    from toegang.models import User


class Oordeel(Enum):
    """What to do after a refusal."""

    LATER = "later"
    DIT_BERICHT = "dit bericht"
    DIT_ADRES = "dit adres"


# Enhanced codes of an address that is no good: it does not exist, moved, or was closed. The rest of class 5 (a full
# box, a policy, a size) is about this mail or this server, not about the address.
ADRES = re.compile(r"5\.(1\.(1|2|3|6|10)|2\.1)")
# Plain codes that say so where a server gives no enhanced one.
ADRES_KAAL = frozenset({550, 551, 553})
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
BLIJVEND = range(500, 600)


def judge(code: int, tekst: str, *, bij_adres: bool) -> Oordeel:
    """Return what an answer about one mail means: `code` is its three digits, `tekst` what the server said.

    `bij_adres` tells whether it answered the address, before it had the mail: only then a code without an enhanced
    one is about the address.
    """
    if code not in BLIJVEND:
        return Oordeel.LATER
    enhanced = ENHANCED.search(tekst)
    if ADRES.fullmatch(enhanced[0]) if enhanced else bij_adres and code in ADRES_KAAL:
        return Oordeel.DIT_ADRES
    return Oordeel.DIT_BERICHT


def answer_to(error: Exception) -> tuple[Oordeel, str]:
    """Return what an error of sending means, and the server's code for it.

    What is wrong with us (signing in, the sender, the line) is no fault of the mail: it waits and is tried again.
    """
    said: bytes | str
    bij_adres = isinstance(error, SMTPRecipientsRefused)
    if isinstance(error, SMTPRecipientsRefused) and error.recipients:
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPDataError):
        code, said = error.smtp_code, error.smtp_error
    else:
        return Oordeel.LATER, ""
    tekst = said.decode(errors="replace") if isinstance(said, bytes) else said
    return judge(code, tekst, bij_adres=bij_adres), code_of(code, tekst)


def code_of(code: int, tekst: str) -> str:
    """Return the codes of an answer, without its words: those may quote personal details."""
    enhanced = ENHANCED.search(tekst)
    return " ".join(filter(None, (str(code), enhanced and enhanced[0])))


def hold_back(ontvanger: "User", code: str) -> None:
    """Send this person nothing more for a week, or until someone has it tried again."""
    Weigering.objects.update_or_create(ontvanger=ontvanger, defaults={"code": code, "sinds": timezone.now()})


def lift(ontvanger: "User") -> bool:
    """Let this person get mail again, and return whether they had none."""
    deleted, _per_model = Weigering.objects.filter(ontvanger=ontvanger).delete()
    return deleted > 0

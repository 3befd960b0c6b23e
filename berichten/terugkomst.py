"""Mail that comes back: a server took it, and reports later that it could not be delivered (RFC 3464)."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.db import transaction
from django.utils.translation import gettext as _

from berichten.enums import BerichtStatus
from berichten.models import Bericht
from berichten.weigeringen import ENHANCED, Oordeel, hold_back, judge

# The Message-ID that mail.py gives; the report holds the returned mail, its headers, or names it as what it answers.
ONS = re.compile(r"<bericht-[0-9a-f]{32}@[^>\s]{1,150}>")

# What a report without a code says: not delivered, and nothing about why (RFC 3463, X.0.0).
ZONDER_REDEN = "5.0.0"


def take_back(raw: bytes) -> list[Bericht]:
    """Mark all that stood in the mail of which this report says that it was not delivered, and return it.

    Nothing when it is no such report, is not about a mail of ours, or says that delivery merely takes longer. Who never
    had the mail can't forge it: the Message-ID is thirty-two digits of a hash. A report that comes twice changes
    nothing.
    """
    code = _failure(message_from_bytes(raw, policy=policy.default))
    return _mark(raw, code) if code else []


def _failure(report: EmailMessage) -> str | None:
    """Return the code of the recipient that was not reached, without the words beside it; None when there is none."""
    if report.get_content_type() != "multipart/report" or report.get_param("report-type") != "delivery-status":
        return None
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        # First what is about the whole report, then a block for each recipient.
        for block in part.iter_parts():
            if str(block.get("Action", "")).strip().lower() == "failed":
                code = ENHANCED.search(str(block.get("Status", "")))
                return code[0] if code else ZONDER_REDEN
    return None


def _mark(raw: bytes, code: str) -> list[Bericht]:
    named = set(ONS.findall(raw.decode("ascii", errors="replace")))
    with transaction.atomic():
        rows = Bericht.objects.select_for_update(of=("self",)).select_related("ontvanger").filter(mail_id__in=named)
        told = list(rows.order_by("pk"))
        back = [bericht for bericht in told if bericht.status == BerichtStatus.VERZONDEN]
        for bericht in back:
            bericht.status = BerichtStatus.MISLUKT
            bericht.fout = _("De mail kwam terug: hij is niet bezorgd. Klopt het e-mailadres?")
            bericht.save(update_fields=["status", "fout"])
        if back and judge(500, code, bij_adres=False) is Oordeel.DIT_ADRES:
            hold_back(back[0].ontvanger, code)
    return told

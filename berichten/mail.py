"""A mail as it leaves: text and HTML from one content, and an identity that a duplicate shares."""

import hashlib
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from berichten.afhandelen import deeds_of, path_of
from berichten.enums import MAX_DELEN, Wijze
from berichten.models import Bericht
from berichten.soorten import Mail, wijze_of
from berichten.uitnodiging import Uitnodiging
from berichten.voorkeuren import unsubscribe_path
from toegang.models import User

MAX_ONDERWERP = Bericht._meta.get_field("onderwerp").max_length

Deel = tuple[Bericht, Mail]


def build(delen: Sequence[Deel]) -> EmailMultiAlternatives:
    """Build one mail for one reader of what it tells, each part with one link, to SITE_URL plus the part's own path."""
    berichten = [bericht for bericht, _mail in delen]
    first, mail = delen[0]
    overzicht = len(delen) > 1
    onderwerp = _("Leerwerk: %(n)s dingen om te doen") % {"n": len(delen)} if overzicht else onderwerp_of(mail)
    herinnert = wijze_of(first.soort) is Wijze.HERINNERING
    context = {
        "naam": first.ontvanger.naam,
        "onderwerp": onderwerp,
        "delen": [_part(deel) for deel in delen[:MAX_DELEN]],
        "rest": len(delen[MAX_DELEN:]),
        "overzicht": overzicht,
        "start": site_url(reverse("inzicht:start")),
        "voorkeur": site_url(reverse("berichten:voorkeur")) if herinnert else "",
    }
    message = EmailMultiAlternatives(
        subject=onderwerp,
        body=render_to_string("berichten/mail.txt", context),
        to=[first.ontvanger.email],
        # No out-of-office answers to a machine.
        headers={"Message-ID": message_id(berichten), "Auto-Submitted": "auto-generated"},
    )
    if herinnert:
        # A mail program shows a button for it, which asks by POST (RFC 8058).
        message.extra_headers["List-Unsubscribe"] = f"<{site_url(unsubscribe_path(first.ontvanger))}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach_alternative(render_to_string("berichten/mail.html", context), "text/html")
    for _bericht, deel in delen:
        if deel.uitnodiging:
            _invite(message, deel.uitnodiging, first.ontvanger)
    return message


def _invite(message: EmailMultiAlternatives, uitnodiging: Uitnodiging, ontvanger: User) -> None:
    """Let the mail be an invitation too: a calendar program looks for it among the alternatives to the text."""
    ics = uitnodiging.as_ics(ontvanger).decode()
    message.attach_alternative(ics, f"text/calendar; method={uitnodiging.method}")


def _part(deel: Deel) -> dict[str, object]:
    bericht, mail = deel
    daden = [{"tekst": daad.label, "url": site_url(path_of(bericht, daad))} for daad in deeds_of(bericht)]
    return {"mail": mail, "url": site_url(mail.pad), "daden": daden}


def onderwerp_of(mail: Mail) -> str:
    """Return the subject in one line: a line break in a name would be a second header."""
    return " ".join(mail.onderwerp.split())[:MAX_ONDERWERP]


def message_id(berichten: Sequence[Bericht]) -> str:
    """Return the Message-ID of what one mail tells: the same at each attempt, so that a duplicate is seen as one."""
    told = sorted((bericht.pk, bericht.sleutel, bericht.aangemaakt_op.isoformat()) for bericht in berichten)
    digits = hashlib.sha256(repr(told).encode()).hexdigest()[:32]
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<bericht-{digits}@{host}>"


def site_url(pad: str) -> str:
    """Return the whole address of a path, for who reads it elsewhere."""
    return f"{settings.SITE_URL.rstrip('/')}{pad}"

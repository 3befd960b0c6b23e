"""A mail as it leaves: text and HTML from one content, and an identity that a duplicate shares."""

import hashlib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from berichten.models import Bericht
from berichten.soorten import Mail

MAX_ONDERWERP = Bericht._meta.get_field("onderwerp").max_length


def build(bericht: Bericht, mail: Mail) -> EmailMultiAlternatives:
    """Build the mail for its reader, with one link, to SITE_URL plus the mail's own path."""
    context = {"mail": mail, "naam": bericht.ontvanger.naam, "url": f"{settings.SITE_URL.rstrip('/')}{mail.pad}"}
    message = EmailMultiAlternatives(
        # A line break in a name would be a second header.
        subject=" ".join(mail.onderwerp.split())[:MAX_ONDERWERP],
        body=render_to_string("berichten/mail.txt", context),
        to=[bericht.ontvanger.email],
        # No out-of-office answers to a machine.
        headers={"Message-ID": message_id(bericht), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("berichten/mail.html", context), "text/html")
    return message


def message_id(bericht: Bericht) -> str:
    """Return the Message-ID of the row: the same at each attempt, so that mail programs see a duplicate as one."""
    row = hashlib.sha256(f"{bericht.pk} {bericht.sleutel} {bericht.aangemaakt_op.isoformat()}".encode()).hexdigest()
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<bericht-{bericht.pk}-{row[:16]}@{host}>"

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class BerichtStatus(models.TextChoices):
    WACHT = "wacht", _("Wacht op verzending")
    BEZIG = "bezig", _("Wordt verzonden")
    VERZONDEN = "verzonden", _("Verzonden")
    VERVALLEN = "vervallen", _("Niet meer nodig")
    MISLUKT = "mislukt", _("Mislukt")


# Pause after the n-th failed attempt; after the tenth failure the mail is given up, visibly.
PAUZES = (
    timedelta(minutes=1),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
MAX_POGINGEN = len(PAUZES) + 1
# A row claimed longer ago than this belonged to a worker that died: longer than any SMTP time-out.
CLAIM_DUUR = timedelta(minutes=3)

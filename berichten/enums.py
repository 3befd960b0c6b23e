from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class BerichtStatus(models.TextChoices):
    """How far a mail got. `may_become` is the table; its doors: outbox.py, verzending.py and terugkomst.py."""

    WACHT = "wacht", _("Wacht op verzending")
    BEZIG = "bezig", _("Wordt verzonden")
    VERZONDEN = "verzonden", _("Verzonden")
    VERVALLEN = "vervallen", _("Niet meer nodig")
    MISLUKT = "mislukt", _("Mislukt")

    @property
    def may_become(self) -> frozenset["BerichtStatus"]:
        s = BerichtStatus
        return {
            s.WACHT: frozenset({s.BEZIG}),
            s.BEZIG: frozenset({s.WACHT, s.VERZONDEN, s.VERVALLEN, s.MISLUKT}),
            # A server that took it may find later that it can't be delivered.
            s.VERZONDEN: frozenset({s.MISLUKT}),
            s.VERVALLEN: frozenset({s.WACHT}),
            s.MISLUKT: frozenset({s.WACHT}),
        }[self]

    @property
    def teken(self) -> str:
        """Return the kind of status label (templates/_status.html) that goes with it."""
        s = BerichtStatus
        return {s.VERZONDEN: "goed", s.MISLUKT: "fout", s.BEZIG: "let-op"}.get(self, "stil")


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
# A row claimed longer ago than this belonged to a worker that died: longer than a task may run (two minutes).
CLAIM_DUUR = timedelta(minutes=3)
# An address that took no mail gets none for so long; a server that was in error for an hour is not held against it.
WEIGERING_DUUR = timedelta(days=7)


class Onderdeel(models.TextChoices):
    """The processes behind the pages: one knows the hours, the others do the work."""

    PLANNER = "planner", _("De planner")
    WERKER = "werker", _("De werker")


# The planner wakes the worker once a minute: who gave no sign for so long stands still.
STIL_NA = timedelta(minutes=5)

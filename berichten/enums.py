from collections.abc import Mapping
from datetime import time, timedelta
from enum import Enum, auto
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _


class BerichtStatus(models.TextChoices):
    """How far a mail got. `may_become` is the table; outbox, verzending, voorkeuren and terugkomst are its doors."""

    WACHT = "wacht", _("Wacht op verzending")
    BEZIG = "bezig", _("Wordt verzonden")
    VERZONDEN = "verzonden", _("Verzonden")
    VERVALLEN = "vervallen", _("Niet meer nodig")
    MISLUKT = "mislukt", _("Mislukt")

    @property
    def may_become(self) -> frozenset["BerichtStatus"]:
        s = BerichtStatus
        return {
            s.WACHT: frozenset({s.BEZIG, s.VERVALLEN}),
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


class Wijze(Enum):
    """When a kind of mail leaves: always at once, at once outside the reader's quiet hours, or when they want it."""

    ALTIJD = auto()
    NIEUWS = auto()
    HERINNERING = auto()


class Ritme(models.TextChoices):
    """How often someone wants to be reminded."""

    METEEN = "meteen", _("Meteen")
    DAGELIJKS = "dagelijks", _("Elke werkdag één overzicht, om half acht 's ochtends")
    WEKELIJKS = "wekelijks", _("Elke maandag één overzicht, om half acht 's ochtends")
    NOOIT = "nooit", _("Niet per mail: ik kijk zelf in Leerwerk")


OVERZICHT_OM = time(7, 30)
# The weekdays of an overview, Monday is 0; who is not here gets none.
OVERZICHT_DAGEN: Mapping[Ritme, frozenset[int]] = MappingProxyType(
    {Ritme.DAGELIJKS: frozenset(range(5)), Ritme.WEKELIJKS: frozenset({0})}
)
# What one overview tells in full; of more it says how many.
MAX_DELEN = 30
# News for one reader in an hour; the rest waits: one person can ask a party much, and a mailbox is no list of work.
NIEUWS_PER_UUR = 20


class Daad(models.TextChoices):
    """What a reader can do from a reminder itself, without signing in."""

    GEDAAN = "gedaan", _("Zet op gedaan")
    LATER = "later", _("Herinner mij over drie dagen")


# So long a link in a reminder does something; and so long one hears no more of what was put off.
LINK_GELDIG = timedelta(days=14)
UITSTEL_DUUR = timedelta(days=3)


class Onderdeel(models.TextChoices):
    """The processes behind the pages: one knows the hours, the others do the work."""

    PLANNER = "planner", _("De planner")
    WERKER = "werker", _("De werker")


# The planner wakes the worker once a minute: who gave no sign for so long stands still.
STIL_NA = timedelta(minutes=5)

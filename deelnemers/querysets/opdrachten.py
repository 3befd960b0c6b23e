"""Work for the gemeente alone: sheets that were read, and overviews that were asked for."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from deelnemers.enums import (
    VerzoekStatus,
)
from partijen.enums import WERK_FUNCTIES
from partijen.lidmaatschap import gemeentes_of

if TYPE_CHECKING:
    from toegang.models import User


class ImportOpdrachtQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "ImportOpdrachtQuerySet":
        """A sheet that was read is for whoever sent it, as long as they keep the files of that gemeente."""
        return self.filter(door=user, gemeente_id__in=gemeentes_of(user, WERK_FUNCTIES))

    def waiting(self) -> "ImportOpdrachtQuerySet":
        return self.filter(uitgevoerd_op__isnull=True)


class InzageverzoekQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "InzageverzoekQuerySet":
        """Whoever keeps the files of the gemeente up to date answers a participant who asks what is held."""
        return self.filter(deelnemer__gemeente_id__in=gemeentes_of(user, WERK_FUNCTIES)).defer("pdf", "json")

    def under_way(self) -> "InzageverzoekQuerySet":
        return self.filter(status__in=[VerzoekStatus.WACHT, VerzoekStatus.BEZIG])

    def waiting(self, stuck_since: datetime) -> "InzageverzoekQuerySet":
        """Those that nobody works on: not begun, or begun so long ago that their worker is gone."""
        return self.filter(Q(status=VerzoekStatus.WACHT) | Q(status=VerzoekStatus.BEZIG, geclaimd_op__lt=stuck_since))

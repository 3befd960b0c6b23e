from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from canvas.enums import PdfStatus
from trajecten.models import Traject

if TYPE_CHECKING:
    from toegang.models import User


class _ViaTraject(models.QuerySet):
    """The Canvas is shared by everyone who may see the trajectory; no field of it names a participant."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(traject__in=Traject.objects.visible_to(user))

    def of_traject(self, traject: Traject) -> Self:
        return self.filter(traject=traject)


class CanvasTekstQuerySet(_ViaTraject):
    def tekst_of(self, veld: str) -> str:
        """Return the text of one field, empty if there is none."""
        return self.filter(veld=veld).values_list("tekst", flat=True).first() or ""


class BijdrageQuerySet(_ViaTraject):
    pass


class PdfOpdrachtQuerySet(_ViaTraject):
    def waiting(self, stuck_since: datetime) -> Self:
        """Those that nobody works on: not begun, or begun so long ago that their worker is gone."""
        return self.filter(Q(status=PdfStatus.WACHT) | Q(status=PdfStatus.BEZIG, geclaimd_op__lt=stuck_since))

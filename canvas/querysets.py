from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

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
    def held(self) -> Self:
        """Those that still have content."""
        return self.exclude(status=PdfStatus.VERVALLEN)

    def out_of_reach(self, asked_before: datetime) -> Self:
        """Those that no screen leads to any more, because a later one was asked for, or that nobody asks for."""
        later = self.model._default_manager.exclude(status=PdfStatus.VERVALLEN).filter(
            traject=OuterRef("traject"), gevraagd_op__gt=OuterRef("gevraagd_op")
        )
        return self.held().filter(Exists(later) | Q(gevraagd_op__lt=asked_before))

    def waiting(self, stuck_since: datetime) -> Self:
        """Those that nobody works on: not begun, or begun so long ago that their worker is gone."""
        return self.filter(Q(status=PdfStatus.WACHT) | Q(status=PdfStatus.BEZIG, geclaimd_op__lt=stuck_since))

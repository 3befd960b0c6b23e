from typing import TYPE_CHECKING

from django.db import models

from trajecten.models import Traject

if TYPE_CHECKING:
    from toegang.models import User


class _ViaTraject(models.QuerySet):
    """The Canvas is shared by everyone who may see the trajectory; no field of it names a participant."""

    def visible_to(self, user: "User") -> "models.QuerySet":
        return self.filter(traject__in=Traject.objects.visible_to(user))


class CanvasTekstQuerySet(_ViaTraject):
    pass


class BijdrageQuerySet(_ViaTraject):
    pass


class PdfOpdrachtQuerySet(_ViaTraject):
    pass

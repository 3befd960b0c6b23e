"""Which mails may be seen by whom, and which are due, said in the field's words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from berichten.enums import CLAIM_DUUR, BerichtStatus

if TYPE_CHECKING:
    from toegang.models import User

# Whose mail someone may watch over besides their own: a queryset of users, registered by the app that knows parties.
_watched: list[Callable[["User"], Any]] = []


def register_watched(finder: Callable[["User"], Any]) -> None:
    """Register a function that returns the users whose mail a person may watch over."""
    _watched.append(finder)


class BerichtQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "BerichtQuerySet":
        """Own mail, and that of the people one watches over."""
        mine = Q(ontvanger=user)
        for finder in _watched:
            mine |= Q(ontvanger__in=finder(user))
        return self.filter(mine)

    def due(self) -> "BerichtQuerySet":
        """Mail that waits and whose moment has come."""
        return self.filter(status=BerichtStatus.WACHT, volgende_poging__lte=timezone.now())

    def stuck(self) -> "BerichtQuerySet":
        """Mail claimed by a worker that is gone."""
        return self.filter(status=BerichtStatus.BEZIG, geclaimd_op__lt=timezone.now() - CLAIM_DUUR)

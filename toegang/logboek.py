"""The one door to the log for what is not a saved row: reading, downloading, exporting, signing in, bulk changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from toegang.logregels import HANDELING_OF_ACTION, Handeling, Logregel, plaats_of
from toegang.models import User

__all__ = ["Handeling", "note"]

ACTION_OF_HANDELING = {handeling: action for action, handeling in HANDELING_OF_ACTION.items()}


def note(
    handeling: Handeling,
    *,
    onderwerp: models.Model | None = None,
    door: User | None = None,
    grond: Iterable[str] = (),
    eigenaar: int | None = None,
    betrokkene: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one line: what was done, to what, by whom, by which relations they may, and in whose business.

    `eigenaar` (a gemeente) and `betrokkene` (a Deelnemer) are ids; where left out, the subject's own app says.
    `details` holds numbers and names of fields or pages, never the value of a personal field: erasure holds here too.
    """
    about = onderwerp or door
    plaats = plaats_of(about) if about else None
    Logregel.objects.create(
        handeling=handeling,
        action=ACTION_OF_HANDELING.get(handeling, Logregel.Action.ACCESS),
        content_type=ContentType.objects.get_for_model(about or User),
        object_pk=str(about.pk) if about else "",
        object_id=about.pk if about else None,
        object_repr=f"{about._meta.verbose_name} {about.pk}" if about else "",
        actor=door,
        eigenaar=eigenaar or (plaats.eigenaar if plaats else None),
        betrokkene=betrokkene or (plaats.betrokkene if plaats else None),
        grond=sorted(grond),
        additional_data=dict(details) if details else None,
    )

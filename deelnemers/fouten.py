"""The one exception type of this app, and the check of a row that raises it."""

from django.core.exceptions import ValidationError
from django.db import models


class DeelnemerFout(ValidationError):
    """Something about a participant that can't be done, with a message a coordinator can act on."""


def check(row: models.Model) -> None:
    """Check every rule of a row before it is saved. Raises DeelnemerFout, by field."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise DeelnemerFout(error.error_dict) from error

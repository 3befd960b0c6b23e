"""The one exception type of this app."""

from django.core.exceptions import ValidationError


class DeelnemerFout(ValidationError):
    """Something about a participant that can't be done, with a message a coordinator can act on."""

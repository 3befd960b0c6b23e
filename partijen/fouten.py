from django.core.exceptions import ValidationError


class PartijFout(ValidationError):
    """A refusal about a party or its people, in words a coordinator can act on."""

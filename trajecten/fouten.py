from django.core.exceptions import ValidationError


class TrajectFout(ValidationError):
    """A change of a trajectory that cannot be, with a message its reader can act on."""

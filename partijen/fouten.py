from django.core.exceptions import ValidationError


class PartijFout(ValidationError):
    """A refusal about a party or its people, in words a coordinator can act on."""


class AkkoordNodig(PartijFout):
    """The party itself must agree before this person may come in; it has been asked."""


class NietMeerVrij(PartijFout):
    """Since a gemeente invited someone into a party without people, another one works with it: nobody can agree."""

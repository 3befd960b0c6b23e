"""Who must sign in with a second step: whoever may see a personal file, or who read one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings

from toegang.matrix import MATRIX
from toegang.relaties import Relatie, Relaties, relaties_of

if TYPE_CHECKING:
    from toegang.models import User

# The states of a session; ELDERS is of one in which nobody did the second step that the account has.
KLAAR, VERPLICHT, AANGERADEN, LATER, ELDERS = "klaar", "verplicht", "aangeraden", "later", "elders"

# Whoever the matrix shows people to; and the beheerder, who lets people in and searches the log.
WIE_MOET: Relaties = (
    MATRIX["deelnemers:lijst"].lezen | MATRIX["deelnemers:detail"].lezen | frozenset({Relatie.BEHEERDER})
) - {Relatie.INGELOGD}

_finders: list[Callable[["User"], bool]] = []


def register_ziet_mensen(find: Callable[["User"], bool]) -> None:
    """Register how to find whether anyone's file is shown to a person, whatever they are by their place alone."""
    _finders.append(find)


def has_second_step(user: "User", *, besides: Authenticator | None = None) -> bool:
    """Return whether the person has an authenticator app or a key, besides the one given."""
    own = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return own.exclude(pk=besides and besides.pk).exists()


def must_have(user: "User") -> bool:
    """Return whether the person may see personal files; in the demo a second step is offered, never forced."""
    if settings.DEMO:
        return False
    return bool(relaties_of(user, None) & WIE_MOET) or any(find(user) for find in _finders)


def stand_of(user: "User") -> str:
    """Return how a person stands in a session that did no second step: to do it, to set it up first, or advised to."""
    if has_second_step(user):
        return ELDERS
    return VERPLICHT if must_have(user) else AANGERADEN

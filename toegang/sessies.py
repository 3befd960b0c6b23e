"""How long someone stays signed in without doing anything, and whether they still owe a second step."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac

from toegang import tweede_stap
from toegang.plaatsen import plaatsen_of

if TYPE_CHECKING:
    from toegang.models import User

# Minutes, where no app says otherwise.
GEWONE_WACHTTIJD = 30
# The session is written at most once in so many seconds; the wait is that much longer for it.
SPELING = 60

LAATST, WACHTTIJD, STAP = "laatst_gezien", "wachttijd", "tweede_stap"
# Whether this session itself did a second step, or set one up; and the gemeente whose own sign-on began it.
GEDAAN, GEMEENTE = "stap_gedaan", "gemeente"
# The moment of signing in: however busy someone is, after SESSION_COOKIE_AGE they sign in again.
BEGONNEN = "begonnen"

_finders: list[Callable[["User"], int | None]] = []


def register_wachttijd(find: Callable[["User"], int | None]) -> None:
    """Register how to find how many minutes a person may do nothing; None where the app has no say."""
    _finders.append(find)


def wachttijd_of(user: "User") -> int:
    """Return the minutes after which a person is signed out: the shortest that any app says."""
    return min((minutes for find in _finders if (minutes := find(user))), default=GEWONE_WACHTTIJD)


def refresh(session: SessionBase, user: "User") -> None:
    """Write down that the person was here, and look again at what their functions ask."""
    session[LAATST] = int(time.time())
    look_again(session, user)


def look_again(session: SessionBase, user: "User") -> None:
    """Look again at what the person's functions ask: how long they may wait, and a second step."""
    _put(session, WACHTTIJD, wachttijd_of(user))
    stand = _stand(session, user)
    # Whoever put the advice off hears no more of it, until it is a duty or done.
    if (session.get(STAP), stand) != (tweede_stap.LATER, tweede_stap.AANGERADEN):
        _put(session, STAP, stand)


def stap_of(session: SessionBase, user: "User") -> str | None:
    """Return how the session stands with a second step; for whoever owed one it is looked at again."""
    if session.get(STAP) == tweede_stap.VERPLICHT:
        _put(session, STAP, _stand(session, user))
    return session.get(STAP)


def _put(session: SessionBase, name: str, value: object) -> None:
    # A session is written as a whole, over what another request of the same page wrote meanwhile: only if it changed.
    if session.get(name) != value:
        session[name] = value


def _stand(session: SessionBase, user: "User") -> str:
    # That the account has a second step says nothing of who is here: a stolen password may have been here before it.
    if session.get(GEDAAN) or _gemeente_answers(session, user):
        return tweede_stap.KLAAR
    return tweede_stap.stand_of(user)


def _gemeente_answers(session: SessionBase, user: "User") -> bool:
    # Whose own gemeente let them in did the second step there; of what they do elsewhere it can't answer for.
    gemeente = session.get(GEMEENTE)
    return gemeente is not None and plaatsen_of(user) <= {gemeente}


def end_one(user: "User", pk: int, *, behalve: str | None) -> None:
    """End one session of a person, wherever it is; never the one they ask it in (`behalve`, its key)."""
    for session in UserSession.objects.filter(user_id=user.pk, pk=pk).exclude(session_key=behalve):
        session.end()


def end_others(user: "User", key: str | None) -> None:
    """End every session of a person but the one with this key."""
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=key):
        session.end()


def end_all(user: "User") -> None:
    """End every session of a person."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def is_over(session: SessionBase) -> bool:
    """Return whether nothing was done for longer than the wait, or the sign-in itself is too long ago.

    Over is also a session of an earlier version, which does not know whether it did a second step.
    """
    now = time.time()
    idle = now - session.get(LAATST, 0) > session.get(WACHTTIJD, GEWONE_WACHTTIJD) * 60 + SPELING
    return idle or now - session.get(BEGONNEN, 0) > settings.SESSION_COOKIE_AGE or GEDAAN not in session


def is_stale(session: SessionBase) -> bool:
    """Return whether the last visit was written down long enough ago to write it again."""
    return time.time() - session.get(LAATST, 0) >= SPELING


def draft_key(user: "User") -> str:
    """Return the name under which the browser keeps what this person had typed: it tells nobody who they are."""
    return salted_hmac("toegang.sessies.concept", str(user.pk)).hexdigest()[:20]


def purge() -> int:
    """Delete sessions that ended by themselves, with the place and device kept of them, and return how many places.

    A session may hold a notice that names someone; nothing of it stays longer than the session itself could last.
    """
    SessionStore.clear_expired()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    deleted, _per_model = UserSession.objects.filter(~Exists(alive)).delete()
    return deleted

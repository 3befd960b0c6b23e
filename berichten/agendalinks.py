"""The private address of someone's dates: made anew by themselves, shown once, and gone when they say so."""

from django.utils import timezone

from berichten.models import Agendalink
from toegang.models import User
from toegang.sleutels import hash_of, new_key


def give(user: User) -> str:
    """Make the address anew and return its key, which nobody can read again; the former one stops working."""
    key = new_key()
    Agendalink.objects.update_or_create(
        gebruiker=user, defaults={"sleutel": hash_of(key), "gemaakt_op": timezone.now()}
    )
    return key


def revoke(user: User) -> None:
    """Let the address stop working; without one nothing happens."""
    Agendalink.objects.filter(gebruiker=user).delete()


def of(user: User) -> Agendalink | None:
    """Return whether and since when someone has an address."""
    return Agendalink.objects.filter(gebruiker=user).first()


def find(key: str) -> User | None:
    """Return whose address has this key; None for one that is false, replaced, withdrawn or of who left."""
    link = Agendalink.objects.select_related("gebruiker").filter(sleutel=hash_of(key)).first()
    return link.gebruiker if link and link.gebruiker.is_active else None

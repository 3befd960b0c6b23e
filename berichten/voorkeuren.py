"""How often someone wants to be reminded: the one way to read it, and the one to change it."""

from collections.abc import Iterable
from datetime import time

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from berichten.enums import BerichtStatus, Ritme, Wijze
from berichten.models import Bericht, Voorkeur
from berichten.ritme import moment_for
from berichten.soorten import codes_of
from toegang.models import User

SALT = "berichten.afmelden"


def voorkeuren_of(users: Iterable[int]) -> dict[int, Voorkeur]:
    """Return the preferences of people, by their id; where none were saved, the usual ones."""
    ids = set(users)
    saved = {voorkeur.gebruiker_id: voorkeur for voorkeur in Voorkeur.objects.filter(gebruiker__in=ids)}
    return {pk: saved.get(pk) or Voorkeur(gebruiker_id=pk) for pk in ids}


def voorkeur_of(user: User) -> Voorkeur:
    """Return the preferences of one person; where none were saved, the usual ones."""
    return voorkeuren_of([user.pk])[user.pk]


def choose(user: User, *, ritme: Ritme, stil_van: time | None = None, stil_tot: time | None = None) -> None:
    """Keep what someone wants, and move the reminders that wait for them to the moment that goes with it."""
    nu = timezone.now()
    with transaction.atomic():
        voorkeur, _new = Voorkeur.objects.update_or_create(
            gebruiker=user, defaults={"ritme": ritme, "stil_van": stil_van, "stil_tot": stil_tot}
        )
        # What failed before keeps its pause.
        waiting = Bericht.objects.filter(
            ontvanger=user, status=BerichtStatus.WACHT, pogingen=0, soort__in=codes_of(Wijze.HERINNERING)
        )
        moment = moment_for(voorkeur, Wijze.HERINNERING, nu)
        if moment:
            waiting.update(volgende_poging=moment)
        else:
            waiting.update(status=BerichtStatus.VERVALLEN)


def unsubscribe(user: User) -> None:
    """Send someone no more reminders; their quiet hours stay as they are, for the mail that still comes."""
    voorkeur = voorkeur_of(user)
    choose(user, ritme=Ritme.NOOIT, stil_van=voorkeur.stil_van, stil_tot=voorkeur.stil_tot)


def unsubscribe_path(user: User) -> str:
    """Return the path by which the bearer of a mail stops its reader's reminders: signed, and for that alone."""
    return reverse("berichten:afmelden", kwargs={"token": signing.dumps(user.pk, salt=SALT)})


def bearer_of(token: str) -> User | None:
    """Return whose reminders a link stops; None for one that is not ours."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None

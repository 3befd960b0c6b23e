"""A signal: what a coordinator must look at in a check-in. The rule that raises it, who hears of it, and its end."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from deelnemers.enums import Cijfer, Onderwerp, SignaalStatus
from deelnemers.models import Checkin, Signaal
from partijen.enums import Functie
from partijen.ontvangers import members_of
from trajecten.ontvangers import regie_of

if TYPE_CHECKING:
    from berichten.models import Bericht
    from deelnemers.querysets import SignaalQuerySet
    from toegang.models import User

SOORT = "signaal"
COORDINATOR_NODIG = "coordinator_nodig"


def register() -> None:
    """Register the mail that tells of a signal."""
    register_soort(
        BerichtSoort(code=SOORT, naam=gettext_lazy("Signaal uit een check-in"), still_due=still_due, render=render)
    )


def redenen_of(checkin: Checkin) -> tuple[str, ...]:
    """Return why a check-in needs a coordinator: each topic that goes badly, and the mentor's own request."""
    laag = tuple(onderwerp.value for onderwerp in Onderwerp if getattr(checkin, onderwerp.value) == Cijfer.LAAG)
    return (*laag, COORDINATOR_NODIG) if checkin.coordinator_nodig else laag


def in_words(redenen: Iterable[str]) -> list[str]:
    """Return reasons as they stand on a screen."""
    return [_("Coördinator nodig") if r == COORDINATOR_NODIG else _laag(Onderwerp(r)) for r in redenen]


def open_for(user: "User") -> "SignaalQuerySet":
    """Return the open signals a person may see, newest first, with what a list shows of them."""
    return (
        Signaal.objects.visible_to(user)
        .open()
        .select_related("checkin__door", "checkin__deelname__deelnemer", "checkin__deelname__traject")
    )


def raise_for(checkin: Checkin) -> Signaal | None:
    """Raise the signal a check-in calls for, and tell whoever must look; None when all goes well.

    Call it inside the transaction that saves the check-in: check-in, signal and mails are one fact.
    """
    redenen = redenen_of(checkin)
    if not redenen:
        return None
    signaal, new = Signaal.objects.get_or_create(checkin=checkin, defaults={"redenen": list(redenen)})
    if new:
        _tell(signaal)
    return signaal


def reassess(checkin: Checkin) -> Signaal | None:
    """Bring the signal in line with a check-in that was set right; call it inside that transaction.

    No reason left: an open signal goes, one that was dealt with stays as it was. A new reason opens it again.
    """
    redenen = list(redenen_of(checkin))
    signaal = Signaal.objects.select_for_update().filter(checkin=checkin).first()
    if signaal is None:
        return raise_for(checkin)
    if not redenen and signaal.status == SignaalStatus.OPEN:
        signaal.delete()
        return None
    if redenen and set(redenen) - set(signaal.redenen) and signaal.status == SignaalStatus.AFGEHANDELD:
        signaal.status, signaal.afgehandeld_door, signaal.afgehandeld_op = SignaalStatus.OPEN, None, None
    if signaal.status == SignaalStatus.OPEN:
        signaal.redenen = redenen
        signaal.save(update_fields=["redenen", "status", "afgehandeld_door", "afgehandeld_op"])
    return signaal


def settle(signaal: Signaal, *, door: "User") -> Signaal:
    """Close a signal; one that was closed before keeps its first name and moment."""
    with transaction.atomic():
        locked = Signaal.objects.select_for_update().get(pk=signaal.pk)
        if locked.status == SignaalStatus.OPEN:
            locked.status = SignaalStatus.AFGEHANDELD
            locked.afgehandeld_door = door
            locked.afgehandeld_op = timezone.now()
            locked.save(update_fields=["status", "afgehandeld_door", "afgehandeld_op"])
    return locked


def recipients_of(signaal: Signaal) -> list["User"]:
    """Return who hears of a signal: whoever directs the trajectory and, where they may not see the file, its owners.

    A regisseur of another gemeente or of a partner hears that there is something; the participant's own coordinators
    then hear it too, for they alone can open it. Whoever logged the check-in knows already.
    """
    deelname = signaal.checkin.deelname
    regie = regie_of(deelname.traject)
    if not any(_may_open(user, signaal) for user in regie):
        regie += members_of(deelname.deelnemer.gemeente_id, (Functie.COORDINATOR,))
    return [user for user in dict.fromkeys(regie) if user.pk != signaal.checkin.door_id]


def still_due(bericht: "Bericht") -> bool:
    """Return whether the signal a mail is about is still open."""
    return Signaal.objects.open().filter(pk=bericht.gegevens["signaal"]).exists()


def render(bericht: "Bericht") -> Mail:
    """Return the mail about a signal: the trajectory and a link, nothing about the participant."""
    signaal = Signaal.objects.select_related("checkin__deelname__traject").get(pk=bericht.gegevens["signaal"])
    traject = signaal.checkin.deelname.traject
    intro = _("Een mentor vraagt uw aandacht voor een deelnemer van %(traject)s.") % {"traject": traject.naam}
    if _may_open(bericht.ontvanger, signaal):
        wat, pad = _("Lees de check-in en handel het signaal af."), _address_of(signaal)
    else:
        wat = _("De deelnemer hoort bij een andere gemeente. De coördinator van die gemeente heeft ook bericht.")
        pad = reverse("trajecten:detail", args=[traject.pk])
    return Mail(
        onderwerp=_("Signaal bij %(traject)s") % {"traject": traject.naam},
        alineas=(intro, wat),
        knop=_("Bekijk in Leerwerk"),
        pad=pad,
        waarom=_("U krijgt dit bericht omdat u dit traject regisseert of coördineert."),
    )


def _laag(onderwerp: Onderwerp) -> str:
    return _("%(onderwerp)s gaat niet goed") % {"onderwerp": onderwerp.label}


def _tell(signaal: Signaal) -> None:
    enqueue_many(
        Aanvraag(
            soort=SOORT,
            sleutel=str(signaal.pk),
            ontvanger=user,
            gegevens={"signaal": signaal.pk},
            eigenaar=signaal.checkin.deelname.deelnemer.gemeente_id,
        )
        for user in recipients_of(signaal)
    )


def _may_open(user: "User", signaal: Signaal) -> bool:
    return Signaal.objects.visible_to(user).filter(pk=signaal.pk).exists()


def _address_of(signaal: Signaal) -> str:
    return reverse("deelnemers:checkin_detail", args=[signaal.checkin_id])

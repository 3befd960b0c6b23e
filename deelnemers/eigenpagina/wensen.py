"""What a participant wishes: stated and withdrawn on the own page, told to who guides, and talked about."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from deelnemers.eigenpagina.links import lock_working
from deelnemers.enums import WensSoort, WensStatus
from deelnemers.fouten import DeelnemerFout
from deelnemers.herinneringen import mentor_of
from deelnemers.models import Deelname, Paginalink, Wens
from deelnemers.sloten import lock_deelname
from partijen.enums import Functie
from partijen.ontvangers import members_of

if TYPE_CHECKING:
    from berichten.models import Bericht
    from toegang.models import User

SOORT = "wens"


def register() -> None:
    """Register the mail that tells of a wish."""
    register_soort(
        BerichtSoort(code=SOORT, naam=gettext_lazy("Wens van een deelnemer"), still_due=still_due, render=render)
    )


def state(link: Paginalink, soort: WensSoort) -> bool:
    """State a wish and tell who guides; return whether it is news, for one that is open already stays as it is.

    Raises DeelnemerFout where the link stopped working meanwhile.
    """
    with transaction.atomic():
        deelname = lock_working(link)
        wens = Wens.objects.filter(deelname=deelname, soort=soort).first() or Wens(deelname=deelname, soort=soort)
        if wens.pk and wens.status == WensStatus.OPEN:
            return False
        wens.status, wens.gesteld_op = WensStatus.OPEN, timezone.now()
        wens.besproken_op = wens.besproken_door = None
        wens.save()
        _tell(wens)
    return True


def withdraw(link: Paginalink, soort: WensSoort) -> None:
    """Withdraw an open wish; one that is not open stays as it is. Raises DeelnemerFout where the link stopped."""
    with transaction.atomic():
        wens = Wens.objects.open().filter(deelname=lock_working(link), soort=soort).first()
        if wens:
            wens.status = WensStatus.INGETROKKEN
            wens.save(update_fields=["status"])


def discuss(wens: Wens, *, door: "User") -> Wens:
    """Mark a wish as talked about; a second time it keeps its first name and moment.

    Raises DeelnemerFout for a wish that was withdrawn.
    """
    with transaction.atomic():
        lock_deelname(wens.deelname_id)
        locked = Wens.objects.select_for_update(of=("self",)).select_related("deelname__deelnemer").get(pk=wens.pk)
        if locked.status == WensStatus.INGETROKKEN:
            raise DeelnemerFout(_("De deelnemer heeft deze wens ingetrokken."))
        if locked.status == WensStatus.OPEN:
            locked.status, locked.besproken_door, locked.besproken_op = WensStatus.BESPROKEN, door, timezone.now()
            locked.save(update_fields=["status", "besproken_door", "besproken_op"])
    return locked


def recipients_of(deelname: Deelname) -> "list[User]":
    """Return who hears of a wish: the mentor, and without one the coordinators of the participant's gemeente."""
    found = Deelname.objects.with_begeleid().select_related("mentor", "deelnemer").get(pk=deelname.pk)
    return mentor_of(found) or members_of(found.deelnemer.gemeente_id, (Functie.COORDINATOR,))


def still_due(bericht: "Bericht") -> bool:
    """Return whether the wish a mail is about is still open."""
    return Wens.objects.open().filter(pk=bericht.gegevens["wens"]).exists()


def render(bericht: "Bericht") -> Mail:
    """Return the mail about a wish: the trajectory and a link, nothing about the participant or the wish."""
    wens = Wens.objects.select_related("deelname__traject").get(pk=bericht.gegevens["wens"])
    words = {"traject": wens.deelname.traject.naam}
    return Mail(
        onderwerp=_("Een wens in %(traject)s") % words,
        alineas=(
            _("Een deelnemer van traject %(traject)s heeft op de eigen pagina een wens gekozen.") % words,
            _("Achter de knop ziet u om wie het gaat. Bespreek de wens, en zet die daarna op 'besproken'."),
        ),
        knop=_("Bekijk de wens"),
        pad=reverse("deelnemers:detail", args=[wens.deelname.deelnemer_id]),
        waarom=_("U krijgt dit bericht omdat u deze deelnemer begeleidt of diens gemeente coördineert."),
    )


def _tell(wens: Wens) -> None:
    enqueue_many(
        Aanvraag(
            soort=SOORT,
            # Stated again after it was withdrawn or talked about, it is told again.
            sleutel=f"{wens.pk} {wens.gesteld_op.isoformat()}",
            ontvanger=user,
            gegevens={"wens": wens.pk},
            eigenaar=wens.deelname.deelnemer.gemeente_id,
        )
        for user in recipients_of(wens.deelname)
    )

"""What a reader does with a reminder from the mail itself: done, or later. A link is for one row and one deed."""

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten.enums import LINK_GELDIG, UITSTEL_DUUR, Daad, Wijze
from berichten.fouten import BerichtFout
from berichten.models import Bericht, Uitstel
from berichten.ritme import moment_for
from berichten.soorten import get_soort, over_of
from berichten.voorkeuren import voorkeur_of
from toegang.handelend import acting_as, by_right
from toegang.relaties import Relatie

SALT = "berichten.afhandelen"


def deeds_of(bericht: Bericht) -> list[Daad]:
    """Return what its reader can do from a reminder; nothing with any other mail."""
    soort = get_soort(bericht.soort)
    if soort.wijze is not Wijze.HERINNERING:
        return []
    return [Daad.GEDAAN, Daad.LATER] if soort.gedaan else [Daad.LATER]


def path_of(bericht: Bericht, daad: Daad) -> str:
    """Return the path by which the bearer of a mail does one thing, once."""
    return reverse("berichten:afhandelen", kwargs={"token": signing.dumps([bericht.pk, daad.value], salt=SALT)})


def find(token: str) -> tuple[Bericht, Daad] | None:
    """Return what a link is about and what it does; None for one that is over or not ours."""
    try:
        pk, daad = signing.loads(token, salt=SALT, max_age=LINK_GELDIG)
    except signing.BadSignature:
        return None
    bericht = Bericht.objects.select_related("ontvanger").filter(pk=pk).first()
    return (bericht, Daad(daad)) if bericht else None


def carry_out(bericht: Bericht, daad: Daad) -> None:
    """Do it in the reader's name, once. Raises BerichtFout, or the domain's own refusal, with nothing done."""
    with transaction.atomic(), acting_as(bericht.ontvanger), by_right(Relatie.HOUDER):
        locked = Bericht.objects.select_for_update(of=("self",)).select_related("ontvanger").get(pk=bericht.pk)
        soort = get_soort(locked.soort)
        if locked.afgehandeld_op:
            raise BerichtFout(_("U hebt deze link al gebruikt."))
        if not locked.ontvanger.is_active or not soort.still_due(locked):
            raise BerichtFout(_("Dit hoeft niet meer: het is al gedaan, of er is iets veranderd."))
        if daad is Daad.GEDAAN and soort.gedaan:
            soort.gedaan(locked)
        else:
            _put_off(locked)
        locked.afgehandeld_op = timezone.now()
        locked.save(update_fields=["afgehandeld_op"])


def _put_off(bericht: Bericht) -> None:
    """Tell it again after a while, and meanwhile nothing about the same thing."""
    moment = moment_for(voorkeur_of(bericht.ontvanger), Wijze.HERINNERING, timezone.now() + UITSTEL_DUUR)
    if moment is None:
        return
    Uitstel.objects.update_or_create(ontvanger=bericht.ontvanger, over=over_of(bericht), defaults={"tot": moment})
    Bericht.objects.create(
        soort=bericht.soort,
        sleutel=f"{bericht.sleutel}:{bericht.pk}",
        ontvanger=bericht.ontvanger,
        gegevens=bericht.gegevens,
        eigenaar=bericht.eigenaar,
        volgende_poging=moment,
    )

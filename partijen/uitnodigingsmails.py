"""The mails around an invitation: to whoever must agree, and to whoever is invited. Links are made at sending."""

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten import outbox
from berichten.enums import Wijze
from berichten.models import Bericht
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from partijen.enums import UitnodigingStatus
from partijen.models import Uitnodiging
from toegang.models import User

UITNODIGING = "uitnodiging"
AKKOORD_GEVRAAGD = "uitnodiging_akkoord_gevraagd"
SALT = "partijen.uitnodiging"


def register() -> None:
    """Register both kinds of mail."""
    register_soort(
        BerichtSoort(
            code=UITNODIGING,
            naam=gettext_lazy("Uitnodiging"),
            wijze=Wijze.ALTIJD,
            still_due=lambda bericht: _status(bericht) == UitnodigingStatus.VERSTUURD,
            render=_render_invitation,
            ook_inactief=True,
            toon_naam=False,
        )
    )
    register_soort(
        BerichtSoort(
            code=AKKOORD_GEVRAAGD,
            naam=gettext_lazy("Akkoord gevraagd voor een uitnodiging"),
            still_due=lambda bericht: _status(bericht) == UitnodigingStatus.WACHT,
            render=_render_question,
        )
    )


def enqueue_for(uitnodiging: Uitnodiging, consenters: Iterable[User]) -> None:
    """Write down the next mail of an invitation: the question to the party, or the link to the invited person."""
    waits = uitnodiging.status == UitnodigingStatus.WACHT
    for ontvanger in consenters if waits else (uitnodiging.gebruiker,):
        outbox.enqueue(
            soort=AKKOORD_GEVRAAGD if waits else UITNODIGING,
            sleutel=f"{uitnodiging.pk}:{uitnodiging.versie}",
            ontvanger=ontvanger,
            gegevens={"uitnodiging": uitnodiging.pk, "versie": uitnodiging.versie},
            eigenaar=_in_name_of(uitnodiging),
        )


def sent_today(uitnodiging: Uitnodiging) -> int:
    """Return how often a mail of this invitation, or of another to this person in the same name, was made today."""
    today = Bericht.objects.filter(soort__in=(UITNODIGING, AKKOORD_GEVRAAGD), aangemaakt_op__gte=start_of_today())
    theirs = Q(soort=UITNODIGING, ontvanger=uitnodiging.gebruiker_id, eigenaar=_in_name_of(uitnodiging))
    # A question goes to several people at once: by what it says about the invitation that is one.
    same = today.filter(Q(gegevens__uitnodiging=uitnodiging.pk) | theirs)
    return len({(bericht.gegevens["uitnodiging"], bericht.gegevens["versie"], bericht.soort) for bericht in same})


def start_of_today() -> datetime:
    """Return the first moment of today."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def link_of(uitnodiging: Uitnodiging) -> str:
    """Return the path that works for this version of the invitation, signed."""
    token = signing.dumps([uitnodiging.pk, uitnodiging.versie], salt=SALT)
    return reverse("partijen:uitnodiging", kwargs={"token": token})


def _in_name_of(uitnodiging: Uitnodiging) -> int:
    return uitnodiging.gemeente_id or uitnodiging.partij_id


def _of(bericht: Bericht) -> Uitnodiging | None:
    versie = {"pk": bericht.gegevens["uitnodiging"], "versie": bericht.gegevens["versie"]}
    return Uitnodiging.objects.select_related("partij", "gemeente", "door").filter(**versie).first()


def _status(bericht: Bericht) -> UitnodigingStatus | None:
    uitnodiging = _of(bericht)
    return uitnodiging.status if uitnodiging else None


def _render_invitation(bericht: Bericht) -> Mail:
    uitnodiging = Uitnodiging.objects.select_related("partij").get(pk=bericht.gegevens["uitnodiging"])
    partij = {"partij": uitnodiging.partij.naam}
    return Mail(
        onderwerp=_("Uitnodiging voor Leerwerk: %(partij)s") % partij,
        alineas=(
            _("U bent uitgenodigd om in Leerwerk mee te werken namens %(partij)s.") % partij,
            _("Met de link hieronder krijgt u toegang. De link werkt een keer, en twee weken."),
        ),
        knop=_("Uitnodiging bekijken"),
        pad=link_of(uitnodiging),
        waarom=_("U krijgt dit bericht omdat iemand u heeft uitgenodigd. Kent u dit niet? Dan hoeft u niets te doen."),
    )


def _render_question(bericht: Bericht) -> Mail:
    uitnodiging = Uitnodiging.objects.select_related("partij", "gemeente").get(pk=bericht.gegevens["uitnodiging"])
    namen = {"partij": uitnodiging.partij.naam, "gemeente": uitnodiging.gemeente}
    return Mail(
        onderwerp=_("Mag deze persoon bij %(partij)s in Leerwerk?") % namen,
        alineas=(
            _("%(gemeente)s wil iemand toegang geven namens %(partij)s.") % namen,
            _("Wie toegang krijgt, ziet alles wat uw organisatie hier ziet. Daarom vragen wij eerst uw akkoord."),
        ),
        knop=_("Bekijk de vraag"),
        pad=reverse("partijen:uitnodiging_akkoord", args=[uitnodiging.pk]),
        waarom=_("U krijgt dit bericht omdat u bij %(partij)s hoort.") % namen,
    )

"""The mail that tells someone which party they now belong to, and how to get in."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from berichten import outbox
from berichten.models import Bericht
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from partijen.models import Lidmaatschap

LID_TOEGEVOEGD = "lid_toegevoegd"


def register() -> None:
    register_soort(BerichtSoort(code=LID_TOEGEVOEGD, still_due=_still_member, render=_render))


def enqueue_for(lidmaatschap: Lidmaatschap) -> None:
    """Write the mail in the outbox; someone who comes back on a later day is told again."""
    outbox.enqueue(
        soort=LID_TOEGEVOEGD,
        sleutel=f"{lidmaatschap.pk}:{timezone.localdate():%Y-%m-%d}",
        ontvanger=lidmaatschap.gebruiker,
        gegevens={"lidmaatschap": lidmaatschap.pk},
    )


def _still_member(bericht: Bericht) -> bool:
    return Lidmaatschap.objects.active().filter(pk=bericht.gegevens["lidmaatschap"]).exists()


def _render(bericht: Bericht) -> Mail:
    lid = Lidmaatschap.objects.select_related("partij", "gebruiker").get(pk=bericht.gegevens["lidmaatschap"])
    partij = {"partij": lid.partij.naam}
    if lid.gebruiker.has_usable_password():
        return Mail(
            onderwerp=_("U hoort nu bij %(partij)s in Leerwerk") % partij,
            alineas=(
                _("U bent toegevoegd aan %(partij)s.") % partij,
                _("Log in met dit e-mailadres en uw eigen wachtwoord."),
            ),
            knop=_("Inloggen"),
            pad=reverse("account_login"),
        )
    return Mail(
        onderwerp=_("U hoort nu bij %(partij)s in Leerwerk") % partij,
        alineas=(
            _("U bent toegevoegd aan %(partij)s. Voor u is een account gemaakt met dit e-mailadres.") % partij,
            _("Kies eerst een wachtwoord: vul op de pagina hieronder uw e-mailadres in. U krijgt dan een mail."),
        ),
        knop=_("Kies een wachtwoord"),
        pad=reverse("account_reset_password"),
    )

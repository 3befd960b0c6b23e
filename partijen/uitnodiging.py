"""The mail that tells someone which party they now belong to, and how to get in."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten import outbox
from berichten.models import Bericht
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from partijen.models import Lidmaatschap

LID_TOEGEVOEGD = "lid_toegevoegd"


def register() -> None:
    """Register the kind of mail."""
    register_soort(
        BerichtSoort(
            code=LID_TOEGEVOEGD, naam=gettext_lazy("Toegevoegd aan partij"), still_due=_still_member, render=_render
        )
    )


def enqueue_for(lidmaatschap: Lidmaatschap) -> None:
    """Write the mail in the outbox; someone who comes back on a later day is told again."""
    outbox.enqueue(
        soort=LID_TOEGEVOEGD,
        sleutel=f"{lidmaatschap.pk}:{timezone.localdate():%Y-%m-%d}",
        ontvanger=lidmaatschap.gebruiker,
        gegevens={"lidmaatschap": lidmaatschap.pk},
        eigenaar=lidmaatschap.partij_id,
    )


def _still_member(bericht: Bericht) -> bool:
    return Lidmaatschap.objects.active().filter(pk=bericht.gegevens["lidmaatschap"]).exists()


def _render(bericht: Bericht) -> Mail:
    lid = Lidmaatschap.objects.select_related("partij", "gebruiker").get(pk=bericht.gegevens["lidmaatschap"])
    partij = {"partij": lid.partij.naam}
    account_has_password = lid.gebruiker.has_usable_password()
    return Mail(
        onderwerp=_("U hoort nu bij %(partij)s in Leerwerk") % partij,
        alineas=(_("U bent toegevoegd aan %(partij)s.") % partij, _in_words(account_has_password)),
        knop=_("Inloggen") if account_has_password else _("Kies een wachtwoord"),
        pad=reverse("account_login" if account_has_password else "account_reset_password"),
        waarom=_("U krijgt dit bericht omdat iemand u heeft toegevoegd."),
    )


def _in_words(account_has_password: bool) -> str:
    if account_has_password:
        return _("Log in met dit e-mailadres en uw eigen wachtwoord.")
    return _(
        "Kies eerst een wachtwoord: vul op de pagina hieronder dit e-mailadres in. U krijgt dan een mail met een link."
    )

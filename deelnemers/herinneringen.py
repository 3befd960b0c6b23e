"""What people hear about participants in time. The mail says that there is one, in which trajectory; never who."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from berichten.herinneringen import Dagen, Herinnering
from berichten.herinneringen import register as register_herinneringen
from berichten.soorten import Mail
from deelnemers.models import Deelname
from deelnemers.querysets import DeelnameQuerySet
from partijen.enums import Functie
from partijen.ontvangers import members_of
from toegang.models import User
from trajecten.ontvangers import regie_of

STIL_NA = timedelta(days=28)
NA_CONTACT = Dagen(STIL_NA.days, 14, 56, gettext_lazy("dagen na het laatste contact"))


def _silent(today: date, na: timedelta) -> DeelnameQuerySet:
    """Active participants without a check-in for so many days or longer."""
    related = ("traject__regisseur", "deelnemer", "mentor")
    return Deelname.objects.silent(today, na.days).with_begeleid().select_related(*related)


def mentor_of(deelname: Deelname) -> list[User]:
    """Return the participant's mentor, if there is one who guides now: whoever left or only reads can't do it."""
    return [deelname.mentor] if deelname.mentor and deelname.begeleid else []  # type: ignore[attr-defined]


def watchers_of(deelname: Deelname) -> list[User]:
    """Return who looks after a participant without a mentor; nobody where there is a mentor.

    Whoever directs the trajectory; for a participant of another gemeente, that gemeente's own coordinators.
    """
    if mentor_of(deelname):
        return []
    if deelname.deelnemer.gemeente_id == deelname.traject.gemeente_id:
        return regie_of(deelname.traject)
    return members_of(deelname.deelnemer.gemeente_id, (Functie.COORDINATOR,))


def _deadline(deelname: Deelname) -> date:
    # The day of the contact itself: another number of days later on tells nobody twice.
    return deelname.laatste_contact  # type: ignore[attr-defined]


def _render_mentor(deelname: Deelname) -> Mail:
    # Not for how many days: that would tell when they were last spoken to.
    words = {"traject": deelname.traject.naam}
    return Mail(
        onderwerp=_("Tijd voor een check-in in %(traject)s") % words,
        alineas=(
            _("Voor een deelnemer van traject %(traject)s is al te lang geen check-in gemaakt.") % words,
            _("Neem contact op met deze deelnemer en leg de check-in vast. Achter de knop ziet u om wie het gaat."),
        ),
        knop=_("Check-in vastleggen"),
        pad=reverse("deelnemers:checkin_nieuw", args=[deelname.pk]),
        waarom=_("U krijgt dit bericht omdat u mentor bent van deze deelnemer."),
    )


def _render_zonder_mentor(deelname: Deelname) -> Mail:
    words = {"traject": deelname.traject.naam}
    return Mail(
        onderwerp=_("Deelnemer zonder mentor in %(traject)s") % words,
        alineas=(
            _("Een deelnemer van traject %(traject)s heeft geen mentor.") % words,
            _("Er is al te lang geen check-in gemaakt."),
            _("Wijs een mentor aan, of maak zelf een check-in."),
        ),
        knop=_("Naar het traject"),
        pad=reverse("trajecten:detail", args=[deelname.traject_id]),
        waarom=_("U krijgt dit bericht omdat u dit traject regisseert of coördineert."),
    )


HERINNERINGEN = (
    Herinnering(
        code="geen_checkin",
        naam=gettext_lazy("Te lang geen check-in"),
        due=_silent,
        deadline=_deadline,
        recipients=mentor_of,
        eigenaar="deelnemer__gemeente_id",
        dagen=NA_CONTACT,
        render=_render_mentor,
    ),
    Herinnering(
        code="geen_checkin_zonder_mentor",
        naam=gettext_lazy("Geen check-in en geen mentor"),
        due=_silent,
        deadline=_deadline,
        recipients=watchers_of,
        eigenaar="deelnemer__gemeente_id",
        dagen=NA_CONTACT,
        render=_render_zonder_mentor,
    ),
)


def register() -> None:
    register_herinneringen(HERINNERINGEN)

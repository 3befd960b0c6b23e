"""How long a file is kept: announced thirty days before its term ends, then anonymised, unless someone says longer."""

import logging
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from berichten.outbox import Aanvraag, enqueue_many
from berichten.soorten import BerichtSoort, Mail
from berichten.soorten import register as register_soort
from deelnemers.anonimiseren import anonymise
from deelnemers.enums import Aanleiding, Bewaarreden
from deelnemers.fouten import DeelnemerFout
from deelnemers.models import Deelname, Deelnemer
from deelnemers.sloten import lock_deelnemer
from partijen.enums import Functie
from partijen.instellingen import instelling_of
from partijen.lidmaatschap import functies_in
from partijen.models import Partij
from partijen.ontvangers import members_of
from toegang.logboek import Handeling, note_many

if TYPE_CHECKING:
    from berichten.models import Bericht
    from deelnemers.querysets import DeelnemerQuerySet
    from toegang.models import User

logger = logging.getLogger(__name__)

SOORT = "bewaartermijn"
# Days between the notice and the end.
AANKONDIGING = timedelta(days=30)
# Years ahead that a file can be kept longer in one go.
LANGST = 5
# People in one run; what is left waits for the next night.
PORTIE = 500


def register() -> None:
    """Register the mail that tells which files are about to be anonymised."""
    naam = gettext_lazy("Bewaartermijn loopt af")
    register_soort(BerichtSoort(code=SOORT, naam=naam, still_due=still_due, render=render))


def run(today: date | None = None) -> int:
    """Announce and anonymise what is due in every gemeente; return how many were anonymised. Safe to run twice."""
    today = today or timezone.localdate()
    return sum(_run_guarded(pk, today) for pk in Partij.objects.gemeentes().values_list("pk", flat=True))


def is_on(gemeente_id: int) -> bool:
    """Return whether files are anonymised at all: the switch of the installation, and that of the gemeente."""
    return bool(settings.ANONIMISEREN and instelling_of(gemeente_id).anonimiseren)


def with_term(gemeente_id: int) -> "DeelnemerQuerySet":
    """Return the people of a gemeente whose term runs: nobody who takes part, or whose end is not known."""
    closed = ~Q(pk__in=_running())
    return Deelnemer.objects.of_gemeente(gemeente_id).filter(closed).with_afsluiting()


def term_end_of(deelnemer: Deelnemer, years: int) -> date:
    """Return the first day a file is no longer kept; for someone from `with_term`, by the years of their gemeente."""
    end = cast("Any", deelnemer).afsluiting + relativedelta(years=years)
    return max(end, deelnemer.bewaren_tot) if deelnemer.bewaren_tot else end


def last_day_of(deelnemer: Deelnemer, years: int) -> date:
    """Return the day an announced file goes: the end of its term, but never within thirty days of the notice."""
    end = term_end_of(deelnemer, years)
    return max(end, deelnemer.aangekondigd_op + AANKONDIGING) if deelnemer.aangekondigd_op else end


class Aangekondigd(NamedTuple):
    """Someone whose file is about to be anonymised, and on which day."""

    deelnemer: Deelnemer
    op: date


def announced_in(gemeente_id: int) -> list[Aangekondigd]:
    """Return who was announced in a gemeente, the first to go first."""
    years = instelling_of(gemeente_id).bewaartermijn
    people = with_term(gemeente_id).announced()
    found = [Aangekondigd(deelnemer, last_day_of(deelnemer, years)) for deelnemer in people]
    return sorted(found, key=lambda aangekondigd: (aangekondigd.op, aangekondigd.deelnemer.pk))


def keep_longer(deelnemer: Deelnemer, *, tot: date, reden: Bewaarreden) -> Deelnemer:
    """Keep a file until a day, for a reason; a notice that was given is withdrawn.

    Raises DeelnemerFout for a day that has been, or lies over five years ahead.
    """
    today = timezone.localdate()
    if not today < tot <= today + relativedelta(years=LANGST):
        raise DeelnemerFout({"bewaren_tot": _("Kies een dag na vandaag, ten hoogste vijf jaar vooruit.")})
    with transaction.atomic():
        locked = lock_deelnemer(deelnemer.pk)
        locked.bewaren_tot, locked.bewaren_reden, locked.aangekondigd_op = tot, reden, None
        locked.save(update_fields=["bewaren_tot", "bewaren_reden", "aangekondigd_op"])
    return locked


def still_due(bericht: "Bericht") -> bool:
    """Return whether anyone is still announced in the gemeente a mail is about."""
    gemeente = bericht.gegevens["gemeente"]
    return is_on(gemeente) and with_term(gemeente).announced().exists()


def render(bericht: "Bericht") -> Mail:
    """Return the mail that tells how many files go, and where to see which: a number and a link."""
    n = with_term(bericht.gegevens["gemeente"]).announced().count()
    aantal = ngettext(
        "De bewaartermijn van %(n)s dossier loopt af. Op de pagina achter de knop ziet u wanneer het verdwijnt.",
        "De bewaartermijn van %(n)s dossiers loopt af. Op de pagina achter de knop ziet u wanneer ze verdwijnen.",
        n,
    ) % {"n": n}
    if Functie.COORDINATOR not in functies_in(bericht.ontvanger, bericht.gegevens["gemeente"]):
        return _to_beheerder(bericht, n)
    return Mail(
        onderwerp=_("Dossiers worden binnenkort geanonimiseerd"),
        alineas=(aantal, _("Moet een dossier langer blijven? Leg dat daar vast, met de reden.")),
        knop=_("Bekijk de dossiers"),
        pad=reverse("deelnemers:bewaartermijn"),
        waarom=_("U krijgt dit bericht omdat u coördinator bent van deze gemeente."),
    )


def _to_beheerder(bericht: "Bericht", n: int) -> Mail:
    """Return the mail to someone who may not see the files, but can let in who may."""
    aantal = ngettext(
        "De bewaartermijn van %(n)s dossier loopt af. Uw gemeente heeft geen coördinator die dat kan nakijken.",
        "De bewaartermijn van %(n)s dossiers loopt af. Uw gemeente heeft geen coördinator die dat kan nakijken.",
        n,
    ) % {"n": n}
    return Mail(
        onderwerp=_("Dossiers worden binnenkort geanonimiseerd"),
        alineas=(aantal, _("Maak iemand coördinator. Die ziet welke dossiers het zijn, en kan ze langer bewaren.")),
        knop=_("Bekijk de mensen van uw gemeente"),
        pad=reverse("partijen:detail", args=[bericht.gegevens["gemeente"]]),
        waarom=_("U krijgt dit bericht omdat u beheerder bent van deze gemeente."),
    )


def _running() -> Any:
    """Return the people of whom a participation goes on, or ended on a day nobody knows."""
    return Deelname.objects.filter(beeindigd_op__isnull=True).values("deelnemer")


def _run_guarded(gemeente_id: int, today: date) -> int:
    """Do the work of one gemeente; what goes wrong there does not hold up the others."""
    try:
        return _run_gemeente(gemeente_id, today)
    except Exception:
        logger.exception("the terms of gemeente %s failed; the other gemeentes go on", gemeente_id)
        return 0


def _run_gemeente(gemeente_id: int, today: date) -> int:
    with transaction.atomic():
        _withdraw(gemeente_id, today)
        if readers := _readers_in(gemeente_id):
            _announce(gemeente_id, today, readers)
        elif is_on(gemeente_id):
            logger.error("gemeente %s has nobody to tell whose term ends: nothing is announced there", gemeente_id)
    people = list(with_term(gemeente_id).announced()[:PORTIE]) if is_on(gemeente_id) else []
    return sum(_anonymise_due(deelnemer, today) for deelnemer in people)


def _anonymise_due(deelnemer: Deelnemer, today: date) -> bool:
    """Anonymise one person if all still says so: both switches, the term and the notice, read anew behind the lock."""
    try:
        with transaction.atomic():
            lock_deelnemer(deelnemer.pk)
            due = with_term(deelnemer.gemeente_id).announced().filter(pk=deelnemer.pk).first()
            years = instelling_of(deelnemer.gemeente_id).bewaartermijn
            if not due or not is_on(deelnemer.gemeente_id) or today < last_day_of(due, years):
                return False
            anonymise(due, aanleiding=Aanleiding.TERMIJN)
    except Exception:
        logger.exception("anonymising deelnemer %s failed; the others go on", deelnemer.pk)
        return False
    return True


def _nearly_over(gemeente_id: int, today: date) -> list[int]:
    """Return the ids of those whose term ends within thirty days, or has ended."""
    years = instelling_of(gemeente_id).bewaartermijn
    # A day's room in the query: a term that began on 29 February ends on another day when counted back.
    latest = today + AANKONDIGING + timedelta(days=1) - relativedelta(years=years)
    people = with_term(gemeente_id).filter(afsluiting__lte=latest)
    return [d.pk for d in people if term_end_of(d, years) <= today + AANKONDIGING]


def _announce(gemeente_id: int, today: date, readers: "list[User]") -> None:
    if not is_on(gemeente_id):
        return
    fresh = Deelnemer.objects.of_gemeente(gemeente_id).filter(aangekondigd_op=None)
    if _mark(gemeente_id, fresh.filter(pk__in=_nearly_over(gemeente_id, today)), today):
        _tell(gemeente_id, today, readers)


def _withdraw(gemeente_id: int, today: date) -> None:
    """Take back the notice of whoever is not to go after all: takes part again, a longer term, a switch put off."""
    announced = Deelnemer.objects.of_gemeente(gemeente_id).announced()
    if is_on(gemeente_id):
        announced = announced.exclude(pk__in=_nearly_over(gemeente_id, today))
    _mark(gemeente_id, announced, None)


def _mark(gemeente_id: int, people: "DeelnemerQuerySet", day: date | None) -> int:
    """Write or take back a notice for many at once, and say so in the log."""
    ids = list(people.values_list("pk", flat=True))
    if ids:
        Deelnemer.objects.filter(pk__in=ids).update(aangekondigd_op=day)
        note_many(
            Handeling.BULK,
            onderwerp=Deelnemer,
            betrokkenen={gemeente_id: ids},
            details={"velden": ["aangekondigd_op"]},
        )
    return len(ids)


def _readers_in(gemeente_id: int) -> "list[User]":
    """Return who is told: the coordinators, who can keep a file longer; without one, who can appoint one."""
    return members_of(gemeente_id, (Functie.COORDINATOR,)) or members_of(gemeente_id, (Functie.BEHEERDER,))


def _tell(gemeente_id: int, today: date, readers: "list[User]") -> None:
    enqueue_many(
        Aanvraag(
            soort=SOORT,
            sleutel=f"{gemeente_id}:{today.isoformat()}",
            ontvanger=user,
            gegevens={"gemeente": gemeente_id},
            eigenaar=gemeente_id,
        )
        for user in readers
    )

"""When a mail may leave: by how often its reader wants to be reminded, and outside their quiet hours. No database."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from berichten.enums import OVERZICHT_DAGEN, OVERZICHT_OM, Ritme, Wijze

if TYPE_CHECKING:
    from berichten.models import Voorkeur


def moment_for(voorkeur: "Voorkeur", wijze: Wijze, nu: datetime) -> datetime | None:
    """Return when a mail that is written now may leave; None for one that its reader does not want."""
    if wijze is Wijze.ALTIJD:
        return nu
    moment = _next_overzicht(Ritme(voorkeur.ritme), nu) if wijze is Wijze.HERINNERING else nu
    return moment and (quiet_until(voorkeur, moment) or moment)


def quiet_until(voorkeur: "Voorkeur", moment: datetime) -> datetime | None:
    """Return the end of the quiet hours that a moment falls in, by the clock on the wall; None outside them."""
    van, tot = voorkeur.stil_van, voorkeur.stil_tot
    if van is None or tot is None:
        return None
    here = timezone.localtime(moment)
    over_midnight = tot < van
    if van <= here.time() and (over_midnight or here.time() < tot):
        return _at(here.date() + timedelta(days=over_midnight), tot)
    return _at(here.date(), tot) if over_midnight and here.time() < tot else None


def _next_overzicht(ritme: Ritme, nu: datetime) -> datetime | None:
    if ritme not in OVERZICHT_DAGEN:
        return nu if ritme == Ritme.METEEN else None
    today = timezone.localdate(nu)
    days = (today + timedelta(days=ahead) for ahead in range(8))
    moments = (_at(day, OVERZICHT_OM) for day in days if day.weekday() in OVERZICHT_DAGEN[ritme])
    return next(moment for moment in moments if moment >= nu)


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))

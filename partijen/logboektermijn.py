"""How long the log is kept: each gemeente says for its own lines."""

from datetime import datetime
from typing import Any, cast

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from partijen.instellingen import LOGBOEKTERMIJN
from partijen.models import GemeenteInstelling, Partij
from toegang import logboek
from toegang.logboek import Handeling, note
from toegang.logregels import Logregel


def purge_log(now: datetime | None = None) -> int:
    """Remove every line older than its gemeente keeps them (years), and return how many; a second time finds none.

    Lines in which no gemeente has a say stay as long as the gemeente that keeps its own longest. How many lines of a
    gemeente went is itself a line.
    """
    now = now or timezone.now()
    termijnen = dict(GemeenteInstelling.objects.values_list("gemeente_id", "logboektermijn"))
    total = 0
    for gemeente in Partij.objects.gemeentes().order_by("pk"):
        years = termijnen.get(gemeente.pk, LOGBOEKTERMIJN.gewoon)
        if n := logboek.purge(eigenaar=gemeente.pk, before=_years_before(now, years)):
            note(Handeling.BULK, onderwerp=Logregel, eigenaar=gemeente.pk, details={"verwijderd": n, "jaren": years})
            total += n
    longest = max([LOGBOEKTERMIJN.gewoon, *termijnen.values()])
    return total + logboek.purge(eigenaar=None, before=_years_before(now, longest))


def _years_before(now: datetime, years: int) -> datetime:
    return cast("Any", now) - relativedelta(years=years)

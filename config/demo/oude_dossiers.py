"""Loading files whose term is nearly over, and one whose term is: announced and anonymised as the nights do it."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from config.demo.deelnames import Pool
from config.demo.organisaties import WATERSTAD
from deelnemers import bewaren
from partijen.instellingen import BEWAARTERMIJN

# Days to the end of the term of people who were added long ago and never began a trajectory.
NOG = (-4, 6, 19)
# The nights that count, in days from now: each is announced a month ahead, and the first was anonymised yesterday.
NACHTEN = (*(days - bewaren.AANKONDIGING.days + 1 for days in NOG), -1)


def load(pool: Pool) -> None:
    """Add these people, and let the nights pass over them."""
    for days in NOG:
        added = timezone.now() - relativedelta(years=BEWAARTERMIJN.gewoon) + timedelta(days=days)
        pool.take(WATERSTAD, aangemaakt_op=added)
    for night in NACHTEN:
        bewaren.run(timezone.localdate() + timedelta(days=night))

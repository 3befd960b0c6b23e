"""The nights in which the clock changes: the planner hands out each task as often as in any other night."""

from copy import copy
from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab
from django.conf import settings

from config.celery import app

BY_THE_CLOCK = [name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if isinstance(entry["schedule"], crontab)]
# From ten in the evening until ten in the morning, as the planner looks: more often than anything is due.
LOOKS = [timedelta(minutes=5 * n) for n in range(12 * 12)]


def handed_out(name, begin):
    """The moments at which the planner hands out a task in a night that begins then."""
    schedule = copy(app.conf.beat_schedule[name]["schedule"])
    last, found = begin, []
    for look in LOOKS:
        now = (begin + look).astimezone(app.timezone)
        schedule.nowfun = lambda now=now: now
        # Twice at one look is once too often; it would go on like that for the rest of the hour.
        for _ in range(2):
            if schedule.is_due(last).is_due:
                last = now
                found.append(now)
    return found


@pytest.mark.parametrize("night", [datetime(2027, 3, 27, 21, tzinfo=UTC), datetime(2027, 10, 30, 20, tzinfo=UTC)])
@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_task_is_handed_out_as_often_as_in_any_other_night(name, night):
    found = handed_out(name, night)
    assert len(found) == len(set(found)), "more than once at one moment"
    assert len(found) == len(handed_out(name, night - timedelta(days=7)))

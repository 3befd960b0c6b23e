import inspect

import pytest
from django.conf import settings

from config.celery import app


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_every_scheduled_task_exists_and_takes_its_arguments(name):
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    app.loader.import_default_modules()
    task = app.tasks[entry["task"]]
    inspect.signature(task.run).bind(*entry.get("args", ()), **entry.get("kwargs", {}))


def test_reminders_are_planned_each_quarter_by_dutch_days():
    assert (settings.TIME_ZONE, settings.USE_TZ) == ("Europe/Amsterdam", True)
    assert settings.CELERY_BEAT_SCHEDULE["trajecten-herinneringen"]["schedule"].minute == {0, 15, 30, 45}
    assert settings.CELERY_BEAT_SCHEDULE["deelnemers-herinneringen"]["schedule"].minute == {0, 15, 30, 45}

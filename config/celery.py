"""The Celery application: tasks are found in each app's tasks.py, the beat schedule stands in settings."""

import logging
import os
from collections.abc import Callable
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import after_task_publish, beat_init, setup_logging, task_prerun
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("leerwerk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_own_logging(loglevel: int | str, **_rest: Any) -> None:
    """Log as the web does, through the same filter: Celery's own handlers know of none."""
    dictConfig(settings.LOGGING)
    logging.getLogger().setLevel(loglevel)


def leave_sign(onderdeel: str) -> Callable[..., None]:
    """Return what leaves a sign of life of that process."""

    def sign(**_rest: Any) -> None:
        from berichten import hartslag  # noqa: PLC0415 - models are there once Django is
        from berichten.enums import Onderdeel  # noqa: PLC0415

        hartslag.beat(Onderdeel[onderdeel])

    return sign


# A worker leaves one with each task that it begins.
task_prerun.connect(leave_sign("WERKER"), weak=False)


@beat_init.connect
def watch_planner(**_rest: Any) -> None:
    """Leave a sign of the planner with whatever it hands to the broker; without a broker there is none."""
    after_task_publish.connect(leave_sign("PLANNER"), weak=False)

"""The Celery application: tasks are found in each app's tasks.py, the beat schedule stands in settings."""

import logging
import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging
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

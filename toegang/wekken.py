"""Waking a worker. What must happen is a row already, so a broker that is away costs a minute, never an action."""

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake_task(name: str, *args: Any) -> None:
    """Send a task to the broker by name; when that fails, log it and go on: the beat picks the row up."""
    try:
        current_app.send_task(name, args, retry=False)
    except OperationalError as error:
        logger.warning("broker away, %s waits for the beat: %s", name, error)

"""Waking a worker. What must happen is a row already, so a broker that is away costs a minute, never an action."""

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# Someone waits for an answer while this runs: one attempt, for a second at most. Kombu would try for six.
ONE_ATTEMPT = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def wake_task(name: str, *args: Any) -> None:
    """Send a task to the broker by name; when that fails, log it and go on: the beat picks the row up."""
    try:
        # A fresh connection: one from the pool may have died with the previous broker, and there is no second attempt.
        with current_app.connection_for_write(transport_options=ONE_ATTEMPT) as connection:
            current_app.send_task(name, args, connection=connection, retry=False)
    except OperationalError as error:
        logger.warning("broker away, %s waits for the beat: %s", name, error)

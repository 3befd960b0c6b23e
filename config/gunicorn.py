"""How gunicorn serves Leerwerk: `gunicorn -c config/gunicorn.py config.wsgi`."""

import os

from django.conf import settings
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger

from config.beveiliging import is_loopback_address
from toegang.logfilter import PersoonsgegevensFilter

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# Two processes of four threads: enough for a demo, few enough to share one SQLite file. A server sets
# WEB_CONCURRENCY.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Recycled now and then, so that memory that a library keeps cannot pile up; with jitter, so that never all go at once.
max_requests = 2000
max_requests_jitter = 200
# The control socket would stand in the home directory, where two checkouts would fight over it.
control_socket_disable = True


class CleanLogger(Logger):
    """Gunicorn keeps handlers of its own, for errors and for requests: both pass the filter as well."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.addFilter(PersoonsgegevensFilter())


logger_class = CleanLogger


def is_loopback(address: object) -> bool:
    """Tell whether gunicorn listens there for this machine alone; a Unix socket counts as such."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    # An empty host means every address.
    return host != "" and is_loopback_address(host)


def on_starting(server: Arbiter) -> None:
    """Refuse to show the demo, whose passwords are known, to other machines."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not settings.DEMO:
        return
    open_to_others = [address for address in server.cfg.address if not is_loopback(address)]
    if open_to_others:
        raise SystemExit(f"DEMO=1 has known passwords: it is served on loopback only, not on {open_to_others}.")

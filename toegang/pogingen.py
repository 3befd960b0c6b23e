"""How often somebody tried to sign in, in the cache's table: by address of a network, or a hash of a mail address."""

from django.conf import settings
from django.db import connection
from django.utils import timezone


def purge() -> int:
    """Delete counts whose time is over, and return how many: the library leaves them until the table is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 - a name from our own settings
        return cursor.rowcount

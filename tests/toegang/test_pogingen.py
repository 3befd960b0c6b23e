from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from toegang import pogingen
from toegang.tasks import purge_sessies


def kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM toegang_cache")
        return sorted(key.rsplit(":", 1)[-1] for (key,) in cursor.fetchall())


@pytest.mark.django_db
def test_counts_of_tries_go_when_their_time_is_over(time_machine):
    cache.clear()
    cache.set("kort", [1], timeout=60)
    cache.set("lang", [1], timeout=900)
    purge_sessies()

    time_machine.move_to(timezone.now() + timedelta(minutes=5), tick=False)

    assert kept() == ["kort", "lang"]
    purge_sessies()
    assert kept() == ["lang"]
    assert pogingen.purge() == 0

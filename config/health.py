"""Health checks for whoever runs this: is the process alive, and can it serve."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from berichten.hartslag import standing_still
from toegang import rijbeveiliging
from toegang.guard import openbaar


@openbaar
def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can answer."""
    return JsonResponse({"status": "ok"})


@openbaar
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all does its work, else 503 with what does not.

    The database answers, and guards its rows if that is demanded; planner and worker gave a sign of life in the last
    five minutes. Pages are served without those two: a load balancer asks `live`.
    """
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        rijen = rijbeveiliging.stand()
        stil = [stilstand.onderdeel.value for stilstand in standing_still()]
    except DatabaseError:
        return JsonResponse({"status": "fout", "database": False}, status=503)
    missing = rijen == rijbeveiliging.ONTBREEKT and settings.RIJBEVEILIGING == rijbeveiliging.AAN
    fout = missing or bool(stil)
    answer = {
        "status": "fout" if fout else "ok",
        "database": True,
        "rijbeveiliging": rijen,
        "staat_stil": stil,
    }
    return JsonResponse(answer, status=503 if fout else 200)

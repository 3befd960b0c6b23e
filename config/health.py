"""Health checks for whoever runs this: is the process alive, and can it serve."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from toegang import rijbeveiliging
from toegang.guard import openbaar


@openbaar
def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can answer."""
    return JsonResponse({"status": "ok"})


@openbaar
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, and guards its rows if that is demanded, else 503."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        rijen = rijbeveiliging.stand()
    except DatabaseError:
        return JsonResponse({"status": "fout", "database": False}, status=503)
    missing = rijen == rijbeveiliging.ONTBREEKT and settings.RIJBEVEILIGING == rijbeveiliging.AAN
    answer = {"status": "fout" if missing else "ok", "database": True, "rijbeveiliging": rijen}
    return JsonResponse(answer, status=503 if missing else 200)

"""Health checks for whoever runs this: is the process alive, and can it serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from toegang.guard import openbaar


@openbaar
def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can answer."""
    return JsonResponse({"status": "ok"})


@openbaar
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "fout", "database": False}, status=503)
    return JsonResponse({"status": "ok", "database": True})

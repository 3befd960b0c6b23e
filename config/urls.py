from django.urls import include, path

from config import health

urlpatterns = [
    path("", include("inzicht.urls")),
    path("accounts/", include("allauth.urls")),
    path("berichten/", include("berichten.urls")),
    path("partijen/", include("partijen.urls")),
    path("trajecten/", include("trajecten.urls")),
    path("trajecten/", include("canvas.urls")),
    path("", include("deelnemers.urls")),
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
]

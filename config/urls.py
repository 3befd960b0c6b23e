from django.conf import settings
from django.urls import include, path

from config import health, schil, security_txt
from partijen.views import aanmelding_gemeente
from toegang.views.account import gesloten

handler400 = "config.uploads.show_bad_request"

urlpatterns = [
    path("", include("inzicht.urls")),
    path("", include("toegang.urls")),
    # People come in by an invitation and keep the address it was sent to.
    *(path(f"accounts/{deel}/", gesloten) for deel in ("email", "confirm-email", "login/code/confirm")),
    *(path(f"accounts/{deel}/<path:rest>", gesloten) for deel in ("confirm-email", "social")),
    # allauth's own addresses keep their names; these stand before them.
    path("accounts/oidc/<str:provider_id>/login/", aanmelding_gemeente.login),
    path("accounts/oidc/<str:provider_id>/login/callback/", aanmelding_gemeente.callback),
    *(path(f"accounts/3rdparty/{deel}", view) for deel, view in aanmelding_gemeente.PAGINAS.items()),
    path("accounts/", include("allauth.urls")),
    path("berichten/", include("berichten.urls")),
    path("partijen/", include("partijen.urls")),
    path("trajecten/", include("trajecten.urls")),
    path("trajecten/", include("canvas.urls")),
    path("", include("deelnemers.urls")),
    path("sw.js", schil.show_service_worker, name="service-worker"),
    path("offline/", schil.show_offline, name="offline"),
    path(".well-known/security.txt", security_txt.show, name="security-txt"),
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
]

if settings.DEBUG:
    from config.onderdelen import show_onderdelen

    urlpatterns += [path("onderdelen/", show_onderdelen, name="onderdelen")]

from django.urls import path

from trajecten import views

app_name = "trajecten"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("nieuw/<slug:sjabloon>/", views.nieuw_uit_sjabloon, name="nieuw_uit_sjabloon"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/wijzig/", views.wijzig, name="wijzig"),
    path("<int:pk>/planning/", views.planning, name="planning"),
    path("<int:pk>/planning/varianten/", views.varianten, name="varianten"),
    path("<int:pk>/afspraken/nieuw/", views.afspraak_nieuw, name="afspraak_nieuw"),
    path("afspraken/", views.afspraken, name="afspraken"),
    path("afspraken/<int:pk>/verzet/", views.afspraak_verzet, name="afspraak_verzet"),
    path("afspraken/<int:pk>/status/", views.afspraak_status, name="afspraak_status"),
    path("fasen/<int:pk>/start/", views.fase_start, name="fase_start"),
    path("fasen/<int:pk>/sluit/", views.fase_sluit, name="fase_sluit"),
    path("fasen/<int:pk>/heropen/", views.fase_heropen, name="fase_heropen"),
    path("fasen/<int:pk>/besluit/", views.besluit_nieuw, name="besluit_nieuw"),
    path("fasen/<int:pk>/rollen/nieuw/", views.rol_nieuw, name="rol_nieuw"),
    path("rollen/<int:pk>/vul/", views.rol_vul, name="rol_vul"),
    path("rollen/<int:pk>/voorstel/", views.rol_voorstel, name="rol_voorstel"),
    path("rollen/<int:pk>/leeg/", views.rol_leeg, name="rol_leeg"),
    path("rollen/<int:pk>/antwoord/", views.rol_antwoord, name="rol_antwoord"),
]

from django.urls import path

from trajecten.views import afspraken, planning, rollen, trajecten

app_name = "trajecten"
urlpatterns = [
    path("", trajecten.lijst, name="lijst"),
    path("nieuw/", trajecten.nieuw, name="nieuw"),
    path("nieuw/<slug:sjabloon>/", trajecten.nieuw_uit_sjabloon, name="nieuw_uit_sjabloon"),
    path("<int:pk>/", trajecten.detail, name="detail"),
    path("<int:pk>/wijzig/", trajecten.wijzig, name="wijzig"),
    path("<int:pk>/stand/<slug:status>/", trajecten.stand, name="stand"),
    path("<int:pk>/planning/", planning.planning, name="planning"),
    path("<int:pk>/planning/varianten/", planning.varianten, name="varianten"),
    path("<int:pk>/afspraken/nieuw/", afspraken.afspraak_nieuw, name="afspraak_nieuw"),
    path("afspraken/", afspraken.afspraken, name="afspraken"),
    path("afspraken/<int:pk>/verzet/", afspraken.afspraak_verzet, name="afspraak_verzet"),
    path("afspraken/<int:pk>/status/", afspraken.afspraak_status, name="afspraak_status"),
    path("fasen/<int:pk>/start/", planning.fase_start, name="fase_start"),
    path("fasen/<int:pk>/sluit/", planning.fase_sluit, name="fase_sluit"),
    path("fasen/<int:pk>/heropen/", planning.fase_heropen, name="fase_heropen"),
    path("fasen/<int:pk>/doorgang/", planning.fase_doorgang, name="fase_doorgang"),
    path("fasen/<int:pk>/besluit/", planning.besluit_nieuw, name="besluit_nieuw"),
    path("fasen/<int:pk>/rollen/nieuw/", rollen.rol_nieuw, name="rol_nieuw"),
    path("rollen/<int:pk>/vul/", rollen.rol_vul, name="rol_vul"),
    path("rollen/<int:pk>/voorstel/", rollen.rol_voorstel, name="rol_voorstel"),
    path("rollen/<int:pk>/leeg/", rollen.rol_leeg, name="rol_leeg"),
    path("rollen/<int:pk>/antwoord/", rollen.rol_antwoord, name="rol_antwoord"),
]

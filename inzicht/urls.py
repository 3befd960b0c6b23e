from django.urls import path

from inzicht import views

app_name = "inzicht"
urlpatterns = [
    path("", views.start, name="start"),
    path("zoeken/", views.zoeken, name="zoeken"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/intrek/", views.agenda_intrek, name="agenda_intrek"),
    path("agenda/<str:sleutel>.ics", views.agenda_ics, name="agenda_ics"),
    path("begrippen/", views.begrippen, name="begrippen"),
    path("logboek/", views.logboek, name="logboek"),
    path("verwerkingsregister/", views.verwerkingsregister, name="verwerkingsregister"),
]

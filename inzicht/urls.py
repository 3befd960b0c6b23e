from django.urls import path

from inzicht import views

app_name = "inzicht"
urlpatterns = [
    path("", views.start, name="start"),
    path("zoeken/", views.zoeken, name="zoeken"),
    path("begrippen/", views.begrippen, name="begrippen"),
    path("logboek/", views.logboek, name="logboek"),
    path("verwerkingsregister/", views.verwerkingsregister, name="verwerkingsregister"),
]

from django.urls import path

from berichten import views

app_name = "berichten"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("<int:pk>/opnieuw/", views.opnieuw, name="opnieuw"),
    path("voorkeur/", views.voorkeur, name="voorkeur"),
    path("afmelden/<str:token>/", views.afmelden, name="afmelden"),
    path("afhandelen/<str:token>/", views.afhandelen, name="afhandelen"),
    path("postvak/", views.postvak, name="postvak"),
]

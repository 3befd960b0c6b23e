from django.urls import path

from deelnemers import views

app_name = "deelnemers"
urlpatterns = [
    path("deelnemers/", views.lijst, name="lijst"),
    path("checkins/", views.checkins, name="checkins"),
]

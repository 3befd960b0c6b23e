from django.urls import path

from deelnemers.views import checkins, deelnemers

app_name = "deelnemers"
urlpatterns = [
    path("deelnemers/", deelnemers.lijst, name="lijst"),
    path("checkins/", checkins.checkins, name="checkins"),
]

from django.urls import path

from berichten import views

app_name = "berichten"
urlpatterns = [path("", views.lijst, name="lijst")]

from django.urls import path

from partijen import views

app_name = "partijen"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/wijzig/", views.wijzig, name="wijzig"),
    path("<int:pk>/instellingen/", views.instellingen, name="instellingen"),
    path("<int:pk>/leden/nieuw/", views.lid_nieuw, name="lid_nieuw"),
    path("leden/<int:pk>/stop/", views.lid_stop, name="lid_stop"),
    path("<int:pk>/contactpersonen/nieuw/", views.contact_nieuw, name="contact_nieuw"),
    path("contactpersonen/<int:pk>/wijzig/", views.contact_wijzig, name="contact_wijzig"),
    path("contactpersonen/<int:pk>/weg/", views.contact_weg, name="contact_weg"),
]

from django.urls import path

from partijen import views

app_name = "partijen"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/wijzig/", views.wijzig, name="wijzig"),
    path("<int:pk>/instellingen/", views.instellingen, name="instellingen"),
    path("<int:pk>/herinneringen/", views.herinneringen, name="herinneringen"),
    path("<int:pk>/huisstijl/", views.huisstijl, name="huisstijl"),
    path("<int:pk>/huisstijl/<slug:stand>.css", views.huisstijl_css, name="huisstijl_css"),
    path("<int:pk>/huisstijl/logo.png", views.huisstijl_logo, name="huisstijl_logo"),
    path("<int:pk>/leden/nieuw/", views.lid_nieuw, name="lid_nieuw"),
    path("leden/<int:pk>/wijzig/", views.lid_wijzig, name="lid_wijzig"),
    path("leden/<int:pk>/stop/", views.lid_stop, name="lid_stop"),
    path("uitnodigingen/<int:pk>/opnieuw/", views.uitnodiging_opnieuw, name="uitnodiging_opnieuw"),
    path("uitnodigingen/<int:pk>/intrek/", views.uitnodiging_intrek, name="uitnodiging_intrek"),
    path("uitnodigingen/<int:pk>/akkoord/", views.uitnodiging_akkoord, name="uitnodiging_akkoord"),
    path("uitnodiging/<str:token>/", views.uitnodiging, name="uitnodiging"),
    path("<int:pk>/contactpersonen/nieuw/", views.contact_nieuw, name="contact_nieuw"),
    path("contactpersonen/<int:pk>/wijzig/", views.contact_wijzig, name="contact_wijzig"),
    path("contactpersonen/<int:pk>/weg/", views.contact_weg, name="contact_weg"),
]

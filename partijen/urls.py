from django.urls import path

from partijen import views

app_name = "partijen"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/wijzig/", views.wijzig, name="wijzig"),
]

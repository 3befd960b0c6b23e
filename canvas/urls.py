from django.urls import path

from canvas import views

app_name = "canvas"
urlpatterns = [
    path("<int:pk>/canvas/", views.canvas, name="canvas"),
    path("<int:pk>/kosten/", views.kosten, name="kosten"),
    path("<int:pk>/canvas.pdf", views.pdf, name="pdf"),
    path("<int:pk>/canvas/pdf-opnieuw/", views.pdf_opnieuw, name="pdf_opnieuw"),
    path("<int:pk>/canvas/velden/<str:veld>/", views.veld, name="veld"),
    path("<int:pk>/canvas/middelen/<str:component>/nieuw/", views.bijdrage_nieuw, name="bijdrage_nieuw"),
    path("canvas/middelen/<int:pk>/", views.bijdrage_wijzig, name="bijdrage_wijzig"),
    path("canvas/middelen/<int:pk>/weg/", views.bijdrage_weg, name="bijdrage_weg"),
]

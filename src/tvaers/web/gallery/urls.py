"""Addresses of the gallery; mounted at /dev/gallery/ when `settings.TVAERS_GALLERY` is true."""

from django.urls import path

from tvaers.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.components, name="components"),
    path("<slug:name>/", views.example, name="example"),
]

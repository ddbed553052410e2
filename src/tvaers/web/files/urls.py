"""Addresses of files. No address holds a title."""

from django.urls import path

from tvaers.web.files import views

app_name = "files"
urlpatterns = [
    path("<uuid:file>/", views.download, name="download"),
    path("of-organisation/<uuid:file>/", views.download_of_organisation, name="download-of-organisation"),
]

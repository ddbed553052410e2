"""Addresses of the pages of notices to housing organisations."""

from django.urls import path

from tvaers.web.notices import pages

app_name = "notices"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", pages.new, name="new"),
    path("<uuid:notice>/", pages.one, name="notice"),
]

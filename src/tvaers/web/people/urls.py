"""Addresses of the pages about people. No address ever holds what somebody is called or what was searched for."""

from django.urls import path

from tvaers.web.people import double, edit, find, overview

app_name = "people"
urlpatterns = [
    path("", find.find, name="find"),
    path("new/", edit.new, name="new"),
    path("<uuid:person>/", overview.page, name="page"),
    path("<uuid:person>/change/", edit.change, name="change"),
    path("<uuid:person>/number/", overview.number, name="number"),
    path("<uuid:person>/looks/", overview.looks, name="looks"),
    path("<uuid:person>/access/", overview.access, name="access"),
    path("<uuid:person>/doubles/", double.look_for, name="doubles"),
    path("<uuid:person>/doubles/<uuid:other>/", double.merge, name="merge"),
]

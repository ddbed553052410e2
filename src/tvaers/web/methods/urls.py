"""Addresses of the method library."""

from django.urls import path

from tvaers.web.methods import deciding, pages, writing

app_name = "methods"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", writing.new, name="new"),
    path("starters/<slug:starter>/", writing.starter, name="starter"),
    path("<uuid:method>/", pages.one, name="method"),
    path("<uuid:method>/versions/<int:number>/", pages.version, name="version"),
    path("<uuid:method>/write/", writing.write, name="write"),
    path("<uuid:method>/drop/", writing.drop, name="drop"),
    path("<uuid:method>/use/", deciding.use, name="use"),
    path("<uuid:method>/arrange/", deciding.arrange, name="arrange"),
    path("<uuid:method>/confirm/", deciding.confirm, name="confirm"),
    path("<uuid:method>/retire/", deciding.retire, name="retire"),
]

"""Addresses of the catalogue of efforts."""

from django.urls import path

from tvaers.web.efforts import deciding, pages, writing

app_name = "efforts"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", writing.new, name="new"),
    path("starters/<slug:starter>/", writing.starter, name="starter"),
    path("<uuid:effort>/", pages.one, name="effort"),
    path("<uuid:effort>/write/", writing.write, name="write"),
    path("<uuid:effort>/steps/", writing.steps, name="steps"),
    path("<uuid:effort>/drop/", writing.drop, name="drop"),
    path("<uuid:effort>/offer/", deciding.offer, name="offer"),
    path("<uuid:effort>/room/", deciding.room, name="room"),
    path("<uuid:effort>/confirm/", deciding.confirm, name="confirm"),
    path("<uuid:effort>/close/", deciding.close, name="close"),
]

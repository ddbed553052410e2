"""Addresses of the pages of emergency look-ups."""

from django.urls import path

from tvaers.web.emergencies import making, one, register

app_name = "emergencies"
urlpatterns = [
    path("", register.register, name="list"),
    path("new/", making.new, name="new"),
    path("alarms/<uuid:alarm>/read/", register.read_alarm, name="read-alarm"),
    path("<uuid:lookup>/", one.lookup, name="lookup"),
    path("<uuid:lookup>/end/", one.end, name="end"),
    path("<uuid:lookup>/judge/", one.judge, name="judge"),
    path("<uuid:lookup>/give-back/", one.give_back, name="give-back"),
]

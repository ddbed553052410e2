"""Addresses of the pages of outreach."""

from django.urls import path

from tvaers.web.street import coverage, following, log, pages, planning

app_name = "street"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", planning.new, name="new"),
    path("log/", log.shell, name="log"),
    path("log/begins/", log.begins, name="begins"),
    path("worker.js", log.worker, name="worker"),
    path("manifest.json", log.manifest, name="manifest"),
    path("phone/", log.phone, name="phone"),
    path("entries/", log.entries, name="entries"),
    path("coverage/", coverage.page, name="coverage"),
    path("quality/", following.quality, name="quality"),
    path("follow-ups/", following.followups, name="followups"),
    path("phones/", pages.phones, name="phones"),
    path("alerts/<uuid:alert>/", pages.acknowledge, name="acknowledge"),
    path("<uuid:shift>/", pages.one, name="shift"),
    path("<uuid:shift>/change/", planning.change, name="change"),
    path("<uuid:shift>/follow-up/", following.note, name="note"),
    path("<uuid:shift>/debrief/", planning.debrief, name="debrief"),
]

"""Addresses of the pages of incidents and signals."""

from django.urls import path

from tvaers.web.incidents import counts, files, signals

app_name = "incidents"
urlpatterns = [
    path("", counts.overview, name="overview"),
    path("files/new/", files.upload, name="file-new"),
    path("files/<uuid:file_id>/", files.one, name="file"),
    path("files/<uuid:file_id>/stop/", files.stop, name="file-stop"),
    path("files/<uuid:file_id>/take-back/", files.take_back, name="file-take-back"),
    path("signals/", signals.every, name="signals"),
    path("signals/again/", signals.again, name="again"),
    path("signals/<uuid:signal_id>/", signals.one, name="signal"),
    path("scans/<uuid:scan_id>/", signals.scan, name="scan"),
    path("scans/<uuid:scan_id>/stop/", signals.stop_scan, name="scan-stop"),
]

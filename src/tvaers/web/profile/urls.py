"""Addresses of the profile, below /profile/."""

from django.urls import path

from tvaers.web.profile import views

app_name = "profile"
urlpatterns = [
    path("", views.show, name="show"),
    path("details/", views.change_details, name="details"),
    path("sessions/end/", views.end_sessions, name="end-sessions"),
]

"""Addresses of the profile, below /profile/."""

from django.urls import path

from tvaers.web.profile import absences, reminders, views

app_name = "profile"
urlpatterns = [
    path("", views.show, name="show"),
    path("details/", views.change_details, name="details"),
    path("sessions/end/", views.end_sessions, name="end-sessions"),
    path("reminders/", reminders.change, name="reminders"),
    path("absence/", absences.absence, name="absence"),
    path("absence/<uuid:absence>/end/", absences.end, name="absence-end"),
    path("absence/<uuid:absence>/known/", absences.known, name="absence-known"),
    path("absence/<uuid:absence>/let-in/", absences.let_in, name="absence-let-in"),
]

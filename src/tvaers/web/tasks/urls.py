"""Addresses of the task pages."""

from django.urls import path

from tvaers.web.tasks import doing, handing, lists, looked, show

app_name = "tasks"
urlpatterns = [
    path("", lists.tasks, name="list"),
    path("<uuid:task>/", show.task, name="task"),
    path("<uuid:task>/looked/", looked.looked, name="looked"),
    path("<uuid:task>/done/", doing.done, name="done"),
    path("<uuid:task>/undo/", doing.undo, name="undo"),
    path("<uuid:task>/cancel/", doing.cancel, name="cancel"),
    path("<uuid:task>/move/", doing.move, name="move"),
    path("<uuid:task>/hinders/", doing.hinders, name="hinders"),
    path("<uuid:task>/hand-on/", handing.hand_on, name="hand-on"),
    path("handed/<uuid:handed>/known/", handing.known, name="handed-known"),
    path("<uuid:task>/comment/", doing.comment, name="comment"),
]

"""Closed lists of a plan: how a goal, a task and a duty stand, and how people stand to a network plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GoalState(models.TextChoices):
    """How a goal stands, as somebody says it; never computed."""

    AGREED = "agreed", pgettext_lazy("state of a goal", "Agreed")
    BEGUN = "begun", pgettext_lazy("state of a goal", "Begun")
    REACHED = "reached", pgettext_lazy("state of a goal", "Reached")
    DROPPED = "dropped", pgettext_lazy("state of a goal", "Dropped")


class TaskState(models.TextChoices):
    """How a task stands."""

    OPEN = "open", pgettext_lazy("state of a task", "Open")
    DONE = "done", pgettext_lazy("state of a task", "Done")
    CANCELLED = "cancelled", pgettext_lazy("state of a task", "Cancelled")


class DutyState(models.TextChoices):
    """How somebody says that a duty goes (aftale i netværksplanen); never computed."""

    DONE = "done", pgettext_lazy("state of a duty", "Done")
    GOING = "going", pgettext_lazy("state of a duty", "Under way")
    HINDERED = "hindered", pgettext_lazy("state of a duty", "Something is in the way")
    DROPPED = "dropped", pgettext_lazy("state of a duty", "No longer needed")


class Party(models.TextChoices):
    """As what somebody has a part in a network plan (part i planen)."""

    YOUNG = "young", _("The young person")
    PARENT = "parent", _("A parent")
    FAMILY = "family", _("Somebody of the network")
    OFFICIAL = "official", _("Somebody by their work")


class View(models.TextChoices):
    """How somebody stands to a network plan (stilling til planen)."""

    AGREES = "agrees", _("Agrees")
    PARTLY = "partly", _("Agrees with a reservation")
    AGAINST = "against", _("Does not agree")


class Given(models.TextChoices):
    """How somebody said so."""

    MEETING = "meeting", _("At the meeting")
    PAPER = "paper", _("With a signature on paper")
    TALK = "talk", _("In a talk or on the telephone")

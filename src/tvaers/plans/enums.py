"""Closed lists of a plan: how a goal and a task stand."""

from django.db import models
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

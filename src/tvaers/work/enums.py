"""Closed lists: the clocks there are and how they count, and when somebody is written to of what waits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClockKind(models.TextChoices):
    """What must have happened when a clock runs out (R10)."""

    ACUTE = "acute", _("Is it urgent?")
    RECEIPT = "receipt", _("Acknowledge receipt")
    TRIAGE = "triage", _("Decide what happens")
    FEEDBACK = "feedback", _("Tell the reporter")
    NOTIFICATION = "notification", _("Notification sent elsewhere")
    CONFIRM = "confirm", _("Confirm why a case is there")
    NOTICE = "notice", _("Read what became of something shared")
    NETWORK = "network", _("Hold the network meeting")


class Counting(models.TextChoices):
    """How a clock counts: hours run day and night, working days after the Danish calendar, months by date."""

    HOURS = "hours", pgettext_lazy("unit of time", "hours")
    WORKING_DAYS = "working-days", pgettext_lazy("unit of time", "working days")
    MONTHS = "months", pgettext_lazy("unit of time", "months")


class Cadence(models.TextChoices):
    """How often somebody wants a letter that says how much waits."""

    NEVER = "never", pgettext_lazy("reminders", "Never")
    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Once a week")


class DigestState(models.TextChoices):
    """Where a letter of what waits stands: on its way, taken by the mail server, not needed, or given up."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent")
    EMPTY = "empty", _("Nothing waited")
    LOST = "lost", _("Not sent")

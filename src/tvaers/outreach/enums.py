"""Closed lists of outreach: states, what was met in a place, what was done, and how sure somebody is of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ShiftState(models.TextChoices):
    """Where a shift is (vagt)."""

    PLANNED = "planned", pgettext_lazy("shift", "Planned")
    UNDER_WAY = "under-way", pgettext_lazy("shift", "Under way")
    ENDED = "ended", pgettext_lazy("shift", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("shift", "Cancelled")


class EntryKind(models.TextChoices):
    """What a phone wrote down, in the order of its sequence."""

    START = "start", _("Shift started")
    STOP = "stop", _("Stop")
    LATER = "later", _("Home later")
    REMINDER = "reminder", _("Reminder")
    END = "end", _("Shift ended")


class Counting(models.TextChoices):
    """How a number of people came about; a blank is better than a guess."""

    COUNTED = "counted", _("Counted")
    ESTIMATED = "estimated", _("Estimated")


class Basis(models.TextChoices):
    """Whether something was seen, or is what somebody thinks."""

    OBSERVED = "observed", pgettext_lazy("basis", "Seen")
    ESTIMATED = "estimated", pgettext_lazy("basis", "Our impression")


class Mood(models.IntegerChoices):
    """The mood of a place, never of a person; each is told by its word."""

    CALM = 1, pgettext_lazy("mood of a place", "Calm")
    FRIENDLY = 2, pgettext_lazy("mood of a place", "Friendly")
    LIVELY = 3, pgettext_lazy("mood of a place", "Lively")
    TENSE = 4, pgettext_lazy("mood of a place", "Tense")
    HEATED = 5, pgettext_lazy("mood of a place", "Heated")


class Talks(models.TextChoices):
    """How many conversations there were, roughly."""

    NONE = "none", pgettext_lazy("conversations", "None")
    FEW = "few", _("1 or 2")
    SOME = "some", _("3 to 5")
    MANY = "many", _("6 or more")


class Activity(models.TextChoices):
    """What people did there."""

    HANGING_OUT = "hanging-out", _("Hanging out")
    SPORT = "sport", _("Sport and play")
    FOOD = "food", _("Eating together")
    MUSIC = "music", _("Music")
    SCOOTERS = "scooters", _("Scooters and cars")
    SMOKING = "smoking", _("Smoking and drinking")


class Bridge(models.TextChoices):
    """To what somebody was helped on their way (brobygning)."""

    CLUB = "club", pgettext_lazy("bridging", "Club")
    SPORT = "sport", pgettext_lazy("bridging", "Sport")
    JOB = "job", pgettext_lazy("bridging", "Job")
    SCHOOL = "school", pgettext_lazy("bridging", "School")
    COUNSELLING = "counselling", pgettext_lazy("bridging", "Counselling")
    HEALTH = "health", pgettext_lazy("bridging", "Health")


class Incident(models.TextChoices):
    """What happened there, in words that accuse nobody."""

    NOISE = "noise", _("Noise")
    CONFLICT = "conflict", _("Conflict")
    FIRE = "fire", _("Fire or fireworks")
    DAMAGE = "damage", _("Damage")
    DRUGS = "drugs", _("Drugs in the open")
    UNSAFE = "unsafe", _("Somebody felt unsafe")


class Outcome(models.TextChoices):
    """What became of a follow-up (opfølgning): of what was promised, or of what bridging led to."""

    OPEN = "", pgettext_lazy("follow-up", "Open")
    CAME = "came", _("Came to something")
    NOT = "not", _("Came to nothing")
    UNKNOWN = "unknown", _("Nobody knows")
    # The stop that it came from was corrected: it was never offered.
    CORRECTED = "corrected", _("Taken out by a correction")


class Again(models.TextChoices):
    """When a team wants to come back to what it met."""

    SOON = "soon", _("In the next days")
    WEEK = "week", _("Within a week")


# What somebody can say of one.
SAID_OUTCOMES = (Outcome.CAME, Outcome.NOT, Outcome.UNKNOWN)


class SmsState(models.TextChoices):
    """What became of a text message."""

    NONE = "none", _("No text message")
    WAITING = "waiting", _("Text message on its way")
    SENT = "sent", _("Text message sent")
    FAILED = "failed", _("Text message not sent")


class MethodPoint(models.TextChoices):
    """What we go by in the street; ticked in the debrief (B13)."""

    TOGETHER = "together", _("We stayed together")
    OBSERVED_FIRST = "observed-first", _("We looked before we went up to somebody")
    SAID_WHO = "said-who", _("We said who we are and where we come from")
    KEPT_PROMISES = "kept-promises", _("We promised only what we can keep")
    NO_NAMES = "no-names", _("We wrote down no names")
    SAFE = "safe", _("We felt safe")

"""Closed lists of a case: state, entry criterion, outcome, who speaks, circles of the network, kinds of step."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a case is."""

    OPEN = "open", pgettext_lazy("state of a case", "Open")
    PAUSED = "paused", pgettext_lazy("state of a case", "Paused")
    CLOSED = "closed", pgettext_lazy("state of a case", "Closed")


class Criterion(models.TextChoices):
    """Why a case may be opened (R15): one of these, and a reason in words."""

    REPEATED = "repeated", _("Repeated worrying behaviour")
    FIRST_OFFENCE = "first-offence", _("First offence or charge")
    GROUP = "group", _("Drawn to a group with a criminal environment")
    EXTREMISM = "extremism", _("Signs of extremism")
    EXPLOITED = "exploited", _("Used or pressed by others")
    RELEASE = "release", _("Before or after release")
    EXIT = "exit", _("Wants out of a criminal environment")
    RETURNED = "returned", _("Help was given before and is needed again")


class Outcome(models.TextChoices):
    """How a case ended."""

    GOALS_REACHED = "goals-reached", _("The goals were reached")
    ORDINARY_HELP = "ordinary-help", _("Goes on in ordinary services")
    OTHER_PLACE = "other-place", _("Goes on elsewhere")
    DECLINED = "declined", _("The young person or the family did not want it")
    MOVED = "moved", _("Moved away")
    NOT_NEEDED = "not-needed", _("Turned out not to be needed")


class Speaker(models.TextChoices):
    """Whose own words."""

    YOUNG = "young", _("The young person")
    PARENTS = "parents", _("The parents")
    FAMILY = "family", _("The family")


class Circle(models.TextChoices):
    """Which part of the network around the young person somebody belongs to."""

    FAMILY = "family", _("Family")
    FRIENDS = "friends", _("Friends")
    SCHOOL = "school", pgettext_lazy("circle", "School or work")
    LEISURE = "leisure", _("Leisure")
    PROFESSIONAL = "professional", _("Professionals")


class Closeness(models.TextChoices):
    """How close the contact is, as the young person draws it."""

    CLOSE = "close", _("Close contact")
    BUILDING = "building", _("Being built up")
    BROKEN = "broken", _("No contact just now")


class StepKind(models.TextChoices):
    """What changed in a case's course."""

    OPENED = "opened", pgettext_lazy("step", "Opened")
    LEAD = "lead", pgettext_lazy("step", "New lead")
    REVIEWED = "reviewed", pgettext_lazy("step", "Reviewed")
    PAUSED = "paused", pgettext_lazy("step", "Paused")
    RESUMED = "resumed", pgettext_lazy("step", "Resumed")
    CLOSED = "closed", pgettext_lazy("step", "Closed")
    REOPENED = "reopened", pgettext_lazy("step", "Reopened")
    CONFIRMED = "confirmed", pgettext_lazy("step", "Confirmed by a second reader")
    DOUBTED = "doubted", pgettext_lazy("step", "Doubted by a second reader")


class Parents(models.TextChoices):
    """Whether the parents of somebody under 18 were told (R9)."""

    CONTACTED = "contacted", _("The parents were contacted")
    NOT_CONTACTED = "not-contacted", _("The parents were not contacted")


class Measure(models.TextChoices):
    """What is counted of a quarter: young people, each once (R28)."""

    ENTRIES = "entries", _("New cases")
    SHARES = "shares", _("Shared with others")
    CLOSURES = "closures", _("Closed cases")


class Divided(models.TextChoices):
    """By what a count is divided, if at all."""

    ALL = "all", _("All")
    AGE = "age", _("Age")
    GENDER = "gender", _("Gender by CPR number")
    AREA = "area", _("Area")


class Band(models.TextChoices):
    """The cells that a count is divided into: fixed, so that two quarters differ by what happened alone."""

    ALL = "all", _("Young people in all (n)")
    UNDER_15 = "under-15", _("Under 15")
    FROM_15 = "15-17", _("15 to 17")
    UNDER_18 = "under-18", _("Under 18")
    FROM_18 = "18-24", _("18 to 24")
    FROM_25 = "25-up", _("25 or older")
    GROWN = "18-up", _("18 or older, or not known")
    FEMALE = "female", _("Girls and women")
    MALE = "male", _("Boys and men")
    UNKNOWN = "unknown", pgettext_lazy("age or gender", "Not known")
    AREA = "area", _("In an area")

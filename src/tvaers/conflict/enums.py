"""Closed lists of plans of conflicts: what a plan is for, where it stands, what its parts are, and for whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanKind(models.TextChoices):
    """What a plan is for."""

    # Handleplan.
    ONGOING = "ongoing", _("Something that goes on now")
    # Beredskabsplan.
    FORESEEABLE = "foreseeable", _("Something that can be foreseen")


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", pgettext_lazy("conflict plan", "Draft")
    READY = "ready", pgettext_lazy("conflict plan", "Ready")
    IN_FORCE = "in-force", pgettext_lazy("conflict plan", "In force")
    NORMAL = "normal", pgettext_lazy("conflict plan", "Normal again")
    CLOSED = "closed", pgettext_lazy("conflict plan", "Closed")


class PartKind(models.TextChoices):
    """What a part of a plan is."""

    ACTOR = "actor", pgettext_lazy("conflict plan", "Who does what")
    MEASURE = "measure", pgettext_lazy("conflict plan", "Measure")
    MESSAGE = "message", pgettext_lazy("conflict plan", "Message")


class Target(models.TextChoices):
    """Whom a measure is for, or to whom something is said."""

    YOUTH = "youth", _("Young people")
    PARENTS = "parents", _("Parents")
    CITIZENS = "citizens", _("Citizens")
    INSTITUTIONS = "institutions", _("Schools, clubs and other institutions")
    POLITICIANS = "politicians", _("Politicians")
    PRESS = "press", _("The press")
    STAFF = "staff", _("Our own staff")


# Whom something is done for; something is said to all of them.
HELPED = (Target.YOUTH, Target.PARENTS, Target.CITIZENS, Target.INSTITUTIONS)
# What can be ticked off.
DOABLE = (PartKind.MEASURE, PartKind.MESSAGE)

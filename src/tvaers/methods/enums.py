"""Closed lists of the method library: what a page is about, where a version stands, and where pages are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Topic(models.TextChoices):
    """What a method is about."""

    SSP = "ssp", _("SSP work")
    STREET = "street", _("Street work")
    TALKS = "talks", _("Talks with young people and parents")
    NETWORKS = "networks", _("Young people and their networks")
    RADICALISATION = "radicalisation", _("Worry about radicalisation")
    EXIT = "exit", _("Exit and release")
    UNREST = "unrest", _("Unrest and conflicts")
    AREAS = "areas", _("Safety in the areas")
    SHARING = "sharing", _("Sharing and writing down")
    OTHER = "other", pgettext_lazy("method", "Something else")


class VersionState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", pgettext_lazy("method", "Draft")
    IN_USE = "in-use", pgettext_lazy("method", "In use")
    RETIRED = "retired", pgettext_lazy("method", "No longer in use")


class Place(models.TextChoices):
    """On which page of the program a method can be shown."""

    STREET = "street", _("The street: list of shifts")
    SHIFT_PLAN = "shift-plan", _("The street: plan a shift")
    STREET_LOG = "street-log", _("The street: log on the phone")
    DEBRIEF = "debrief", _("The street: debrief")
    CONCERN_NEW = "concern-new", _("Concerns: write one down")
    TRIAGE = "triage", _("Concerns: decide what becomes of one")
    PARENTS = "parents", _("Case: talk with the parents")
    CASE_PLAN = "case-plan", _("Case: plan")
    NETWORK = "network", _("Case: network")
    LOCAL_PICTURE = "local-picture", _("The local picture")

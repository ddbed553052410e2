"""Closed lists of the catalogue: what an effort is, who provides it, its state, how full it is, who does a step."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an effort is (indsatstype)."""

    MENTOR = "mentor", _("Mentor")
    LEISURE_PASS = "leisure-pass", _("Leisure pass")
    LEISURE_JOB = "leisure-job", _("Leisure job")
    CONVERSATION = "conversation", _("Course of conversations")
    PARENT_COACH = "parent-coach", _("Parent coach")
    SCHOOL = "school", _("School and education")
    WORK = "work", _("Work and training")
    HOUSING = "housing", _("Housing")
    HEALTH = "health", _("Treatment and health")
    EXIT = "exit", _("Exit from a gang")
    OTHER = "other", pgettext_lazy("effort", "Something else")


class ProviderKind(models.TextChoices):
    """What provides an effort is (udbyder)."""

    PUBLIC = "public", _("A public authority")
    SELF_GOVERNING = "self-governing", _("A self-governing institution with public tasks")
    ASSOCIATION = "association", _("An association or volunteers")
    FIRM = "firm", _("A firm or housing organisation")


# Whom section 115 lets nobody disclose to: with the young person's consent alone (R4).
BY_CONSENT_ALONE: Final = frozenset({ProviderKind.ASSOCIATION, ProviderKind.FIRM})


class EffortState(models.TextChoices):
    """Where an effort stands in the catalogue."""

    DRAFT = "draft", pgettext_lazy("effort", "Draft")
    OFFERED = "offered", pgettext_lazy("effort", "Offered")
    CLOSED = "closed", pgettext_lazy("effort", "Closed")


class Room(models.TextChoices):
    """Whether there is room, as a named colleague says it on a day; never counted."""

    MORE = "more", _("Room for more")
    WAITING = "waiting", _("Waiting list")
    FULL = "full", _("Full")


class StepBy(models.TextChoices):
    """Who usually does a step."""

    LEAD = "lead", _("Whoever leads the case")
    PROVIDER = "provider", _("Agreed with the provider")
    CHOOSE = "choose", _("Chosen each time")

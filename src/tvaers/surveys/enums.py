"""Closed lists of the surveys: where one stands, how people were asked, and what is shown of a number."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SurveyState(models.TextChoices):
    """Where a survey stands."""

    DRAFT = "draft", pgettext_lazy("survey", "Draft")
    PUBLISHED = "published", pgettext_lazy("survey", "Published")
    ENDED = "ended", pgettext_lazy("survey", "Taken back")


class HowAsked(models.TextChoices):
    """How people were asked: two that were asked in different ways are hard to compare."""

    DOOR = "door", _("From door to door")
    STALL = "stall", _("At a stall in the area")
    SCHOOL = "school", _("At a school or a club")
    LETTER = "letter", _("By a letter to all")
    OTHER = "other", pgettext_lazy("asked", "In another way")


class QuestionKind(models.TextChoices):
    """How many answers a question takes."""

    ONE = "one", _("One answer")
    SEVERAL = "several", _("Several answers")


class CellKind(models.TextChoices):
    """What is shown of a number (R28)."""

    SHOWN = "shown", _("The number")
    FEW = "few", _("Fewer than 5")
    # Not small itself: without it a small one could be worked out by subtraction.
    HIDDEN = "hidden", _("Hidden")
    # All, but for fewer than 5.
    NEARLY = "nearly", _("Nearly all")
    WITHHELD = "withheld", _("Too few to show")

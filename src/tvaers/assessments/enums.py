"""Closed lists of assessments. Nothing in them is more than another: no list is an order, and none has a colour."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    """What a template is for (skabelonens art)."""

    ASSESSMENT = "assessment", _("Assessment")
    DESCRIPTION = "description", _("Description of a concern")
    DRAWING = "drawing", _("Network drawing")
    TALK = "talk", _("Talk with the young person and the parents")
    LOG = "log", _("Log of one young person, with consent")
    PLAN = "plan", _("Plan for release or exit, with consent")
    FAMILY = "family", _("The family's view")
    YOUNG = "young", _("The young person's own view")


class VersionState(models.TextChoices):
    """Where a version of a template stands."""

    DRAFT = "draft", pgettext_lazy("template", "Draft")
    IN_USE = "in-use", pgettext_lazy("template", "In use")
    RETIRED = "retired", pgettext_lazy("template", "No longer in use")


class Kind(models.TextChoices):
    """How a question is answered: by one of its words, by several of them, or in own words. There is no number."""

    CHOICE = "choice", _("One of some words")
    CHOICES = "choices", _("Several of some words")
    TEXT = "text", _("Own words")
    NETWORK = "network", _("The network as it is drawn")


class Known(models.TextChoices):
    """What an answer is, where it is not an answer: as much worth saying as one."""

    ANSWERED = "answered", pgettext_lazy("answer", "Answered")
    DONT_KNOW = "dont-know", _("Don't know")
    NOT_RELEVANT = "not-relevant", _("Not relevant")


class Basis(models.TextChoices):
    """How whoever answers knows (observation, skøn, fortalt)."""

    OBSERVED = "observed", pgettext_lazy("basis", "Seen")
    ESTIMATED = "estimated", pgettext_lazy("basis", "Estimate")
    TOLD = "told", pgettext_lazy("basis", "Told by others")


class State(models.TextChoices):
    """Where an assessment stands: a draft is read by its author alone, a signed one is locked."""

    DRAFT = "draft", pgettext_lazy("assessment", "Draft")
    SIGNED = "signed", pgettext_lazy("assessment", "Signed")


class Verdict(models.TextChoices):
    """What a second reader says of a conclusion (andenlæser)."""

    AGREES = "agrees", _("Agrees")
    DISSENTS = "dissents", _("Sees it differently")


class Tool(models.TextChoices):
    """A tool that others own: here stands only that it was used, on which day and by whom, and never what it said.

    Their names are the same in every language.
    """

    VERA = "vera-2r", _("VERA-2R")
    YLS = "yls-cmi", _("YLS/CMI")
    SAVRY = "savry", _("SAVRY")
    SAFETY = "signs-of-safety", _("Signs of Safety")
    ICS = "ics", _("ICS")
    SDQ = "sdq", _("SDQ")
    LAT = "lat", _("LAT")
    OTHER = "other", pgettext_lazy("tool", "Another tool")

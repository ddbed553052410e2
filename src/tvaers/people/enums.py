"""Closed lists: how well a person is known, kinds of search token, and why a number was shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Knowledge(models.TextChoices):
    """How well somebody is known; not knowing is normal."""

    IDENTIFIED = "identified", _("Identified")
    PARTLY = "partly", _("Partly known")
    UNKNOWN = "unknown", _("Unknown")


class TokenKind(models.IntegerChoices):
    """What a search token was made of; a form's token finds nobody, it keeps a form sent twice from counting twice."""

    CPR = 1, _("CPR number")
    PHONE = 2, _("Telephone")
    NAME = 3, _("Name and birth year")
    NICKNAME = 4, _("Nickname")
    FORM = 5, _("Form")


class RevealReason(models.TextChoices):
    """Why somebody needed the whole CPR number (R16)."""

    NOTIFICATION = "notification", _("To send a notification")
    LOOKUP = "lookup", _("To look up in the municipality's own system")
    IDENTITY = "identity", _("To be sure that it is the right person")
    OTHER = "other", _("Another reason")

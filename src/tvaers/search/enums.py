"""Closed lists of search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Period(models.TextChoices):
    """When a text was written, as a search is narrowed to it (periode)."""

    MONTH = "month", _("The last 30 days")
    YEAR = "year", _("The last year")
    OLDER = "older", _("Older than a year")

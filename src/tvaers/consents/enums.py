"""Closed lists of a consent."""

from django.db import models
from django.utils.translation import pgettext_lazy


class GivenBy(models.TextChoices):
    """Who consents."""

    YOUNG = "young", pgettext_lazy("who consents", "The young person")
    PARENTS = "parents", pgettext_lazy("who consents", "The holders of custody")
    BOTH = "both", pgettext_lazy("who consents", "Both")

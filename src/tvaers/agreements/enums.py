"""Closed lists of an agreement."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AgreementKind(models.TextChoices):
    """How an agreement came to be."""

    FIRST = "first", pgettext_lazy("kind of agreement", "First agreement")
    EXTENSION = "extension", pgettext_lazy("kind of agreement", "Extension")
    RENEWAL = "renewal", pgettext_lazy("kind of agreement", "Renewal")

"""Where a volunteer stands."""

from django.db import models
from django.utils.translation import pgettext_lazy


class VolunteerState(models.TextChoices):
    """Where a volunteer stands (frivillig)."""

    ASKED = "asked", pgettext_lazy("volunteer", "Asked")
    ACTIVE = "active", pgettext_lazy("volunteer", "Active")
    ENDED = "ended", pgettext_lazy("volunteer", "Has stopped")

"""Closed lists of a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

_MEGABYTE = 1024 * 1024


class Size(models.TextChoices):
    """How large a file is, as far as a list tells (størrelse): the exact number would tell files apart."""

    SMALL = "small", _("less than 1 MB")
    MEDIUM = "medium", _("1 to 5 MB")
    LARGE = "large", _("5 to 20 MB")

    @classmethod
    def of(cls, content: bytes) -> "Size":
        """Return the class that `content` is in."""
        if len(content) < _MEGABYTE:
            return cls.SMALL
        return cls.MEDIUM if len(content) < 5 * _MEGABYTE else cls.LARGE


class RemovedBecause(models.TextChoices):
    """Why a file was removed; the log keeps it when the file is gone."""

    WRONG_FILE = "wrong-file", _("It is not the file that was meant")
    WRONG_PERSON = "wrong-person", _("It is about somebody else")
    NEWER = "newer", _("A newer one takes its place")
    NEEDLESS = "needless", _("It is not necessary for the work")

"""Closed lists of a consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GivenBy(models.TextChoices):
    """Who consents, or takes it back."""

    YOUNG = "young", pgettext_lazy("who consents", "The young person")
    PARENTS = "parents", pgettext_lazy("who consents", "The holders of custody")
    BOTH = "both", pgettext_lazy("who consents", "Both")


class Holders(models.TextChoices):
    """Which holders of custody (forældremyndighedsindehavere) consent, by relation."""

    MOTHER = "mother", pgettext_lazy("holder of custody", "The mother")
    FATHER = "father", pgettext_lazy("holder of custody", "The father")
    BOTH = "both", pgettext_lazy("holder of custody", "All holders of custody")
    OTHER = "other", pgettext_lazy("holder of custody", "Somebody else who has custody")


class Parents(models.TextChoices):
    """How the holders of custody stand to what the young person alone consents to (R9)."""

    AGREE = "agree", _("They know of it and agree")
    AGAINST = "against", _("They know of it and do not agree")
    NOT_ASKED = "not-asked", _("They have not been asked")
    GROWN = "grown", _("The young person is 18 or older")


class Way(models.TextChoices):
    """How a consent was given or taken back."""

    WRITTEN = "written", _("In writing")
    SPOKEN = "spoken", _("Spoken")


class Tongue(models.TextChoices):
    """In which language a consent was explained and given."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    TURKISH = "tr", _("Turkish")
    SOMALI = "so", _("Somali")
    OTHER = "other", _("Another language")

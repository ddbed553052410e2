"""Closed lists of the local picture."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BulletinKind(models.TextChoices):
    """What a bulletin is about."""

    MOOD = "mood", _("Mood")
    GATHERING = "gathering", _("Young people gathering")
    CONFLICT = "conflict", _("Conflict")
    DAMAGE = "damage", _("Damage")
    PLACE = "place", _("The place itself")
    GOOD = "good", _("Good news")
    OTHER = "other", pgettext_lazy("bulletin", "Something else")


class Certainty(models.TextChoices):
    """How whoever wrote it knows (observation, skøn, fortalt)."""

    OBSERVED = "observed", _("Seen")
    ESTIMATED = "estimated", _("Estimate")
    TOLD = "told", _("Told by others")


class SizeBand(models.TextChoices):
    """How many a group was, roughly; blank beats a guess."""

    UNKNOWN = "", _("Not known")
    FEW = "1-4", _("1–4")
    SOME = "5-9", _("5–9")
    MANY = "10-19", _("10–19")
    LARGE = "20-49", _("20–49")
    CROWD = "50+", _("50 or more")


class AgeBand(models.TextChoices):
    """How old those in a group look."""

    CHILDREN = "0-11", _("under 12")
    YOUNGER = "12-14", _("12–14")
    OLDER = "15-17", _("15–17")
    ADULT = "18-24", _("18–24")
    GROWN = "25+", _("25 or more")


class Level(models.TextChoices):
    """The state of an area, as a named person puts it (områdets tilstand). Never computed."""

    CALM = "calm", _("Calm")
    TENSE = "tense", _("Tense")
    CONFLICT = "conflict", _("Conflict")


class FactKind(models.TextChoices):
    """What is known of an area for longer than a bulletin holds."""

    ANCHOR = "anchor", _("What works here")
    OFFER = "offer", _("Offers for young people")
    EFFORT = "effort", _("Efforts under way")

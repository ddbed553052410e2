"""Closed lists: what an incident is, who it came from, how far a file is, and what became of a signal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IncidentKind(models.TextChoices):
    """What happened, coarsely: enough to see that more happens, too little to tell who did it."""

    VIOLENCE = "violence", _("Violence")
    THREATS = "threats", _("Threats")
    ROBBERY = "robbery", _("Robbery")
    WEAPONS = "weapons", _("Weapons")
    VANDALISM = "vandalism", _("Vandalism")
    ARSON = "arson", _("Fire that was set")
    FIREWORKS = "fireworks", _("Fireworks")
    DRUGS = "drugs", _("Drug dealing")
    GATHERING = "gathering", _("Gathering or unrest")
    NOISE = "noise", pgettext_lazy("incident", "Noise")
    TRAFFIC = "traffic", _("Traffic and motor noise")
    THEFT = "theft", _("Theft")
    OTHER = "other", pgettext_lazy("incident", "Other")


class Family(models.TextChoices):
    """Kinds that are looked at together, since one often stands for another."""

    ALL = "all", _("All incidents")
    VIOLENT = "violent", _("Violence, threats, robbery and weapons")
    DAMAGE = "damage", _("Vandalism, fires and fireworks")
    UNREST = "unrest", _("Unrest, noise and traffic")


class Origin(models.TextChoices):
    """How it became known. What a patrol found by looking tells where the patrol was: it raises no signal."""

    REPORTED = "reported", _("Reported by somebody")
    FOUND = "found", _("Found by a patrol")


class FileState(models.TextChoices):
    """How far a file of incidents is."""

    READ = "read", _("Read, not started")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class ScanState(models.TextChoices):
    """How far a scan is."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class Method(models.TextChoices):
    """What noticed it (tvaers.incidents.methods)."""

    PERMUTATION = "permutation", _("Space-time permutation scan")
    EARS = "ears", _("EARS")


class Basis(models.TextChoices):
    """What a past day is looked at with again."""

    THEN = "then", _("What had been read in by the next morning")
    NOW = "now", _("What is known of it today")


class SignalState(models.TextChoices):
    """What became of a signal."""

    OPEN = "open", _("To be decided")
    DISMISSED = "dismissed", _("Dismissed")
    ANSWERED = "answered", _("Answered")


class Why(models.TextChoices):
    """Why a signal was dismissed. The first two count as the method having been wrong here."""

    CHANCE = "chance", _("Nothing lies behind it")
    RECORDING = "recording", _("It was recorded or reported otherwise than before")
    KNOWN = "known", _("We know of it, and it is being worked on")
    PLANNED = "planned", _("Something planned, such as a festival or New Year")

"""Closed lists of a concern: state, channel, whom it is about, who told, what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a concern is."""

    RECEIVED = "received", _("To be assessed")
    DECIDED = "decided", _("Decided")


class Channel(models.TextChoices):
    """How it came in."""

    SYSTEM = "system", _("Written here")
    TELEPHONE = "telephone", _("By telephone")
    EMAIL = "email", _("By e-mail")
    MEETING = "meeting", _("At a meeting")
    LETTER = "letter", _("By letter")
    IMPORT = "import", _("Imported")


class About(models.TextChoices):
    """Whom it is about; not knowing who is normal."""

    PERSON = "person", _("One or more young people")
    GROUP = "group", _("A group")
    UNKNOWN = "unknown", _("Somebody unknown")


class InvolvedRole(models.TextChoices):
    """What somebody is in a concern; never mixed (R12)."""

    OF_CONCERN = "of-concern", pgettext_lazy("role in a concern", "Of concern")
    SUSPECT = "suspect", pgettext_lazy("role in a concern", "Suspect")
    CHARGED = "charged", pgettext_lazy("role in a concern", "Charged")
    VICTIM = "victim", pgettext_lazy("role in a concern", "Victim")
    WITNESS = "witness", pgettext_lazy("role in a concern", "Witness")
    PRESENT = "present", pgettext_lazy("role in a concern", "Was present")
    RELATIVE = "relative", pgettext_lazy("role in a concern", "Relative")


class ReporterKind(models.TextChoices):
    """Who told; citizens may stay unnamed, professionals not (R29)."""

    SCHOOL = "school", _("School or day care")
    MUNICIPALITY = "municipality", _("Colleague in the municipality")
    POLICE = "police", _("Police (§ 115)")
    HOUSING = "housing", _("Housing organisation")
    ASSOCIATION = "association", _("Club or association")
    PARENT = "parent", _("Parent or family")
    CITIZEN = "citizen", _("Neighbour or other citizen")
    YOUNG = "young", _("The young person")


class Told(models.TextChoices):
    """Whether the young person and the parents know of the concern."""

    BOTH = "both", _("Both the young person and the parents know")
    YOUNG = "young", _("The young person knows")
    PARENTS = "parents", _("The parents know")
    NOBODY = "nobody", _("Neither knows")
    UNKNOWN = "unknown", _("Not known")


class Outcome(models.TextChoices):
    """What triage can decide."""

    ADVICE = "advice", _("Advice given, closed")
    NOTIFICATION = "notification", _("Statutory notification sent")
    PASSED_ON = "passed-on", _("Passed to another organisation")
    INFOHUS = "infohus", _("To the infohus")
    JOINED = "joined", _("Joined to a case")
    CASE = "case", _("A case was opened")
    NOT_RELEVANT = "not-relevant", _("Not relevant, to be erased")


class DecisionKind(models.TextChoices):
    """What a line in the history of a concern says was done."""

    DECIDED = "decided", pgettext_lazy("history of a concern", "Decided")
    REOPENED = "reopened", pgettext_lazy("history of a concern", "Taken up again")
    FOLLOWED_UP = "followed-up", pgettext_lazy("history of a concern", "Notification followed up")


class LetterKind(models.TextChoices):
    """What a letter to the reporter says."""

    RECEIPT = "receipt", _("Receipt")
    FEEDBACK = "feedback", _("Feedback")


class GivenBy(models.TextChoices):
    """How a letter reached the reporter."""

    DIGITAL_POST = "digital-post", _("Digital Post")
    EMAIL = "email", _("Secure e-mail")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in-person", _("In person")
    LETTER = "letter", _("By letter")


class ImportState(models.TextChoices):
    """Where an import is."""

    READ = "read", pgettext_lazy("import", "Read, not started")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Done")
    CANCELLED = "cancelled", pgettext_lazy("import", "Stopped")


class StoppedBecause(models.TextChoices):
    """Why an import stopped before its end."""

    ASKED = "asked", _("Somebody stopped it.")
    ROLE = "role", _("Whoever started it may not write concerns down any more.")


class KeptBecause(models.TextChoices):
    """Why a concern is not erased on its day."""

    CLOCK = "clock", _("Something is still to be done")
    SHARED = "shared", _("Another organisation can still see it")
    CASE = "case", _("It belongs to a case")

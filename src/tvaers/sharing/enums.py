"""Closed lists: kinds of dossier, what access lets one do, where access comes from, kinds of frame and link."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DossierKind(models.TextChoices):
    """What a dossier holds; what is shared alone is a dossier of its own."""

    PERSON = "person", _("Person")
    CONCERN = "concern", _("Concern")
    CASE = "case", _("Case")
    TASK = "task", _("Task")
    IMPORT = "import", _("Import")
    NOTICE = "notice", _("Notice to a housing organisation")
    QUESTION = "question", _("Question")
    SUMMARY = "summary", _("Summary")
    ITEM = "item", _("Item of an agenda")
    VOLUNTEER = "volunteer", _("Volunteer")


class May(models.IntegerChoices):
    """What an access row lets its reader do."""

    READ = 1, _("Read")
    CONTRIBUTE = 2, _("Read and write")


class Source(models.TextChoices):
    """Where an access row comes from.

    taken-on: beside the disclosure of a task, so that who has taken it on keeps its text when what it stood on ends.
    """

    OWNER = "owner", _("Owner")
    DISCLOSURE = "disclosure", _("Disclosure")
    CONSENT = "consent", _("Consent")
    BREAK_GLASS = "break-glass", _("Emergency access")
    TAKEN_ON = "taken-on", _("Task taken on")


# What nobody gave: the owner's own work, an emergency look-up, and what stays of a task that was given.
NOT_GIVEN = frozenset({Source.OWNER, Source.BREAK_GLASS, Source.TAKEN_ON})


class DisclosureState(models.TextChoices):
    """Where a disclosure is in its life; only an accepted one opens anything.

    drafted: the organisation's rule asks for a second pair of eyes before it is sent. dropped: it was never sent.
    moved: it goes on in a row on another frame. restricted: a row of the owner's own, until the dossier is opened to
    colleagues again.
    """

    DRAFTED = "drafted", _("Drafted")
    DROPPED = "dropped", _("Not sent")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Withdrawn")
    ENDED = "ended", _("Ended")
    MOVED = "moved", _("Moved")
    RESTRICTED = "restricted", _("Restricted")


class Stand(models.TextChoices):
    """How a disclosure stands just now: its state, and what time and its frame have made of it."""

    DRAFTED = "drafted", _("Waits for approval")
    NOT_SENT = "not-sent", _("Was not sent")
    WAITING = "waiting", _("Waits for an answer")
    UNANSWERED = "unanswered", _("Ran out without an answer")
    DECLINED = "declined", _("Declined")
    OPEN = "open", _("Can be seen")
    WITHDRAWN = "withdrawn", _("Taken back")
    GIVEN_BACK = "given-back", _("Given back by the receiver")
    RUN_OUT = "run-out", _("Has run out")
    FRAME_ENDED = "frame-ended", _("Ended with what allowed it")
    MOVED = "moved", _("Goes on, on something else")


class FrameKind(models.TextChoices):
    """What a disclosure can stand on."""

    AGREEMENT = "agreement", _("Agreement")
    STATUTE = "statute", _("Statute")
    CONSENT = "consent", _("Consent")


class BasisStop(models.TextChoices):
    """Why something cannot be given on a legal basis: the database's code, and what it says to people (R1).

    The law's own limits come before what the frames at hand carry.
    """

    NOT_IN_FORCE = "TV050", _("It is not in force now.")
    SENDER = "TV051", _("It does not let your organisation share.")
    RECEIVER = "TV052", _("It does not let them receive.")
    PURPOSE = "TV053", _("It is not for what you both work for.")
    CATEGORIES = "TV054", _("It does not carry this.")
    FRAME = "TV055", _("Nothing in force between you stands on it.")
    MEETINGS = "TV096", _("They were spoken of twice on it already. A third time needs consent.")


class LinkKind(models.TextChoices):
    """How one dossier relates to another."""

    CONCERNS = "concerns", _("Concerns the person")
    BECAME = "became", _("Became")
    SPLIT = "split", _("Split from")
    BELONGS = "belongs", _("Belongs to")
    ASKED = "asked", _("Asked about")


class NoticeKind(models.TextChoices):
    """What a receiver is told of what was shared."""

    WITHDRAWN = "withdrawn", _("A consent was taken back")
    CORRECTED = "corrected", _("Something was corrected")
    REMOVED = "removed", _("Something was taken out")
    CLOSED = "closed", _("A case was closed")


class Corrected(models.TextChoices):
    """What was corrected or taken out."""

    NOTE = "note", _("A note")
    VOICE = "voice", _("Own words")
    STRENGTH = "strength", _("Something that carries")
    NETWORK = "network", _("Somebody in the network")
    FILE = "file", _("A file")
    IDENTITY = "identity", _("Name, CPR number or day of birth")
    CONCERN = "concern", _("A concern")
    PART = "part", _("Somebody in a concern")


class QuestionOutcome(models.TextChoices):
    """How a question was answered. part: the rest may still be; rest-declined: it will not be."""

    WHOLE = "whole", _("Answered")
    PART = "part", _("Partly answered")
    REST_DECLINED = "rest", _("Partly answered, the rest declined")
    DECLINED = "declined", _("Declined")


class QuestionState(models.TextChoices):
    """How a question stands just now: what was answered, and what time and its frame have made of it."""

    DRAFTED = "drafted", _("Waits for approval")
    NOT_SENT = "not-sent", _("Was not sent")
    ASKED = "asked", _("Asked")
    WHOLE = "whole", _("Answered")
    PART = "part", _("Partly answered")
    REST_DECLINED = "rest", _("Partly answered, the rest declined")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    ENDED = "ended", _("Ended without an answer")

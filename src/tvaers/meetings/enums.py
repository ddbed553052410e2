"""Closed lists of meetings: kinds, subjects of items, where each stands, who is there, and what a receiver does."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(models.TextChoices):
    """What a meeting is (mødetype); `rules.KINDS` says how each is held."""

    HANDOVER = "handover", _("Handover meeting (§ 115)")
    BOARD = "board", _("Weekly board meeting")
    LOCAL = "local", _("Local committee")
    INFOHUS = "infohus", _("Infohus")
    NETWORK = "network", _("Network meeting")
    STEERING = "steering", _("Steering group")
    DISTRICT_COUNCIL = "district", _("District council")
    LOCAL_COUNCIL = "council", _("Local council")


class MeetingState(models.TextChoices):
    """Where a meeting is in its life; the minutes of an approved one are locked."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    UNDER_WAY = "under-way", pgettext_lazy("meeting", "Under way")
    HELD = "held", pgettext_lazy("meeting", "Held, minutes not approved")
    APPROVED = "approved", pgettext_lazy("meeting", "Minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Holidays(models.TextChoices):
    """What becomes of a meeting of a row that falls on a day on which offices are closed (helligdage)."""

    SKIP = "skip", _("It falls away")
    NEXT = "next", _("It moves to the next working day")


class ItemState(models.TextChoices):
    """Where an item of the agenda is (punkt). erased: nothing of it is left anywhere but that it was there."""

    WAITING = "waiting", pgettext_lazy("agenda item", "Not reached")
    OPEN = "open", pgettext_lazy("agenda item", "Now")
    DONE = "done", pgettext_lazy("agenda item", "Dealt with")
    DROPPED = "dropped", pgettext_lazy("agenda item", "Taken off")
    ERASED = "erased", pgettext_lazy("agenda item", "Erased")


class Subject(models.TextChoices):
    """What an item is about (emne), so that an agenda can be read without its words."""

    WELCOME = "welcome", _("Welcome and who is here")
    BEFORE = "before", _("Minutes from last time")
    PERSON = "person", _("About one young person")
    AREA = "area", _("An area or a group")
    STATUS = "status", _("Status from each party")
    DECISION = "decision", _("For decision")
    ECONOMY = "economy", _("Economy")
    STRENGTHS = "strengths", _("What carries")
    WORRIES = "worries", _("What worries")
    GOALS = "goals", _("Goals in the young person's words")
    DUTIES = "duties", _("Who does what")
    NEXT = "next", _("Next time")
    OTHER = "other", _("Any other business")


class SeatRole(models.TextChoices):
    """As what somebody takes part (rolle ved mødet). guest: for the items they are let in to, and no others."""

    PARTICIPANT = "participant", pgettext_lazy("at a meeting", "Participant")
    MINUTES = "minutes", pgettext_lazy("at a meeting", "Takes the minutes")
    GUEST = "guest", pgettext_lazy("at a meeting", "Guest for one item")


class Reply(models.TextChoices):
    """What somebody answered to the invitation (svar)."""

    NONE = "none", pgettext_lazy("invitation", "Has not answered")
    COMES = "comes", pgettext_lazy("invitation", "Comes")
    AWAY = "away", pgettext_lazy("invitation", "Cannot come")


class Capacity(models.TextChoices):
    """In which capacity somebody is named in an item of the police (rolle i sagen, R12)."""

    SUSPECT = "suspect", pgettext_lazy("capacity", "Suspect")
    CHARGED = "charged", pgettext_lazy("capacity", "Charged")
    VICTIM = "victim", pgettext_lazy("capacity", "Victim")
    WITNESS = "witness", pgettext_lazy("capacity", "Witness")
    PRESENT = "present", pgettext_lazy("capacity", "Was present")
    CONCERN = "concern", pgettext_lazy("capacity", "Somebody we worry about")


class AttendeeKind(models.TextChoices):
    """Who sits at a network meeting without a login (deltager uden login)."""

    YOUNG = "young", _("The young person")
    PARENT = "parent", _("A parent")
    FAMILY = "family", _("Family or friend")
    PROFESSIONAL = "professional", _("Somebody from work with the family")


class Agreed(models.TextChoices):
    """On what somebody without a login is there (grundlag for at deltage)."""

    CONSENT = "consent", _("The young person or the parents have said yes")
    OWN = "own", _("It is about themselves")
    BASIS = "basis", _("The law lets them be there")


class Made(models.TextChoices):
    """What a decision becomes besides its line in the minutes (hvad beslutningen bliver til)."""

    TASK = "task", _("A task in the plan")
    SHARE = "share", _("A sharing of the case")
    CONCERN = "concern", _("A concern here")
    BULLETIN = "bulletin", _("A bulletin in the local picture")


class Outcome(models.TextChoices):
    """What the receiver of an item does with it (visitering af et punkt, B3)."""

    ERASE = "erase", _("Erase it: it is not for us")
    SOCIAL = "social", _("To the family department, as a concern")
    GROUP = "group", _("To the local committee, without names")
    CASE = "case", _("A concern here, to become a case")

"""The tables of meetings. What is about a person lies in a dossier of each item; all else names nobody."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.meetings.enums import (
    Agreed,
    AttendeeKind,
    Capacity,
    Holidays,
    ItemState,
    Made,
    MeetingKind,
    MeetingState,
    Outcome,
    Reply,
    SeatRole,
    Subject,
)
from tvaers.sharing.sealing import SealedTextField


class Meeting(models.Model):
    """A meeting (møde): when, where, of which kind; never about whom.

    owner_id: the organisation that calls it. audience: organisations all of whose people at work see it, for kinds that
    name nobody; else those who have a seat, and the own organisation. chair_id: who runs it now. title: a line that
    names nobody. starts_at, ends_at: UTC. series_id: of which row of meetings it is one.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    kind = models.CharField(max_length=10, choices=MeetingKind.choices)
    title = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    chair_id = models.UUIDField()
    series_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    form_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Ends after it begins, names no number; found by owner in the order of time."""

        constraints: ClassVar = [
            without_numbers("meeting_without_numbers", "title", "place"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_later"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner_id", "starts_at"], name="meeting_owner_starts")]


class Seat(models.Model):
    """That somebody with a login takes part (plads ved bordet), and what they answered.

    arrived_at: since when they are there; null before. organisation_id repeats that of the membership.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    role = models.CharField(max_length=12, choices=SeatRole.choices, default=SeatRole.PARTICIPANT)
    reply = models.CharField(max_length=5, choices=Reply.choices, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Once at each meeting; found by member."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "member_id"], name="seat_once")]
        indexes: ClassVar = [models.Index(fields=["member_id"], name="seat_member")]


class Item(models.Model):
    """An item of the agenda (punkt): its place and what kind of thing it is.

    is_gated: about a person; its id is then a dossier's, and its words lie behind it (`Matter`). Otherwise `title` says
    what it is about, and names nobody. owner_id: the organisation that brought it. ahead: those who are let in may read
    it before the meeting reaches it. opened_at: when it did first. erase_on: when nothing of a gated one is left.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=10, choices=Subject.choices)
    is_gated = models.BooleanField()
    ahead = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True, default="")
    area_id = models.UUIDField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erase_on = models.DateField(null=True)
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    form_id = models.UUIDField(null=True)

    class Meta:
        """Names no number; one is open at a time; what is gated has no words here."""

        constraints: ClassVar = [
            without_numbers("item_without_numbers", "title"),
            models.CheckConstraint(
                condition=models.Q(is_gated=False) | models.Q(title="", area_id=None), name="gated_item_without_words"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(state=ItemState.OPEN), name="one_open_item_of_a_meeting"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "place"], name="item_meeting_place")]


class Matter(models.Model):
    """What an item about a person says (punktets indhold): fact, assessment and source apart (R12).

    id is the item's dossier's. Seen by who is let in, from when the meeting has reached it, or before where `ahead`
    says so, until the minutes are approved; by the organisation that brought it throughout.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    meeting_id = models.UUIDField()
    title = SealedTextField()
    facts = SealedTextField()
    assessment = SealedTextField()
    source = SealedTextField()
    wish = SealedTextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)


class Mention(models.Model):
    """Somebody whom an item names (omtalt): the name as it was typed."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    name = SealedTextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class MentionCapacity(models.Model):
    """In which capacity somebody is named (rolle): an offence is for fewer eyes than a name (R12, R17)."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    category = models.IntegerField()
    mention_id = models.UUIDField()
    capacity = models.CharField(max_length=8, choices=Capacity.choices)
    written_by = models.UUIDField()


class Attendee(models.Model):
    """Somebody at a network meeting who has no login (deltager uden login): the young person, parents, the network.

    agreed, words: on what they are there.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    meeting_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=AttendeeKind.choices)
    chosen_by_family = models.BooleanField(default=False)
    agreed = models.CharField(max_length=8, choices=Agreed.choices)
    name = SealedTextField()
    relation = SealedTextField()
    words = SealedTextField()
    came = models.BooleanField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class Paragraph(models.Model):
    """A piece of the minutes of an item about a person (afsnit af referatet): one writer's words."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    meeting_id = models.UUIDField()
    words = SealedTextField()
    by_id = models.UUIDField()
    by_organisation_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)


class Decision(models.Model):
    """What was decided on an item about a person (beslutning): who does what until when.

    member_id: who does it; null where nobody in particular. made: what it is to become; made_id: the task, concern or
    group of disclosures that it became; null until it has.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    meeting_id = models.UUIDField()
    words = SealedTextField()
    member_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    made = models.CharField(max_length=10, blank=True, default="", choices=Made.choices)
    made_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    by_organisation_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        """Found by whom it waits for: who does it, and who makes of it what it is to become."""

        indexes: ClassVar = [
            models.Index(fields=["member_id"], condition=models.Q(done_at=None), name="decision_member_open"),
            models.Index(
                fields=["by_id"], condition=models.Q(made_id=None) & ~models.Q(made=""), name="decision_to_make"
            ),
        ]


class CommonParagraph(models.Model):
    """A piece of the minutes of an item that names nobody (afsnit af referatet)."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    meeting_id = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="paragraphs")
    words = models.CharField(max_length=4000)
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Names no number."""

        constraints: ClassVar = [without_numbers("paragraph_without_numbers", "words")]


class CommonDecision(models.Model):
    """What was decided on an item that names nobody (beslutning). made_id: the bulletin that it became."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    meeting_id = models.UUIDField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    words = models.CharField(max_length=400)
    member_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    made = models.CharField(max_length=10, blank=True, default="", db_default="", choices=Made.choices)
    made_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        """Names no number; found by who does it."""

        constraints: ClassVar = [without_numbers("decision_without_numbers", "words")]
        indexes: ClassVar = [
            models.Index(fields=["member_id"], name="common_decision_member"),
            models.Index(
                fields=["by_id"], condition=models.Q(made_id=None) & ~models.Q(made=""), name="common_decision_to_make"
            ),
        ]


class Screening(models.Model):
    """What a receiver did with an item (visitering): the receipt that stays when the content is gone (B3).

    owner_id: the organisation that received it; brought_by: the one that brought it, which reads it too.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="screenings")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        """Once for each organisation."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["owner_id", "item"], name="screened_once")]


class Feed(models.Model):
    """The address at which somebody's calendar reads when and where they meet (kalenderlink); its hash alone is kept.

    One holds at a time; a new one ends the former, as does who leaves.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    member_id = models.UUIDField()
    token_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Found by the hash, and by whose it is; a hash stands once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["token_hash"], name="feed_token_once")]
        indexes: ClassVar = [models.Index(fields=["member_id"], name="feed_member")]


class Series(models.Model):
    """A row of meetings that come back (møderække), names nobody: `recurring.Rhythm` says on which days.

    begins, ends: Danish time. weeks, nth: one of the two. free_months: 1 to 12, in which it does not meet. seats,
    audience: of each meeting. chair_id: who calls each in turn, and whose rights are asked. planned_until: up to which
    day its meetings have been called.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=MeetingKind.choices)
    title = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    first_on = models.DateField()
    until_on = models.DateField(null=True)
    weekday = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField(null=True)
    nth = models.SmallIntegerField(null=True)
    begins = models.TimeField()
    ends = models.TimeField()
    holidays = models.CharField(max_length=4, choices=Holidays.choices)
    free_months = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[])
    seats = ArrayField(models.UUIDField(), default=list)
    audience = ArrayField(models.UUIDField(), default=list)
    chair_id = models.UUIDField()
    by_id = models.UUIDField()
    made_at = models.DateTimeField(db_default=Now())
    form_id = models.UUIDField(null=True)
    planned_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Names no number, ends after it begins, meets on a working day, has one rhythm."""

        constraints: ClassVar = [
            without_numbers("series_without_numbers", "title", "place"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="series_ends_later"),
            models.CheckConstraint(condition=models.Q(weekday__lt=5), name="series_on_a_working_day"),
            models.CheckConstraint(
                condition=models.Q(weeks__gte=1, nth=None) | models.Q(weeks=None, nth__in=(1, 2, 3, 4, -1)),
                name="series_one_rhythm",
            ),
        ]

"""The tables of outreach. All belong to one organisation; what was met in the street is read by its audience too."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.areas.models import Area
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.outreach.enums import Basis, Bridge, Counting, EntryKind, Mood, Outcome, ShiftState, SmsState, Talks

HEADS = ("heads_12_14", "heads_15_17", "heads_18_up")
MOST_HEADS = 200


def _heads() -> Any:  # noqa: ANN401 - a field of Django's
    return models.PositiveSmallIntegerField(null=True)


class Shift(models.Model):
    """A walk in the street by two or more (vagt), planned or begun on a phone.

    audience: the authorities that see it, fixed when it is written. from_at, until_at: as planned, UTC. areas: ids of
    areas. theme: what it is about, in a line. phone_id: the id that a phone gave it which began it without a plan.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    areas = ArrayField(models.UUIDField(), default=list)
    theme = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=ShiftState.choices, default=ShiftState.PLANNED)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    form_id = models.UUIDField(null=True)
    phone_id = models.UUIDField(null=True)

    class Meta:
        """Ends after it begins; begun on a phone once; found by owner and by audience in the order of time."""

        constraints: ClassVar = [
            without_numbers("shift_without_numbers", "theme"),
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("from_at")), name="shift_ends_later"),
            models.UniqueConstraint(
                fields=["owner_id", "by_id", "phone_id"],
                name="shift_once_from_a_phone",
                condition=models.Q(phone_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner_id", "from_at"], name="shift_owner_from")]


class ShiftMember(models.Model):
    """That somebody goes on a shift; seen in the own organisation.

    joined_at: since when; what the team said before is not theirs to read. Null for rows from before it was noted.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="team")
    member_id = models.UUIDField()
    joined_at = models.DateTimeField(null=True, db_default=Now())

    class Meta:
        """Once on each shift."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "member_id"], name="shift_member_once"),
        ]


class Watch(models.Model):
    """Who waits for a team to come home, and until when (bagvagt); the own organisation's alone.

    backup_id: the member who is told when nobody has checked out at home_at (UTC).
    """

    table_class: ClassVar = TableClass.ORGANISATION

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, primary_key=True, related_name="watch")
    owner_id = models.UUIDField()
    backup_id = models.UUIDField()
    home_at = models.DateTimeField()


class SafetyAlert(models.Model):
    """That a team was not home when it said (alarm til bagvagten); once for each time that was said.

    to_id: who was told. acknowledged_by: who has taken it on; nobody's until then, and shown so.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="alerts")
    to_id = models.UUIDField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(db_default=Now())
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    sms = models.CharField(max_length=8, choices=SmsState.choices, default=SmsState.NONE)
    sms_at = models.DateTimeField(null=True)

    class Meta:
        """One for each time that was said."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["shift", "due_at"], name="alert_once_for_a_time")]


class Device(models.Model):
    """A phone on which a member writes the log (telefon).

    wipe_asked_at: it shall forget everything when it next calls; wiped_at: it has.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    member_id = models.UUIDField()
    registered_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    wipe_asked_by = models.UUIDField(null=True)
    wipe_asked_at = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)


class Entry(models.Model):
    """One thing that a phone wrote down and the server received, never changed.

    entry_id: the phone's own (UUIDv7). sequence counts on the device; fork: 0, and more for another content that came
    with the same sequence: both are kept. digest, previous: SHA-256 of this content and of the one before on the phone.
    said_at: by the phone's clock, which may be wrong; received_at: by ours.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    sequence = models.PositiveIntegerField()
    fork = models.PositiveSmallIntegerField(default=0)
    entry_id = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="entries")
    said_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Each sequence and each content of a device once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "sequence", "fork"], name="entry_once_in_sequence"),
            models.UniqueConstraint(fields=["device", "sequence", "digest"], name="entry_content_once"),
        ]


class Stop(models.Model):
    """What was met in one place (stop); id is its entry's. A correction is a stop of its own that names the former.

    north, east: degrees with three decimals, some 100 m; null where the phone was not asked. heads_…: people by age;
    null is not counted. mood is the place's. words: short, without names.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="stops")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    at = models.DateTimeField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    north = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    east = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    heads_12_14 = _heads()
    heads_15_17 = _heads()
    heads_18_up = _heads()
    counting = models.CharField(max_length=9, choices=Counting.choices, default=Counting.COUNTED)
    basis = models.CharField(max_length=9, choices=Basis.choices, default=Basis.OBSERVED)
    mood = models.PositiveSmallIntegerField(choices=Mood.choices, null=True)
    activities = ArrayField(models.CharField(max_length=12), default=list)
    talks = models.CharField(max_length=4, choices=Talks.choices, blank=True, default="")
    offered = ArrayField(models.CharField(max_length=12), default=list)
    accepted = ArrayField(models.CharField(max_length=12), default=list)
    incidents = ArrayField(models.CharField(max_length=12), default=list)
    words = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        """Numbers of a place within what can be; a point is whole or not there."""

        constraints: ClassVar = [
            without_numbers("stop_without_numbers", "words"),
            models.CheckConstraint(condition=models.Q(mood=None) | models.Q(mood__range=(1, 5)), name="stop_mood"),
            models.CheckConstraint(
                condition=models.Q(north=None, east=None) | models.Q(north__isnull=False, east__isnull=False),
                name="stop_point_whole",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{name: None}) | models.Q(**{f"{name}__lte": MOST_HEADS}), name=f"stop_{name}"
                )
                for name in HEADS
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["shift", "at"], name="stop_shift_at")]


class FollowUp(models.Model):
    """What a team means to come back to (opfølgning): something promised in a place, or what bridging came to.

    what: in a line, without names; empty for bridging, told by its code and its stop, and for a stop without words.
    due_on: a day.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="follow_ups")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, null=True, related_name="follow_ups")
    bridge = models.CharField(max_length=12, choices=Bridge.choices, blank=True, default="")
    what = models.CharField(max_length=200, blank=True, default="")
    due_on = models.DateField()
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    form_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Each kind of bridging of a stop once; closed by somebody, at a time, with what became of it."""

        constraints: ClassVar = [
            without_numbers("followup_without_numbers", "what"),
            models.CheckConstraint(
                condition=models.Q(bridge="", what__gt="")
                | models.Q(bridge="", stop__isnull=False)
                | models.Q(stop__isnull=False, bridge__gt="", what=""),
                name="followup_says_what",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", closed_by=None, closed_at=None)
                | models.Q(outcome__gt="", closed_by__isnull=False, closed_at__isnull=False),
                name="followup_closed_whole",
            ),
            models.UniqueConstraint(
                fields=["stop", "bridge"], name="followup_once_of_bridging", condition=~models.Q(bridge="")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner_id", "outcome", "due_on"], name="followup_owner_due")]


class Reminder(models.Model):
    """That somebody wanted to write a concern down and could not there (huskeseddel); its writer's own."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)


class Debrief(models.Model):
    """What a team says of its shift afterwards (debriefing); read by the team and who leads it, never changed.

    method: the points of enums.MethodPoint that held. supervision: what to take up with somebody.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="debriefs")
    written_at = models.DateTimeField(db_default=Now())
    method = ArrayField(models.CharField(max_length=16), default=list)
    went_well = models.CharField(max_length=600, blank=True, default="")
    was_hard = models.CharField(max_length=600, blank=True, default="")
    next_time = models.CharField(max_length=600, blank=True, default="")
    supervision = models.CharField(max_length=600, blank=True, default="")
    form_id = models.UUIDField(null=True)

    class Meta:
        """No numbers of people in it."""

        constraints: ClassVar = [
            without_numbers("debrief_without_numbers", "went_well", "was_hard", "next_time", "supervision")
        ]


class Supervision(models.Model):
    """That who leads has taken up what a debrief wanted taken up (supervision); read by who leads."""

    table_class: ClassVar = TableClass.ORGANISATION

    debrief = models.OneToOneField(Debrief, on_delete=models.PROTECT, primary_key=True, related_name="taken_up")
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

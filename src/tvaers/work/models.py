"""The tables of work: rules for clocks, the clocks themselves, and who is away with whom as substitute."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField
from tvaers.work.enums import Cadence, ClockKind, Counting, DigestState


class Absence(models.Model):
    """That somebody is away from day to day, and which colleague follows up meanwhile (fravær, afløser).

    Gives nobody a right to anything: a substitute reads what they could read before. owner_id: the organisation, whose
    people see that it is so. known_at: when the substitute said that they have read it. ended_at: when it was ended
    before its last day, by whom; nobody where one of the two stopped working there.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    member_id = models.UUIDField()
    substitute_id = models.UUIDField()
    from_on = models.DateField()
    until_on = models.DateField()
    said_at = models.DateTimeField(db_default=Now())
    known_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        """Nobody is their own substitute. That no two of one person overlap, guard.keep_absence holds."""

        indexes: ClassVar = [
            models.Index(fields=["member_id", "until_on"], name="absence_member"),
            models.Index(fields=["substitute_id", "until_on"], name="absence_substitute"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="absence_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~models.Q(member_id=models.F("substitute_id")), name="absence_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by=None) | models.Q(ended_at__isnull=False), name="absence_ended_by_somebody"
            ),
        ]


class HandedOn(models.Model):
    """That somebody has handed a task on to a colleague, in words, for good or until a day (uddelegering).

    dossier_id: the task's. known_at: when the colleague said that they have seen it. settled_at: when what was for some
    days was settled: the task went back, or had gone elsewhere meanwhile.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    words = SealedTextField()
    until_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())
    known_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Found by those two while one has not seen it, and by the day until which it is."""

        indexes: ClassVar = [
            models.Index(fields=["to_id"], name="handed_on_to", condition=models.Q(known_at=None)),
            models.Index(fields=["from_id"], name="handed_on_from", condition=models.Q(known_at=None)),
            models.Index(fields=["until_on"], name="handed_on_until", condition=models.Q(settled_at=None)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(from_id=models.F("to_id")), name="handed_on_to_somebody_else")
        ]


_WITHIN_A_DAY = models.Q(quiet_from__lte=models.F("quiet_until"))
_IN_QUIET = _WITHIN_A_DAY & models.Q(hour__gte=models.F("quiet_from"), hour__lt=models.F("quiet_until"))
_IN_QUIET_NIGHT = models.Q(quiet_from__gt=models.F("quiet_until")) & (
    models.Q(hour__gte=models.F("quiet_from")) | models.Q(hour__lt=models.F("quiet_until"))
)


class Reminders(models.Model):
    """When somebody wants to be written to of what waits (påmindelser), and their quiet hours (stilletid).

    Hours of the day in Denmark; weekday: 0 is Monday, for the weekly letter. Without a row nobody is written to.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    member_id = models.UUIDField()
    cadence = models.CharField(max_length=8, choices=Cadence.choices, default=Cadence.NEVER)
    weekday = models.PositiveSmallIntegerField(default=0)
    hour = models.PositiveSmallIntegerField(default=8)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """One row of each member; the letter's hour is none of the quiet ones, or it would never go."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member_id"], name="reminders_once"),
            models.CheckConstraint(condition=models.Q(weekday__lt=7, hour__lt=24), name="reminders_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__lt=24, quiet_until__lt=24, quiet_from__isnull=False, quiet_until__isnull=False),
                name="reminders_quiet_from_and_until",
            ),
            models.CheckConstraint(condition=~_IN_QUIET & ~_IN_QUIET_NIGHT, name="reminders_not_when_quiet"),
        ]


class Digest(models.Model):
    """A letter to one member that says how much waits (samlemail), until the mail server has taken it.

    It holds nothing of what waits: the letter is counted when it is sent. day: which one it is; next_at: not tried
    before; failed_since: when the mail server first did not take it. Written by the organisation's own job alone.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    member_id = models.UUIDField()
    day = models.DateField()
    state = models.CharField(max_length=8, choices=DigestState.choices, default=DigestState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    next_at = models.DateTimeField()
    failed_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One a day for each member, and one on its way at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member_id", "day"], name="digest_once_a_day"),
            models.UniqueConstraint(
                fields=["member_id"], condition=models.Q(state="waiting"), name="digest_one_on_its_way"
            ),
        ]


class ClockRule(models.Model):
    """How long an organisation's own clock gives, where it differs from the default (R10)."""

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    amount = models.PositiveSmallIntegerField()
    counting = models.CharField(max_length=12, choices=Counting.choices)

    class Meta:
        """One rule of each kind in an organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="clock_rule_once_in_organisation")
        ]


class Clock(models.Model):
    """A clock that runs on a dossier (frist). category: what seeing it tells, as for any row behind a dossier.

    due_at and done_at in UTC; a clock that is done stays, to show that it was kept. owner_id repeats the dossier's
    owner, so that what waits in an organisation is found without a walk through all it sees; the database fills it in.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField()
    category = models.IntegerField()
    kind = models.CharField(max_length=12, choices=ClockKind.choices)
    started_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True, editable=False)

    class Meta:
        """Found by dossier; the open ones, of all or of one kind in one organisation, in the order they run out.

        Without the kind in it PostgreSQL reads every clock of that kind there is beside the organisation's own.
        """

        indexes: ClassVar = [
            models.Index(fields=["dossier_id", "kind"], name="clock_dossier_kind"),
            models.Index(fields=["due_at"], name="clock_open_due", condition=models.Q(done_at__isnull=True)),
            models.Index(
                fields=["owner_id", "kind", "due_at"],
                name="clock_owner_open_kind",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

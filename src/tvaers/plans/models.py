"""The tables of plans. A goal lies in its case; every task is a dossier of its own and shares only its text."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.guard.enums import Category
from tvaers.plans.enums import DutyState, Given, GoalState, Party, TaskState, View
from tvaers.sharing.sealing import SealedTextField


class Goal(models.Model):
    """A goal in the young person's own words (mål). place: order on the page.

    state, said_by and said_on repeat the last of its statements, for lists.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    words = SealedTextField()
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=GoalState.choices, default=GoalState.AGREED)
    said_by = SealedTextField()
    said_on = models.DateField()
    evaluation = SealedTextField()
    evaluated_at = models.DateTimeField(null=True)
    evaluated_by = models.UUIDField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)


class GoalStatement(models.Model):
    """That somebody said how a goal stands (udsagn om et mål): who, when, and in which words. Appended.

    The one that was made with the goal has the goal's id.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    goal_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=GoalState.choices)
    said_by = SealedTextField()
    words = SealedTextField()
    said_on = models.DateField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class Task(models.Model):
    """Something somebody has promised to do (opgave); id is its own dossier's id.

    form_id: the form it was written in, so that one sent twice writes it once.

    A link (belongs) leads to its case for those who see both; who owns the task in another organisation sees the
    text, the date and the comments, and nothing of the case.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    text = SealedTextField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    owner_id = models.UUIDField()
    owner_organisation_id = models.UUIDField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    form_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Open ones in the order of their dates."""

        indexes: ClassVar = [
            models.Index(fields=["owner_id", "state", "due_on"], name="task_owner_state_due"),
            models.Index(fields=["given_by", "state", "due_on"], name="task_giver_state_due"),
        ]


class TaskGoal(models.Model):
    """Which goal of the plan a task serves: behind the case, since the goal would tell which tasks belong together."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    # No unique key: it would tell that a task somebody cannot see is there.
    task_id = models.UUIDField(db_index=True)
    goal_id = models.UUIDField()


class TaskComment(models.Model):
    """A word on a task, by who may write in it. Appended. hinders: it says what is in the way after a missed date."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    words = SealedTextField()
    by = models.UUIDField()
    by_organisation_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    hinders = models.BooleanField(default=False, db_default=False)


class FollowUp(models.Model):
    """That the plan was followed up (opfølgning): when, with whom, and what was agreed. Appended."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    held_on = models.DateField()
    present = SealedTextField()
    words = SealedTextField()
    next_on = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField(db_default=Now())


class ChosenEffort(models.Model):
    """That an effort of the catalogue was chosen in a case (valgt indsats): which, from when, by whom, how it ended.

    title and provider: as they were called then; the catalogue may say something else by now, and a reader of the case
    may not see it there. goal_id: which goal of the plan it serves, if it was said.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    effort_id = models.UUIDField()
    title = SealedTextField()
    provider = SealedTextField()
    why = SealedTextField()
    goal_id = models.UUIDField(null=True)
    start_on = models.DateField()
    chosen_by = models.UUIDField()
    chosen_at = models.DateTimeField(db_default=Now())
    ended_on = models.DateField(null=True)
    ended_words = SealedTextField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Ended by somebody, on a day from its start on, or not."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_by=None, ended_at=None, ended_words=b"")
                | models.Q(ended_on__gte=models.F("start_on"), ended_by__isnull=False, ended_at__isnull=False),
                name="chosen_effort_ended_by_somebody",
            )
        ]


class EffortStatement(models.Model):
    """How a chosen effort goes, as somebody says it on a day, in words (udsagn om en indsats). Appended."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    chosen_id = models.UUIDField()
    said_by = SealedTextField()
    words = SealedTextField()
    said_on = models.DateField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class NetworkPlan(models.Model):
    """What a young person's network agrees on in haste (hurtig netværksplan, B7), in a case.

    cause: what set it off, on triggered_on. concerns: what worries whom. plain: the same for the young person, in plain
    words. contact_on, contact_by: when who meets the young person first; contacted_on, contact_words: that it was done.
    review_on: when the network meets again; every_weeks: how often after that. meeting_id: the meeting it came of.
    changed_at: when the draft last came to say something else; what people said of it before is marked so.
    A draft until it is signed, and then locked; ended with an outcome in words. goals, strengths and tasks are the
    case's.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    meeting_id = models.UUIDField(null=True)
    triggered_on = models.DateField()
    cause = SealedTextField()
    concerns = SealedTextField()
    plain = SealedTextField()
    contact_on = models.DateField()
    contact_by = SealedTextField()
    contacted_on = models.DateField(null=True)
    contact_words = SealedTextField()
    review_on = models.DateField()
    every_weeks = models.PositiveSmallIntegerField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    outcome = SealedTextField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time in a case; signed and ended by somebody."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier_id"], condition=models.Q(ended_at=None), name="network_plan_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None, signed_at=None)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="network_plan_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_by=None, ended_at=None, outcome=b"")
                | models.Q(ended_on__isnull=False, ended_by__isnull=False, ended_at__isnull=False),
                name="network_plan_ended_by_somebody",
            ),
        ]


class Duty(models.Model):
    """What somebody of the network does (aftale): who as they are called, what, until when. Of nobody with a login.

    What professionals do is a task. Written while the plan is a draft.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    plan_id = models.UUIDField()
    who = SealedTextField()
    words = SealedTextField()
    due_on = models.DateField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class DutyStatement(models.Model):
    """How somebody says that a duty goes, on a day (udsagn om en aftale). Appended; the last one holds."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    duty_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=DutyState.choices)
    said_by = SealedTextField()
    words = SealedTextField()
    said_on = models.DateField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class Stance(models.Model):
    """How somebody stands to a network plan (stilling til planen), and how they said so. Appended; dissent stays.

    category: what parents and others around say is about others; what the young person and professionals say, the plan.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    plan_id = models.UUIDField()
    category = models.IntegerField(default=int(Category.PLAN))
    party = models.CharField(max_length=8, choices=Party.choices)
    who = SealedTextField()
    view = models.CharField(max_length=7, choices=View.choices)
    words = SealedTextField()
    given = models.CharField(max_length=7, choices=Given.choices)
    said_on = models.DateField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())

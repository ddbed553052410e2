"""What is held about a young person in a plan and its tasks."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_TASK = "crime prevention by public authorities (GDPR art. 6(1)(e); Administration of Justice Act section 115)"
_KEPT = "with the case and its tasks: 3 to 24 months after the case was closed, by its outcome (R23)"

_plan = partial(FieldRecord, personal=True, category="plan", ground=_TASK, retention=_KEPT, extract=True)
# Colleagues' ids are not told to the person concerned (R20).
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)

RECORDS: Final = (
    _plan("Goal.dossier_id"),
    _plan("Goal.words"),
    _plan("Goal.place", number=NumberKind.ORDER),
    _plan("Goal.state"),
    _plan("Goal.said_by"),
    _plan("Goal.said_on"),
    _plan("Goal.evaluation"),
    _plan("Goal.evaluated_at"),
    _by("Goal.evaluated_by"),
    _by("Goal.written_by"),
    _plan("Goal.written_at"),
    _plan("Goal.version", number=NumberKind.VERSION),
    _plan("GoalStatement.dossier_id"),
    _plan("GoalStatement.goal_id"),
    _plan("GoalStatement.state"),
    _plan("GoalStatement.said_by"),
    _plan("GoalStatement.words"),
    _plan("GoalStatement.said_on"),
    _by("GoalStatement.written_by"),
    _plan("GoalStatement.written_at"),
    _plan("TaskGoal.dossier_id"),
    _plan("TaskGoal.task_id"),
    _plan("TaskGoal.goal_id"),
    _plan("Task.text"),
    _plan("Task.due_on"),
    _plan("Task.state"),
    _by("Task.owner_id"),
    _plan("Task.owner_organisation_id"),
    _by("Task.given_by"),
    _plan("Task.given_at"),
    _plan("Task.done_at"),
    _by("Task.done_by"),
    FieldRecord("Task.form_id", personal=False),
    _plan("Task.version", number=NumberKind.VERSION),
    _plan("TaskComment.dossier_id"),
    _plan("TaskComment.words"),
    _by("TaskComment.by"),
    _plan("TaskComment.by_organisation_id"),
    _plan("TaskComment.at"),
    _plan("FollowUp.dossier_id"),
    _plan("FollowUp.held_on"),
    _plan("FollowUp.present"),
    _plan("FollowUp.words"),
    _plan("FollowUp.next_on"),
    _by("FollowUp.by"),
    _plan("FollowUp.at"),
    _plan("ChosenEffort.dossier_id"),
    _plan("ChosenEffort.effort_id"),
    _plan("ChosenEffort.title"),
    _plan("ChosenEffort.provider"),
    _plan("ChosenEffort.why"),
    _plan("ChosenEffort.goal_id"),
    _plan("ChosenEffort.start_on"),
    _by("ChosenEffort.chosen_by"),
    _plan("ChosenEffort.chosen_at"),
    _plan("ChosenEffort.ended_on"),
    _plan("ChosenEffort.ended_words"),
    _by("ChosenEffort.ended_by"),
    _plan("ChosenEffort.ended_at"),
    _plan("EffortStatement.dossier_id"),
    _plan("EffortStatement.chosen_id"),
    _plan("EffortStatement.said_by"),
    _plan("EffortStatement.words"),
    _plan("EffortStatement.said_on"),
    _by("EffortStatement.written_by"),
    _plan("EffortStatement.written_at"),
)

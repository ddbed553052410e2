"""Reading plans and tasks: a case's plan, my tasks, those I gave; overdue shows at owner and giver."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from tvaers.cases.models import Case
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership, Organisation
from tvaers.people.access import PersonCard, cards
from tvaers.plans import network
from tvaers.plans.enums import TaskState
from tvaers.plans.models import (
    ChosenEffort,
    EffortStatement,
    FollowUp,
    Goal,
    GoalStatement,
    Task,
    TaskComment,
    TaskGoal,
)
from tvaers.plans.rules import FINISHED, stand
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Dossier, Link
from tvaers.sharing.parts import array, parsed, parts
from tvaers.sharing.sealing import open_rows
from tvaers.sharing.standing import stand_of_offer
from tvaers.work.models import HandedOn

PAGE = 50
GOAL_TEXTS = ("words", "said_by", "evaluation")
STATEMENT_TEXTS = ("said_by", "words")
FOLLOW_UP_TEXTS = ("present", "words")
_GOAL = ("id", "dossier_id", "place", "state", "said_on", "evaluated_at", "evaluated_by", "written_at", "version")
_STATEMENT = ("id", "dossier_id", "goal_id", "state", "said_on", "written_at")
_FOLLOW_UP = ("id", "dossier_id", "held_on", "next_on", "by", "at")
EFFORT_TEXTS = ("title", "provider", "why", "ended_words")
EFFORT_STATEMENT_TEXTS = ("said_by", "words")
_EFFORT = ("id", "dossier_id", "effort_id", "goal_id", "start_on", "chosen_at", "ended_on")
_EFFORT_STATEMENT = ("id", "dossier_id", "chosen_id", "said_on", "written_at")
_HANDED = ("id", "dossier_id", "words", "from_id", "to_id", "until_on", "at", "known_at")
_TASK = (
    "id",
    "goal_id",
    "text",
    "due_on",
    "state",
    "owner_id",
    "owner_organisation_id",
    "given_by",
    "given_at",
    "done_at",
    "done_by",
    "version",
    "offer",
    "owner_name",
    "owner_organisation",
    "owner_mark",
    "giver_name",
)


@dataclass(frozen=True)
class Plan:
    """A case's plan as far as the asker sees it: goals in their order, follow-ups newest first, all opened.

    Each goal carries its `statements`, newest first. efforts: those chosen, the running ones first, the newest before
    the others; each with `chooser` and its `statements`, newest first. networks: network plans, the running one first.
    """

    goals: list[dict[str, Any]]
    follow_ups: list[dict[str, Any]]
    efforts: list[dict[str, Any]] = field(default_factory=list)
    networks: list[network.Network] = field(default_factory=list)

    @property
    def next_on(self) -> date | None:
        """When it is followed up next, as the last follow-up said."""
        return self.follow_ups[0]["next_on"] if self.follow_ups else None


def plan(*, case: UUID) -> Plan:
    """Return the goals, efforts, follow-ups and network plans of a case in one statement."""
    arrays = {
        **_effort_arrays(),
        **network.arrays(),
        "goal_rows": parts(Goal, (*_GOAL, *GOAL_TEXTS), order=("place", "written_at")),
        "statement_rows": parts(GoalStatement, (*_STATEMENT, *STATEMENT_TEXTS), order=("-said_on", "-written_at")),
        "follow_up_rows": parts(FollowUp, (*_FOLLOW_UP, *FOLLOW_UP_TEXTS), order=("-held_on", "-at")),
    }
    row = Case.objects.filter(id=case).annotate(**arrays).values(*arrays).first()
    if row is None:
        return Plan([], [])
    statements = open_rows(GoalStatement, parsed(GoalStatement, row["statement_rows"]), STATEMENT_TEXTS)
    opened = open_rows(Goal, parsed(Goal, row["goal_rows"]), GOAL_TEXTS)
    return Plan(
        [goal | {"statements": [one for one in statements if one["goal_id"] == goal["id"]]} for goal in opened],
        open_rows(FollowUp, parsed(FollowUp, row["follow_up_rows"]), FOLLOW_UP_TEXTS),
        _efforts(row),
        network.read(row),
    )


def _effort_arrays() -> dict[str, Any]:
    """Return what a case's row is asked besides, for its efforts."""
    chooser = Membership.objects.filter(id=OuterRef("chosen_by")).values("name")
    chosen = ChosenEffort.objects.filter(dossier_id=OuterRef("id")).annotate(chooser=Subquery(chooser))
    order = (F("ended_on").desc(nulls_first=True), "-start_on", "-chosen_at")
    said = (*_EFFORT_STATEMENT, *EFFORT_STATEMENT_TEXTS)
    return {
        "effort_rows": array(chosen.order_by(*order), (*_EFFORT, *EFFORT_TEXTS, "chooser")),
        "effort_statement_rows": parts(EffortStatement, said, order=("-said_on", "-written_at")),
    }


def _efforts(row: dict[str, Any]) -> list[dict[str, Any]]:
    said = parsed(EffortStatement, row["effort_statement_rows"])
    statements = open_rows(EffortStatement, said, EFFORT_STATEMENT_TEXTS)
    found = open_rows(ChosenEffort, parsed(ChosenEffort, row["effort_rows"]), EFFORT_TEXTS)
    return [each | {"statements": [one for one in statements if one["chosen_id"] == each["id"]]} for each in found]


def goals(*, case: UUID) -> list[dict[str, Any]]:
    """Return the goals of a case in their order, opened."""
    return plan(case=case).goals


def follow_ups(*, case: UUID) -> list[dict[str, Any]]:
    """Return when the plan was followed up, newest first, opened."""
    return plan(case=case).follow_ups


def _named(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Add who owns a task and where, who gave it, how its offer stands, and for who sees the case its goal."""
    place = Organisation.objects.filter(id=OuterRef("owner_organisation_id"))
    named: QuerySet[Task] = stand_of_offer(rows).annotate(
        owner_name=Subquery(Membership.objects.filter(id=OuterRef("owner_id")).values("name")),
        owner_organisation=Subquery(place.values("name")),
        owner_mark=Subquery(place.values("mark")),
        giver_name=Subquery(Membership.objects.filter(id=OuterRef("given_by")).values("name")),
        goal_id=Subquery(TaskGoal.objects.filter(task_id=OuterRef("id")).values("goal_id")[:1]),
    )
    return named


def _opened(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    opened = open_rows(Task, rows, ("text",), dossier="id")
    for row in opened:
        row["stand"] = stand(row["state"], row["offer"])
    seen.record_all((row["id"] for row in opened), Category.PLAN)
    return opened


def tasks_of(*, case: UUID) -> list[dict[str, Any]]:
    """Return the tasks below a case that the asker can see, by their dates."""
    below = Link.objects.filter(kind=LinkKind.BELONGS, target_id=case).values("source_id")
    return _opened(_named(Task.objects.filter(id__in=below)).order_by("due_on", "id").values(*_TASK))


@dataclass(frozen=True)
class Mark:
    """Where a page ended: the last task's day and id (keyset paging)."""

    day: date
    id: UUID


class View:
    """The saved views of the list of tasks, by name."""

    MINE = "mine"
    GIVEN = "given"
    DONE = "done"


VIEWS = (View.MINE, View.GIVEN, View.DONE)


def _in_view(view: str, member: UUID) -> QuerySet[Task]:
    conditions = {
        View.MINE: Q(owner_id=member, state=TaskState.OPEN),
        View.GIVEN: Q(given_by=member, state=TaskState.OPEN) & ~Q(owner_id=member),
        View.DONE: (Q(owner_id=member) | Q(given_by=member)) & ~Q(state=TaskState.OPEN),
    }
    return Task.objects.filter(conditions[view])


def in_case(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Add the case that a task belongs to and its young person, for those who see them."""
    link = Link.objects.filter(kind=LinkKind.BELONGS, source_id=OuterRef("id"))
    return rows.annotate(
        case_id=Subquery(link.values("target_id")[:1]),
        person_id=Subquery(Case.objects.filter(id=OuterRef("case_id")).values("person_id")),
    )


def listed(view: str, *, member: UUID, after: Mark | None = None) -> tuple[list[dict[str, Any]], Mark | None]:
    """Return one page of a view, and where the next begins: open ones by their dates, others newest first.

    Each task carries its case's id and the young person's card where the asker sees them.
    """
    rows = in_case(_named(_in_view(view, member)))
    if view == View.DONE:
        rows = rows.order_by("-due_on", "id")
        if after:
            rows = rows.filter(due_on__lte=after.day).exclude(due_on=after.day, id__lte=after.id)
    else:
        rows = rows.order_by("due_on", "id")
        if after:
            rows = rows.filter(due_on__gte=after.day).exclude(due_on=after.day, id__lte=after.id)
    found = list(rows.values(*_TASK, "case_id", "person_id")[: PAGE + 1])
    # The one after the page says only that there is more: nobody sees it.
    page = _opened(found[:PAGE])
    people = cards({row["person_id"] for row in page if row["person_id"]})
    following = Mark(page[-1]["due_on"], page[-1]["id"]) if len(found) > PAGE else None
    return [row | {"person": people.get(row["person_id"])} for row in page], following


def task(*, task: UUID) -> dict[str, Any] | None:
    """Return one task with its comments, and how it was handed on, opened; None when hidden or missing.

    case_id, case_closed_at and person are None for those who do not see the case.
    """
    columns = ("id", "dossier_id", "words", "by", "by_organisation_id", "at", "hinders")
    found = in_case(_named(Task.objects.filter(id=task))).annotate(
        comment_rows=parts(TaskComment, columns, order=("at",)),
        handed_rows=parts(HandedOn, _HANDED, order=("at",)),
        owner_id_of_dossier=Subquery(Dossier.objects.filter(id=OuterRef("id")).values("owner_id")),
        giver_organisation=Subquery(Membership.objects.filter(id=OuterRef("given_by")).values("organisation__name")),
        doer_name=Subquery(Membership.objects.filter(id=OuterRef("done_by")).values("name")),
        case_closed_at=Subquery(Case.objects.filter(id=OuterRef("case_id")).values("closed_at")),
    )
    added = (
        "case_id",
        "case_closed_at",
        "person_id",
        "comment_rows",
        "handed_rows",
        "owner_id_of_dossier",
        "giver_organisation",
        "doer_name",
    )
    opened = _opened(found.values(*_TASK, *added))
    if not opened:
        return None
    row = opened[0]
    row["comments"] = open_rows(TaskComment, parsed(TaskComment, row.pop("comment_rows")), ("words",))
    row["handed"] = open_rows(HandedOn, parsed(HandedOn, row.pop("handed_rows")), ("words",))
    members = {each[column] for each in row["handed"] for column in ("from_id", "to_id")}
    names = _authors({comment["by"] for comment in row["comments"]} | members)
    for each in row["handed"]:
        each["giver"], each["taker"] = (names.get(each[column], ("", ""))[0] for column in ("from_id", "to_id"))
    for comment in row["comments"]:
        comment["by_name"], comment["by_organisation"] = names.get(comment["by"], ("", ""))
    row["person"] = _card(row["person_id"])
    return row


def _card(person: UUID | None) -> PersonCard | None:
    return cards({person}).get(person) if person else None


def _authors(members: set[UUID]) -> dict[UUID, tuple[str, str]]:
    if not members:
        return {}
    rows = Membership.objects.filter(id__in=members).values_list("id", "name", "organisation__name")
    return {id_: (name, organisation) for id_, name, organisation in rows}


def open_tasks(*, case: UUID) -> list[dict[str, Any]]:
    """Return the tasks of a case that are neither done nor cancelled."""
    return [row for row in tasks_of(case=case) if row["stand"] not in FINISHED]

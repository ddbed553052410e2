"""Lists of cases: thin rows, in the order of review; never by anything about a person (R13)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value

from tvaers.cases.enums import State, StepKind
from tvaers.cases.models import Case, Move, PublishedFigure, Step
from tvaers.cases.rules import ENTERS, READ
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership, Organisation
from tvaers.people.access import PersonCard, cards
from tvaers.people.access import called as people_called
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Dossier, Link
from tvaers.sharing.queries import in_reach
from tvaers.sharing.sealing import open_rows
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock

PAGE = 50
# Counting further costs more than it tells.
COUNT_CAP = 200
# How many running cases a name is looked for in: they are opened in memory, so there is a limit.
SEARCHED = 500


class View:
    """The saved views of the list, by name."""

    MINE = "mine"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


VIEWS: dict[str, tuple[State, ...]] = {
    View.MINE: (State.OPEN, State.PAUSED),
    View.OPEN: (State.OPEN,),
    View.PAUSED: (State.PAUSED,),
    View.CLOSED: (State.CLOSED,),
}
_COLUMNS = (
    "id",
    "person_id",
    "state",
    "criterion",
    "purpose",
    "lead_id",
    "opened_at",
    "closed_at",
    "review_on",
    "paused_until",
    "outcome",
)


_ROW = (*_COLUMNS, "lead_name", "owner_id", "owner_name", "owner_mark")


@dataclass(frozen=True)
class Mark:
    """Where a page ended: the last row's review day and id (keyset paging)."""

    day: date
    id: UUID


def _in_view(view: str, member: UUID, *, much: bool) -> QuerySet[Case]:
    rows = Case.objects.filter(state__in=VIEWS[view])
    return rows.filter(lead_id=member) if view == View.MINE else in_reach(rows, much=much)


def counts(*, member: UUID, much: bool) -> dict[str, int]:
    """Return how many cases are in each view, counted to COUNT_CAP + 1, in one statement.

    much: what `sharing.queries.sees_much` said, here and below; a page asks once.
    """
    first, *others = (
        _in_view(view, member, much=much)
        .order_by()
        .annotate(view=Value(view))
        .values_list("view", flat=True)[: COUNT_CAP + 1]
        for view in VIEWS
    )
    counted = Counter(first.union(*others, all=True))
    return {view: counted[view] for view in VIEWS}


def named(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Add who leads each case and which organisation answers for it."""
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    return rows.annotate(
        lead_name=Subquery(Membership.objects.filter(id=OuterRef("lead_id")).values("name")),
        owner_id=Subquery(Dossier.objects.filter(id=OuterRef("id")).values("owner_id")),
        owner_name=Subquery(owner.values("name")),
        owner_mark=Subquery(owner.values("mark")),
    )


def listed(
    view: str, *, member: UUID, much: bool, after: Mark | None = None
) -> tuple[list[dict[str, Any]], Mark | None]:
    """Return one page of cases in the order of their review, and where the next one begins.

    Each row carries the young person's card, or None where the identity is not shared; of another organisation's case
    no more than what it is for.
    """
    rows = named(_in_view(view, member, much=much)).order_by("review_on", "id")
    if after is not None:
        rows = rows.filter(review_on__gte=after.day).exclude(review_on=after.day, id__lte=after.id)
    found = list(rows.values(*_ROW)[: PAGE + 1])
    page = found[:PAGE]
    people = cards({row["person_id"] for row in page})
    seen.record_all((row["id"] for row in page), Category.PLAN)
    following = Mark(page[-1]["review_on"], page[-1]["id"]) if len(found) > PAGE else None
    return [_narrowed(row) | {"person": people.get(row["person_id"])} for row in page], following


def _narrowed(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out of another organisation's case why it is there, when it is reviewed and how it ended (R15)."""
    claims = context.current()
    if claims and row["owner_id"] == claims.organisation:
        return row
    return row | dict.fromkeys(("criterion", "review_on", "paused_until", "outcome"))


def called(text: str, *, much: bool) -> tuple[list[dict[str, Any]], bool]:
    """Return the running cases whose young person's name holds `text`, and whether there were too many to look at all.

    Names are opened in memory, among the first SEARCHED in the order of review. The search is logged with its
    criterion, hits or not (R18); only what is shown counts as seen.
    """
    seen.record_search({"name": text})
    rows = in_reach(Case.objects.filter(state__in=VIEWS[View.MINE]), much=much)
    found = list(named(rows).order_by("review_on", "id").values(*_ROW)[: SEARCHED + 1])
    fitting = people_called({row["person_id"] for row in found[:SEARCHED]}, text)
    hits = [row for row in found[:SEARCHED] if row["person_id"] in fitting][:PAGE]
    people = cards({row["person_id"] for row in hits})
    seen.record_all((row["id"] for row in hits), Category.PLAN)
    return [_narrowed(row) | {"person": people.get(row["person_id"])} for row in hits], len(found) > SEARCHED


def people_of(cases: set[UUID]) -> dict[UUID, PersonCard | None]:
    """Return whom each of these cases is about, None where that is not shared; no row for one that is hidden."""
    if not cases:
        return {}
    about = dict(Case.objects.filter(id__in=cases).values_list("id", "person_id"))
    people = cards(set(about.values()))
    seen.record_all(about, Category.PLAN)
    return {case: people.get(person) for case, person in about.items()}


def of_people(*, people: set[UUID]) -> list[dict[str, Any]]:
    """Return the cases about these young people that the asker can see, newest first."""
    if not people:
        return []
    rows = named(Case.objects.filter(person_id__in=people)).order_by("-opened_at", "id")
    columns = ("id", "person_id", "state", "opened_at", "closed_at", "outcome", "lead_id", "lead_name", "owner_id")
    found = list(rows.values(*columns))
    seen.record_all((row["id"] for row in found), Category.PLAN)
    return found


def running_about(*, person: UUID, but: UUID | None = None, owner: UUID | None = None) -> UUID | None:
    """Return the case other than `but` that runs about a young person, as far as the asker sees one.

    owner: at that organisation.
    """
    running = Case.objects.filter(person_id=person).exclude(state=State.CLOSED)
    if owner is not None:
        running = running.filter(Exists(Dossier.objects.filter(id=OuterRef("id"), owner_id=owner)))
    if but is not None:
        running = running.exclude(id=but)
    return running.order_by("opened_at", "id").values_list("id", flat=True).first()


def running_about_both(person: UUID, other: UUID) -> list[dict[str, Any]]:
    """Return the running cases about two people, oldest first; none unless both have one that the asker sees."""
    rows = named(Case.objects.filter(person_id__in=(person, other)).exclude(state=State.CLOSED))
    columns = ("id", "person_id", "lead_name")
    found = list(rows.order_by("opened_at", "id").values(*columns))
    if {row["person_id"] for row in found} != {person, other}:
        return []
    seen.record_all((row["id"] for row in found), Category.PLAN)
    return found


def joined_concerns(*, case: UUID) -> list[UUID]:
    """Return the concerns that led to a case or were joined to it, oldest first, as far as the asker sees them."""
    links = Link.objects.filter(kind=LinkKind.BECAME, target_id=case).order_by("linked_at", "id")
    return list(links.values_list("source_id", flat=True))


def of_person(*, person: UUID) -> list[dict[str, Any]]:
    """Return the cases about one young person that the asker can see, newest first."""
    return of_people(people={person})


@dataclass(frozen=True, kw_only=True)
class EntryRead:
    """How the second reading of why a case is there stands (R15). said: what was last said of it, None for nothing yet.

    is_mine: the asker opened it or took it up again, and is not its second reader. who, at: of what was said.
    """

    due_at: datetime
    is_done: bool
    said: StepKind | None
    who: str
    at: datetime | None
    is_mine: bool


def entry_read(*, case: UUID, member: UUID) -> EntryRead | None:
    """Return how the second reading of a case stands, in one statement; None where nothing waits, or ever waited."""
    of_case = Step.objects.filter(dossier_id=case)
    last = of_case.filter(kind__in=READ, at__gte=OuterRef("started_at")).order_by("-at")
    who = Membership.objects.filter(id=OuterRef("by"))
    row = (
        Clock.objects.filter(dossier_id=case, kind=ClockKind.CONFIRM)
        .annotate(
            said=Subquery(last.values("kind")[:1]),
            at=Subquery(last.values("at")[:1]),
            who=Subquery(last.annotate(who=Subquery(who.values("name"))).values("who")[:1]),
            is_mine=Exists(of_case.filter(kind__in=ENTERS, by=member)),
        )
        .order_by("-started_at")
        .values("due_at", "done_at", "said", "at", "who", "is_mine")
        .first()
    )
    if row is None:
        return None
    return EntryRead(
        due_at=row["due_at"],
        is_done=row["done_at"] is not None,
        said=StepKind(row["said"]) if row["said"] else None,
        who=row["who"] or "",
        at=row["at"],
        is_mine=row["is_mine"],
    )


def published_quarters() -> list[date]:
    """Return the first days of the quarters of which the asker may read figures, newest first."""
    return list(PublishedFigure.objects.order_by("-quarter").values_list("quarter", flat=True).distinct())


def published_figures(*, quarter: date) -> list[dict[str, Any]]:
    """Return the figures of a quarter that the asker may read: the own organisation's, and those of its agreements."""
    rows = PublishedFigure.objects.filter(quarter=quarter).order_by("owner__name", "owner_id", "measure", "divided")
    named = rows.annotate(
        owner_name=F("owner__name"),
        owner_mark=F("owner__mark"),
        area_name=F("area__name"),
        area_within=F("area__parent__name"),
    )
    columns = (
        "owner_id",
        "owner_name",
        "owner_mark",
        "measure",
        "divided",
        "band",
        "area_name",
        "area_within",
        "count",
    )
    return list(named.values(*columns))


@dataclass(frozen=True, kw_only=True)
class Moving:
    """That a case is handed over because the young person moves. to: None where it is told by letter, to `name`.

    taken_at: since when there is a case there; answer: what a letter was answered.
    """

    to: UUID | None
    name: str
    moves_on: date
    by: str
    begun_at: datetime
    taken_at: datetime | None
    answer: str


def moving(*, case: UUID) -> Moving | None:
    """Return to whom a case is handed over, for its owner and for whom it is handed over to; None where it is not."""
    names = {
        "organisation": Subquery(Organisation.objects.filter(id=OuterRef("to_organisation_id")).values("name")),
        "by_name": Subquery(Membership.objects.filter(id=OuterRef("by")).values("name")),
    }
    columns = (
        "id",
        "dossier_id",
        "to_organisation_id",
        "to_name",
        "moves_on",
        "begun_at",
        "taken_at",
        "answer",
        *names,
    )
    rows = Move.objects.filter(dossier_id=case, ended_at=None).annotate(**names).values(*columns)
    found = open_rows(Move, rows, ("to_name", "answer"))
    if not found:
        return None
    row = found[0]
    return Moving(
        to=row["to_organisation_id"],
        name=row["organisation"] or row["to_name"],
        moves_on=row["moves_on"],
        by=row["by_name"] or "",
        begun_at=row["begun_at"],
        taken_at=row["taken_at"],
        answer=row["answer"],
    )


def taken_over_as(*, case: UUID, organisation: UUID) -> UUID | None:
    """Return the case that an organisation has made of another's, if it has and the asker sees both."""
    made = Link.objects.filter(kind=LinkKind.BECAME, source_id=case, target__owner_id=organisation)
    return made.values_list("target_id", flat=True).first()

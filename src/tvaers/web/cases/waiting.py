"""What waits for somebody among cases and tasks: mine, late ones and nobody's, reviews, follow-ups, drafts, moves.

All in one statement, one before it and one more for the names, since Today asks many apps.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When
from django.db.models import Case as CaseWhen
from django.db.models.functions import Cast, Coalesce, TruncDate

from tvaers.cases.enums import State, StepKind
from tvaers.cases.models import Case, Entry, Move, Step
from tvaers.cases.rules import ENTERS, OPENERS
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.people.access import PersonCard, cards
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Duty, DutyStatement, FollowUp, NetworkPlan, Task, TaskComment
from tvaers.plans.network import OVER
from tvaers.plans.queries import in_case
from tvaers.plans.rules import NOBODYS, STAND_OF_OFFER
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind, Stand
from tvaers.sharing.models import Link
from tvaers.sharing.sealing import open_rows
from tvaers.sharing.standing import stand_of_offer
from tvaers.ui import dates
from tvaers.web.cases.waiting_lines import (
    CONTACT,
    DRAFT,
    DUTY,
    FOLLOW,
    GIVEN,
    LED,
    LEFT,
    MINE,
    MOVED,
    NETWORK,
    REVIEW,
    SECOND,
    TAKEN_ON,
    TASKS,
    THEIRS,
    TO_TAKE,
    TOLD,
    UNREAD,
    UNSIGNED,
    Line,
    waiting_line,
)
from tvaers.work import waiting
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock
from tvaers.work.waiting import MOST, Waiting

DRAFT_RESTS = timedelta(days=3)
_COLUMNS = ("kind", "row", "case", "person", "sealed", "day", "label", "plan")
_OF_TASK = {"row": F("id"), "case": F("case_id"), "person": F("person_id"), "sealed": F("text"), "day": F("due_on")}
NOBODYS_OFFERS = tuple(offer for offer, stands in STAND_OF_OFFER.items() if stands in NOBODYS)


def install() -> None:
    """Let Today ask."""
    waiting.register("cases", for_actor)


def _as(kind: str, **columns: Any) -> dict[str, Any]:
    empty = {
        "case": Value(None, UUIDField()),
        "person": Value(None, UUIDField()),
        "sealed": Value(b"", BinaryField()),
        "label": Value("", CharField()),
        # Of nothing but NULLs the database would make a text.
        "plan": Cast(Value(None), UUIDField()),
    }
    return {"kind": Value(kind, CharField()), **empty, **columns}


def _first(rows: QuerySet[Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the columns of the most that Today shows: those whose day is, or was, first."""
    return rows.order_by("day", "row").values_list(*_COLUMNS)[:MOST]


def _tasks(by: UUID, until: date, today: date, *, leads: bool) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Return my open tasks until a day, the late ones that I gave or that stand in a case I lead, and nobody's.

    What somebody may still decline is never late (R2); what was declined, not answered in time or is no longer shared
    waits for its giver, or the case's lead.
    """
    still_open = in_case(stand_of_offer(Task.objects.filter(state=TaskState.OPEN)))
    # What another organisation asked for is not handed on.
    kind = CaseWhen(When(offer=None, then=Value(MINE)), default=Value(TAKEN_ON), output_field=CharField())
    mine = still_open.filter(owner_id=by, due_on__lte=until)
    mine = mine.annotate(**_as(MINE, **_OF_TASK, label=_what_hinders()) | {"kind": kind})
    # Asked once: an OR would have the database plan how the offer stands twice.
    given_or_taken = still_open.alias(stands=Coalesce("offer", Value(Stand.OPEN.value))).filter(stands=Stand.OPEN)
    late = given_or_taken.filter(due_on__lt=today)
    label = {"label": _what_hinders()}
    given = late.filter(given_by=by).exclude(owner_id=by).annotate(**_as(GIVEN, **_OF_TASK, **label))
    asked = Task.objects.filter(given_by=by, state=TaskState.OPEN).values("id")
    led = []
    if leads:
        my_cases = Case.objects.filter(lead_id=by).exclude(state=State.CLOSED).values("id")
        below = Link.objects.filter(kind=LinkKind.BELONGS, target_id__in=my_cases).values("source_id")
        theirs = late.filter(id__in=below).exclude(given_by=by).exclude(owner_id=by)
        led.append(theirs.annotate(**_as(LED, **_OF_TASK, **label)))
        # One list of ids: an OR of the two would look at every open task there is.
        asked = asked.union(below, all=True)
    nobodys = still_open.filter(id__in=asked, offer__in=NOBODYS_OFFERS)
    left = nobodys.annotate(**_as(LEFT, **_OF_TASK, label=F("offer")))
    return [_first(rows) for rows in (mine, given, *led, left)]


def _what_hinders() -> CaseWhen:
    """Say of a task whether somebody has said, since its day passed, what is in the way."""
    said = TaskComment.objects.filter(dossier_id=OuterRef("id"), hinders=True, at__date__gt=OuterRef("due_on"))
    return CaseWhen(When(Exists(said), then=Value(TOLD)), default=Value(""), output_field=CharField())


def _networks(by: UUID, until: date, today: date, rested: datetime) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Yield what waits of the network plans of cases I lead: meeting, first contact, missed agreements, drafts."""
    led = Case.objects.filter(lead_id=by).exclude(state=State.CLOSED)
    mine = led.values("id")
    clocks = Clock.objects.filter(kind=ClockKind.NETWORK, done_at=None, dossier_id=OuterRef("id"))
    meet = led.annotate(meets_by=Subquery(clocks.values("due_at")[:1])).filter(meets_by__date__lte=until)
    of_case = {"row": F("id"), "case": F("id"), "person": F("person_id")}
    yield _first(meet.annotate(**_as(NETWORK, **of_case, day=TruncDate("meets_by"))))
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id"))
    columns = {"case": F("dossier_id"), "person": person}
    running = NetworkPlan.objects.filter(dossier_id__in=mine, ended_at=None)
    signed = running.filter(signed_at__isnull=False)
    unmet = signed.filter(contacted_on=None, contact_on__lte=until)
    yield _first(unmet.annotate(**_as(CONTACT, **columns, row=F("id"), sealed=F("contact_by"), day=F("contact_on"))))
    drafts = running.filter(signed_at=None, written_at__lte=rested)
    yield _first(drafts.annotate(**_as(UNSIGNED, **columns, row=F("id"), day=TruncDate("written_at"))))
    said = DutyStatement.objects.filter(duty_id=OuterRef("id"))
    heard = said.filter(Q(said_on__gt=OuterRef("due_on")) | Q(state__in=OVER))
    missed = Duty.objects.filter(~Exists(heard), plan_id__in=signed.values("id"), due_on__lt=today)
    due = _as(DUTY, **columns, row=F("id"), sealed=F("words"), day=F("due_on"), plan=F("plan_id"))
    yield _first(missed.annotate(**due))


def for_absent(absent: UUID, until: date) -> list[Waiting]:
    """Return the tasks, reviews and follow-ups of a colleague who is away that the asker reads, up to a day."""
    return _told(_OF_ABSENT(by=absent, until=until))


def _of_absent(*, by: UUID, until: date) -> QuerySet[Any, tuple[Any, ...]]:
    still_open = in_case(Task.objects.filter(state=TaskState.OPEN, owner_id=by, due_on__lte=until))
    led = Case.objects.filter(lead_id=by).exclude(state=State.CLOSED)
    follow = _follow_ups(led.filter(state=State.OPEN), until)
    tasks = still_open.annotate(**_as(THEIRS, **_OF_TASK))
    return _together(_first(rows) for rows in (tasks, _reviews(led, until), follow))


def _led(by: UUID, until: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Yield the reviews and follow-ups due in cases I lead, and their moves that were taken over elsewhere."""
    running = Case.objects.filter(lead_id=by).exclude(state=State.CLOSED)
    yield _first(_reviews(running, until))
    yield _first(_follow_ups(running.filter(state=State.OPEN), until))
    taken = Move.objects.filter(ended_at=None, taken_at__isnull=False, dossier_id__in=running.values("id"))
    yield _first(taken.annotate(**_as(MOVED, **_of_move(), day=TruncDate("taken_at"))))


def _drafts(by: UUID, rested: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """Return my drafts that have rested for three days."""
    resting = Entry.objects.filter(author_id=by, signed_at=None, written_at__lte=rested)
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id"))
    drafts = resting.annotate(
        **_as(DRAFT, row=F("id"), case=F("dossier_id"), person=person, sealed=F("title"), day=TruncDate("written_at"))
    )
    return _first(drafts)


def _reviews(running: QuerySet[Case], until: date) -> QuerySet[Case]:
    rows: QuerySet[Case] = running.filter(review_on__lte=until).annotate(
        **_as(REVIEW, row=F("id"), case=F("id"), person=F("person_id"), day=F("review_on"), label=F("state"))
    )
    return rows


def _of_move() -> dict[str, Any]:
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id"))
    return {"row": F("id"), "case": F("dossier_id"), "person": person}


def _to_take(here: UUID) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the cases to take over here."""
    to_take = Move.objects.filter(ended_at=None, taken_at=None, to_organisation_id=here)
    return _first(to_take.annotate(**_as(TO_TAKE, **_of_move(), day=F("moves_on"))))


def _entries(by: UUID, here: UUID, until: date, now: datetime) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Return the cases that wait for me as second reader, and those I opened or lead that nobody confirmed in time."""
    waits = Clock.objects.filter(owner_id=here, kind=ClockKind.CONFIRM, done_at=None)
    of_case = Step.objects.filter(dossier_id=OuterRef("id"))
    clock_of = waits.filter(dossier_id=OuterRef("id"))
    cases = Case.objects.filter(id__in=waits.values("dossier_id")).annotate(
        due_at=Subquery(clock_of.values("due_at")[:1]), began_at=Subquery(clock_of.values("started_at")[:1])
    )
    entered = Exists(of_case.filter(kind__in=ENTERS, by=by))
    doubted = of_case.filter(kind=StepKind.DOUBTED, at__gte=OuterRef("began_at"))
    columns = {"row": F("id"), "case": F("id"), "person": F("person_id"), "day": TruncDate("due_at")}
    still = cases.filter(due_at__date__lte=until)
    mine = still.filter(~entered, ~Exists(doubted.filter(by=by))).annotate(**_as(SECOND, **columns))
    said = Coalesce(Subquery(doubted.values("kind")[:1]), Value(""), output_field=CharField())
    unread = cases.filter(entered | Q(lead_id=by), Q(due_at__lt=now) | Exists(doubted))
    return [_first(mine), _first(unread.annotate(**_as(UNREAD, **columns, label=said)))]


def _follow_ups(cases: QuerySet[Case], until: date) -> QuerySet[FollowUp]:
    """Return the last follow-up of each case's plan whose next day has come; writing the next one is doing it."""
    held, written = OuterRef("held_on"), OuterRef("at")
    later = FollowUp.objects.filter(
        Q(held_on__gt=held) | Q(held_on=held, at__gt=written), dossier_id=OuterRef("dossier_id")
    )
    due = FollowUp.objects.filter(~Exists(later), dossier_id__in=cases.values("id"), next_on__lte=until)
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id"))
    rows: QuerySet[FollowUp] = due.annotate(
        **_as(FOLLOW, row=F("id"), case=F("dossier_id"), person=person, day=F("next_on"))
    )
    return rows


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor` up to `until`.

    Whether there are tasks and cases at all is asked first: planning what may wait of them takes the database longest.
    """
    if not actor.claims.categories:
        return []
    now, opens = clock.now(), actor.has_role(*OPENERS)
    ((leads, tasks),) = _WHETHER(by=actor.id)
    asked: dict[str, date | UUID] = {"by": actor.id, "rested": now - DRAFT_RESTS}
    if leads or tasks:
        asked |= {"until": dates.local_date(until), "today": clock.today()}
    if opens:
        asked |= {"until": dates.local_date(until), "here": actor.organisation.id, "now": now}
    return _told(_WAITS(leads, tasks, opens, **asked))


def _whether(*, by: UUID) -> QuerySet[Any, Any]:
    """Return whether the member leads running cases, and whether they have or have given open tasks.

    The own membership is always there to carry it.
    """
    led = Case.objects.filter(lead_id=by).exclude(state=State.CLOSED)
    own, given = (Task.objects.filter(state=TaskState.OPEN, **{column: by}) for column in ("owner_id", "given_by"))
    carrier = Membership.objects.filter(id=by).annotate(leads=Exists(led), tasks=Q(Exists(own)) | Q(Exists(given)))
    told: QuerySet[Any, Any] = carrier.values_list("leads", "tasks")
    return told


def _waits(leads: bool, tasks: bool, opens: bool, **asked: Any) -> QuerySet[Any, tuple[Any, ...]]:  # noqa: FBT001
    """Return all that waits; of what there is none of, nothing is asked."""
    by, rested = asked["by"], asked["rested"]
    kinds: list[QuerySet[Any, tuple[Any, ...]]] = []
    if leads or tasks:
        kinds += _tasks(by, asked["until"], asked["today"], leads=leads)
    kinds += _led(by, asked["until"]) if leads else ()
    kinds.append(_drafts(by, rested))
    if opens:
        kinds.append(_to_take(asked["here"]))
        kinds += _entries(by, asked["here"], asked["until"], asked["now"])
    kinds += _networks(by, asked["until"], asked["today"], rested) if leads else ()
    return _together(kinds)


def _together(kinds: Iterable[QuerySet[Any, tuple[Any, ...]]]) -> QuerySet[Any, tuple[Any, ...]]:
    first, *others = kinds
    return first.union(*others, all=True) if others else first


_WHETHER, _WAITS, _OF_ABSENT = Compiled(_whether), Compiled(_waits), Compiled(_of_absent)


def _told(found: Iterable[tuple[Any, ...]]) -> list[Waiting]:
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in found]
    people = cards({row["person"] for row in rows if row["person"]})
    return [waiting_line(line) for line in _lines(rows, people)]


def _lines(rows: list[dict[str, Any]], people: Mapping[UUID, PersonCard]) -> list[Line]:
    """Open what is sealed: a task's text with the task's own key, a draft's title with its case's."""
    tasks = [{**row, "id": row["row"], "text": row["sealed"]} for row in rows if row["kind"] in TASKS]
    drafts = [{**row, "id": row["row"], "title": row["sealed"]} for row in rows if row["kind"] == DRAFT]
    open_rows(Task, tasks, ("text",), dossier="id")
    open_rows(Entry, drafts, ("title",), dossier="case")
    duties = [{**row, "id": row["row"], "words": row["sealed"]} for row in rows if row["kind"] == DUTY]
    open_rows(Duty, duties, ("words",), dossier="case")
    meets = [{**row, "id": row["row"], "contact_by": row["sealed"]} for row in rows if row["kind"] == CONTACT]
    open_rows(NetworkPlan, meets, ("contact_by",), dossier="case")
    texts = {row["row"]: row["text"] for row in tasks} | {row["row"]: row["title"] for row in drafts}
    texts |= {row["row"]: row["words"] for row in duties} | {row["row"]: row["contact_by"] for row in meets}
    seen.record_all((row["row"] for row in tasks), Category.PLAN)
    seen.record_all({row["case"] for row in rows if row["case"]}, Category.PLAN)
    return [
        Line(
            kind=row["kind"],
            row=row["row"],
            case=row["case"],
            person=people.get(row["person"]),
            text=texts.get(row["row"], ""),
            day=row["day"],
            label=row["label"],
            plan=row["plan"],
        )
        for row in rows
    ]

"""What waits for somebody among cases and tasks: mine, late ones and nobody's, reviews, follow-ups, drafts, moves.

All in one statement and one more for the names, since Today asks many apps.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When
from django.db.models import Case as CaseWhen
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.enums import State, StepKind
from tvaers.cases.models import Case, Entry, Move, Step
from tvaers.cases.rules import ENTERS, OPENERS
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.people.access import PersonCard, cards
from tvaers.plans.enums import TaskState
from tvaers.plans.models import FollowUp, Task
from tvaers.plans.queries import in_case
from tvaers.plans.rules import NOBODYS, STAND_OF_OFFER, stand
from tvaers.plans.rules import Stand as TaskStand
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind, Stand
from tvaers.sharing.models import Link
from tvaers.sharing.sealing import open_rows
from tvaers.sharing.standing import stand_of_offer
from tvaers.ui import dates
from tvaers.web.cases.frame import called
from tvaers.work import waiting
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock
from tvaers.work.waiting import MOST, Waiting

DRAFT_RESTS = timedelta(days=3)
_COLUMNS = ("kind", "row", "case", "person", "sealed", "day", "label")
_OF_TASK = {"row": F("id"), "case": F("case_id"), "person": F("person_id"), "sealed": F("text"), "day": F("due_on")}
MINE, GIVEN, LED, LEFT = "mine", "given", "led", "left"
REVIEW, FOLLOW, DRAFT = "review", "follow", "draft"
SECOND, UNREAD = "second", "unread"
MOVED, TO_TAKE = "moved", "to-take"
# A task of mine that another organisation asked for, and one of a colleague who is away.
TAKEN_ON, THEIRS = "taken-on", "theirs"
TASKS = frozenset({MINE, TAKEN_ON, THEIRS, GIVEN, LED, LEFT})
NOBODYS_OFFERS = tuple(offer for offer, stands in STAND_OF_OFFER.items() if stands in NOBODYS)


def install() -> None:
    """Let Today ask."""
    waiting.register("cases", for_actor)


@dataclass(frozen=True)
class _Line:
    """One row of what waits. text: opened; label: the state of a case, or how a task's offer stands."""

    kind: str
    row: UUID
    case: UUID | None
    person: PersonCard | None
    text: str
    day: date
    label: str


def _as(kind: str, **columns: Any) -> dict[str, Any]:
    empty = {
        "case": Value(None, UUIDField()),
        "person": Value(None, UUIDField()),
        "sealed": Value(b"", BinaryField()),
        "label": Value("", CharField()),
    }
    return {"kind": Value(kind, CharField()), **empty, **columns}


def _first(rows: QuerySet[Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the columns of the most that Today shows: those whose day is, or was, first."""
    return rows.order_by("day", "row").values_list(*_COLUMNS)[:MOST]


def _tasks(actor: Actor, until: date) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Return my open tasks until a day, the late ones that I gave or that stand in a case I lead, and nobody's.

    What somebody may still decline is never late (R2); what was declined, not answered in time or is no longer shared
    waits for its giver, or the case's lead.
    """
    still_open = in_case(stand_of_offer(Task.objects.filter(state=TaskState.OPEN)))
    # What another organisation asked for is not handed on.
    kind = CaseWhen(When(offer=None, then=Value(MINE)), default=Value(TAKEN_ON), output_field=CharField())
    mine = still_open.filter(owner_id=actor.id, due_on__lte=until).annotate(**_as(MINE, **_OF_TASK) | {"kind": kind})
    taken = Q(offer=None) | Q(offer=Stand.OPEN)
    given = still_open.filter(taken, given_by=actor.id, due_on__lt=clock.today()).exclude(owner_id=actor.id)
    my_cases = Case.objects.filter(lead_id=actor.id).exclude(state=State.CLOSED).values("id")
    below = Link.objects.filter(kind=LinkKind.BELONGS, target_id__in=my_cases).values("source_id")
    led = still_open.filter(taken, id__in=below, due_on__lt=clock.today()).exclude(given_by=actor.id)
    # One list of ids: an OR of the two would look at every open task there is.
    asked = Task.objects.filter(given_by=actor.id, state=TaskState.OPEN).values("id").union(below, all=True)
    nobodys = still_open.filter(id__in=asked, offer__in=NOBODYS_OFFERS)
    left = nobodys.annotate(**_as(LEFT, **_OF_TASK, label=F("offer")))
    late = (given.annotate(**_as(GIVEN, **_OF_TASK)), led.exclude(owner_id=actor.id).annotate(**_as(LED, **_OF_TASK)))
    return [_first(rows) for rows in (mine, *late, left)]


def for_absent(absent: UUID, until: date) -> list[Waiting]:
    """Return the tasks, reviews and follow-ups of a colleague who is away that the asker reads, up to a day."""
    still_open = in_case(Task.objects.filter(state=TaskState.OPEN, owner_id=absent, due_on__lte=until))
    led = Case.objects.filter(lead_id=absent).exclude(state=State.CLOSED)
    follow = _follow_ups(led.filter(state=State.OPEN), until)
    tasks = still_open.annotate(**_as(THEIRS, **_OF_TASK))
    return _asked(_first(rows) for rows in (tasks, _reviews(led, until), follow))


def _cases(actor: Actor, until: date) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Return the reviews and follow-ups due in cases I lead, my drafts that have rested for three days, and moves."""
    running = Case.objects.filter(lead_id=actor.id).exclude(state=State.CLOSED)
    due = _reviews(running, until)
    follow = _follow_ups(running.filter(state=State.OPEN), until)
    resting = Entry.objects.filter(author_id=actor.id, signed_at=None, written_at__lte=clock.now() - DRAFT_RESTS)
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id"))
    drafts = resting.annotate(
        **_as(DRAFT, row=F("id"), case=F("dossier_id"), person=person, sealed=F("title"), day=TruncDate("written_at"))
    )
    return [_first(rows) for rows in (due, follow, drafts, *_moves(actor, running))]


def _reviews(running: QuerySet[Case], until: date) -> QuerySet[Case]:
    rows: QuerySet[Case] = running.filter(review_on__lte=until).annotate(
        **_as(REVIEW, row=F("id"), case=F("id"), person=F("person_id"), day=F("review_on"), label=F("state"))
    )
    return rows


def _moves(actor: Actor, running: QuerySet[Case]) -> Iterator[QuerySet[Move]]:
    """Yield the moves of cases I lead that were taken over elsewhere, and for who opens cases those to take over."""
    person = Subquery(Case.objects.filter(id=OuterRef("dossier_id")).values("person_id"))
    columns = {"row": F("id"), "case": F("dossier_id"), "person": person}
    moves = Move.objects.filter(ended_at=None)
    taken = moves.filter(taken_at__isnull=False, dossier_id__in=running.values("id"))
    yield taken.annotate(**_as(MOVED, **columns, day=TruncDate("taken_at")))
    if actor.has_role(*OPENERS):
        to_take = moves.filter(taken_at=None, to_organisation_id=actor.organisation.id)
        yield to_take.annotate(**_as(TO_TAKE, **columns, day=F("moves_on")))


def _entries(actor: Actor, until: date) -> list[QuerySet[Any, tuple[Any, ...]]]:
    """Return the cases that wait for me as second reader, and those I opened or lead that nobody confirmed in time."""
    if not actor.has_role(*OPENERS):
        return []
    waits = Clock.objects.filter(owner_id=actor.organisation.id, kind=ClockKind.CONFIRM, done_at=None)
    of_case = Step.objects.filter(dossier_id=OuterRef("id"))
    clock_of = waits.filter(dossier_id=OuterRef("id"))
    cases = Case.objects.filter(id__in=waits.values("dossier_id")).annotate(
        due_at=Subquery(clock_of.values("due_at")[:1]), began_at=Subquery(clock_of.values("started_at")[:1])
    )
    entered = Exists(of_case.filter(kind__in=ENTERS, by=actor.id))
    doubted = of_case.filter(kind=StepKind.DOUBTED, at__gte=OuterRef("began_at"))
    columns = {"row": F("id"), "case": F("id"), "person": F("person_id"), "day": TruncDate("due_at")}
    still = cases.filter(due_at__date__lte=until)
    mine = still.filter(~entered, ~Exists(doubted.filter(by=actor.id))).annotate(**_as(SECOND, **columns))
    said = Coalesce(Subquery(doubted.values("kind")[:1]), Value(""), output_field=CharField())
    unread = cases.filter(entered | Q(lead_id=actor.id), Q(due_at__lt=clock.now()) | Exists(doubted))
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
    """Return what waits for `actor` up to `until`."""
    if not actor.claims.categories:
        return []
    last = dates.local_date(until)
    return _asked((*_tasks(actor, last), *_cases(actor, last), *_entries(actor, last)))


def _asked(kinds: Iterable[QuerySet[Any, tuple[Any, ...]]]) -> list[Waiting]:
    first, *others = kinds
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in first.union(*others, all=True)]
    people = cards({row["person"] for row in rows if row["person"]})
    return [waiting_line(line) for line in _lines(rows, people)]


def _lines(rows: list[dict[str, Any]], people: Mapping[UUID, PersonCard]) -> list[_Line]:
    """Open what is sealed: a task's text with the task's own key, a draft's title with its case's."""
    tasks = [{**row, "id": row["row"], "text": row["sealed"]} for row in rows if row["kind"] in TASKS]
    drafts = [{**row, "id": row["row"], "title": row["sealed"]} for row in rows if row["kind"] == DRAFT]
    open_rows(Task, tasks, ("text",), dossier="id")
    open_rows(Entry, drafts, ("title",), dossier="case")
    texts = {row["row"]: row["text"] for row in tasks} | {row["row"]: row["title"] for row in drafts}
    seen.record_all((row["row"] for row in tasks), Category.PLAN)
    seen.record_all({row["case"] for row in rows if row["case"]}, Category.PLAN)
    return [
        _Line(
            kind=row["kind"],
            row=row["row"],
            case=row["case"],
            person=people.get(row["person"]),
            text=texts.get(row["row"], ""),
            day=row["day"],
            label=row["label"],
        )
        for row in rows
    ]


def waiting_line(line: _Line) -> Waiting:
    """Return the line of Today for one row."""
    return _WORDS[line.kind](line)


def _in_case(line: _Line, words: str) -> str:
    return words % {"name": called(line.person)} if line.case else ""


def _mine(line: _Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    about = _in_case(line, _("Your task in the case of %(name)s"))
    return Waiting(
        what=line.text,
        url=url,
        about=about or _("A task that you have been given"),
        do=_("Mark as done"),
        do_url=f"{reverse('tasks:done', args=[line.row])}?back=today",
        do_post=True,
        also=_("Hand on"),
        also_url=reverse("tasks:hand-on", args=[line.row]) if line.kind == MINE else "",
        due=line.day,
    )


def _theirs(line: _Line) -> Waiting:
    return replace(_given(line), about=_in_case(line, _("A task in the case of %(name)s")))


def _given(line: _Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    about = _in_case(line, _("You gave this task, in the case of %(name)s. Ask how it goes."))
    return Waiting(what=line.text, url=url, about=about, do=_("See the task"), do_url=url, due=line.day)


def _led(line: _Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    about = _in_case(line, _("A task in the case of %(name)s, which you lead. Ask how it goes."))
    return Waiting(what=line.text, url=url, about=about, do=_("See the task"), do_url=url, due=line.day)


# Why nobody has a task any longer: the chip, then where the case is seen, then where it is not.
_LEFT: dict[TaskStand, tuple[str | Promise, str | Promise, str | Promise]] = {
    TaskStand.DECLINED: (
        gettext_lazy("Has said no"),
        gettext_lazy("Has been declined, in the case of %(name)s. Give it to somebody else, or cancel it."),
        gettext_lazy("Has been declined. Give it to somebody else, or cancel it."),
    ),
    TaskStand.UNANSWERED: (
        gettext_lazy("Not answered in time"),
        gettext_lazy("Nobody answered, in the case of %(name)s. Give it to somebody else, or cancel it."),
        gettext_lazy("Nobody answered. Give it to somebody else, or cancel it."),
    ),
    TaskStand.ENDED: (
        gettext_lazy("No longer shared"),
        gettext_lazy("Is no longer shared, in the case of %(name)s. Give it to somebody else, or cancel it."),
        gettext_lazy("Is no longer shared. Give it to somebody else, or cancel it."),
    ),
}


def _left(line: _Line) -> Waiting:
    url = reverse("tasks:task", args=[line.row])
    chip, in_case, alone = _LEFT[stand(TaskState.OPEN, line.label)]
    return Waiting(
        what=line.text,
        url=url,
        about=_in_case(line, str(in_case)) or str(alone),
        do=_("See the task"),
        do_url=url,
        chip=str(chip),
        calm=True,
    )


def _review(line: _Line) -> Waiting:
    step = "resumed" if line.label == State.PAUSED else "reviewed"
    what = _("The pause ends: %(name)s") if line.label == State.PAUSED else _("Review the case of %(name)s")
    return Waiting(
        what=what % {"name": called(line.person)},
        url=reverse("cases:case", args=[line.case]),
        about=_("Is it still needed, and is the plan right?"),
        do=_("Go on with the case") if line.label == State.PAUSED else _("Review"),
        do_url=reverse("cases:step", args=[line.case, step]),
        due=line.day,
    )


def _follow_up(line: _Line) -> Waiting:
    return Waiting(
        what=_("Follow up the plan of %(name)s") % {"name": called(line.person)},
        url=reverse("cases:plan", args=[line.case]),
        about=_("Look at each goal together, and agree on what comes now."),
        do=_("Write a follow-up"),
        do_url=reverse("cases:follow-up", args=[line.case]),
        due=line.day,
    )


def _second(line: _Line) -> Waiting:
    return Waiting(
        what=_("Be the second reader of why there is a case about %(name)s") % {"name": called(line.person)},
        url=reverse("cases:case", args=[line.case]),
        about=_("A colleague opened it. Agree, or say what you doubt; the case goes on meanwhile."),
        do=_("Read why"),
        do_url=reverse("cases:second-reader", args=[line.case]),
        due=line.day,
    )


def _unread(line: _Line) -> Waiting:
    what = _("Nobody has confirmed why there is a case about %(name)s")
    about = _("Ask a colleague to be the second reader. The case goes on meanwhile.")
    if line.label:
        what = _("A second reader doubts why there is a case about %(name)s")
        about = _("Read what they doubt, and talk about it. The case goes on meanwhile.")
    url = reverse("cases:course", args=[line.case])
    return Waiting(
        what=what % {"name": called(line.person)}, url=url, about=about, do=_("See"), do_url=url, due=line.day
    )


def _draft(line: _Line) -> Waiting:
    return Waiting(
        what=_("Sign your draft: %(title)s") % {"title": line.text or _("Note")},
        url=reverse("cases:entry", args=[line.case, line.row]),
        about=_in_case(line, _("In the case of %(name)s. Nobody else sees it before you sign.")),
        do=_("Go on with the draft"),
        do_url=reverse("cases:entry-change", args=[line.case, line.row]),
        chip=_("Written %(day)s") % {"day": dates.short_day(line.day)},
        calm=True,
    )


def _moved(line: _Line) -> Waiting:
    return Waiting(
        what=_("There is a case elsewhere now: %(name)s") % {"name": called(line.person)},
        url=reverse("cases:move", args=[line.case]),
        about=_("Close the case here. What was shared ends with it."),
        do=_("See the steps"),
        do_url=reverse("cases:move", args=[line.case]),
        chip=_("Since %(day)s.") % {"day": dates.short_day(line.day)},
        calm=True,
    )


def _to_take(line: _Line) -> Waiting:
    return Waiting(
        what=_("%(name)s moves to you") % {"name": called(line.person)},
        url=reverse("cases:case", args=[line.case]),
        about=_("The other municipality answers for the case until you have opened your own."),
        do=_("Open your own case"),
        do_url=reverse("cases:take-over", args=[line.case]),
        chip=_("About %(day)s") % {"day": dates.short_day(line.day)},
        calm=True,
    )


_WORDS = {
    MINE: _mine,
    TAKEN_ON: _mine,
    THEIRS: _theirs,
    GIVEN: _given,
    LED: _led,
    LEFT: _left,
    REVIEW: _review,
    FOLLOW: _follow_up,
    DRAFT: _draft,
    SECOND: _second,
    UNREAD: _unread,
    MOVED: _moved,
    TO_TAKE: _to_take,
}

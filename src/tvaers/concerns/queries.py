"""Queues of concerns: thin rows, in the order of arrival or of their clocks; never of anything about a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tvaers.areas.models import Area
from tvaers.concerns.enums import About, InvolvedRole, State
from tvaers.concerns.models import Concern, Involved, Passing, Reporter
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing import seen
from tvaers.sharing.enums import DisclosureState, LinkKind, Source
from tvaers.sharing.models import Access, Disclosure, Dossier, Link
from tvaers.sharing.offers import Offered, to_me
from tvaers.sharing.queries import in_reach, sees_much
from tvaers.sharing.sealing import open_rows
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock

PAGE = 50
# What is on hand when a text is looked for: opened in memory, so there is a limit.
SEARCHED = 500
# Counting further costs more than it tells; the page then says "more than 200".
COUNT_CAP = 200
REPEATS_WITHIN = timedelta(days=365)
# Two concerns about nobody by name meet by place only while it is fresh.
SAME_PLACE_WITHIN = timedelta(days=60)
_NEVER = datetime.max.replace(tzinfo=UTC)
# No deadline runs out so long ago.
ABOVE_ALL = timedelta(days=100 * 365)


class View:
    """The saved views of the queue, by name."""

    TO_ASSESS = "to-assess"
    TO_RECEIPT = "to-receipt"
    TO_TELL = "to-tell"
    MINE = "mine"
    DECIDED = "decided"
    RECEIVED = "received"


VIEWS = (View.TO_ASSESS, View.TO_RECEIPT, View.TO_TELL, View.MINE, View.DECIDED)
# Newest first; the others stand in the order of their first deadline.
BY_ARRIVAL = frozenset({View.MINE, View.DECIDED})
_KIND_OF_VIEW = {
    View.TO_ASSESS: (ClockKind.ACUTE, ClockKind.TRIAGE),
    View.TO_RECEIPT: (ClockKind.RECEIPT,),
    View.TO_TELL: (ClockKind.FEEDBACK,),
}


# Urgent, not urgent, and what nobody has looked at yet.
URGENCY: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """How a queue is narrowed; empty means everything. text: looked for in the headlines of what is on hand.

    urgency: a key of URGENCY. kind: of who told.
    """

    area_id: UUID | None = None
    channel: str = ""
    urgency: str = ""
    kind: str = ""
    about: str = ""
    outcome: str = ""
    received_from: datetime | None = None
    received_until: datetime | None = None
    text: str = ""

    @property
    def is_on(self) -> bool:
        """Tell whether anything is filtered away."""
        return self != Filters()


@dataclass(frozen=True)
class Mark:
    """Where a page of a queue ended: the last row's key (keyset paging)."""

    at: datetime
    id: UUID


def ours_with(*kinds: ClockKind) -> QuerySet[Clock, Any]:
    """Return, as a subquery, the ids of the own organisation's concerns on which such a clock runs.

    What waits is little in every organisation, however much it sees, so these lists are driven from here.
    """
    claims = context.current()
    running = Clock.objects.filter(owner_id=claims.organisation if claims else None, done_at__isnull=True)
    return running.filter(kind__in=kinds).values("dossier_id")


def _is_ours() -> Exists:
    """Tell of each concern whether the asker's organisation answers for it: nobody decides on another's."""
    claims = context.current()
    organisation = claims.organisation if claims else None
    return Exists(Dossier.objects.filter(id=OuterRef("id"), owner_id=organisation))


def in_view(view: str, *, member: UUID, filters: Filters) -> QuerySet[Concern]:
    """Return the concerns of a view, unsorted and untouched; but for the text, which is looked for in memory."""
    conditions = {
        # Until it is decided, the clock of the decision runs (R10).
        View.TO_ASSESS: Q(id__in=ours_with(ClockKind.TRIAGE), state=State.RECEIVED),
        View.TO_RECEIPT: Q(id__in=ours_with(ClockKind.RECEIPT)),
        View.TO_TELL: Q(id__in=ours_with(ClockKind.FEEDBACK)),
        View.MINE: Q(recorded_by=member),
        View.DECIDED: Q(state=State.DECIDED),
    }
    narrowed = Concern.objects.filter(conditions[view])
    if view == View.DECIDED:
        narrowed = in_reach(narrowed, much=sees_much())
    if filters.area_id:
        parts = Area.objects.filter(
            Q(id=filters.area_id) | Q(parent_id=filters.area_id) | Q(parent__parent_id=filters.area_id)
        )
        narrowed = narrowed.filter(area_id__in=parts.values("id"))
    plain = {"channel": filters.channel, "about": filters.about, "outcome": filters.outcome}
    narrowed = narrowed.filter(**{name: value for name, value in plain.items() if value})
    if filters.urgency:
        narrowed = narrowed.filter(Q(is_acute=URGENCY[filters.urgency]))
    if filters.kind:
        narrowed = narrowed.filter(Exists(Reporter.objects.filter(dossier_id=OuterRef("id"), kind=filters.kind)))
    if filters.received_from:
        narrowed = narrowed.filter(received_at__gte=filters.received_from)
    if filters.received_until:
        narrowed = narrowed.filter(received_at__lt=filters.received_until)
    return narrowed


def _offers() -> QuerySet[Passing]:
    """Return what was passed to the asker and waits for an answer, one row for each concern."""
    claims = context.current()
    readers = claims.readers if claims else ()
    offered = Access.objects.filter(
        reader_id__in=readers,
        source=Source.DISCLOSURE,
        state=DisclosureState.OFFERED,
        ended_at__isnull=True,
        until_at__gt=clock.now(),
    )
    return Passing.objects.filter(id__in=Disclosure.objects.filter(id__in=offered.values("id")).values("group_id"))


def accepted() -> list[dict[str, Any]]:
    """Return what was passed to the asker and accepted, and that nobody has made a concern of the own yet.

    Rows of id, headline, received_at and owner_name; they end when it is taken over, given back, or runs out.
    """
    claims = context.current()
    if claims is None or claims.organisation is None:
        return []
    return _listed(_ACCEPTED(PAGE, readers=claims.readers, here=claims.organisation, now=clock.now()))


def _accepted(most: int, *, readers: tuple[UUID, ...], here: UUID, now: datetime) -> QuerySet[Any, Any]:
    passed = Disclosure.objects.filter(id=OuterRef("id"), group_id__in=Passing.objects.values("id"))
    live = Access.objects.filter(
        Exists(passed),
        dossier_id=OuterRef("id"),
        reader_id__in=readers,
        source=Source.DISCLOSURE,
        state=DisclosureState.ACCEPTED,
        ended_at__isnull=True,
        until_at__gt=now,
    )
    ours = Link.objects.filter(source_id=OuterRef("id"), kind=LinkKind.BECAME, target__owner_id=here)
    is_ours = Exists(Dossier.objects.filter(id=OuterRef("id"), owner_id=here))
    owner = Dossier.objects.filter(id=OuterRef("id")).values("owner__name")
    rows = Concern.objects.filter(Exists(live), ~Exists(ours), ~is_ours).annotate(owner_name=Subquery(owner))
    return rows.order_by("received_at", "id").values("id", "headline", "received_at", "owner_name")[:most]


_ACCEPTED = Compiled(_accepted)


def counts(*, member: UUID) -> dict[str, int]:
    """Return how many wait in each view but the decided ones, counted to COUNT_CAP + 1, in one statement."""
    waiting = VIEWS[:-1]
    first, *others = (
        in_view(view, member=member, filters=Filters())
        .annotate(view=Value(view))
        .values_list("view", flat=True)[: COUNT_CAP + 1]
        for view in waiting
    )
    offers = _offers().annotate(view=Value(View.RECEIVED)).values_list("view", flat=True)
    counted = Counter(first.union(*others, offers[: COUNT_CAP + 1], all=True))
    return {view: counted[view] for view in (*waiting, View.RECEIVED)}


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """One page of a view: thin rows, and where it goes on in both directions.

    following: the last row of this page, where there is one after it, whose id is next_id. preceding: the last row of
    the page before, where there is one. is_cut: a text was looked for among the first SEARCHED alone.
    """

    rows: list[dict[str, Any]]
    following: Mark | None = None
    next_id: UUID | None = None
    preceding: Mark | None = None
    is_cut: bool = False


def _first_due(view: str) -> Coalesce | Case:
    running = Clock.objects.filter(dossier_id=OuterRef("id"), done_at__isnull=True)
    if view in _KIND_OF_VIEW:
        running = running.filter(kind__in=_KIND_OF_VIEW[view])
    first = Coalesce(
        Subquery(running.order_by().values("dossier_id").annotate(due=Min("due_at")).values("due")), Value(_NEVER)
    )
    if view != View.TO_ASSESS:
        return first
    # Somebody said that it cannot wait: until it is decided it stands above every deadline, the first said first.
    return Case(When(is_acute=True, acute_at__isnull=False, then=F("acute_at") - ABOVE_ALL), default=first)


_COLUMNS = (
    "id",
    "state",
    "outcome",
    "about",
    "channel",
    "area_id",
    "received_at",
    "opened_at",
    "decided_at",
    "headline",
    "is_acute",
    "version",
    "reporter_kind",
    "due",
    "clock_kind",
)


def queue(
    view: str, *, member: UUID, filters: Filters, after: Mark | None = None, until: Mark | None = None
) -> QueuePage:
    """Return one page of a view: waiting ones by their first open clock, the others by arrival, newest first.

    after: the page behind this row; until: the page that ends with it. At most one of them.
    """
    running = Clock.objects.filter(dossier_id=OuterRef("id"), done_at__isnull=True)
    if view in _KIND_OF_VIEW:
        running = running.filter(kind__in=_KIND_OF_VIEW[view])
    rows = in_view(view, member=member, filters=filters).annotate(
        due=_first_due(view),
        clock_kind=Subquery(running.order_by("due_at").values("kind")[:1]),
        reporter_kind=Subquery(Reporter.objects.filter(dossier_id=OuterRef("id")).values("kind")[:1]),
    )
    if filters.text:
        return _looked_through(_forward(rows, view, None), filters.text)
    if until is not None:
        return _page_until(rows, view, until)
    found = list(_forward(rows, view, after).values(*_COLUMNS)[: PAGE + 1])
    more = len(found) > PAGE
    return QueuePage(
        rows=_shown(found[:PAGE]),
        following=_mark(found[PAGE - 1], view) if more else None,
        next_id=found[PAGE]["id"] if more else None,
        preceding=after,
    )


def _page_until(rows: QuerySet[Concern], view: str, until: Mark) -> QueuePage:
    """Return the page that ends with a row, read backwards."""
    at, ties = ("received_at__gt", "received_at") if view in BY_ARRIVAL else ("due__lt", "due")
    order = ("received_at", "-id") if view in BY_ARRIVAL else ("-due", "-id")
    before = rows.filter(Q(**{at: until.at}) | Q(**{ties: until.at}, id__lte=until.id)).order_by(*order)
    # Asked with the rows, as it is the same for all of them: a page has a number of statements to keep to.
    behind = Subquery(_forward(rows, view, until).values("id")[:1])
    found = list(before.annotate(behind=behind).values(*_COLUMNS, "behind")[: PAGE + 1])
    next_id = found[0]["behind"] if found else None
    return QueuePage(
        rows=_shown(found[:PAGE][::-1]),
        following=until if next_id else None,
        next_id=next_id,
        preceding=_mark(found[PAGE], view) if len(found) > PAGE else None,
    )


def _forward(rows: QuerySet[Concern], view: str, after: Mark | None) -> QuerySet[Concern]:
    """Return the rows in the order of their view, those behind a row only where one is given."""
    beyond, ties = ("received_at__lt", "received_at") if view in BY_ARRIVAL else ("due__gt", "due")
    ordered = rows.order_by("-received_at" if view in BY_ARRIVAL else "due", "id")
    return ordered.filter(Q(**{beyond: after.at}) | Q(**{ties: after.at}, id__gt=after.id)) if after else ordered


def _mark(row: Mapping[str, Any], view: str) -> Mark:
    return Mark(row["received_at" if view in BY_ARRIVAL else "due"], row["id"])


def _shown(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_due_or_none(row) for row in _listed(rows)]


def _looked_through(rows: QuerySet[Concern], text: str) -> QueuePage:
    """Return the rows whose headline holds `text`, among the first SEARCHED; only these count as seen."""
    opened = open_rows(Concern, rows.values(*_COLUMNS)[: SEARCHED + 1], ("headline",), dossier="id")
    needle = text.casefold()
    found = [row for row in opened[:SEARCHED] if needle in row["headline"].casefold()]
    hits = found[:PAGE]
    seen.record_search({"headline": text})
    seen.record_all((row["id"] for row in hits), Category.CONCERN)
    return QueuePage(rows=[_due_or_none(row) for row in hits], is_cut=len(opened) > SEARCHED or len(found) > PAGE)


def _due_or_none(row: dict[str, Any]) -> dict[str, Any]:
    row["due"] = None if row["due"] == _NEVER else row["due"]
    return row


def _listed(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Open the headlines of thin rows and record them as seen."""
    opened = open_rows(Concern, rows, ("headline",), dossier="id")
    seen.record_all((row["id"] for row in opened), Category.CONCERN)
    return opened


def thin(ids: Iterable[UUID], *, only_ours: bool = False) -> list[dict[str, Any]]:
    """Return the rows among `ids` that the asker can see, the first to arrive first.

    only_ours: those that the own organisation answers for, for steps with several at once.
    """
    rows = Concern.objects.filter(id__in=list(ids)).order_by("received_at", "id")
    if only_ours:
        rows = rows.filter(_is_ours())
    return _listed(rows.values("id", "state", "version", "opened_at", "received_at", "erase_on", "headline"))


def first_of(view: str, *, member: UUID, filters: Filters, but: UUID) -> UUID | None:
    """Return the id of the first concern of a view that is not `but`; nothing is opened, so nothing was seen.

    A text is looked for in headlines, which are not opened here: with one, there is no first.
    """
    if filters.text:
        return None
    rows = in_view(view, member=member, filters=filters).exclude(id=but).annotate(due=_first_due(view))
    return _forward(rows, view, None).values_list("id", flat=True).first()


def repeats(*, concern: UUID, about: About, area: UUID | None, received_at: datetime) -> list[dict[str, Any]]:
    """Return other concerns about the same people within a year, or, about nobody by name, about the same place.

    Dated, newest first. A list and nothing more: how many there are says nothing about a person (R13).
    """
    people = Involved.objects.filter(dossier_id=concern).values("person_id")
    same_people = Exists(Involved.objects.filter(dossier_id=OuterRef("id"), person_id__in=people))
    near = Q(same_people, received_at__gte=received_at - REPEATS_WITHIN)
    if area is not None and about is not About.PERSON:
        nameless = [About.GROUP, About.UNKNOWN]
        span = (received_at - SAME_PLACE_WITHIN, received_at + SAME_PLACE_WITHIN)
        near |= Q(area_id=area, about__in=nameless, received_at__range=span)
    rows = Concern.objects.filter(near).exclude(id=concern).order_by("-received_at", "id")
    return _listed(rows.values("id", "state", "outcome", "received_at", "headline", "about")[:PAGE])


def offers(*, actor: Actor) -> list[Offered]:
    """Return the concerns that others have passed to the actor and nobody has answered, newest first (R2)."""
    passed = set(_offers().values_list("id", flat=True)[:PAGE])
    return [offer for offer in to_me(actor=actor) if offer.group in passed] if passed else []


def areas_of(people: set[UUID]) -> dict[UUID, UUID]:
    """Return of young people the area of the newest concern of the asking organisation that is about them and has one.

    For figures about many, in two statements; nothing is shown of anybody.
    """
    claims = context.current()
    parts = Involved.objects.filter(role=InvolvedRole.OF_CONCERN, person_id__in=people)
    about: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for concern, person in parts.values_list("dossier_id", "person_id"):
        if person is not None:
            about[concern].append(person)
    own = Dossier.objects.filter(owner_id=claims.organisation if claims else None).values("id")
    rows = Concern.objects.filter(id__in=list(about)).filter(id__in=own)
    placed: dict[UUID, UUID] = {}
    for concern, area in rows.order_by("received_at", "id").values_list("id", "area_id"):
        if area is not None:
            placed |= dict.fromkeys(about[concern], area)
    return placed

"""The only doors to what items say about people; each opened row is recorded as seen."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.http import Http404

from tvaers.cases.models import Case
from tvaers.guard.enums import Category
from tvaers.meetings.enums import Capacity, ItemState, MeetingState
from tvaers.meetings.models import (
    Attendee,
    CommonDecision,
    CommonParagraph,
    Decision,
    Item,
    Matter,
    Mention,
    MentionCapacity,
    Paragraph,
    Screening,
)
from tvaers.meetings.rules import CAPACITY_CATEGORY
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership, Organisation
from tvaers.people.access import PersonCard, card_of
from tvaers.people.access import opened as people_opened
from tvaers.people.models import Person
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link
from tvaers.sharing.parts import array, parsed, parts
from tvaers.sharing.sealing import open_rows

TEXTS = ("title", "facts", "assessment", "source", "wish")
# What an item's shell tells: of one about a person, that it is there and where the meeting is with it.
SHELL = (
    *("id", "owner_id", "place", "subject", "is_gated", "ahead", "title", "area_id", "minutes", "state"),
    *("opened_at", "closed_at", "owner", "by_id", "screened"),
)


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Somebody whom an item names, as far as the asker sees: the name, the capacity, or both."""

    id: UUID
    name: str
    capacity: Capacity | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an item says, as far as the asker sees it now. is_open: its words are there for them."""

    is_open: bool = False
    title: str = ""
    facts: str = ""
    assessment: str = ""
    source: str = ""
    wish: str = ""
    version: int = 0
    mentions: list[Mentioned] = field(default_factory=list)
    attendees: list[dict[str, Any]] = field(default_factory=list)
    paragraphs: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """An item about a person, as its page shows it."""

    id: UUID
    meeting_id: UUID
    meeting_kind: str
    meeting_state: MeetingState
    meeting_starts_at: datetime
    owner_id: UUID
    owner_name: str
    owner_kind: str
    subject: str
    state: ItemState
    ahead: bool
    minutes: int | None
    erase_on: date | None
    case: UUID | None
    screenings: list[dict[str, Any]]
    said: Said

    @property
    def title(self) -> str:
        """What it is about."""
        return self.said.title

    @property
    def facts(self) -> str:
        """What was seen or heard."""
        return self.said.facts

    @property
    def assessment(self) -> str:
        """What somebody thinks of it."""
        return self.said.assessment

    @property
    def source(self) -> str:
        """Where it is from."""
        return self.said.source

    @property
    def mentions(self) -> list[Mentioned]:
        """Whom it names."""
        return self.said.mentions


_ATTENDEE = ("name", "relation", "words")
_PEOPLE = {
    "matter_rows": parts(Matter, ("id", "version", *TEXTS), dossier="id"),
    "mention_rows": parts(Mention, ("id", "dossier_id", "name"), order=("written_at", "id")),
    "capacity_rows": parts(MentionCapacity, ("mention_id", "dossier_id", "capacity"), order=("id",)),
    "attendee_rows": parts(
        Attendee,
        ("id", "dossier_id", "kind", "agreed", "chosen_by_family", "came", *_ATTENDEE),
        order=("written_at", "id"),
    ),
}
_PARAGRAPH = ("id", "words", "by_id", "by", "by_organisation", "written_at", "changed_at", "version")
_DECISION = (
    *("id", "words", "member_id", "member", "organisation", "due_on", "done_at", "by_id", "by_organisation"),
    *("made", "made_id"),
)


def _written(model: type[Model], item: str, columns: tuple[str, ...]) -> ArraySubquery:
    """Return the paragraphs of an item's minutes, with who wrote each, as an annotation."""
    who = Membership.objects.filter(id=OuterRef("by_id"))
    rows = model._default_manager.filter(**{item: OuterRef("id")}).annotate(
        by=Subquery(who.values("name")), by_organisation=Subquery(who.values("organisation__name"))
    )
    return array(rows.order_by("written_at", "id"), columns)


def _decided(model: type[Model], item: str, columns: tuple[str, ...], *, organisation: str) -> ArraySubquery:
    """Return what was decided on an item, with who does it, as an annotation. organisation: whose wrote it down."""
    member = Membership.objects.filter(id=OuterRef("member_id"))
    rows = model._default_manager.filter(**{item: OuterRef("id")}).annotate(
        member=Subquery(member.values("name")),
        organisation=Subquery(member.values("organisation__name")),
        by_organisation=F(organisation),
    )
    return array(rows.order_by("at", "id"), columns)


def shells(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Annotate items with who brought them, and the first receiver who said something of them; not those taken off."""
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    first = Screening.objects.filter(item_id=OuterRef("id")).order_by("at", "id")
    return rows.exclude(state=ItemState.DROPPED).annotate(
        owner=Subquery(owner.values("name")),
        screened=Subquery(first.values("outcome")[:1]),
    )


def with_words(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Annotate items with all that they say to the asker now, each table behind its own policy, in one statement."""
    return rows.annotate(
        **_PEOPLE,
        paragraph_rows=_written(Paragraph, "dossier_id", ("dossier_id", *_PARAGRAPH)),
        decision_rows=_decided(Decision, "dossier_id", ("dossier_id", *_DECISION), organisation="by_organisation_id"),
        common_paragraph_rows=_written(CommonParagraph, "item_id", _PARAGRAPH),
        common_decision_rows=_decided(CommonDecision, "item_id", _DECISION, organisation="owner_id"),
    )


WORDS: tuple[str, ...] = (
    *_PEOPLE,
    "paragraph_rows",
    "decision_rows",
    "common_paragraph_rows",
    "common_decision_rows",
)


def opened(rows: list[dict[str, Any]]) -> list[Said]:
    """Return what each row of `with_words` says, opened, the keys of all fetched at once; it counts as seen.

    An item that is not there for the asker, or whose time has not come, says nothing.
    """
    matters = _opened(Matter, rows, "matter_rows", TEXTS, dossier="id")
    names = _opened(Mention, rows, "mention_rows", ("name",))
    attendees = _opened(Attendee, rows, "attendee_rows", _ATTENDEE)
    paragraphs = _opened(Paragraph, rows, "paragraph_rows", ("words",))
    decisions = _opened(Decision, rows, "decision_rows", ("words",))
    found = []
    for row in rows:
        id_ = row["id"]
        capacities = parsed(MentionCapacity, row.pop("capacity_rows"))
        common = parsed(CommonParagraph, row.pop("common_paragraph_rows"))
        decided = parsed(CommonDecision, row.pop("common_decision_rows"))
        matter = next(iter(matters.get(id_, ())), None)
        said = Said(
            is_open=matter is not None,
            **({name: matter[name] for name in (*TEXTS, "version")} if matter else {}),
            mentions=_mentions(names.get(id_, []), capacities),
            attendees=attendees.get(id_, []),
            paragraphs=paragraphs.get(id_, common),
            decisions=decisions.get(id_, decided),
        )
        if row["is_gated"] and (shown := _shown(said)):
            seen.record(id_, shown)
        found.append(said)
    return found


def _opened(
    model: type[Model], rows: list[dict[str, Any]], name: str, texts: tuple[str, ...], *, dossier: str = "dossier_id"
) -> dict[UUID, list[dict[str, Any]]]:
    """Return one table's rows of all items, opened in one go, by item."""
    together = parsed(model, [each for row in rows for each in row.pop(name)])
    found: dict[UUID, list[dict[str, Any]]] = {}
    for each in open_rows(model, together, texts, dossier=dossier):
        found.setdefault(each[dossier], []).append(each)
    return found


def said(items: Collection[UUID]) -> dict[UUID, Said]:
    """Return what some items say to the asker now, in one statement; nothing for those that are not there for them."""
    rows = list(with_words(Item.objects.filter(id__in=items)).values("id", "is_gated", *WORDS))
    told = opened(rows)
    return dict.fromkeys(items, Said()) | {row["id"]: said for row, said in zip(rows, told, strict=True)}


@dataclass(frozen=True)
class Whose:
    """Whom a network meeting's case is about, as far as the asker sees them."""

    case: UUID
    young: PersonCard | None


def whose(*, case: UUID | None = None, item: UUID | None = None) -> Whose | None:
    """Return whose a case is, or that of an item, in one statement; None to who does not see the case."""
    of_item = Link.objects.filter(kind=LinkKind.BELONGS, source_id=item).values("target_id")
    rows = Case.objects.filter(id=case) if case is not None else Case.objects.filter(id__in=of_item)
    of_person = [each.attname for each in Person._meta.concrete_fields]
    row = rows.annotate(people=parts(Person, of_person, dossier="id", of="person_id")).values("id", "people").first()
    if row is None:
        return None
    seen.record(row["id"], Category.PLAN)
    young = next((card_of(each) for each in people_opened(parsed(Person, row["people"]))), None)
    if young is not None:
        seen.record(young.id, Category.IDENTITY)
    return Whose(row["id"], young)


def titles(items: Collection[UUID]) -> dict[UUID, str]:
    """Return what these items about a person are called, as far as the asker reads that now; "" for the others."""
    rows = open_rows(Matter, Matter.objects.filter(id__in=items).values("id", "title"), ("title",), dossier="id")
    seen.record_all((row["id"] for row in rows), Category.CONCERN)
    return dict.fromkeys(items, "") | {row["id"]: row["title"] for row in rows}


def agenda(*, meeting: UUID, item: UUID | None = None) -> list[tuple[dict[str, Any], Said]]:
    """Return the agenda of a meeting in order, each item with what it says to the asker now, in one statement.

    item: that one alone.
    """
    rows = shells(Item.objects.filter(meeting_id=meeting))
    if item is not None:
        rows = rows.filter(id=item)
    found = list(with_words(rows).order_by("place", "id").values(*SHELL, *WORDS))
    return list(zip(found, opened(found), strict=True))


def _shown(what: Said) -> Category:
    shown = Category.CONCERN if what.is_open or what.paragraphs else Category(0)
    shown |= Category.PLAN if what.decisions else Category(0)
    shown |= Category.OTHERS if what.attendees else Category(0)
    for each in what.mentions:
        shown |= Category.IDENTITY if each.name else Category(0)
        shown |= CAPACITY_CATEGORY[each.capacity] if each.capacity else Category(0)
    return shown


def _mentions(named: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[Mentioned]:
    """Return whom an item names: the name, the capacity, or both, as far as the asker sees."""
    names = {each["id"]: each["name"] for each in named}
    capacities = {each["mention_id"]: Capacity(each["capacity"]) for each in told}
    return [
        Mentioned(id=each, name=names.get(each, ""), capacity=capacities.get(each))
        for each in dict.fromkeys((*names, *capacities))
    ]


def _screenings() -> ArraySubquery:
    by = Organisation.objects.filter(id=OuterRef("owner_id"))
    rows = Screening.objects.filter(item_id=OuterRef("id")).annotate(organisation=Subquery(by.values("name")))
    return array(rows.order_by("at"), ("organisation", "owner_id", "outcome", "at"))


def get_item(*, actor: Actor, item: UUID) -> ItemView:
    """Return an item about a person as far as the asker may see it. Raises Http404."""
    del actor  # the database takes the asker from the context
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    row = (
        with_words(Item.objects.filter(id=item, is_gated=True).exclude(state=ItemState.DROPPED))
        .annotate(
            owner_name=Subquery(owner.values("name")),
            owner_kind=Subquery(owner.values("kind")),
            screening_rows=_screenings(),
            case=Subquery(Link.objects.filter(kind=LinkKind.BELONGS, source_id=OuterRef("id")).values("target_id")[:1]),
        )
        .values(
            *("id", "meeting_id", "meeting__kind", "meeting__state", "meeting__starts_at", "owner_id", "owner_name"),
            *("owner_kind", "subject", "state", "ahead", "minutes", "erase_on", "case", "screening_rows"),
            *("is_gated", *WORDS),
        )
        .first()
    )
    if row is None:
        raise Http404
    (what,) = opened([row])
    screenings = parsed(Screening, row.pop("screening_rows"))
    del row["is_gated"]
    plain = {name: value for name, value in row.items() if not name.startswith("meeting__")}
    return ItemView(
        **plain
        | {
            "state": ItemState(row["state"]),
            "meeting_kind": row["meeting__kind"],
            "meeting_state": MeetingState(row["meeting__state"]),
            "meeting_starts_at": row["meeting__starts_at"],
            "screenings": screenings,
            "said": what,
        }
    )

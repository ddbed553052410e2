"""The only doors to what items say about people; each opened row is recorded as seen."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404

from tvaers.guard.enums import Category
from tvaers.meetings.enums import Capacity, ItemState, MeetingState
from tvaers.meetings.models import Attendee, Decision, Item, Matter, Mention, MentionCapacity, Paragraph, Screening
from tvaers.meetings.rules import CAPACITY_CATEGORY
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link
from tvaers.sharing.sealing import open_rows

TEXTS = ("title", "facts", "assessment", "source", "wish")


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


def said(items: Collection[UUID]) -> dict[UUID, Said]:
    """Return what the items about people say to the asker now, in six statements whatever their number.

    An item that is not there for the asker, or whose time has not come, says nothing. What is shown counts as seen.
    """
    if not items:
        return {}
    matters = Matter.objects.filter(id__in=items).values("id", "version", *TEXTS)
    opened = {row["id"]: row for row in open_rows(Matter, matters, TEXTS, dossier="id")}
    mentions = _mentions(items)
    attendees = _by_dossier(
        open_rows(
            Attendee,
            Attendee.objects.filter(dossier_id__in=items)
            .order_by("written_at", "id")
            .values("id", "dossier_id", "kind", "agreed", "chosen_by_family", "came", *_ATTENDEE),
            _ATTENDEE,
        )
    )
    paragraphs = _by_dossier(_paragraphs(items))
    decisions = _by_dossier(_decisions(items))
    found = {}
    for item in items:
        row = opened.get(item)
        found[item] = Said(
            is_open=row is not None,
            **({name: row[name] for name in (*TEXTS, "version")} if row else {}),
            mentions=mentions.get(item, []),
            attendees=attendees.get(item, []),
            paragraphs=paragraphs.get(item, []),
            decisions=decisions.get(item, []),
        )
        shown = _shown(found[item])
        if shown:
            seen.record(item, shown)
    return found


_ATTENDEE = ("name", "relation", "words")


def _shown(what: Said) -> Category:
    shown = Category.CONCERN if what.is_open or what.paragraphs else Category(0)
    shown |= Category.PLAN if what.decisions else Category(0)
    shown |= Category.OTHERS if what.attendees else Category(0)
    for each in what.mentions:
        shown |= Category.IDENTITY if each.name else Category(0)
        shown |= CAPACITY_CATEGORY[each.capacity] if each.capacity else Category(0)
    return shown


def _by_dossier(rows: list[dict[str, Any]]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["dossier_id"], []).append(row)
    return found


def _mentions(items: Collection[UUID]) -> dict[UUID, list[Mentioned]]:
    rows = Mention.objects.filter(dossier_id__in=items).order_by("written_at", "id").values("id", "dossier_id", "name")
    names = {row["id"]: row for row in open_rows(Mention, rows, ("name",))}
    told = MentionCapacity.objects.filter(dossier_id__in=items).values("mention_id", "dossier_id", "capacity")
    capacities = {row["mention_id"]: row for row in told.order_by("id")}
    found: dict[UUID, list[Mentioned]] = {}
    for each in dict.fromkeys((*names, *capacities)):
        name, capacity = names.get(each), capacities.get(each)
        dossier = (name or capacity or {})["dossier_id"]
        found.setdefault(dossier, []).append(
            Mentioned(
                id=each,
                name=name["name"] if name else "",
                capacity=Capacity(capacity["capacity"]) if capacity else None,
            )
        )
    return found


def _paragraphs(items: Collection[UUID]) -> list[dict[str, Any]]:
    who = Membership.objects.filter(id=OuterRef("by_id"))
    rows = Paragraph.objects.filter(dossier_id__in=items).annotate(
        by=Subquery(who.values("name")), by_organisation=Subquery(who.values("organisation__name"))
    )
    columns = ("id", "dossier_id", "words", "by_id", "by", "by_organisation", "written_at", "changed_at", "version")
    return open_rows(Paragraph, rows.order_by("written_at", "id").values(*columns), ("words",))


def _decisions(items: Collection[UUID]) -> list[dict[str, Any]]:
    member = Membership.objects.filter(id=OuterRef("member_id"))
    rows = Decision.objects.filter(dossier_id__in=items).annotate(
        member=Subquery(member.values("name")), organisation=Subquery(member.values("organisation__name"))
    )
    columns = ("id", "dossier_id", "words", "member_id", "member", "organisation", "due_on", "done_at", "by_id")
    more = ("made", "made_id", "by_organisation_id")
    return open_rows(Decision, rows.order_by("at", "id").values(*columns, *more), ("words",))


def get_item(*, actor: Actor, item: UUID) -> ItemView:
    """Return an item about a person as far as the asker may see it. Raises Http404."""
    del actor  # the database takes the asker from the context
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    row = (
        Item.objects.filter(id=item, is_gated=True)
        .exclude(state=ItemState.DROPPED)
        .annotate(
            owner_name=Subquery(owner.values("name")),
            owner_kind=Subquery(owner.values("kind")),
            case=Subquery(Link.objects.filter(kind=LinkKind.BELONGS, source_id=OuterRef("id")).values("target_id")[:1]),
        )
        .values(
            *("id", "meeting_id", "meeting__kind", "meeting__state", "meeting__starts_at", "owner_id", "owner_name"),
            *("owner_kind", "subject", "state", "ahead", "minutes", "erase_on", "case"),
        )
        .first()
    )
    if row is None:
        raise Http404
    by = Organisation.objects.filter(id=OuterRef("owner_id"))
    screenings = Screening.objects.filter(item_id=item).annotate(organisation=Subquery(by.values("name")))
    plain = {name: value for name, value in row.items() if not name.startswith("meeting__")}
    return ItemView(
        **plain
        | {
            "state": ItemState(row["state"]),
            "meeting_kind": row["meeting__kind"],
            "meeting_state": MeetingState(row["meeting__state"]),
            "meeting_starts_at": row["meeting__starts_at"],
            "screenings": list(screenings.order_by("at").values("organisation", "owner_id", "outcome", "at")),
            "said": said([item])[item],
        }
    )


def my_decisions(*, actor: Actor, by_day: date) -> list[dict[str, Any]]:
    """Return what was decided about people that the actor does, due by a day or without one. It counts as seen."""
    rows = Decision.objects.filter(member_id=actor.id, done_at=None).filter(Q(due_on=None) | Q(due_on__lte=by_day))
    columns = ("id", "dossier_id", "meeting_id", "words", "due_on")
    found = open_rows(Decision, rows.order_by("due_on", "id")[:20].values(*columns), ("words",))
    for row in found:
        seen.record(row["dossier_id"], Category.PLAN)
    return found

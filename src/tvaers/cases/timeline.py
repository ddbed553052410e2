"""What happened in a case: apps register their kinds of event here; the timeline shows them together, newest first.

Every kind is one array in one statement, so a further kind costs no further one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import Http404
from django.utils.functional import Promise

from tvaers.cases.models import Case
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.parts import array, parsed
from tvaers.sharing.sealing import open_rows

PAGE = 30
_WHEN, _BY, _BY_ORGANISATION = "when", "by_name", "by_organisation_name"


@dataclass(frozen=True)
class Mark:
    """Where a page ended: the last event's key (keyset paging)."""

    at: datetime
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One event. is_day: the day is known, the time of day is not. is_draft: nobody else sees it yet.

    limited: given for prevention, never for investigation (R3). about: the dossier to open, where it has one.
    """

    kind: str
    id: UUID
    at: datetime
    title: str
    is_day: bool = False
    text: str = ""
    fact: str = ""
    assessment: str = ""
    source: str = ""
    limited: bool = False
    is_draft: bool = False
    notes: list[str] = field(default_factory=list)
    about: UUID | None = None
    by: str = ""
    by_organisation: str = ""


@dataclass(frozen=True)
class Lent:
    """A sealed text of another table that an event tells as well: table, field, and which column names its row."""

    model: type[Model]
    field: str
    row: str

    def open(self, rows: list[dict[str, Any]], column: str, dossier: str) -> None:
        """Open `column` of each row in place."""
        named = [{"id": row[self.row], "dossier_id": row[dossier], self.field: row[column]} for row in rows]
        for row, opened in zip(rows, open_rows(self.model, parsed(self.model, named), (self.field,)), strict=True):
            row[column] = opened[self.field]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of event: where its rows are and how one is told.

    at: the column it is ordered by. columns: further plain ones; texts: sealed ones, with the key of `dossier`;
    lent: which of the columns are sealed texts of another table.
    group: what the filter calls several kinds together. by: the column that names a member. rows: all rows whose outer
    row is the case. told: what a row tells, as a Happened's fields. category: what it counts as seen; None: its own.
    """

    name: str
    label: str | Promise
    model: type[Model]
    at: str
    told: Callable[[Mapping[str, Any]], dict[str, Any]]
    category: Category | Callable[[Mapping[str, Any]], Category] | None
    group: str = ""
    by: str = ""
    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    lent: Mapping[str, Lent] = field(default_factory=dict)
    dossier: str = "dossier_id"
    is_day: bool = False
    rows: Callable[[], QuerySet[Any]] | None = None

    def queryset(self) -> QuerySet[Any]:
        """Return the rows of the outer case, with when and by whom."""
        rows = self.rows() if self.rows else self.model._default_manager.filter(dossier_id=OuterRef("id"))
        found: QuerySet[Any] = rows.annotate(**{_WHEN: Cast(F(self.at), DateTimeField())})
        if self.by:
            who = Membership.objects.filter(id=OuterRef(self.by))
            found = found.annotate(
                **{_BY: Subquery(who.values("name")), _BY_ORGANISATION: Subquery(who.values("organisation__name"))}
            )
        return found

    def annotation(self, after: Mark | None, limit: int) -> Any:  # noqa: ANN401 - an expression
        """Return the array of the newest rows before `after`."""
        rows = self.queryset()
        if after is not None:
            rows = rows.filter(Q(when__lt=after.at) | Q(when=after.at, id__lt=after.id))
        names = (_BY, _BY_ORGANISATION) if self.by else ()
        columns = dict.fromkeys(("id", self.dossier, *self.columns, *self.texts, _WHEN, *names))
        return array(rows.order_by(f"-{_WHEN}", "-id"), tuple(columns), limit=limit)

    def events(self, rows: list[dict[str, Any]]) -> Iterable[tuple[Happened, UUID, Category]]:
        """Return the events of opened rows, each with what it counts as seen."""
        for row in rows:
            event = Happened(
                kind=self.name,
                id=row["id"],
                at=datetime.fromisoformat(row[_WHEN]).astimezone(UTC),
                is_day=self.is_day,
                by=row.get(_BY) or "",
                by_organisation=row.get(_BY_ORGANISATION) or "",
                **self.told(row),
            )
            yield event, UUID(str(row[self.dossier])), self.counts_as(row)

    def counts_as(self, row: Mapping[str, Any]) -> Category:
        """Return what a row that is shown counts as."""
        if self.category is None:
            return Category(row["category"])
        return self.category if isinstance(self.category, Category) else self.category(row)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Show a kind of event on the timeline; a name registered again replaces the former."""
    _kinds[kind.name] = kind


def kinds() -> list[tuple[str, str | Promise]]:
    """Return what the timeline can be narrowed to, by name and label, in the order it was registered."""
    found: dict[str, str | Promise] = {}
    for kind in _kinds.values():
        found.setdefault(kind.group or kind.name, kind.label)
    return list(found.items())


def happened(
    *, case: UUID, only: str = "", but: frozenset[str] = frozenset(), after: Mark | None = None, limit: int = PAGE
) -> tuple[list[Happened], Mark | None]:
    """Return what happened in a case, newest first, and where the next page begins, in one statement.

    only: a name of `kinds`; but: kinds left out. Each reader sees what is shared and no more.
    Raises Http404 when the case is hidden or missing.
    """
    wanted = {name: kind for name, kind in _kinds.items() if name not in but and only in {"", kind.group or name}}
    arrays = {f"{name}_rows": kind.annotation(after, limit + 1) for name, kind in wanted.items()}
    row = Case.objects.filter(id=case).annotate(**arrays).values(*arrays).first()
    if row is None:
        raise Http404
    found: list[tuple[Happened, UUID, Category]] = []
    for name, kind in wanted.items():
        rows = parsed(kind.model, row[f"{name}_rows"])
        if kind.texts:
            open_rows(kind.model, rows, kind.texts, dossier=kind.dossier)
        for column, lent in kind.lent.items():
            lent.open(rows, column, kind.dossier)
        found += kind.events(rows)
    found.sort(key=lambda each: (each[0].at, each[0].id), reverse=True)
    for _event, dossier, category in found[:limit]:
        seen.record(dossier, category)
    events = [event for event, _dossier, _category in found]
    following = Mark(events[limit - 1].at, events[limit - 1].id) if len(events) > limit else None
    return events[:limit], following

"""The doors to a case. Hidden equals missing; what is returned is recorded as seen, category by category."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Subquery
from django.http import Http404

from tvaers.cases.enums import Criterion, Outcome, State, StepKind
from tvaers.cases.models import Case, Entry, NetworkMember, ParentContact, Step, Strength, Summary, Voice
from tvaers.files.models import File
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.models import Membership, Organisation, Unit
from tvaers.people.access import PersonCard, cards
from tvaers.sharing import origins, seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Dossier, Link, Restriction
from tvaers.sharing.parts import parsed, parts
from tvaers.sharing.sealing import open_rows


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as one reader sees it: whatever is not shared is absent, not blanked.

    person is None where the young person's identity is not shared. is_restricted: it is there for named colleagues
    alone; never told to others than its owner. The lists hold opened thin rows.
    """

    id: UUID
    owner_id: UUID
    owner_name: str
    origins: list[str]
    owner_mark: str
    person_id: UUID
    person: PersonCard | None
    state: State
    criterion: Criterion
    purpose: Purpose
    basis: str
    lead_id: UUID
    lead_name: str
    unit_id: UUID | None
    unit_name: str
    opened_at: datetime
    review_on: date
    paused_until: date | None
    closed_at: datetime | None
    outcome: Outcome | None
    erase_on: date | None
    version: int
    is_restricted: bool = False
    voices: list[dict[str, Any]] = field(default_factory=list)
    strengths: list[dict[str, Any]] = field(default_factory=list)
    network: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """Why it was opened; empty where that is not shared or was not read."""
        return next((step["reason"] for step in self.steps if step["kind"] == StepKind.OPENED), "")

    @property
    def is_closed(self) -> bool:
        """Tell whether it has ended."""
        return self.state is State.CLOSED


@dataclass(frozen=True)
class _Part:
    """A table behind the case: its columns, which of them are sealed, its order, what it tells about."""

    model: type[Model]
    plain: tuple[str, ...]
    texts: tuple[str, ...]
    order: tuple[str, ...]
    category: Category | None

    @property
    def columns(self) -> tuple[str, ...]:
        return ("id", "dossier_id", *self.plain, *self.texts)


ENTRY_COLUMNS = (
    "category",
    "happened_at",
    "is_police_material",
    "author_id",
    "author_organisation_id",
    "written_at",
    "signed_at",
    "corrects_id",
    "version",
)
ENTRY_TEXTS = ("title", "fact", "assessment", "source")
_PARTS: dict[str, _Part] = {
    "voices": _Part(
        Voice,
        ("speaker", "said_on", "is_approved", "written_by", "written_at"),
        ("words", "said_by"),
        ("-said_on", "-written_at"),
        Category.PLAN,
    ),
    "strengths": _Part(
        Strength, ("written_by", "written_at"), ("title", "words", "said_by"), ("written_at",), Category.PLAN
    ),
    "network": _Part(
        NetworkMember, ("circle", "closeness"), ("name", "relation", "brings"), ("written_at",), Category.OTHERS
    ),
    "entries": _Part(Entry, ENTRY_COLUMNS, ENTRY_TEXTS, ("-happened_at", "-written_at"), None),
    "steps": _Part(Step, ("kind", "at", "by"), ("reason",), ("-at",), Category.CONCERN),
    "files": _Part(File, ("category", "added_at", "stays"), ("title",), ("-added_at", "id"), None),
    "contacts": _Part(ParentContact, ("entry_id", "kind", "at", "by"), ("words",), ("-at",), Category.OTHERS),
}
ALL_PARTS = frozenset(_PARTS)


def _named() -> dict[str, Subquery]:
    """Return annotations: who answers for the case, who leads it, in which unit, and whether it is restricted."""
    dossier = Dossier.objects.filter(id=OuterRef("id"))
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    return {
        "owner_id": Subquery(dossier.values("owner_id")),
        "owner_name": Subquery(owner.values("name")),
        "owner_mark": Subquery(owner.values("mark")),
        "lead_name": Subquery(Membership.objects.filter(id=OuterRef("lead_id")).values("name")),
        "unit_name": Subquery(Unit.objects.filter(id=OuterRef("unit_id")).values("name")),
        "is_restricted": Exists(Restriction.objects.filter(dossier_id=OuterRef("id"), ended_at=None)),
    }


def _fetched(case: UUID, wanted: frozenset[str], latest: int | None) -> dict[str, Any]:
    held = {name: part for name, part in _PARTS.items() if name in wanted}
    arrays = {
        f"{name}_rows": parts(part.model, part.columns, order=part.order, limit=latest if name == "entries" else None)
        for name, part in held.items()
    }
    arrays["came_from"] = origins.annotation()
    found: list[dict[str, Any]] = [*Case.objects.filter(id=case).annotate(**_named(), **arrays).values()]  # type: ignore[list-item] # annotated
    if not found:
        raise Http404
    row = found[0]
    row["origins"] = origins.tags(row.pop("came_from"))
    for name, part in held.items():
        row[name] = open_rows(part.model, parsed(part.model, row.pop(f"{name}_rows")), part.texts)
    return row


def get_for_reading(*, case: UUID, wanted: frozenset[str] = ALL_PARTS, latest: int | None = None) -> CaseView:
    """Return a case as far as the asker may see it. Raises Http404.

    wanted: which of its lists are read; the others stay empty. latest: only that many entries, the newest.
    """
    row = _fetched(case, wanted, latest)
    seen.record(case, _shown(row))
    plain = {name: row[name] for name in CaseView.__dataclass_fields__ if name in row}
    names = {name: row[name] or "" for name in ("owner_name", "owner_mark", "lead_name", "unit_name")}
    return CaseView(
        **plain
        | names
        | {
            "person": cards({row["person_id"]}).get(row["person_id"]),
            "state": State(row["state"]),
            "criterion": Criterion(row["criterion"]),
            "purpose": Purpose(row["purpose"]),
            "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
        }
    )


def _shown(row: dict[str, Any]) -> Category:
    shown = Category.PLAN
    for name, part in _PARTS.items():
        if row.get(name) and part.category is not None:
            shown |= part.category
    for one in (*row.get("entries", ()), *row.get("files", ())):
        shown |= Category(one["category"])
    return shown


@dataclass(frozen=True, kw_only=True)
class SummaryView:
    """A summary as somebody sees it. person: None for who is not told whom it is about.

    purpose, review_on, erase_on: of the case, for who sees that.
    """

    id: UUID
    words: str
    written_at: datetime
    owner_id: UUID
    owner_name: str
    author: str
    case: UUID | None
    person: PersonCard | None
    purpose: Purpose
    review_on: date | None
    erase_on: date | None


def get_summary(*, summary: UUID) -> SummaryView:
    """Return a summary as far as the asker may see it, in two statements. Raises Http404."""
    links = Link.objects.filter(source_id=OuterRef("id"))
    case = Case.objects.filter(id__in=Subquery(links.filter(kind=LinkKind.BELONGS).values("target_id")))
    owner = Dossier.objects.filter(id=OuterRef("id"))
    rows = (
        Summary.objects.filter(id=summary)
        .annotate(
            owner_id=Subquery(owner.values("owner_id")),
            owner_name=Subquery(owner.values("owner__name")),
            author=Subquery(Membership.objects.filter(id=OuterRef("written_by")).values("name")),
            person_id=Subquery(links.filter(kind=LinkKind.CONCERNS).values("target_id")),
            **{name: Subquery(case.values(column)[:1]) for name, column in _OF_CASE.items()},
        )
        .values("id", "words", "written_at", "owner_id", "owner_name", "author", "person_id", *_OF_CASE)
    )
    found = open_rows(Summary, rows, ("words",), dossier="id")
    if not found:
        raise Http404
    row = found[0]
    seen.record(summary, Category.PLAN)
    person = row.pop("person_id")
    row |= {"author": row["author"] or "", "purpose": Purpose(row["purpose"] or 0)}
    return SummaryView(**row, person=cards({person}).get(person) if person else None)


# What a summary tells of the case it belongs to, to who sees that: its own name → the case's column.
_OF_CASE = {"case": "id", "purpose": "purpose", "review_on": "review_on", "erase_on": "erase_on"}


def get_entry(*, case: UUID, entry: UUID) -> dict[str, Any]:
    """Return one note of a case with what corrects it and what it corrects (`chain`), opened. Raises Http404."""
    columns = ("id", "dossier_id", *ENTRY_COLUMNS, *ENTRY_TEXTS)
    names = Membership.objects.filter(id=OuterRef("author_id"))
    rows = list(
        Entry.objects.filter(dossier_id=case)
        .filter(id__in=_related(entry))
        .annotate(
            author=Subquery(names.values("name")),
            author_organisation=Subquery(names.values("organisation__name")),
        )
        .order_by("written_at")
        .values(*columns, "author", "author_organisation")
    )
    opened = {row["id"]: row for row in open_rows(Entry, rows, ENTRY_TEXTS)}
    if entry not in opened:
        raise Http404
    for row in opened.values():
        seen.record(case, Category(row["category"]))
    found = opened[entry]
    found["corrects"] = opened.get(found["corrects_id"])
    found["corrected_by"] = [row for row in opened.values() if row["corrects_id"] == entry]
    return found


def _related(entry: UUID) -> Any:  # noqa: ANN401 - a queryset of ids
    corrected = Entry.objects.filter(id=entry).values("corrects_id")
    others = Entry.objects.filter(corrects_id=entry).values("id")
    return Entry.objects.filter(id=entry).values("id").union(corrected, others, all=True)

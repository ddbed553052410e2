"""The doors to a concern. Hidden equals missing; what is returned is recorded as seen."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from tvaers.areas.models import Area
from tvaers.concerns import related
from tvaers.concerns.enums import (
    About,
    Channel,
    DecisionKind,
    InvolvedRole,
    LetterKind,
    Outcome,
    ReporterKind,
    State,
    Told,
)
from tvaers.concerns.models import Addition, Concern, Decision, Involved, Letter, Reporter
from tvaers.concerns.related import LedTo, Related
from tvaers.concerns.rules import DECIDERS, RECORDERS
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership, Organisation
from tvaers.people.access import PersonCard, card_of, opened
from tvaers.people.models import Person
from tvaers.sharing import origins, seen
from tvaers.sharing.enums import Source
from tvaers.sharing.models import Access, Dossier
from tvaers.sharing.parts import array, parsed, parts
from tvaers.sharing.sealing import open_rows
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock

CONCERN_TEXTS = (
    "headline",
    "strengths",
    "fact",
    "assessment",
    "source",
    "observed",
    "tried",
    "reaction",
    "child_view",
    "parents_reaction",
    "not_told_because",
    "kept_reason",
)


ADDITION_TEXTS = ("fact", "assessment", "source")
_ADDITION = ("id", "dossier_id", "at", "by", "corrects", *ADDITION_TEXTS)


@dataclass(frozen=True, kw_only=True)
class InvolvedView:
    """Somebody's part, with the person's card where the asker may see it. is_known: it is written down who it was."""

    id: UUID
    role: InvolvedRole
    note: str
    person: PersonCard | None
    is_known: bool = True

    @property
    def name(self) -> str:
        """What to call the person, where the asker may see it."""
        return self.person.label if self.person is not None else ""


@dataclass(frozen=True, kw_only=True)
class ReporterView:
    """Who told."""

    kind: ReporterKind
    is_unnamed: bool
    name: str
    workplace: str
    relation: str
    contact: str

    @property
    def line(self) -> str:
        """Who told, in one line; what stands there twice once, as where an authority told, and nobody by name."""
        said = (self.name, self.workplace, self.relation, self.contact)
        return ", ".join(dict.fromkeys(part for part in said if part))


@dataclass(frozen=True, kw_only=True)
class ConcernView:
    """A concern as one reader sees it: whatever is not shared is absent, not blanked."""

    id: UUID
    owner_id: UUID
    owner_name: str
    origins: list[str]
    state: State
    outcome: Outcome | None
    channel: Channel
    about: About
    area_id: UUID | None
    area_name: str
    unit_name: str
    received_at: datetime
    recorded_by: UUID
    recorder: str
    headline: str
    strengths: str
    fact: str
    assessment: str
    source: str
    observed: str
    tried: str
    told: Told
    reaction: str
    child_view: str
    parents_reaction: str
    not_told_because: str
    is_acute: bool | None
    acute_at: datetime | None
    opened_at: datetime | None
    decided_at: datetime | None
    erase_on: date | None
    kept_reason: str
    version: int
    involved: list[InvolvedView] = field(default_factory=list)
    reporter: ReporterView | None = None
    clocks: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)
    additions: list[dict[str, Any]] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    cases: list[LedTo] = field(default_factory=list)

    def is_ours(self, actor: Actor) -> bool:
        """Tell whether the actor's organisation answers for it."""
        return self.owner_id == actor.organisation.id

    def clock(self, kind: ClockKind) -> dict[str, Any] | None:
        """Return the last clock of a kind, running or done."""
        return next((row for row in reversed(self.clocks) if row["kind"] == kind), None)

    @property
    def young(self) -> list[PersonCard]:
        """Those it is about who are known, as far as the reader may see them; nobody in another role (R12)."""
        return [part.person for part in self.involved if part.role is InvolvedRole.OF_CONCERN and part.person]

    def said(self, name: str) -> list[str]:
        """Return what was told under "fact", "assessment" or "source": at first, then what was added or corrected."""
        later = (_later(each[name], corrects=each["corrects"]) for each in self.additions)
        return [getattr(self, name), *later]

    def decision(self) -> dict[str, Any] | None:
        """Return the decision that holds, or did until the concern was taken up again."""
        return next((row for row in reversed(self.decisions) if row["kind"] == DecisionKind.DECIDED), None)

    def letter(self, kind: LetterKind) -> dict[str, Any] | None:
        """Return the last letter of a kind that still holds, given or not: an answer tells of one decision."""
        decision = self.decision() if kind is LetterKind.FEEDBACK else None
        holding = (row for row in self.letters if decision is None or row["written_at"] >= decision["at"])
        return next((row for row in reversed(list(holding)) if row["kind"] == kind), None)

    def given_before(self, kind: LetterKind) -> list[dict[str, Any]]:
        """Return the letters of a kind that were given of earlier decisions, the last first."""
        now = self.letter(kind)
        return [row for row in reversed(self.letters) if row["kind"] == kind and row["given_at"] and row is not now]


def _later(words: str, *, corrects: bool) -> str:
    """Return what was said later; a correction says that it is one."""
    return _("Correction: %(words)s") % {"words": words} if corrects and words else words


_PARTS: dict[str, tuple[type[Model], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # name: table, columns, which of them are sealed, order
    "involved": (Involved, ("id", "dossier_id", "person_id", "role", "category", "note"), ("note",), ("role", "id")),
    "reporter": (
        Reporter,
        ("id", "dossier_id", "kind", "is_unnamed", "name", "workplace", "relation", "contact"),
        ("name", "workplace", "relation", "contact"),
        ("id",),
    ),
    "clocks": (Clock, ("id", "kind", "started_at", "due_at", "done_at", "done_by"), (), ("due_at",)),
    "decisions": (
        Decision,
        (
            "id",
            "dossier_id",
            "kind",
            "outcome",
            "reason",
            "at",
            "by",
            "organisation_id",
            "sent_date",
            "receiver",
            "basis",
        ),
        ("reason", "receiver", "basis"),
        ("at",),
    ),
    "letters": (
        Letter,
        ("id", "dossier_id", "kind", "text", "written_at", "given_at", "given_by", "given_member_id"),
        ("text",),
        ("written_at",),
    ),
}


def _fetched(concern: UUID) -> dict[str, Any]:
    """Return the concern's row with all that lies behind it, texts open, in one statement. Raises Http404."""
    found = _WHOLE(concern=concern)
    if not found:
        raise Http404
    row = open_rows(Concern, found, CONCERN_TEXTS, dossier="id")[0]
    for name, (model, _columns, texts, _order) in _PARTS.items():
        row[name] = (
            open_rows(model, parsed(model, row.pop(f"{name}_rows")), texts)
            if texts
            else parsed(model, row.pop(f"{name}_rows"))
        )
    row["origins"] = origins.tags(row.pop("came_from"))
    row["additions"] = open_rows(Addition, parsed(Addition, row.pop("addition_rows")), ADDITION_TEXTS)
    return row | related.opened(concern, row)


def _whole(*, concern: UUID) -> QuerySet[Any, Any]:
    arrays = {f"{name}_rows": parts(model, columns, order=order) for name, (model, columns, _, order) in _PARTS.items()}
    arrays["people_rows"] = _people_of("id")
    author = Membership.objects.filter(id=OuterRef("by")).values("name")
    added = Addition.objects.filter(dossier_id=OuterRef("id")).annotate(author=Subquery(author)).order_by("at", "id")
    arrays["addition_rows"] = array(added, (*_ADDITION, "author"))
    arrays |= related.annotations()
    owner = Dossier.objects.filter(id=OuterRef("id"))
    named = {
        "owner_id": Subquery(owner.values("owner_id")),
        "owner_name": _name_of(Organisation.objects.all(), "owner_id"),
        "area_name": _name_of(Area.objects.all(), "area_id"),
        "unit_name": Coalesce(_unit_of("id"), Value("")),
        "recorder": _name_of(Membership.objects.all(), "recorded_by"),
    }
    rows = Concern.objects.filter(id=concern)
    return rows.annotate(**named, **arrays, came_from=origins.annotation()).values()


_WHOLE = Compiled(_whole)


def _people_of(concern: str) -> ArraySubquery:
    """Return, as an annotation, the people who have a part, behind each one's own policy."""
    parts_in = Involved.objects.filter(dossier_id=OuterRef(OuterRef(concern))).values("person_id")
    columns = {field.attname: F(field.attname) for field in Person._meta.concrete_fields}
    return ArraySubquery(Person.objects.filter(id__in=parts_in).order_by("id").values(json=JSONObject(**columns)))


def _unit_of(concern: str) -> Subquery:
    """Return, as an annotation, the name of the unit that received a concern, where the asker is in it or sees it."""
    own = Access.objects.filter(dossier_id=OuterRef(concern), source=Source.OWNER, unit_id__isnull=False)
    return Subquery(own.order_by("granted_at", "id").values("unit__name")[:1])


def _name_of(rows: QuerySet[Any], column: str) -> Coalesce:
    return Coalesce(Subquery(rows.filter(id=OuterRef(column)).values("name")), Value(""))


def get_for_reading(*, actor: Actor, concern: UUID) -> ConcernView:
    """Return a concern in full, as far as the actor may see it. Raises Http404.

    Opened is what somebody has read who may decide on it; that is noted the first time.
    """
    view = view_of(concern)
    if view.opened_at is None and may_decide(actor, view):
        at = clock.now()
        Concern.objects.filter(id=concern, opened_at=None).update(opened_at=at, opened_by=actor.id)
        view = replace(view, opened_at=at)
    return view


def view_of(concern: UUID) -> ConcernView:
    """Return a concern as the claims in force open it. Raises Http404."""
    row = _fetched(concern)
    seen.record(concern, Category.CONCERN)
    plain = {name: row[name] for name in ConcernView.__dataclass_fields__ if name in row}
    return ConcernView(
        **plain
        | {
            "state": State(row["state"]),
            "about": About(row["about"]),
            "channel": Channel(row["channel"]),
            "told": Told(row["told"]),
            "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
            "involved": _involved(concern, row["involved"], cards_of(parsed(Person, row["people_rows"]))),
            "reporter": _reporter(concern, row["reporter"]),
        }
    )


def get_for_triage(*, actor: Actor, concern: UUID) -> ConcernView:
    """Return a concern for deciding on it. Raises Http404, or PermissionDenied when the role is too small."""
    view = get_for_reading(actor=actor, concern=concern)
    if not may_decide(actor, view):
        raise PermissionDenied
    return view


def get_for_adding(*, actor: Actor, concern: UUID) -> ConcernView:
    """Return a concern for adding to it. Raises Http404, or PermissionDenied for another organisation's concern."""
    view = get_for_reading(actor=actor, concern=concern)
    if not may_add(actor, view):
        raise PermissionDenied
    return view


def may_add(actor: Actor, view: ConcernView) -> bool:
    """Tell whether the actor may add to a concern: a role that writes them down, in its own organisation."""
    return actor.has_role(*RECORDERS) and view.is_ours(actor)


def may_decide(actor: Actor, view: ConcernView) -> bool:
    """Tell whether the actor may decide on a concern: in a deciding role, of the organisation that answers for it."""
    return actor.has_role(*DECIDERS) and view.is_ours(actor)


def check_decider(actor: Actor) -> None:
    """Raise PermissionDenied for a role that decides on no concerns."""
    if not actor.has_role(*DECIDERS):
        raise PermissionDenied


def _involved(concern: UUID, rows: list[dict[str, Any]], people: dict[UUID, PersonCard]) -> list[InvolvedView]:
    for row in rows:
        seen.record(concern, Category(row["category"]))
    return [
        InvolvedView(
            id=row["id"],
            role=InvolvedRole(row["role"]),
            note=row["note"],
            person=people.get(row["person_id"]),
            is_known=row["person_id"] is not None,
        )
        for row in rows
    ]


def cards_of(rows: list[dict[str, Any]]) -> dict[UUID, PersonCard]:
    """Return the cards of rows of people and note them as seen."""
    found = opened(rows)
    seen.record_all((row["id"] for row in found), Category.IDENTITY)
    return {row["id"]: card_of(row) for row in found}


def _reporter(concern: UUID, rows: list[dict[str, Any]]) -> ReporterView | None:
    if not rows:
        return None
    seen.record(concern, Category.REPORTER)
    row = rows[0]
    shown = {name: row[name] for name in ("name", "workplace", "relation", "contact", "is_unnamed")}
    return ReporterView(kind=ReporterKind(row["kind"]), **shown)

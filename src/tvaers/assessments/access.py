"""The doors to a template and to an assessment: hidden equals missing, and what is returned is recorded as seen."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, OuterRef, Subquery
from django.http import Http404

from tvaers.assessments.documents import Question, Section, parse_section
from tvaers.assessments.enums import Form, State, Verdict
from tvaers.assessments.models import Assessment, AssessmentPart, Conclusion, SecondReading, Template
from tvaers.assessments.rules import KEEPERS, READERS, Answer, lacking, read_answers
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing import seen
from tvaers.sharing.parts import array, parsed
from tvaers.sharing.sealing import open_rows


def may_keep(actor: Actor) -> bool:
    """Tell whether somebody keeps their organisation's templates."""
    return actor.has_role(*KEEPERS) and actor.organisation.kind in READERS


def check_keeper(actor: Actor) -> None:
    """Raise PermissionDenied for who keeps no templates."""
    if not may_keep(actor):
        raise PermissionDenied


def get_for_keeping(*, actor: Actor, id: UUID, lock: bool = False) -> Template:  # noqa: A002 - as every door
    """Return a template that the actor keeps. lock: held until the transaction ends.

    Raises Http404 for one that is not seen, PermissionDenied for another organisation's, or a role too small.
    """
    rows = Template.objects.select_for_update(no_key=True) if lock else Template.objects.all()
    # Another organisation's row is read, and cannot be locked: the policy would hide it.
    found = rows.filter(id=id, owner_id=actor.organisation.id).first() if may_keep(actor) else None
    if found is None:
        if Template.objects.filter(id=id).exists():
            raise PermissionDenied
        raise Http404
    return found


@dataclass(frozen=True, kw_only=True)
class PartView:
    """A section of an assessment with its answers, as far as the reader sees it."""

    id: UUID
    section: Section
    answers: dict[str, Answer]
    place: int
    version: int

    @property
    def lacking(self) -> list[Question]:
        """What has to be answered before it can be signed."""
        return lacking(self.section, self.answers)


@dataclass(frozen=True, kw_only=True)
class ReadingView:
    """What a second reader said."""

    verdict: Verdict
    words: str
    at: datetime
    by: UUID
    by_name: str
    by_organisation: str


@dataclass(frozen=True, kw_only=True)
class AssessmentView:
    """An assessment as one reader sees it: a section that is not shared is absent, and so is the conclusion.

    conclusion and reason are empty where they are not written or not shared.
    """

    id: UUID
    case: UUID
    template_id: UUID
    version_id: UUID
    form: Form
    title: str
    state: State
    about_on: date
    consent_on: date | None
    consent: str
    concludes: bool
    needs_consent: bool
    expires_on: date | None
    is_police_material: bool
    author_id: UUID
    author: str
    author_organisation: str
    second_id: UUID | None
    second: str
    begun_at: datetime
    signed_at: datetime | None
    follows_id: UUID | None
    version: int
    conclusion: str = ""
    reason: str = ""
    conclusion_version: int = 0
    parts: list[PartView] = field(default_factory=list)
    readings: list[ReadingView] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        """Tell whether only its author reads it yet."""
        return self.state is State.DRAFT

    def part(self, key: str) -> PartView | None:
        """Return the part of a section, by the section's key."""
        return next((part for part in self.parts if part.section.key == key), None)


HEAD = (
    *("id", "dossier_id", "category", "template_id", "version_id", "form", "title", "state", "about_on"),
    *("consent_on", "consent", "concludes", "needs_consent", "expires_on", "is_police_material", "author_id"),
    *("second_id", "begun_at", "signed_at", "follows_id", "version"),
)
HEAD_TEXTS = ("title", "consent")
# What `view_of` is made of.
VIEW = (*HEAD, "author", "author_organisation", "second", "part_rows", "conclusion_rows", "reading_rows")
_PART = ("id", "dossier_id", "category", "place", "version", "asked", "answers")
_CONCLUSION = ("id", "dossier_id", "words", "reason", "version")
_READING = ("id", "dossier_id", "verdict", "words", "at", "by", "by_name", "by_organisation")


def shown_by_head(categories: int) -> Category:
    """Return what a title and a date of an assessment tell about: the assessment, or the least of its sections."""
    told = Category(categories)
    return Category.ASSESSMENT if Category.ASSESSMENT in told else Category(categories & -categories)


def named() -> dict[str, Any]:
    """Return annotations: who wrote an assessment and where, and who is asked to read it."""
    author = Membership.objects.filter(id=OuterRef("author_id"))
    where = Organisation.objects.filter(id=OuterRef("author_organisation_id"))
    return {
        "author": Subquery(author.values("name")),
        "author_organisation": Subquery(where.values("name")),
        "second": Subquery(Membership.objects.filter(id=OuterRef("second_id")).values("name")),
    }


def lists() -> dict[str, Any]:
    """Return annotations: sections, conclusion and second readings, each as far as the asker sees them."""
    of_it = {"assessment_id": OuterRef("id")}
    reader = Membership.objects.filter(id=OuterRef("by"))
    readings = SecondReading.objects.filter(**of_it).annotate(
        by_name=Subquery(reader.values("name")), by_organisation=Subquery(reader.values("organisation__name"))
    )
    return {
        "part_rows": array(AssessmentPart.objects.filter(**of_it).order_by("place"), _PART),
        "conclusion_rows": array(Conclusion.objects.filter(id=OuterRef("id")), _CONCLUSION),
        "reading_rows": array(readings.order_by("at"), _READING),
    }


def get_for_reading(*, case: UUID, id: UUID) -> AssessmentView:  # noqa: A002 - as every door
    """Return an assessment of a case as far as the asker sees it, in one statement. Raises Http404.

    A draft is its author's alone.
    """
    rows = Assessment.objects.filter(id=id, dossier_id=case).annotate(**named(), **lists())
    found = open_rows(Assessment, rows.values(*VIEW), HEAD_TEXTS)
    if not found:
        raise Http404
    return view_of(found[0])


class SignedError(PermissionDenied):
    """It is the actor's own, and signed: nobody changes it any more."""


def get_for_writing(*, actor: Actor, case: UUID, id: UUID) -> AssessmentView:  # noqa: A002 - as every door
    """Return the actor's own draft. Raises Http404, SignedError, and PermissionDenied for what is somebody else's."""
    view = get_for_reading(case=case, id=id)
    if view.author_id != actor.id:
        raise PermissionDenied
    if not view.is_draft:
        raise SignedError
    return view


def view_of(row: dict[str, Any]) -> AssessmentView:
    """Return an opened row with its arrays as a view, and record each part of it as seen."""
    written = [_part(each) for each in _opened(AssessmentPart, row["part_rows"], ("asked", "answers"))]
    concluded = _opened(Conclusion, row["conclusion_rows"], ("words", "reason"))
    readings = [_reading(each) for each in _opened(SecondReading, row["reading_rows"], ("words",))]
    shown = Category(0)
    for part in written:
        shown |= part.section.category
    if concluded or readings:
        shown |= Category.ASSESSMENT
    seen.record(row["dossier_id"], shown or shown_by_head(row["category"]))
    plain = {name: row[name] for name in AssessmentView.__dataclass_fields__ if name in row}
    end = concluded[0] if concluded else {"words": "", "reason": "", "version": 0}
    return AssessmentView(
        **plain
        | {name: row[name] or "" for name in ("author", "author_organisation", "second")}
        | {
            "case": row["dossier_id"],
            "form": Form(row["form"]),
            "state": State(row["state"]),
            "conclusion": end["words"],
            "reason": end["reason"],
            "conclusion_version": end["version"],
            "parts": written,
            "readings": readings,
        }
    )


def _opened(model: type[Model], rows: list[dict[str, Any]], texts: tuple[str, ...]) -> list[dict[str, Any]]:
    return open_rows(model, parsed(model, rows), texts)


def _part(row: dict[str, Any]) -> PartView:
    return PartView(
        id=row["id"],
        section=parse_section(json.loads(row["asked"])),
        answers=read_answers(json.loads(row["answers"] or "{}")),
        place=row["place"],
        version=row["version"],
    )


def _reading(row: dict[str, Any]) -> ReadingView:
    return ReadingView(
        verdict=Verdict(row["verdict"]),
        words=row["words"],
        at=row["at"],
        by=row["by"],
        by_name=row["by_name"] or "",
        by_organisation=row["by_organisation"] or "",
    )

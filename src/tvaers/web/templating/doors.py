"""The doors of templates: whoever is at work reads what the database lets them; coordinators and leaders keep them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from tvaers.assessments import queries
from tvaers.assessments.access import check_keeper, get_for_keeping
from tvaers.assessments.actions.templates import Told
from tvaers.assessments.documents import Document, Question, Section, parse
from tvaers.assessments.enums import Form, VersionState
from tvaers.assessments.starting import LANGUAGE
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in

# A version to be read: what is in use, else what was in use last, else the draft.
FIRST = (VersionState.IN_USE, VersionState.RETIRED, VersionState.DRAFT)


def keeper(request: HttpRequest) -> Actor:
    """Return who keeps the templates of their organisation. Raises PermissionDenied for everybody else."""
    actor = actor_in(request)
    check_keeper(actor)
    return actor


def first_of(rows: Iterable[dict[str, Any]], *states: VersionState) -> dict[str, Any] | None:
    """Return the newest of a template's versions that is in the first of these states."""
    listed = list(rows)
    return next((row for state in states for row in listed if row["state"] == state), None)


@dataclass(frozen=True, kw_only=True)
class Now:
    """What a keeper writes on: the draft, or what its next version would begin with where there is none.

    edition: of the draft; 0 where there is none. language: of its texts, where it is known.
    """

    template: UUID
    form: Form
    told: Told
    edition: int
    number: int
    is_first: bool
    language: str
    written_name: str
    written_at: Any

    @property
    def is_draft(self) -> bool:
        """Tell whether a draft is there."""
        return bool(self.edition)

    def saying(self, document: Document) -> Told:
        """Return what it would say with another document."""
        return replace(self.told, document=document)

    def section(self, key: str) -> Section:
        """Return a section by its key. Raises Http404."""
        found = self.told.document.section(key)
        if found is None:
            raise Http404
        return found


def question_of(section: Section, key: str) -> Question | None:
    """Return a section's question by its key."""
    return next((question for question in section.questions if question.key == key), None)


def now(*, actor: Actor, template: UUID) -> Now:
    """Return what a keeper writes on. Raises Http404, PermissionDenied."""
    row = get_for_keeping(actor=actor, id=template)
    found = queries.versions(template=template)
    draft = first_of(found, VersionState.DRAFT)
    said = draft or first_of(found, *FIRST) or found[0]
    return Now(
        template=template,
        form=Form(row.form),
        told=told_of(said),
        edition=draft["edition"] if draft else 0,
        number=draft["number"] if draft else found[0]["number"] + 1,
        is_first=len(found) == 1 and draft is not None,
        language=LANGUAGE if row.starter else "",
        written_name=said["written_name"] or "",
        written_at=said["written_at"],
    )


def told_of(row: dict[str, Any]) -> Told:
    """Return what a version says."""
    texts = {name: row[name] for name in ("title", "summary", "source")}
    return Told(**texts, document=parse(row["document"]))

"""Writes to templates: begun, its draft saved or dropped, taken into use, offered to others, retired."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now
from django.http import Http404

from tvaers.assessments.access import check_keeper, get_for_keeping
from tvaers.assessments.documents import Document, dump
from tvaers.assessments.enums import Form, VersionState
from tvaers.assessments.models import Template, TemplateVersion
from tvaers.assessments.rules import WrongStateError, check_step
from tvaers.audit.actions import record
from tvaers.foundation import ids
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor


class ChangedMeanwhileError(Exception):
    """A colleague has saved the draft since it was shown, or taken it away."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a version says of itself, and what it asks."""

    title: str
    summary: str
    source: str = ""
    document: Document = field(default_factory=Document)

    def columns(self) -> dict[str, Any]:
        """Return it as a version's columns."""
        return {
            "title": self.title,
            "summary": self.summary,
            "source": self.source,
            "document": dump(self.document),
        }


def begin(*, by: Actor, form: Form, told: Told, key: UUID | None = None, starter: str = "") -> UUID:
    """Begin a template with its first draft; return its id. key: of the page's form; sent twice, it begins one.

    starter: the template of the program that it was taken over from. Raises PermissionDenied.
    """
    check_keeper(by)
    template = ids.of_form(key, "template", by.id) if key else ids.opaque()
    with transaction.atomic():
        take_turn(template.bytes)
        if Template.objects.filter(id=template).exists():
            return template
        owner = by.organisation.id
        Template.objects.create(id=template, owner_id=owner, form=form, begun_by=by.id, starter=starter)
        TemplateVersion.objects.create(
            owner_id=owner, template_id=template, number=1, written_by=by.id, **told.columns()
        )
        record("assessments.template_begun", object_id=template)
    return template


def save(*, by: Actor, template: UUID, told: Told, edition: int, form: Form | None = None) -> int:
    """Save a template's draft, or begin its next one; return the draft's new edition.

    edition: of the draft that was shown; 0 where there was none. form: what it is for, where that is changed.

    Raises Http404, PermissionDenied; ChangedMeanwhileError when somebody else has saved meanwhile.
    """
    with transaction.atomic():
        get_for_keeping(actor=by, id=template, lock=True)
        draft = TemplateVersion.objects.filter(template_id=template, state=VersionState.DRAFT).first()
        if form is not None:
            Template.objects.filter(id=template).exclude(form=form).update(form=form)
        if draft is not None and _is_saved(draft, by=by, told=told, edition=edition):
            return int(draft.edition)
        if (draft.edition if draft else 0) != edition:
            raise ChangedMeanwhileError
        if draft is None:
            last = TemplateVersion.objects.filter(template_id=template).aggregate(last=Max("number"))["last"] or 0
            TemplateVersion.objects.create(
                owner_id=by.organisation.id,
                template_id=template,
                number=last + 1,
                written_by=by.id,
                **told.columns(),
            )
        else:
            TemplateVersion.objects.filter(id=draft.id).update(
                edition=F("edition") + 1, written_by=by.id, written_at=Now(), **told.columns()
            )
        record("assessments.template_saved", object_id=template)
    return edition + 1


def _is_saved(draft: TemplateVersion, *, by: Actor, told: Told, edition: int) -> bool:
    """Tell whether this very form has been saved: sent twice, it is saved once."""
    columns = told.columns()
    said = {name: getattr(draft, name) for name in columns}
    return draft.edition == edition + 1 and draft.written_by == by.id and said == columns


def drop(*, by: Actor, template: UUID) -> bool:
    """Drop a template's draft; tell whether the template went with it, since no other version is left.

    Raises Http404, PermissionDenied.
    """
    with transaction.atomic():
        get_for_keeping(actor=by, id=template, lock=True)
        gone, _by_model = TemplateVersion.objects.filter(template_id=template, state=VersionState.DRAFT).delete()
        is_empty = not TemplateVersion.objects.filter(template_id=template).exists()
        if is_empty:
            Template.objects.filter(id=template).delete()
        if gone:
            record("assessments.template_dropped", object_id=template)
    return is_empty


def take_into_use(
    *, by: Actor, template: UUID, edition: int, audience: Collection[UUID] = (), changed: str = ""
) -> int:
    """Take a template's draft into use, and the former version out of it; return its number.

    What was assessed by the former stays as it was. edition: of the draft that was read before. audience: the
    authorities that may take it over. changed: what is new in it. Raises Http404, PermissionDenied; WrongStateError
    where there is no draft, or one without a question; ChangedMeanwhileError where it says something else by now.
    """
    with transaction.atomic():
        get_for_keeping(actor=by, id=template, lock=True)
        draft = TemplateVersion.objects.filter(template_id=template, state=VersionState.DRAFT).first()
        if draft is None or not any(section["questions"] for section in draft.document["sections"]):
            raise WrongStateError
        if draft.edition != edition:
            raise ChangedMeanwhileError
        check_step(VersionState(draft.state), VersionState.IN_USE)
        _retire(by, template)
        TemplateVersion.objects.filter(id=draft.id).update(
            state=VersionState.IN_USE, taken_by=by.id, taken_at=Now(), changed=changed
        )
        _offer(by, template, audience)
        record("assessments.template_taken_into_use", object_id=template, detail={"number": draft.number})
    return int(draft.number)


def offer(*, by: Actor, template: UUID, audience: Collection[UUID]) -> None:
    """Change which authorities may take a template over. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        get_for_keeping(actor=by, id=template, lock=True)
        if _offer(by, template, audience):
            record("assessments.template_offered", object_id=template)


def _offer(by: Actor, template: UUID, audience: Collection[UUID]) -> bool:
    wanted = sorted(set(audience) - {by.organisation.id})
    return bool(Template.objects.filter(id=template).exclude(audience=wanted).update(audience=wanted))


def retire(*, by: Actor, template: UUID) -> None:
    """Take a template out of use; what was assessed by it stays. Raises Http404, PermissionDenied, WrongStateError."""
    with transaction.atomic():
        get_for_keeping(actor=by, id=template, lock=True)
        if not _retire(by, template):
            raise WrongStateError
        record("assessments.template_retired", object_id=template)


def _retire(by: Actor, template: UUID) -> bool:
    in_use = TemplateVersion.objects.filter(template_id=template, state=VersionState.IN_USE)
    return bool(in_use.update(state=VersionState.RETIRED, retired_by=by.id, retired_at=Now()))


def version_to_take_over(*, template: UUID) -> dict[str, Any]:
    """Return what is in use of a template that the asker sees: form, title, summary, source, document.

    Raises Http404.
    """
    row = (
        TemplateVersion.objects.filter(template_id=template, state=VersionState.IN_USE)
        .annotate(form=F("template__form"))
        .values("form", "title", "summary", "source", "document")
        .first()
    )
    if row is None:
        raise Http404
    return dict(row)

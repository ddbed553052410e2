"""Filling a template about one young person: begun, answered by section, concluded, signed and locked (R11, R12)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404

from tvaers.assessments.access import AssessmentView, get_for_reading, get_for_writing
from tvaers.assessments.documents import Section, dump_section, parse
from tvaers.assessments.enums import State, VersionState
from tvaers.assessments.models import Assessment, AssessmentPart, Conclusion, TemplateVersion
from tvaers.assessments.rules import Answer, dump_answers, latest_expiry
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.search.actions import keep
from tvaers.sharing.sealing import sealed


class ChangedMeanwhileError(Exception):
    """The draft was changed in another window since it was shown."""


class NotReadyError(Exception):
    """Something that must be there before it is signed is not; the page names what."""


class NothingToFillError(Exception):
    """No section of the template is one that the actor's role, or what was shared, lets them write."""


def begin(
    *,
    by: Actor,
    case: UUID,
    version: UUID,
    about_on: date,
    categories: Category,
    form: UUID | None = None,
    follows: UUID | None = None,
) -> UUID:
    """Begin an assessment by a version in use of the own organisation; return its id.

    What it asks is kept with it. categories: what the actor may write about in the case; sections of others are left
    out. form: of the page; sent twice, it begins one. follows: an assessment that is looked at again: where a question
    is the same its answers are proposed.

    Raises Http404, NothingToFillError.
    """
    row = ids.of_form(form, "assessment", by.id, case) if form else ids.opaque()
    with transaction.atomic():
        take_turn(row.bytes)
        if Assessment.objects.filter(id=row).exists():
            return row
        before = get_for_reading(case=case, id=follows) if follows else None
        asked = _asked(by, version) | {"version_id": version}
        _write(asked, by=by, case=case, row=row, about_on=about_on, categories=categories, before=before)
        record("assessments.begun", object_id=row, dossier_id=case)
    return row


def _write(
    asked: dict[str, Any],
    *,
    by: Actor,
    case: UUID,
    row: UUID,
    about_on: date,
    categories: Category,
    before: AssessmentView | None,
) -> None:
    document = parse(asked["document"])
    sections = [section for section in document.sections if section.category & categories]
    concludes = document.concludes and bool(Category.ASSESSMENT & categories)
    if not sections:
        raise NothingToFillError
    Assessment.objects.create(
        id=row,
        dossier_id=case,
        category=int(_together(sections, concludes=concludes)),
        template_id=asked["template_id"],
        version_id=asked["version_id"],
        form=asked["form"],
        about_on=about_on,
        concludes=concludes,
        needs_consent=document.needs_consent,
        is_police_material=by.organisation.kind == OrganisationKind.POLICE,
        author_id=by.id,
        author_organisation_id=by.organisation.id,
        begun_at=clock.now(),
        follows_id=before.id if before else None,
        consent=b"",
        **_sealed(case, row, title=asked["title"]),
    )
    AssessmentPart.objects.bulk_create(
        _part(case, row, section, place, proposed(section, before)) for place, section in enumerate(sections, 1)
    )


def _asked(by: Actor, version: UUID) -> dict[str, Any]:
    rows = TemplateVersion.objects.filter(id=version, state=VersionState.IN_USE, owner_id=by.organisation.id)
    found = rows.annotate(form=F("template__form")).values("template_id", "form", "title", "document").first()
    if found is None:
        raise Http404
    return dict(found)


def _together(sections: list[Section], *, concludes: bool) -> Category:
    found = Category.ASSESSMENT if concludes else Category(0)
    for section in sections:
        found |= section.category
    return found


def proposed(section: Section, before: AssessmentView | None) -> dict[str, Answer]:
    """Return the answers of an earlier assessment to the questions of a section that are still the same."""
    part = before.part(section.key) if before else None
    if part is None:
        return {}
    asked = {question.key: question for question in part.section.questions}
    return {
        question.key: part.answers[question.key]
        for question in section.questions
        if question.key in part.answers
        and question.key in asked
        and (asked[question.key].kind, asked[question.key].choices) == (question.kind, question.choices)
    }


def _part(case: UUID, assessment: UUID, section: Section, place: int, answers: Mapping[str, Answer]) -> AssessmentPart:
    row = ids.opaque()
    texts = {"asked": json.dumps(dump_section(section)), "answers": json.dumps(dump_answers(answers))}
    return AssessmentPart(
        id=row,
        dossier_id=case,
        assessment_id=assessment,
        category=int(section.category),
        place=place,
        **sealed(AssessmentPart, dossier=case, row=row, texts=texts),
    )


def _sealed(case: UUID, row: UUID, **texts: str) -> dict[str, bytes]:
    return sealed(Assessment, dossier=case, row=row, texts=texts)


def answer(
    *, by: Actor, case: UUID, assessment: UUID, section: str, answers: Mapping[str, Answer], version: int
) -> None:
    """Write the answers of one section of the own draft. version: of the part that was shown.

    Raises Http404, PermissionDenied, ChangedMeanwhileError.
    """
    with transaction.atomic():
        part = get_for_writing(actor=by, case=case, id=assessment).part(section)
        if part is None:
            raise Http404
        said = dump_answers(answers)
        if part.version != version:
            if part.version == version + 1 and dump_answers(part.answers) == said:
                return
            raise ChangedMeanwhileError
        texts = {"answers": json.dumps(said)}
        changed = AssessmentPart.objects.filter(id=part.id, version=version).update(
            version=version + 1, **sealed(AssessmentPart, dossier=case, row=part.id, texts=texts)
        )
        if not changed:
            raise ChangedMeanwhileError
        record("assessments.answered", object_id=assessment, dossier_id=case)


def conclude(  # noqa: PLR0913 - what one page asks
    *,
    by: Actor,
    case: UUID,
    assessment: UUID,
    version: int,
    words: str = "",
    reason: str = "",
    expires_on: date | None = None,
    second: UUID | None = None,
    about_on: date | None = None,
    consent: str = "",
    consent_on: date | None = None,
) -> None:
    """Write the end of the own draft: conclusion, reason and until when it holds, who is asked to read it, and consent.

    version: of the draft that was shown. Raises Http404, PermissionDenied, ChangedMeanwhileError.
    """
    with transaction.atomic():
        view = get_for_writing(actor=by, case=case, id=assessment)
        said = Assessment.objects.filter(id=assessment, version=version).update(
            version=version + 1,
            expires_on=expires_on if view.concludes else None,
            second_id=second if view.concludes else None,
            about_on=about_on or view.about_on,
            consent_on=consent_on if view.needs_consent else None,
            **_sealed(case, assessment, consent=consent if view.needs_consent else ""),
        )
        if not said:
            raise ChangedMeanwhileError
        if view.concludes:
            _write_conclusion(case, assessment, words=words, reason=reason)
        record("assessments.concluded", object_id=assessment, dossier_id=case)


def _write_conclusion(case: UUID, assessment: UUID, *, words: str, reason: str) -> None:
    texts = sealed(Conclusion, dossier=case, row=assessment, texts={"words": words, "reason": reason})
    rows = Conclusion.objects.filter(id=assessment)
    if not rows.update(version=F("version") + 1, **texts):
        Conclusion.objects.create(id=assessment, dossier_id=case, **texts)


def sign(*, by: Actor, case: UUID, assessment: UUID, version: int) -> None:
    """Sign the own draft, which locks it; read and agreed to by its author, nobody else.

    Raises Http404, PermissionDenied, ChangedMeanwhileError, NotReadyError.
    """
    with transaction.atomic():
        view = get_for_writing(actor=by, case=case, id=assessment)
        if view.version != version:
            raise ChangedMeanwhileError
        if lacks(view, clock.today()):
            raise NotReadyError
        signed = Assessment.objects.filter(id=assessment, version=version, state=State.DRAFT).update(
            state=State.SIGNED, signed_at=clock.now(), version=version + 1
        )
        if not signed:
            raise ChangedMeanwhileError
        keep(AssessmentPart, *(part.id for part in view.parts))
        keep(Conclusion, assessment)
        record("assessments.signed", object_id=assessment, dossier_id=case)


def lacks(view: AssessmentView, today: date) -> bool:
    """Tell whether something must still be written before a draft is signed."""
    if any(part.lacking for part in view.parts):
        return True
    if view.needs_consent and not (view.consent and view.consent_on and view.consent_on <= today):
        return True
    ends = view.expires_on is not None and today < view.expires_on <= latest_expiry(today)
    return view.concludes and not (view.conclusion and view.reason and ends)


def drop(*, by: Actor, case: UUID, assessment: UUID) -> None:
    """Take the own draft away, with all that was answered. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        get_for_writing(actor=by, case=case, id=assessment)
        AssessmentPart.objects.filter(assessment_id=assessment).delete()
        Conclusion.objects.filter(id=assessment).delete()
        gone, _by_model = Assessment.objects.filter(id=assessment, state=State.DRAFT).delete()
        if not gone:
            raise PermissionDenied
        record("assessments.dropped", object_id=assessment, dossier_id=case)

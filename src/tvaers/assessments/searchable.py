"""What of a signed assessment is found by its words: answers, conclusion, what a second reader said."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.assessments.enums import State
from tvaers.assessments.models import Assessment, AssessmentPart, Conclusion, SecondReading
from tvaers.assessments.rules import read_answers
from tvaers.guard.enums import Category
from tvaers.search.sources import Source, register

ASSESSMENTS: dict[str, Any] = {"group": "assessments", "label": gettext_lazy("Assessments"), "narrow": True}


def _of_signed(model: type[Model], assessment: str) -> QuerySet[Any]:
    signed = Assessment.objects.filter(id=OuterRef(assessment), state=State.SIGNED)
    rows: QuerySet[Any] = model._default_manager.filter(Exists(signed))
    told: QuerySet[Any] = rows.annotate(of_assessment=F(assessment), signed_at=Subquery(signed.values("signed_at")))
    return told


def _parts() -> QuerySet[AssessmentPart]:
    return _of_signed(AssessmentPart, "assessment_id")


def _conclusions() -> QuerySet[Conclusion]:
    return _of_signed(Conclusion, "id")


def _readings() -> QuerySet[SecondReading]:
    return _of_signed(SecondReading, "assessment_id")


def _answers(row: Mapping[str, Any]) -> Iterable[str]:
    for answer in read_answers(json.loads(row["answers"] or "{}")).values():
        yield from (answer.words, *answer.chosen, answer.source)


SOURCES: Final = (
    Source(
        model=Conclusion,
        kind=pgettext_lazy("found", "Conclusion of an assessment"),
        texts=("words", "reason"),
        at="signed_at",
        columns=("of_assessment",),
        category=Category.ASSESSMENT,
        rows=_conclusions,
        **ASSESSMENTS,
    ),
    Source(
        model=AssessmentPart,
        kind=pgettext_lazy("found", "Answers of an assessment"),
        texts=("answers",),
        at="signed_at",
        columns=("of_assessment",),
        category="category",
        rows=_parts,
        read=_answers,
        **ASSESSMENTS,
    ),
    Source(
        model=SecondReading,
        kind=pgettext_lazy("found", "Second reading"),
        texts=("words",),
        at="at",
        columns=("of_assessment",),
        category=Category.ASSESSMENT,
        rows=_readings,
        **ASSESSMENTS,
    ),
)


def install() -> None:
    """Let them be found. A draft is its author's, and found by nobody."""
    register(*SOURCES)

"""Assessments on the timeline of their case: what was concluded, by whom, and until when it holds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.assessments.access import shown_by_head
from tvaers.assessments.enums import State, Tool, Verdict
from tvaers.assessments.models import Assessment, Conclusion, Elsewhere, SecondReading
from tvaers.cases.timeline import Kind, Lent, register
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.ui import dates

LABEL = gettext_lazy("Assessments")


def _assessment(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"],
        "assessment": row["conclusion"],
        "limited": row["is_police_material"],
        "is_draft": row["state"] == State.DRAFT,
        "notes": [holds(row["expires_on"])] if row["expires_on"] else [],
        "about": row["id"],
    }


def holds(until: date) -> str:
    """Say until when a conclusion holds, or that it no longer does."""
    said = _("Holds until %(day)s") if until > clock.today() else _("No longer holds since %(day)s")
    return said % {"day": dates.year_day(until)}


def _assessments() -> QuerySet[Assessment]:
    conclusion = Conclusion.objects.filter(id=OuterRef("id"))
    return Assessment.objects.filter(dossier_id=OuterRef("id")).annotate(
        happened=Coalesce("signed_at", "begun_at"), conclusion=Subquery(conclusion.values("words"))
    )


def _reading(row: Mapping[str, Any]) -> dict[str, Any]:
    agrees = row["verdict"] == Verdict.AGREES
    title = _("A second reader agrees with an assessment") if agrees else _("A second reader sees it differently")
    return {"title": title, "assessment": row["words"]}


def _elsewhere(row: Mapping[str, Any]) -> dict[str, Any]:
    tool = row["named"] or str(Tool(row["tool"]).label)
    title = _("%(tool)s was done elsewhere") % {"tool": tool}
    return {"title": title, "text": _("By %(who)s.") % {"who": row["done_by"]} if row["done_by"] else ""}


_GROUP: dict[str, Any] = {"group": "assessments", "label": LABEL}
KINDS: tuple[Kind, ...] = (
    Kind(
        name="assessments",
        model=Assessment,
        at="happened",
        by="author_id",
        columns=("category", "state", "expires_on", "is_police_material", "conclusion"),
        texts=("title",),
        lent={"conclusion": Lent(Conclusion, "words", "id")},
        category=lambda row: shown_by_head(row["category"]),
        told=_assessment,
        rows=_assessments,
        **_GROUP,
    ),
    Kind(
        name="second-readings",
        model=SecondReading,
        at="at",
        by="by",
        columns=("verdict",),
        texts=("words",),
        category=Category.ASSESSMENT,
        told=_reading,
        **_GROUP,
    ),
    Kind(
        name="elsewhere",
        model=Elsewhere,
        at="done_on",
        is_day=True,
        by="noted_by",
        columns=("tool",),
        texts=("named", "done_by"),
        category=Category.ASSESSMENT,
        told=_elsewhere,
        **_GROUP,
    ),
)


def install() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register(kind)

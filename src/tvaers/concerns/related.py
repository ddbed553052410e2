"""What a concern led to and what it came from: its case, what it was split into, what was taken over of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q

from tvaers.cases.models import Case
from tvaers.concerns.models import Concern
from tvaers.guard.enums import Category
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link
from tvaers.sharing.parts import array, parsed
from tvaers.sharing.sealing import open_rows


class Relation(models.TextChoices):
    """How another concern stands to this one."""

    SPLIT_FROM = "split-from"
    SPLIT_INTO = "split-into"
    TAKEN_FROM = "taken-from"
    TAKEN_AS = "taken-as"


_RELATIONS: Mapping[tuple[str, bool], Relation] = {
    # By the kind of link, and whether this concern is its source.
    (LinkKind.SPLIT, True): Relation.SPLIT_INTO,
    (LinkKind.SPLIT, False): Relation.SPLIT_FROM,
    (LinkKind.BECAME, True): Relation.TAKEN_AS,
    (LinkKind.BECAME, False): Relation.TAKEN_FROM,
}


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another concern, by its headline, which names nobody."""

    id: UUID
    relation: Relation
    headline: str


@dataclass(frozen=True, kw_only=True)
class LedTo:
    """A case that grew out of a concern, or that the concern was joined to."""

    id: UUID
    person_id: UUID


def annotations() -> dict[str, ArraySubquery]:
    """Return, as annotations of a concern, what it is linked to; each end behind its own policy."""
    links = Link.objects.filter(kind__in=[kind for kind, _out in _RELATIONS])
    about = Q(source_id=OuterRef("id")) | Q(target_id=OuterRef("id"))
    # Seen from the rows at the other end, this concern lies two queries further out.
    out = links.filter(source_id=OuterRef(OuterRef("id"))).values("target_id")
    back = links.filter(target_id=OuterRef(OuterRef("id"))).values("source_id")
    # One list of ids: an OR of the two would look at every concern there is.
    others = Concern.objects.filter(id__in=out.union(back, all=True)).order_by("received_at", "id")
    cases = Case.objects.filter(id__in=out).order_by("-opened_at", "id")
    return {
        "link_rows": array(links.filter(about).order_by("linked_at", "id"), ("kind", "source_id", "target_id")),
        "related_rows": array(others, ("id", "headline")),
        "case_rows": array(cases, ("id", "person_id")),
    }


def opened(concern: UUID, row: dict[str, Any]) -> dict[str, Any]:
    """Return what the annotations found as fields of a view, and note it as seen."""
    links = parsed(Link, row.pop("link_rows"))
    others = open_rows(Concern, parsed(Concern, row.pop("related_rows")), ("headline",), dossier="id")
    headlines = {other["id"]: other["headline"] for other in others}
    cases = [LedTo(**case) for case in parsed(Case, row.pop("case_rows"))]
    seen.record_all((case.id for case in cases), Category.PLAN)
    seen.record_all(headlines, Category.CONCERN)
    related = []
    for link in links:
        is_source = link["source_id"] == concern
        other = link["target_id"] if is_source else link["source_id"]
        if other in headlines:
            related.append(Related(id=other, relation=_RELATIONS[link["kind"], is_source], headline=headlines[other]))
    return {"related": related, "cases": cases}

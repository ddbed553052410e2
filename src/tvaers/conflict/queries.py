"""Reads: the plans as somebody sees them, one plan with its parts and its log, and what waits for its lead."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.http import Http404

from tvaers.areas.models import Area
from tvaers.conflict.enums import PartKind, PlanKind, PlanState, Target
from tvaers.conflict.models import Done, LogLine, Part, Plan
from tvaers.conflict.rules import MOST_LINES, MOST_PARTS, PLANNERS, READERS
from tvaers.foundation import clock
from tvaers.foundation.alphabet import danish
from tvaers.foundation.compiled import Compiled
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation

# More stand on no page.
MOST = 100
MOST_IN_AREA = 6

_OWNER = Organisation.objects.filter(id=OuterRef("owner_id"))
_BY = {
    "owner": Subquery(_OWNER.values("short_name")[:1]),
    "by": Subquery(Membership.objects.filter(id=OuterRef("by_id")).values("name")[:1]),
}
_LEAD = Membership.objects.filter(id=OuterRef("lead_id"))
_LINE = ("id", "owner_id", "state", "kind", "title", "areas", "review_on", "expires_at", "started_at", "calmed_at")


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """Read codes as what they mean, and add whether it is over for its readers: is_over."""
    return row | {
        "state": PlanState(row["state"]),
        "kind": PlanKind(row["kind"]),
        "is_over": row["expires_at"] <= clock.now(),
    }


def _listed(rows: QuerySet[Plan]) -> list[dict[str, Any]]:
    named = rows.annotate(owner=Subquery(_OWNER.values("name")[:1]), lead=Subquery(_LEAD.values("name")[:1]))
    told = named.order_by(F("started_at").desc(nulls_last=True), "title", "id").values(
        *_LINE, "owner", "lead", "closed_at"
    )
    return [_read(dict(row)) for row in told[:MOST]]


def plans() -> list[dict[str, Any]]:
    """Return the plans that the asker sees, those that began last first."""
    return _listed(Plan.objects.all())


def in_areas(areas: Collection[UUID]) -> list[dict[str, Any]]:
    """Return the plans that are in force or lie ready in one of these areas, for the asker."""
    states = [PlanState.IN_FORCE, PlanState.READY]
    rows = Plan.objects.filter(areas__overlap=list(areas), state__in=states, expires_at__gt=Now())
    return _listed(rows)[:MOST_IN_AREA]


_PEOPLE = {"writer": "written_by", "starter": "started_by", "calmer": "calmed_by", "closer": "closed_by"}
_ONE = (
    *(*_LINE, "owner", "lead", "closed_at", "audience", "trigger", "happened_on", "lead_id", "normal_signs"),
    *("went_well", "next_time", "edition", "written_at"),
)


def one(*, actor: Actor, plan: UUID) -> dict[str, Any]:
    """Return a plan as the actor sees it: with lead, lead_title, lead_phone, and who wrote, began and ended it.

    Raises Http404.
    """
    people = {
        name: Subquery(Membership.objects.filter(id=OuterRef(column)).values("name")[:1])
        for name, column in _PEOPLE.items()
    }
    lead = {
        name: Subquery(_LEAD.values(column)[:1])
        for name, column in (("lead", "name"), ("lead_title", "title"), ("lead_phone", "phone"))
    }
    rows = Plan.objects.filter(id=plan).annotate(owner=Subquery(_OWNER.values("name")[:1]), **lead, **people)
    row = rows.values(*_ONE, *people, "lead_title", "lead_phone").first()
    if row is None:
        raise Http404
    return _read(dict(row)) | {"is_own": row["owner_id"] == actor.organisation.id}


def parts(*, plan: UUID) -> list[dict[str, Any]]:
    """Return the parts of a plan in the order in which they fall due and were written.

    kind, organisation_id, organisation (short name), who, target, text, contact, due_on; and of what is done: done_at,
    done_by, done_where.
    """
    done = Done.objects.filter(part_id=OuterRef("id"))
    rows = Part.objects.filter(plan_id=plan).annotate(
        organisation=Subquery(Organisation.objects.filter(id=OuterRef("organisation_id")).values("short_name")[:1]),
        done_at=Subquery(done.values("done_at")[:1]),
        done_by=Subquery(done.annotate(name=_BY["by"]).values("name")[:1]),
        done_where=Subquery(done.annotate(place=_BY["owner"]).values("place")[:1]),
    )
    columns = ("id", "kind", "organisation_id", "who", "target", "text", "contact", "due_on")
    told = rows.order_by(F("due_on").asc(nulls_last=True), "written_at", "id")
    found = told.values(*columns, "organisation", "done_at", "done_by", "done_where")[:MOST_PARTS]
    return [
        dict(row) | {"kind": PartKind(row["kind"]), "target": Target(row["target"]) if row["target"] else None}
        for row in found
    ]


def part(*, plan: UUID, part: UUID) -> Part:
    """Return a part of a plan. Raises Http404."""
    found = Part.objects.filter(id=part, plan_id=plan).first()
    if found is None:
        raise Http404
    return found


def lines(*, plan: UUID) -> list[dict[str, Any]]:
    """Return the log of a plan, the last line first: text, written_at, owner, by, by_title."""
    title = Subquery(Membership.objects.filter(id=OuterRef("by_id")).values("title")[:1])
    rows = LogLine.objects.filter(plan_id=plan).order_by("-written_at", "-id")
    return [dict(row) for row in rows.values("id", "text", "written_at", by_title=title, **_BY)[:MOST_LINES]]


def sees_plan(plan: UUID) -> bool:
    """Tell whether a plan is there for the asker."""
    return Plan.objects.filter(id=plan).exists()


def area_names(areas: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of areas by id, in their order of the alphabet."""
    wanted = set(areas)
    if not wanted:
        return {}
    rows = Area.objects.filter(id__in=wanted).values_list("id", "name")
    return dict(sorted(rows, key=lambda row: danish(row[1])))


def authorities() -> list[dict[str, Any]]:
    """Return the authorities that a plan can be shown to: id, name, short_name."""
    rows = Organisation.objects.filter(ended_at=None, kind__in=READERS).order_by("kind", "name")
    return [dict(row) for row in rows.values("id", "name", "short_name")]


def colleagues(*, actor: Actor) -> list[dict[str, Any]]:
    """Return who can lead a plan: id, name, title."""
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    leading = rows.annotate(leads=F("roles").bitand(int(PLANNERS))).filter(leads__gt=0)
    return [dict(row) for row in leading.order_by("name", "id").values("id", "name", "title")]


def due(*, actor: Actor, until: date) -> list[dict[str, Any]]:
    """Return what waits for its lead: to be looked at again, or normal with nothing learned yet.

    The actor's own, and what nobody here leads any longer. id, title, state, review_on.
    """
    return [dict(row) for row in _DUE(by=actor.id, owner=actor.organisation.id, until=until)]


def _due(*, by: UUID, owner: UUID, until: date) -> QuerySet[Any, Any]:
    here = Membership.objects.filter(id=OuterRef("lead_id"), state=MembershipState.ACTIVE)
    waits = Q(state__in=[PlanState.IN_FORCE, PlanState.READY], review_on__lte=until) | Q(state=PlanState.NORMAL)
    rows = Plan.objects.filter(waits, Q(lead_id=by) | ~Exists(here), owner_id=owner)
    return rows.order_by("review_on", "id").values("id", "title", "state", "review_on")[:MOST]


_DUE = Compiled(_due)

"""How the asker stands to a dossier: by what ground, for what, until when, and how many people can see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, UnitMembership
from tvaers.partnerships.rules import categories_for, purposes_for
from tvaers.sharing.enums import NOT_GIVEN, May
from tvaers.sharing.models import Access
from tvaers.sharing.parts import array
from tvaers.sharing.queries import cited, live, stand


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the asker's live access rows give together.

    basis: what a disclosure stands on; empty for the own organisation. people: how many can see the dossier, each
    counted once; None to others than its owner. shared_with: the organisations it is shared with, known to the owner.
    """

    dossier: UUID
    owner_id: UUID
    is_own: bool
    may: May
    categories: Category
    purpose: Purpose
    basis: str
    until: datetime
    people: int | None
    shared_with: frozenset[UUID]

    @property
    def may_write(self) -> bool:
        """Tell whether the asker can write in the dossier."""
        return self.may is May.CONTRIBUTE

    def sees(self, category: Category) -> bool:
        """Tell whether the asker can see some of `category`."""
        return bool(self.categories & category)


_COLUMNS = (
    "owner_id",
    "organisation_id",
    "reader_id",
    "categories",
    "may",
    "purpose",
    "source",
    "until_at",
    "frame_id",
    "frame__title",
    "frame__in_force_from",
    "frame__in_force_until",
    "frame__ended_at",
)


def _readers() -> dict[str, Any]:
    """Return annotations: the members at work whom an access row lets in, with their roles."""
    at_work = Membership.objects.filter(state=MembershipState.ACTIVE)
    units = UnitMembership.objects.filter(unit_id=OuterRef("unit_id"), membership__state=MembershipState.ACTIVE)
    return {
        "one": array(at_work.filter(id=OuterRef("member_id")), ("id", "roles")),
        "of_unit": array(units, ("membership_id", "membership__roles")),
        "of_organisation": array(at_work.filter(organisation_id=OuterRef("reader_id")), ("id", "roles")),
    }


def _in_force(row: dict[str, Any], now: datetime) -> bool:
    """Tell whether an access row's frame, if it has one, is in force; a frame that is hidden is nobody's."""
    if row["frame_id"] is None:
        return True
    begins, ends = row["frame__in_force_from"], row["frame__in_force_until"]
    return begins is not None and row["frame__ended_at"] is None and begins <= now and (ends is None or now < ends)


def standing(*, dossier: UUID) -> Standing:
    """Return how the asker stands to `dossier`, in one statement. Raises Http404 when nothing lets the asker in."""
    claims = context.current()
    rows = Access.objects.filter(live(), dossier_id=dossier).annotate(**_readers())
    now = clock.now()
    found = [
        row for row in rows.values(*_COLUMNS, "one", "of_unit", "of_organisation", on=cited()) if _in_force(row, now)
    ]
    mine = [
        row
        for row in found
        if claims
        and row["reader_id"] in claims.readers
        and row["purpose"] & claims.purposes
        and row["categories"] & claims.categories
    ]
    if not mine or claims is None:
        raise Http404
    mine.sort(key=lambda row: (row["may"], row["until_at"]), reverse=True)
    best = mine[0]
    is_own = best["owner_id"] == claims.organisation
    seen = reduce(or_, (row["categories"] for row in mine)) & claims.categories
    return Standing(
        dossier=dossier,
        owner_id=best["owner_id"],
        is_own=is_own,
        may=May(best["may"]),
        categories=Category(seen),
        purpose=Purpose(best["purpose"]),
        basis=best["on"] or best["frame__title"] or "",
        until=max(row["until_at"] for row in mine),
        people=len(_people(found)) if is_own else None,
        shared_with=frozenset(row["organisation_id"] for row in found if row["source"] not in NOT_GIVEN)
        if is_own
        else frozenset(),
    )


def _people(rows: list[dict[str, Any]]) -> set[str]:
    """Return the members who can see something by these rows: let in, with a role that works for it and sees some."""
    able: set[str] = set()
    for row in rows:
        within = [(member["membership_id"], member["membership__roles"]) for member in row["of_unit"]]
        within += [(member["id"], member["roles"]) for member in (*row["one"], *row["of_organisation"])]
        able |= {
            member
            for member, roles in within
            if row["categories"] & categories_for(roles) and row["purpose"] & purposes_for(roles)
        }
    return able


def stand_of_offer(rows: QuerySet[Any], *, dossier: str = "id") -> QuerySet[Any]:
    """Annotate rows whose `dossier` was offered elsewhere with `offer`: how its last disclosure stands (enums.Stand).

    Null where nothing was offered.
    """
    shared = Access.objects.filter(dossier_id=OuterRef(dossier)).exclude(source__in=NOT_GIVEN)
    last = shared.order_by("-granted_at", "-id").annotate(stands=stand())
    offered: QuerySet[Any] = rows.annotate(offer=Subquery(last.values("stands")[:1]))
    return offered

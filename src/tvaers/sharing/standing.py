"""How the asker stands to a dossier: by what ground, for what, until when, and how many people can see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Func, JSONField, OuterRef, QuerySet, Subquery, UUIDField, Value
from django.http import Http404

from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.rules import categories_for, purposes_for
from tvaers.sharing.enums import NOT_GIVEN, May
from tvaers.sharing.models import Access
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
    "categories",
    "may",
    "purpose",
    "until_at",
    "frame_id",
    "frame__title",
    "frame__in_force_from",
    "frame__in_force_until",
    "frame__ended_at",
)


def _in_force(row: dict[str, Any], now: datetime) -> bool:
    """Tell whether an access row's frame, if it has one, is in force; a frame that is hidden is nobody's."""
    if row["frame_id"] is None:
        return True
    begins, ends = row["frame__in_force_from"], row["frame__in_force_until"]
    return begins is not None and row["frame__ended_at"] is None and begins <= now and (ends is None or now < ends)


def standing(*, dossier: UUID) -> Standing:
    """Return how the asker stands to `dossier`, in one statement. Raises Http404 when nothing lets the asker in."""
    claims = context.current()
    if claims is None:
        raise Http404
    now = clock.now()
    rows = Access.objects.filter(live(), dossier_id=dossier, reader_id__in=claims.readers).annotate(
        on=cited(), let_in=Func(Value(dossier, UUIDField()), function="guard.let_in_to", output_field=JSONField())
    )
    mine = [
        row
        for row in rows.values(*_COLUMNS, "on", "let_in")
        if _in_force(row, now) and row["purpose"] & claims.purposes and row["categories"] & claims.categories
    ]
    if not mine:
        raise Http404
    mine.sort(key=lambda row: (row["may"], row["until_at"]), reverse=True)
    best = mine[0]
    is_own = best["owner_id"] == claims.organisation
    seen = reduce(or_, (row["categories"] for row in mine)) & claims.categories
    let_in: list[Any] = best["let_in"] or []
    return Standing(
        dossier=dossier,
        owner_id=best["owner_id"],
        is_own=is_own,
        may=May(best["may"]),
        categories=Category(seen),
        purpose=Purpose(best["purpose"]),
        basis=best["on"] or best["frame__title"] or "",
        until=max(row["until_at"] for row in mine),
        people=len(_people(let_in)) if is_own else None,
        shared_with=frozenset(UUID(organisation) for organisation, source, *_ in let_in if source not in NOT_GIVEN),
    )


def _people(let_in: list[Any]) -> set[str]:
    """Return the members who can see something by these rows: let in, with a role that works for it and sees some."""
    return {
        member
        for _organisation, _source, categories, purpose, members in let_in
        for member, roles in members
        if categories & categories_for(roles) and purpose & purposes_for(roles)
    }


def stand_of_offer(rows: QuerySet[Any], *, dossier: str = "id") -> QuerySet[Any]:
    """Annotate rows whose `dossier` was offered elsewhere with `offer`: how its last disclosure stands (enums.Stand).

    Null where nothing was offered.
    """
    shared = Access.objects.filter(dossier_id=OuterRef(dossier)).exclude(source__in=NOT_GIVEN)
    last = shared.order_by("-granted_at", "-id").annotate(stands=stand())
    offered: QuerySet[Any] = rows.annotate(offer=Subquery(last.values("stands")[:1]))
    return offered

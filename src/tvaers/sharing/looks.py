"""Who has looked at a dossier, by person and day: read from the log by the organisation that answers for it (R18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg, BitOr
from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When
from django.db.models.functions import TruncDate
from django.http import Http404

from tvaers.audit.models import Seen, Ticket
from tvaers.foundation import clock, crypto, keystore
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing.seen import CRITERION_ABOUT, criterion_key, searched_for

# A page ends with the day on which it has so many lines: a day is never cut.
PAGE = 50
# More people than this see no dossier on one day.
MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What answers showed of the dossier to one person on one day. who is empty for a job of the system.

    routes: the names of the pages. is_search: a search showed it; criteria: what for, by field, readable to the
    organisation that searched.
    """

    day: date
    first: datetime
    last: datetime
    count: int
    who: str
    organisation_id: UUID
    organisation: str
    mark: str
    is_own: bool
    categories: Category
    routes: tuple[str, ...]
    is_search: bool
    criteria: tuple[dict[str, str], ...]

    @property
    def parts(self) -> Iterator[Category]:
        """The categories one by one, least intrusive first."""
        return (category for category in Category if category & self.categories)


def _folded(rows: QuerySet[Seen], own: UUID, *, by_name: bool) -> QuerySet[Seen, Any]:
    """Return rows folded by day, person and organisation: newest day first, in it other organisations first."""
    person = F("actor_id") if by_name else Case(When(organisation_id=own, then=F("actor_id")), output_field=UUIDField())
    members = Membership.objects.filter(id=OuterRef("person"))
    places = Organisation.objects.filter(id=OuterRef("organisation_id"))
    named = rows.annotate(
        day=TruncDate("at", tzinfo=clock.COPENHAGEN),
        person=person,
        is_own=Case(When(organisation_id=own, then=Value(True)), default=Value(False)),
        route=Subquery(Ticket.objects.filter(id=OuterRef("ticket_id")).values("route")),
    )
    return (
        named.values("day", "is_own", "person", "organisation_id")
        .annotate(
            first=Min("at"),
            last=Max("at"),
            count=Count("id"),
            shown=BitOr("categories"),
            routes=ArrayAgg("route", distinct=True, filter=Q(route__isnull=False), default=Value([])),
            searches=ArrayAgg("criterion", filter=Q(criterion__isnull=False), default=Value([])),
            who=Subquery(members.values("name")),
            organisation=Subquery(places.values("name")),
            mark=Subquery(places.values("mark")),
        )
        .order_by("-day", "is_own", "-last", "person")
    )


def looks(
    *, dossier: UUID, before: date | None = None, others: bool = False, by_name: bool = True
) -> tuple[list[Looks], date | None]:
    """Return who has seen what of a dossier, by person and day, and before which day the next page begins.

    others: other organisations' people only. by_name: those by name too, not only the own. One statement. Only the
    organisation that answers for a dossier reads others' looks. Raises Http404 outside a context.
    """
    claims = context.current()
    if claims is None or claims.organisation is None:
        raise Http404
    own = claims.organisation
    rows: QuerySet[Seen] = Seen.objects.filter(dossier_id=dossier, owner_id=own)
    if before is not None:
        rows = rows.filter(at__lt=datetime.combine(before, time(0), tzinfo=clock.COPENHAGEN))
    if others:
        rows = rows.exclude(organisation_id=own)
    found = list(_folded(rows, own, by_name=by_name)[:MOST])
    last = found[PAGE - 1]["day"] if len(found) > PAGE else None
    page = [row for row in found if last is None or row["day"] >= last]
    key = keystore.shared(criterion_key(own)) if any(row["searches"] for row in page) else b""
    return [_looks(row, key) for row in page], last if len(page) < len(found) else None


def _looks(row: dict[str, Any], key: bytes) -> Looks:
    sealed = [bytes(each) for each in row.pop("searches")]
    readable = sealed if row["is_own"] else []
    opened = [crypto.unseal(key, each, about=CRITERION_ABOUT).decode() for each in readable if each]
    plain = {name: row[name] for name in ("day", "first", "last", "count", "organisation_id", "is_own")}
    return Looks(
        **plain | {name: row[name] or "" for name in ("who", "organisation", "mark")},
        categories=Category(row["shown"]),
        routes=tuple(row["routes"]),
        is_search=any(sealed),
        criteria=tuple(map(searched_for, dict.fromkeys(opened))),
    )

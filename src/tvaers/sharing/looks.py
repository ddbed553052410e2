"""Who has looked at a dossier: read from the log by the organisation that answers for it (R18)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from tvaers.audit.models import Seen, Ticket
from tvaers.foundation import crypto, keystore
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing.seen import CRITERION_ABOUT, criterion_key

PAGE = 50


@dataclass(frozen=True)
class Mark:
    """Where a page ended: the last row's key (keyset paging)."""

    at: datetime
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Look:
    """That an answer showed something of the dossier. who is empty for a job of the system; route: a page's name.

    is_search: a search showed it; criterion: what for, readable to the organisation that searched.
    """

    id: UUID
    at: datetime
    who: str
    title: str
    organisation_id: UUID
    organisation: str
    mark: str
    categories: Category
    route: str
    is_search: bool
    criterion: str

    @property
    def parts(self) -> Iterator[Category]:
        """The categories one by one, least intrusive first."""
        return (category for category in Category if category & self.categories)


def _named() -> dict[str, Subquery]:
    members = Membership.objects.filter(id=OuterRef("actor_id"))
    places = Organisation.objects.filter(id=OuterRef("organisation_id"))
    return {
        "who": Subquery(members.values("name")),
        "title": Subquery(members.values("title")),
        "organisation": Subquery(places.values("name")),
        "mark": Subquery(places.values("mark")),
        "route": Subquery(Ticket.objects.filter(id=OuterRef("ticket_id")).values("route")),
    }


def looks(*, dossier: UUID, after: Mark | None = None) -> list[Look]:
    """Return who has seen what of a dossier and when, newest first, PAGE + 1 at most, in one statement.

    Only the organisation that answers for the dossier reads others' looks. Raises Http404 outside a context.
    """
    claims = context.current()
    if claims is None or claims.organisation is None:
        raise Http404
    rows: QuerySet[Seen] = Seen.objects.filter(dossier_id=dossier, owner_id=claims.organisation)
    if after is not None:
        rows = rows.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id))
    named = rows.annotate(**_named()).order_by("-at", "-id")
    fields = ("id", "at", "who", "title", "organisation_id", "organisation", "mark", "categories", "route", "criterion")
    page = list(named.values(*fields)[: PAGE + 1])
    key = keystore.shared(criterion_key(claims.organisation)) if any(row["criterion"] for row in page) else b""
    return [_look(row, claims.organisation, key) for row in page]


def _look(row: dict[str, Any], own: UUID, key: bytes) -> Look:
    sealed = bytes(row.pop("criterion") or b"")
    readable = sealed if row["organisation_id"] == own else b""
    return Look(
        **{**row, "categories": Category(row["categories"]), **{name: row[name] or "" for name in _named()}},
        is_search=bool(sealed),
        criterion=crypto.unseal(key, readable, about=CRITERION_ABOUT).decode() if readable else "",
    )

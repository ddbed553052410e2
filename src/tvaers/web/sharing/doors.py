"""The door to a page about sharing a dossier: hidden equals missing, another party's is not ours to give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.guard.enums import Category
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.sharing import origins
from tvaers.sharing.enums import DossierKind, May, Source
from tvaers.sharing.models import Access
from tvaers.sharing.queries import live
from tvaers.sharing.shareable import Shareable, Subject, header_of, of_kind


@dataclass(frozen=True, kw_only=True)
class Door:
    """What the actor can give of a dossier: the categories the own access and role open, and until when.

    origins: where some of it came from, which goes along (R3).
    """

    dossier: UUID
    shareable: Shareable
    categories: Category
    until: datetime
    origins: Sequence[str] = ()


def shareable_kind(kind: str) -> Shareable:
    """Return how a kind of dossier is shared. Raises Http404 when it never is."""
    shareable = of_kind(DossierKind(kind))
    if shareable is None:
        raise Http404
    return shareable


def decides(actor: Actor) -> bool:
    """Tell whether the actor's roles decide to whom something is given, and when that ends."""
    return bool(actor.roles & rules.DECIDING)


def own_subject(actor: Actor, dossier: UUID) -> Subject:
    """Return a dossier of the actor's organisation as pages name it, to whoever there sees it.

    Raises Http404 when it is hidden or missing, PermissionDenied to another party.
    """
    rows = Access.objects.filter(
        live(), dossier_id=dossier, reader_id__in=actor.claims.readers, dossier__erased_at=None
    )
    found = list(rows.values_list("dossier__kind", "source"))
    header = header_of(DossierKind(found[0][0])) if found else None
    if header is None:
        raise Http404
    if all(source != Source.OWNER for _kind, source in found):
        raise PermissionDenied
    return header(dossier)


def door(actor: Actor, dossier: UUID) -> Door:
    """Let in who can share a dossier, in one statement.

    Raises Http404 when it is hidden or missing; PermissionDenied to another party, to who may only read it, and to
    roles that do not decide to whom something is given.
    """
    rows = _rows(actor, dossier)
    shareable = shareable_kind(rows[0]["dossier__kind"])
    own = _own(actor, rows)
    return Door(
        dossier=dossier,
        shareable=shareable,
        categories=Category(reduce(or_, (row["categories"] for row in own))) & rules.categories_for(actor.roles),
        until=max(row["until_at"] for row in own),
        origins=origins.tags(own[0]["came_from"]),
    )


def gives_until(actor: Actor, dossier: UUID) -> datetime:
    """Return until when the actor can let others see a dossier of any kind, also one that goes along or is a task.

    Raises as `door` does.
    """
    until: datetime = max(row["until_at"] for row in _own(actor, _rows(actor, dossier)))
    return until


def _rows(actor: Actor, dossier: UUID) -> Sequence[Mapping[str, Any]]:
    rows = list(
        Access.objects.filter(live(), dossier_id=dossier, reader_id__in=actor.claims.readers)
        .filter(dossier__erased_at=None)
        .annotate(came_from=origins.annotation("dossier_id"))
        .values("dossier__kind", "source", "may", "categories", "purpose", "until_at", "came_from")
    )
    if not rows:
        raise Http404
    return rows


def _own(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    purposes = rules.purposes_for(actor.roles)
    own = [row for row in rows if row["source"] == Source.OWNER and row["may"] == May.CONTRIBUTE]
    own = [row for row in own if row["purpose"] & purposes]
    if not own or not decides(actor):
        raise PermissionDenied
    return own

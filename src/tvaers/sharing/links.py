"""What a dossier is linked to, as far as the asker sees the other end too."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tvaers.sharing.enums import DossierKind, LinkKind
from tvaers.sharing.models import Link


@dataclass(frozen=True, kw_only=True)
class Linked:
    """The other end of a link."""

    id: UUID
    kind: DossierKind
    relation: LinkKind
    at: datetime


def links_of(dossiers: Collection[UUID]) -> dict[UUID, list[Linked]]:
    """Return for each of `dossiers` what it is linked to, newest first, in one statement."""
    if not dossiers:
        return {}
    linked: dict[UUID, list[Linked]] = {}
    rows: Iterable[Any] = (
        Link.objects.filter(Q(source_id__in=dossiers) | Q(target_id__in=dossiers))
        .order_by("-linked_at", "id")
        .values("kind", "linked_at", "source_id", "target_id", "source__kind", "target__kind")
    )
    for row in rows:
        for near, far in (("source", "target"), ("target", "source")):
            if row[f"{near}_id"] in dossiers:
                other = Linked(
                    id=row[f"{far}_id"],
                    kind=DossierKind(row[f"{far}__kind"]),
                    relation=LinkKind(row["kind"]),
                    at=row["linked_at"],
                )
                linked.setdefault(row[f"{near}_id"], []).append(other)
    return linked

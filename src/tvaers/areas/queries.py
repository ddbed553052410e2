"""Reads: the areas as the list that all share."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tvaers.areas.models import Area, AreaKind
from tvaers.areas.rules import PARTS
from tvaers.foundation.alphabet import danish


@dataclass(frozen=True, kw_only=True)
class Place:
    """An area in the list, with the areas in it."""

    id: UUID
    kind: AreaKind
    name: str
    ended_at: datetime | None
    parts: tuple["Place", ...]

    @property
    def may_have_parts(self) -> bool:
        """Tell whether an area can be added below it."""
        return bool(PARTS[self.kind]) and self.ended_at is None


def tree(*, with_closed: bool = False) -> tuple[Place, ...]:
    """Return all areas as a tree, each level in alphabetical order; closed ones last or left out."""
    rows = Area.objects.order_by("id")
    if not with_closed:
        rows = rows.filter(ended_at=None)
    below: defaultdict[UUID | None, list[tuple[UUID, str, str, datetime | None]]] = defaultdict(list)
    for id_, kind, name, ended_at, parent in rows.values_list("id", "kind", "name", "ended_at", "parent_id"):
        below[parent].append((id_, kind, name, ended_at))

    def parts_of(parent: UUID | None) -> tuple[Place, ...]:
        found = sorted(below.pop(parent, []), key=lambda row: (row[3] is not None, danish(row[2])))
        return tuple(
            Place(id=id_, kind=AreaKind(kind), name=name, ended_at=ended_at, parts=parts_of(id_))
            for id_, kind, name, ended_at in found
        )

    return parts_of(None)


def paths(areas: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return of each area those it lies in, the largest first, and itself, in one statement; closed ones too."""
    if not areas:
        return {}
    parents: dict[UUID, UUID | None] = dict(Area.objects.values_list("id", "parent_id"))

    def up(area: UUID) -> tuple[UUID, ...]:
        parent = parents[area]
        return (area,) if parent is None else (*up(parent), area)

    return {area: up(area) for area in areas}

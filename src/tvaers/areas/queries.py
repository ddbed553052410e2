"""Reads: the areas as the list that all share, their borders on a day, and what a point or a name finds."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from tvaers.areas import shapes
from tvaers.areas.models import Area, AreaKind, Border
from tvaers.areas.rules import INNERMOST, PARTS
from tvaers.foundation.alphabet import danish


@dataclass(frozen=True, kw_only=True)
class Place:
    """An area in the list, with the areas in it. police: the police district that a municipality lies in, if known."""

    id: UUID
    kind: AreaKind
    name: str
    ended_at: datetime | None
    police: str
    parts: tuple["Place", ...]

    @property
    def may_have_parts(self) -> bool:
        """Tell whether an area can be added below it."""
        return bool(PARTS[self.kind]) and self.ended_at is None


def tree(*, with_closed: bool = False) -> tuple[Place, ...]:
    """Return all areas that people live in as a tree, each level in alphabetical order, closed ones last or left out.

    Municipalities with parts come first: somebody works there.
    """
    rows = Area.objects.exclude(kind=AreaKind.POLICE).order_by("id")
    if not with_closed:
        rows = rows.filter(ended_at=None)
    below: defaultdict[UUID | None, list[Any]] = defaultdict(list)
    for row in rows.values("id", "kind", "name", "ended_at", "parent_id", police=F("police_district__name")):
        below[row["parent_id"]].append(row)

    def parts_of(parent: UUID | None) -> tuple[Place, ...]:
        here = below.pop(parent, [])
        here.sort(
            key=lambda row: (
                row["ended_at"] is not None,
                parent is None and row["id"] not in below,
                danish(row["name"]),
            )
        )
        return tuple(
            Place(
                id=row["id"],
                kind=AreaKind(row["kind"]),
                name=row["name"],
                ended_at=row["ended_at"],
                police=row["police"] or "",
                parts=parts_of(row["id"]),
            )
            for row in here
        )

    return parts_of(None)


def words() -> QuerySet[Area, str]:
    """Return what the areas are called that somebody works in: municipalities that have parts, and the parts."""
    parts = Area.objects.filter(parent_id=OuterRef("id"))
    rows = Area.objects.exclude(kind=AreaKind.POLICE).filter(ended_at=None)
    return rows.filter(Q(parent__isnull=False) | Exists(parts)).values_list("name", flat=True)


def paths(areas: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return of each area those it lies in, the largest first, and itself, in one statement; closed ones too."""
    if not areas:
        return {}
    parents: dict[UUID, UUID | None] = dict(Area.objects.values_list("id", "parent_id"))

    def up(area: UUID) -> tuple[UUID, ...]:
        parent = parents[area]
        return (area,) if parent is None else (*up(parent), area)

    return {area: up(area) for area in areas}


@dataclass(frozen=True, kw_only=True)
class Known:
    """An area that there is. top: the municipality or police district that it lies in, or is."""

    id: UUID
    kind: AreaKind
    name: str
    code: str
    parent: UUID | None
    top: UUID


def known(kinds: Collection[AreaKind]) -> list[Known]:
    """Return the areas of some kinds, closed ones left out."""
    rows = Area.objects.filter(ended_at=None, kind__in=kinds).order_by("name", "id")
    rows = rows.annotate(top=Coalesce("parent__parent_id", "parent_id", "id"))
    return [
        Known(
            id=row["id"],
            kind=AreaKind(row["kind"]),
            name=row["name"],
            code=row["code"],
            parent=row["parent_id"],
            top=row["top"],
        )
        for row in rows.values("id", "kind", "name", "code", "parent_id", "top")
    ]


def borders(*, on: date) -> QuerySet[Border]:
    """Return the border of each area as it runs on a day: the last that began by then."""
    return Border.objects.filter(from_on__lte=on).order_by("area_id", "-from_on").distinct("area_id")


def bordered(kinds: Collection[AreaKind], *, on: date) -> Iterator[tuple[Known, shapes.Rings]]:
    """Yield the areas of some kinds that have a border on a day, each with it."""
    there = {area.id: area for area in known(kinds)}
    for area, rings in borders(on=on).filter(area_id__in=there).values_list("area_id", "rings"):
        yield there[area], rings


# What surrounds something: west, south, east, north, in degrees.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Outlined:
    """An area with the outline that a map of the whole has of it. rings: as in Border.light."""

    id: UUID
    kind: AreaKind
    name: str
    rings: shapes.Rings
    label_at: tuple[float, float]
    is_schematic: bool
    source: str


def outlined(
    kinds: Collection[AreaKind],
    *,
    on: date,
    only: Collection[UUID] | None = None,
    within: Box | None = None,
    areas: Iterable[Known] | None = None,
) -> list[Outlined]:
    """Return the areas of some kinds that have a border on a day, in the order of `kinds` and then of their names.

    only: no others than these; within: only those whose surroundings overlap a box. What is not wanted is not read:
    the outlines of a country are megabytes. areas: as `known` gave them, where somebody has asked already.
    """
    order = list(kinds)
    named = [area for area in (known(kinds) if areas is None else areas) if area.kind in order]
    there = {area.id: area for area in named if only is None or area.id in only}
    columns = ("area_id", "light", "label_east", "label_north", "is_schematic", "source")
    # Of each area its border of that day, and only then those in the box: an older one may have been larger.
    wanted = Border.objects.filter(id__in=borders(on=on).filter(area_id__in=there).values("id"))
    if within is not None:
        west, south, east, north = within
        wanted = wanted.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    found = [
        Outlined(
            id=row["area_id"],
            kind=there[row["area_id"]].kind,
            name=there[row["area_id"]].name,
            rings=row["light"],
            label_at=(row["label_east"], row["label_north"]),
            is_schematic=row["is_schematic"],
            source=row["source"],
        )
        for row in wanted.values(*columns)
    ]
    return sorted(found, key=lambda each: (order.index(each.kind), danish(each.name)))


def history(area: UUID) -> list[dict[str, Any]]:
    """Return the borders that an area has had and will have, the last first: from_on, source, is_schematic, light."""
    rows = Border.objects.filter(area_id=area).order_by("-from_on")
    return [dict(row) for row in rows.values("id", "from_on", "source", "is_schematic", "light")]


def at_point(east: float, north: float, *, on: date) -> list[Known]:
    """Return the areas that a point lies in on a day, the innermost first."""
    near = Q(west__lte=east, east__gte=east, south__lte=north, north__gte=north)
    # Of each area its border of that day, and only then those around the point: an older one may have been larger.
    there = Border.objects.filter(near, id__in=borders(on=on).values("id"), area__ended_at=None)
    inside = [
        area
        for area, rings in there.values_list("area_id", "rings")
        if shapes.is_in(east, north, shapes.unpacked(rings))
    ]
    around = [area for area in known(INNERMOST) if area.id in inside]
    return sorted(around, key=lambda area: INNERMOST.index(area.kind))


_POINT = re.compile(r"\(?(-?\d{1,3}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)\)?")


def found(text: str, *, on: date) -> list[Known]:
    """Return the areas that what was typed means: a point, latitude first as maps on the phone say it, or a name."""
    typed = " ".join(text.split())
    point = _POINT.fullmatch(typed)
    if point is None:
        return named(typed)
    north, east = (float(each.replace(",", ".")) for each in point.groups())
    return at_point(east, north, on=on)


def named(text: str, *, most: int = 20) -> list[Known]:
    """Return the areas with a name that holds what was typed, those that begin with it first, in their order."""
    typed = " ".join(text.split()).casefold()
    if not typed:
        return []
    like = [area for area in known(INNERMOST) if typed in area.name.casefold()]
    like.sort(key=lambda area: (not area.name.casefold().startswith(typed), danish(area.name)))
    return like[:most]

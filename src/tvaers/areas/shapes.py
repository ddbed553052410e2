"""Borders as GEOS sees them: mended, joined, made lighter, and asked what lies in what.

All coordinates are longitude and latitude in degrees (WGS 84). Shares of areas are worked out in degrees too: both
numbers are as wrong as each other where areas are as small as these.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely import GEOSException, MultiPolygon, Polygon

# About a metre: the file's further decimals say nothing about a border that people walk across.
GRID = 0.00001
# An outline for a map of the whole area may err by this part of its width and height together.
LIGHT = 1 / 400
LEAST_POINTS = 4
# Denmark, Bornholm included. What lies here when turned around has been written down turned around.
_EAST, _NORTH = (7.0, 16.0), (54.0, 58.5)


class ShapeError(ValueError):
    """The geometry encloses nothing; `code` says why: missing, kind, numbers, metres, turned, ring, flat."""

    def __init__(self, code: str) -> None:
        """Keep the code for the list of what was left out."""
        super().__init__(code)
        self.code = code


def enclosed(geometry: Mapping[str, Any] | None) -> MultiPolygon:
    """Return what a GeoJSON geometry encloses, mended where its line crosses itself. Raises ShapeError.

    A third coordinate is left out, whatever it says.
    """
    if geometry is None:
        raise ShapeError("missing")
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ShapeError("kind")
    if not isinstance(parts, list) or not parts:
        raise ShapeError("missing")
    polygons = [_polygon(rings) for rings in (parts if kind == "MultiPolygon" else [parts])]
    return joined(polygons)


def _polygon(rings: object) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise ShapeError("missing")
    shell, *holes = [_ring(ring) for ring in rings]
    return Polygon(shell, holes)


def _ring(ring: object) -> list[tuple[float, float]]:
    if not isinstance(ring, list):
        raise ShapeError("missing")
    points = [_point(point) for point in ring]
    if len(points) < LEAST_POINTS:
        raise ShapeError("ring")
    return points


def _point(point: object) -> tuple[float, float]:
    if not isinstance(point, Sequence) or isinstance(point, str) or len(point) < 2:
        raise ShapeError("numbers")
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in point[:2]):
        raise ShapeError("numbers")
    east, north = float(point[0]), float(point[1])
    if not (math.isfinite(east) and math.isfinite(north)):
        raise ShapeError("numbers")
    if abs(east) > 180 or abs(north) > 90:
        raise ShapeError("metres")
    if _NORTH[0] <= east <= _NORTH[1] and _EAST[0] <= north <= _EAST[1]:
        raise ShapeError("turned")
    return east, north


def joined(shapes: Iterable[Polygon | MultiPolygon]) -> MultiPolygon:
    """Return several shapes as one, on a grid of about a metre. Raises ShapeError where nothing is enclosed."""
    try:
        mended = [shapely.make_valid(each, method="structure", keep_collapsed=False) for each in shapes]
        whole = shapely.union_all(mended, grid_size=GRID)
    except GEOSException as broken:
        raise ShapeError("ring") from broken
    pieces = shapely.get_parts(whole)
    parts: list[Polygon] = [piece for piece in pieces if isinstance(piece, Polygon) and not piece.is_empty]
    if not parts:
        raise ShapeError("flat")
    # The largest first, which is the one that a name is written in.
    parts.sort(key=lambda part: part.area, reverse=True)
    return MultiPolygon(parts)


_HELD_BACK = 0.8


def lighter(shape: MultiPolygon, *, part: float = LIGHT) -> MultiPolygon:
    """Return a shape with fewer points, which errs by no more than `part` of its width and height together.

    Specks that would be smaller than that are left out, the largest piece never.
    """
    west, south, east, north = shape.bounds
    tolerance = (east - west + north - south) * part
    kept = [piece for number, piece in enumerate(shape.geoms) if not number or piece.area > tolerance**2]
    # So that no piece turns over, the simplifier may go a little farther than it is told in what is long and thin.
    plain = shapely.simplify(kept, tolerance * _HELD_BACK)
    return MultiPolygon([piece for piece in plain if not piece.is_empty] or kept[:1])


def share_inside(shape: MultiPolygon, around: MultiPolygon) -> float:
    """Return which part of a shape lies within another, from 0 to 1."""
    inside = shapely.intersection(shape, around, grid_size=GRID)
    return float(inside.area / shape.area)


def is_in(east: float, north: float, shape: MultiPolygon) -> bool:
    """Tell whether a point lies in a shape or on its border."""
    return bool(shapely.covers(shape, shapely.Point(east, north)))


def inner_point(shape: MultiPolygon) -> tuple[float, float]:
    """Return a point well inside the largest piece, where its name can be written: longitude, latitude."""
    point = shapely.maximum_inscribed_circle(shape.geoms[0], tolerance=0).coords[0]
    return round(point[0], 5), round(point[1], 5)


Rings = list[list[list[tuple[float, float]]]]


def packed(shape: MultiPolygon) -> Rings:
    """Return a shape as GeoJSON's coordinates of a MultiPolygon, in steps of about a metre."""
    return [[_rounded(ring.coords) for ring in (piece.exterior, *piece.interiors)] for piece in shape.geoms]


def _rounded(points: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    return [(round(point[0], 5), round(point[1], 5)) for point in points]


def unpacked(coordinates: Rings) -> MultiPolygon:
    """Return the shape that was packed."""
    return MultiPolygon([Polygon(shell, holes) for shell, *holes in coordinates])

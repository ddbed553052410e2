"""Reading a file of borders, GeoJSON (RFC 7946) or TopoJSON, into features. It may be anything."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

MOST_BYTES = 12 * 1024 * 1024
MOST_FEATURES = 5000
MOST_CHARACTERS = 200
# How files say that their coordinates are longitude and latitude in degrees (WGS 84), as GeoJSON has them.
_DEGREES = ("CRS84", "4326", "WGS84", "WGS 84")
_ZIP = b"PK\x03\x04"


class UnreadableFileError(ValueError):
    """The file cannot be read; `code` says why: empty, large, zip, json, kind, reference, none, many, broken."""

    def __init__(self, code: str) -> None:
        """Keep the code for the message at the field."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Feature:
    """A thing on the map as the file has it.

    number: which of the file's, counted from 1. geometry: as GeoJSON has it, not looked at yet; None where it has none.
    """

    number: int
    properties: Mapping[str, str]
    geometry: Mapping[str, Any] | None


@dataclass(frozen=True)
class FeatureFile:
    """What a file holds: the names of all properties, in their order, and its features."""

    properties: tuple[str, ...]
    features: tuple[Feature, ...]


def read(data: bytes) -> FeatureFile:
    """Return the features of a GeoJSON or TopoJSON file. Raises UnreadableFileError."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("large")
    if not data.strip():
        raise UnreadableFileError("empty")
    if data.startswith(_ZIP):
        raise UnreadableFileError("zip")
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as broken:
        raise UnreadableFileError("json") from broken
    if not isinstance(content, dict):
        raise UnreadableFileError("kind")
    try:
        found = _features(content)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as broken:
        if isinstance(broken, UnreadableFileError):
            raise
        raise UnreadableFileError("broken") from broken
    if not found:
        raise UnreadableFileError("none")
    if len(found) > MOST_FEATURES:
        raise UnreadableFileError("many")
    names = dict.fromkeys(name for feature in found for name in feature.properties)
    return FeatureFile(tuple(names), tuple(found))


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and infinities, which are no JSON."""
    raise ValueError(constant)


def _features(content: dict[str, Any]) -> list[Feature]:
    if content.get("type") == "FeatureCollection":
        _check_reference(content.get("crs"))
        return [
            _feature(number, each, each.get("geometry")) for number, each in enumerate(content["features"], start=1)
        ]
    if content.get("type") == "Topology":
        arcs = _arcs(content)
        geometries = _in_objects(content["objects"].values())
        return [_feature(number, each, _untied(each, arcs)) for number, each in enumerate(geometries, start=1)]
    raise UnreadableFileError("kind")


def _check_reference(crs: object) -> None:
    """Raise UnreadableFileError for a file that names a reference system other than degrees."""
    if crs is None:
        return
    name = str(crs["properties"].get("name", "")) if isinstance(crs, dict) else ""
    if not any(degrees in name.upper() for degrees in _DEGREES):
        raise UnreadableFileError("reference")


def _feature(number: int, each: Mapping[str, Any], geometry: object) -> Feature:
    properties = each.get("properties") or {}
    told = {
        str(name)[:MOST_CHARACTERS]: _text(value)
        for name, value in properties.items()
        if not isinstance(value, dict | list)
    }
    return Feature(number, told, geometry if isinstance(geometry, dict) else None)


def _text(value: object) -> str:
    """Return a property as one line of text; nothing where it is missing."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\x00", "").split())[:MOST_CHARACTERS]


# --- TopoJSON: lines that neighbours share stand once, as steps on a grid -------------------------------------------

Point = tuple[float, float]


def _arcs(content: Mapping[str, Any]) -> list[list[Point]]:
    """Return the shared lines as points in degrees."""
    transform = content.get("transform")
    if not transform:
        return [[(float(x), float(y)) for x, y, *_ in arc] for arc in content["arcs"]]
    (wide, high), (left, low) = transform["scale"], transform["translate"]
    found = []
    for arc in content["arcs"]:
        x = y = 0
        points = []
        for across, up, *_ in arc:
            x, y = x + across, y + up
            points.append((x * wide + left, y * high + low))
        found.append(points)
    return found


def _in_objects(objects: Sequence[Mapping[str, Any]] | Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - a view
    for each in objects:
        if each.get("type") == "GeometryCollection":
            yield from _in_objects(each["geometries"])
        else:
            yield each


def _untied(each: Mapping[str, Any], arcs: list[list[Point]]) -> dict[str, Any] | None:
    """Return a TopoJSON object's geometry as GeoJSON has it."""
    kind = each.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(ring, arcs) for ring in each["arcs"]]}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [[_ring(ring, arcs) for ring in one] for one in each["arcs"]]}
    return {"type": kind} if kind else None


def _ring(numbers: Sequence[int], arcs: list[list[Point]]) -> list[Point]:
    """Join lines to a ring. A negative number is the line's complement: walked from its end."""
    ring: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        # A line begins where the one before ended.
        ring += line[1:] if ring else line
    return ring

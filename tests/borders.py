"""Files of borders for the tests: small, made by us, of the untidy shape that official ones have."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.cast import named
from tvaers.areas.imports.reading import read

# Beside the checkout where it is present; nothing of it is part of the project.
OFFICIAL = Path(__file__).resolve().parents[2] / "shared/data/dagi"

Box = tuple[float, float, float, float]
# Three municipalities beside each other, the middle one in two pieces, and one police district around two of them.
WEST, MIDDLE, ISLAND, EAST = (
    (12.30, 55.70, 12.40, 55.80),
    (12.40, 55.70, 12.45, 55.80),
    (12.46, 55.81, 12.47, 55.82),
    (12.50, 55.70, 12.60, 55.80),
)


def ring(box: Box, *, third: float | None = -999.0) -> list[list[float]]:
    """The border of a rectangle, each point with a third coordinate that says nothing."""
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[*corner, *([] if third is None else [third])] for corner in corners]


def feature(properties: dict[str, Any], *boxes: Box, geometry: Any = None) -> dict[str, Any]:
    """One feature: a rectangle, several of them, or whatever geometry is given."""
    if geometry is None and len(boxes) == 1:
        geometry = {"type": "Polygon", "coordinates": [ring(boxes[0])]}
    elif geometry is None:
        geometry = {"type": "MultiPolygon", "coordinates": [[ring(box)] for box in boxes]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: dict[str, Any], **more: Any) -> bytes:
    """A file of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


MUNICIPALITIES = geojson(
    feature({"KOMKODE": "0901", "KOMNAVN": "Vestprøve"}, WEST),
    feature({"KOMKODE": "0902", "KOMNAVN": "Midtprøve"}, MIDDLE),
    # The island has no code, and belongs to the one with its name.
    feature({"KOMKODE": None, "KOMNAVN": "Midtprøve"}, ISLAND),
    feature({"KOMKODE": "0903", "KOMNAVN": "Østprøve"}, EAST),
    feature({"KOMKODE": "0411", "KOMNAVN": "Christiansø"}, (15.1, 55.3, 15.2, 55.35)),
    crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
)
POLICE = geojson(
    feature({"POLKR_NR": None, "POLKR_NAVN": "Prøvekredsens Politi"}, (12.2, 55.6, 12.48, 55.9)),
    feature({"POLKR_NR": "2", "POLKR_NAVN": "Nabokredsens Politi"}, (12.48, 55.6, 12.7, 55.9)),
)
HOUSING = geojson(
    feature({"navn": "Prøveparken"}, (12.32, 55.72, 12.33, 55.73)),
    feature({"navn": "Randparken"}, (12.395, 55.72, 12.403, 55.73)),
    feature({"navn": "Søparken"}, (12.0, 55.0, 12.01, 55.01)),
)
TOPOJSON = json.dumps(
    {
        "type": "Topology",
        "transform": {"scale": [0.01, 0.01], "translate": [12.0, 55.0]},
        # Two squares that share a line: the first arc is walked backwards by the second.
        "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
        "objects": {
            "here": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"navn": "Venstre", "nr": 1}},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"navn": "Højre", "nr": 2.0}},
                    {"type": "Point", "coordinates": [1, 1], "properties": {"navn": "Prik"}},
                ],
            }
        },
    }
).encode()


def keep_file(maintenance: Any, file_id: UUID, data: bytes = MUNICIPALITIES) -> None:
    """A file that the host's administrator has read in and not started."""
    file = read(data)
    content = json.dumps([asdict(each) for each in file.features])
    maintenance.execute(
        "INSERT INTO areas_borderfile (id, owner_id, by_id, filename, kind, source, is_schematic, from_on, properties,"
        " content, name_property, code_property, state, outlines, done, added, moved, same, problems)"
        " VALUES (%s, %s, %s, 'prøve.geojson', 'municipality', 'Prøve', false, '2014-02-13', %s, %s, 'KOMNAVN',"
        " 'KOMKODE', 'read', 0, 0, 0, 0, 0, '[]')",
        [file_id, named("gladsaxe"), named("gerda"), json.dumps(file.properties), content],
    )

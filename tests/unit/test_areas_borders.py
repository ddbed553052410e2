"""Files of borders: read whatever they are, their pieces joined, each bad one named; and what is computed of shapes."""

import json
from math import cos, pi, sin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import borders
from tests.borders import feature, geojson, ring
from tvaers.areas import shapes
from tvaers.areas.imports import outlines, reading
from tvaers.areas.models import AreaKind

M = AreaKind.MUNICIPALITY
BOX = (12.1, 55.1, 12.2, 55.2)


def read_in(data, kind=M):
    file = reading.read(data)
    name, code = outlines.guessed(file)
    return outlines.outlines(file, kind, name=name, code=code)


def test_pieces_with_one_code_are_one_area_and_a_missing_code_is_found_by_the_name():
    found, problems = read_in(borders.MUNICIPALITIES)
    told = [(each.code, each.name, each.numbers, len(each.shape.geoms)) for each in found]
    assert told == [
        ("0902", "Midtprøve", (2, 3), 2),
        ("0901", "Vestprøve", (1,), 1),
        ("0903", "Østprøve", (4,), 1),
    ]
    assert [(each.number, each.code) for each in problems] == [(5, "no-municipality")]
    assert all(len(point) == 2 for piece in shapes.packed(found[0].shape) for line in piece for point in line)


def test_christiansoe_may_be_anything_but_a_municipality():
    assert not read_in(borders.MUNICIPALITIES, AreaKind.DISTRICT)[1]


@pytest.mark.skipif(not borders.OFFICIAL.exists(), reason="the official borders are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "pieces", "areas"), [("kommuner.geojson", 311, 98), ("politikredse.geojson", 227, 12)]
)
def test_the_official_borders_are_one_area_each(name, pieces, areas):
    data = (borders.OFFICIAL / name).read_bytes()
    assert len(reading.read(data).features) == pieces
    found, problems = read_in(data)
    assert len(found) == len({each.name for each in found}) == areas
    assert {each.code for each in problems} <= {"no-municipality"}
    assert all(each.shape.is_valid and not each.shape.has_z for each in found)


def test_lines_that_neighbours_share_are_walked_in_both_directions():
    found, problems = read_in(borders.TOPOJSON)
    assert [(each.name, each.code) for each in found] == [("Højre", "2"), ("Venstre", "1")]
    assert [shape.bounds for shape in (found[1].shape, found[0].shape)] == [
        pytest.approx((12.0, 55.0, 12.1, 55.1)),
        pytest.approx((12.1, 55.0, 12.2, 55.1)),
    ]
    assert [(each.number, each.name, each.code) for each in problems] == [(3, "Prik", "kind")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04\x00", "zip"),
        (b"<html>", "json"),
        (b"\xff\xfe{", "json"),
        (b'{"type": NaN}', "json"),
        (b"[" * 100_000, "json"),
        (b"[]", "kind"),
        (b'"FeatureCollection"', "kind"),
        (b'{"type": "Feature"}', "kind"),
        (b'{"type": "FeatureCollection"}', "broken"),
        (b'{"type": "FeatureCollection", "features": 7}', "broken"),
        (b'{"type": "FeatureCollection", "features": [7]}', "broken"),
        (b'{"type": "FeatureCollection", "features": []}', "none"),
        (b'{"type": "Topology", "objects": {"a": {"type": "Polygon", "arcs": [[9]]}}, "arcs": []}', "broken"),
        (b'{"type": "Topology", "objects": {}, "arcs": [["x"]]}', "broken"),
        (geojson(feature({}, BOX), crs={"type": "name", "properties": {"name": "EPSG:25832"}}), "reference"),
        (geojson(feature({}, BOX), crs="EPSG:25832"), "reference"),
        (geojson(*[feature({}, BOX)] * (reading.MOST_FEATURES + 1)), "many"),
        (b" " * (reading.MOST_BYTES + 1), "large"),
    ],
)
def test_what_is_no_file_of_borders_says_why(data, code):
    with pytest.raises(reading.UnreadableFileError) as refused:
        reading.read(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": [12, 55]}, "kind"),
        ({"type": "LineString", "coordinates": [[12, 55], [13, 55]]}, "kind"),
        ({"type": "GeometryCollection", "geometries": []}, "kind"),
        ({"type": "Polygon"}, "missing"),
        ({"type": "Polygon", "coordinates": []}, "missing"),
        ({"type": "Polygon", "coordinates": [[]]}, "ring"),
        ({"type": "Polygon", "coordinates": [{}]}, "missing"),
        ({"type": "MultiPolygon", "coordinates": [ring(BOX)]}, "numbers"),
        ({"type": "Polygon", "coordinates": [[[12, 55], [13, 55], [12, 55]]]}, "ring"),
        ({"type": "Polygon", "coordinates": [[[12, 55], [13, "55"], [13, 56], [12, 55]]]}, "numbers"),
        ({"type": "Polygon", "coordinates": [[[12, 55], [13, True], [13, 56], [12, 55]]]}, "numbers"),
        ({"type": "Polygon", "coordinates": [[[12], [13], [14], [12]]]}, "numbers"),
        ({"type": "Polygon", "coordinates": [["1255"] * 4]}, "numbers"),
        ({"type": "Polygon", "coordinates": [ring((712_000, 6_180_000, 713_000, 6_181_000))]}, "metres"),
        ({"type": "Polygon", "coordinates": [ring((55.7, 12.3, 55.8, 12.4))]}, "turned"),
        ({"type": "Polygon", "coordinates": [[[12, 55], [12.1, 55], [12.2, 55], [12, 55]]]}, "flat"),
    ],
)
def test_what_encloses_nothing_says_why_and_the_others_go_in(geometry, code):
    found, problems = read_in(geojson(feature({"navn": "God"}, BOX), feature({"navn": "Dårlig"}, geometry=geometry)))
    assert [each.name for each in found] == ["God"]
    assert [(each.number, each.name, each.code) for each in problems] == [(2, "Dårlig", code)]


@pytest.mark.parametrize(
    ("properties", "code"),
    [({"navn": ""}, "unnamed"), ({"navn": None}, "unnamed"), ({}, "unnamed"), ({"navn": "x" * 121}, "long")],
)
def test_what_has_no_name_is_left_out(properties, code):
    _found, problems = read_in(geojson(feature({"navn": "God"}, BOX), feature(properties, BOX)))
    assert [(each.number, each.code) for each in problems] == [(2, code)]


def test_a_line_that_crosses_itself_is_mended():
    bow = {"type": "Polygon", "coordinates": [[[12, 55], [12.2, 55.2], [12.2, 55], [12, 55.2], [12, 55]]]}
    assert shapes.enclosed(bow).is_valid


def test_a_hole_stays_a_hole():
    inside = (12.13, 55.13, 12.17, 55.17)
    shape = shapes.enclosed({"type": "Polygon", "coordinates": [ring(BOX), ring(inside)]})
    assert not shapes.is_in(12.15, 55.15, shape)
    assert shapes.is_in(12.11, 55.15, shape)
    assert shapes.is_in(12.1, 55.15, shape), "the border belongs to it"


def test_what_is_packed_is_the_same_when_unpacked():
    shape = read_in(borders.MUNICIPALITIES)[0][0].shape
    assert shapes.unpacked(json.loads(json.dumps(shapes.packed(shape)))).equals(shape)


@given(
    st.tuples(st.floats(8, 14), st.floats(54.6, 57), st.floats(0.001, 1), st.floats(0.001, 1)),
    st.integers(3, 400),
)
@example((8.0, 55.0, 0.001, 0.125), 52)
def test_a_lighter_outline_errs_little(place, points):
    east, north, wide, high = place
    line = [(east + wide * cos(2 * pi * n / points), north + high * sin(2 * pi * n / points)) for n in range(points)]
    shape = shapes.enclosed({"type": "Polygon", "coordinates": [[list(point) for point in (*line, line[0])]]})
    light = shapes.lighter(shape)
    assert light.is_valid
    west, south, east, north = shape.bounds
    assert light.hausdorff_distance(shape) <= (east - west + north - south) * shapes.LIGHT * 1.001
    assert shapes.is_in(*shapes.inner_point(light), light)

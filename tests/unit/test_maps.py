"""Maps drawn on the server: in true proportions, whole, and with names that do not stand on each other."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.ui import maps
from tvaers.ui.maps import PIN, Pin, Shape, drawn

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def box(west, south, east, north, **more):
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Shape(rings=[[ring]], label_at=((west + east) / 2, (south + north) / 2), **more)


def points(path):
    numbers = [float(each) for each in NUMBER.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_nothing_makes_no_map():
    assert drawn("Kort", []) is None


def test_a_kilometre_is_as_long_in_both_directions():
    # At 60° north a degree of longitude is half as long as one of latitude.
    made = drawn("Kort", [box(10, 59.5, 12, 60.5, name="Kvadrat")])
    xs, ys = zip(*points(made.shapes[0].path), strict=True)
    assert (max(xs) - min(xs)) / (max(ys) - min(ys)) == pytest.approx(1, rel=0.01)
    assert made.width == maps.WIDE


places = st.tuples(
    st.floats(8, 13),
    st.floats(54.6, 57.6),
    st.floats(0.002, 0.5),
    st.floats(0.002, 0.5),
    st.text("abcæøå ", max_size=24),
)


@given(st.lists(places, min_size=1, max_size=30))
def test_all_of_it_is_on_the_map_and_no_name_stands_on_another(found):
    shapes = [
        box(west, south, west + wide, south + high, name=name, kind="housing")
        for west, south, wide, high, name in found
    ]
    made = drawn("Kort", shapes)
    assert len(made.shapes) == len(shapes)
    for each in made.shapes:
        assert all(-1 <= x <= made.width + 1 and -1 <= y <= made.height + 1 for x, y in points(each.path))
    size = maps.LETTERS["area"]
    boxes = [
        (each.x - half, each.y - size, each.x + half, each.y)
        for each in made.shapes
        if each.is_labelled
        for half in [len(each.name) * size * maps.BROAD / 2]
    ]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= made.width
        for other_left, other_top, other_right, other_bottom in boxes[number + 1 :]:
            assert left >= other_right or other_left >= right or top >= other_bottom or other_top >= bottom


@given(st.lists(st.tuples(st.floats(12.35, 12.55), st.floats(55.65, 55.85)), max_size=12), st.integers(0, 12))
def test_no_pin_covers_another_or_a_name_and_all_are_on_the_map(places, together):
    here = [*places, *[(12.4, 55.7)] * together]
    pins = [Pin(number=number, at=at, name=str(number), url="#") for number, at in enumerate(here, 1)]
    found = drawn("Kort", [box(12.35, 55.65, 12.55, 55.85, name="Prøvekøbing")], pins=pins, wide=640)
    assert [pin.number for pin in found.pins] == list(range(1, len(here) + 1))
    for at, pin in enumerate(found.pins):
        assert PIN <= pin.x <= found.width - PIN
        assert PIN <= pin.y <= found.height - PIN
        assert all(math.dist((pin.x, pin.y), (other.x, other.y)) >= 2 * PIN - 0.2 for other in found.pins[:at])


def test_what_has_no_name_or_place_has_no_label():
    ring = [(12, 55), (12.1, 55), (12.1, 55.1), (12, 55)]
    made = drawn("Kort", [Shape(rings=[[ring]], name="Uden sted"), box(12, 55, 12.1, 55.1)])
    assert [each.is_labelled for each in made.shapes] == [False, False]


def test_without_a_base_map_there_are_no_pictures():
    assert drawn("Kort", [box(12, 55, 12.1, 55.1)]).tiles == ()


@given(st.floats(-179, 178), st.floats(-84, 83), st.floats(0.001, 40), st.floats(0.001, 40))
def test_the_pictures_of_a_base_map_cover_the_map_and_are_few(west, south, wide, high):
    on = maps.grid((west, south, min(west + wide, 179.9), min(south + high, 84.9)))
    tiles = on.tiles("https://tiles.example.dk/{z}/{x}/{y}.png")
    assert 1 <= len(tiles) <= (math.ceil(maps.WIDE / 180) + 2) * (math.ceil(on.height / 180) + 2)
    left, top = min(each.x for each in tiles), min(each.y for each in tiles)
    right, bottom = max(each.x + each.size for each in tiles), max(each.y + each.size for each in tiles)
    assert left <= 0.1
    assert right >= maps.WIDE - 0.1
    if top > -1e5:
        assert top <= 0.1 or on.top < 0
    assert bottom >= on.height - 0.1 or on.top + on.height / on.scale > 1


def test_a_tile_is_the_one_that_base_maps_call_so(settings):
    # Gladsaxe's town hall, in tile 12/2189/1281 of every map in Web Mercator.
    settings.TVAERS_TILES, settings.TVAERS_TILES_BY = "https://tiles.example.dk/{z}/{x}/{y}.png", "Prøvekortet"
    made = drawn("Kort", [box(12.4875, 55.7330, 12.4877, 55.7332)])
    zoom, column, row = map(int, re.search(r"/(\d+)/(\d+)/(\d+)\.png", made.tiles[0].url).groups())
    east, north = math.radians(12.4876), math.radians(55.7331)
    across = 2**zoom
    assert abs(column - across * (east + math.pi) / (2 * math.pi)) < 5
    assert abs(row - across * (1 - math.log(math.tan(north) + 1 / math.cos(north)) / math.pi) / 2) < 5
    assert made.tiles_by == "Prøvekortet"

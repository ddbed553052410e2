"""Maps drawn on the server: in true proportions, whole, and with names that do not stand on each other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.ui import maps
from tvaers.ui.maps import Shape, drawn

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


def test_what_has_no_name_or_place_has_no_label():
    ring = [(12, 55), (12.1, 55), (12.1, 55.1), (12, 55)]
    made = drawn("Kort", [Shape(rings=[[ring]], name="Uden sted"), box(12, 55, 12.1, 55.1)])
    assert [each.is_labelled for each in made.shapes] == [False, False]

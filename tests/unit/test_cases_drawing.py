"""The drawing of the network: inside its frame, close ones near, names while there is room."""

import math

import pytest

from tvaers.cases.enums import Circle, Closeness
from tvaers.web.cases.drawing import ASCENT, CENTRE, HEIGHT, WIDTH, drawn, width

LONGEST = ("Alexandrasdatter Nørgaard", "ven fra den gamle skole")


def people(count, closeness=Closeness.CLOSE):
    return [
        {
            "name": f"Navn{n} Efternavn",
            "relation": "en meget lang relation",
            "circle": list(Circle)[n % 5],
            "closeness": closeness,
        }
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 5, 8, 12, 13, 60])
def test_every_dot_lies_inside_the_drawing(count):
    drawing = drawn(people(count, Closeness.BROKEN), centre="Noah")
    assert len(drawing.dots) == count
    for dot in drawing.dots:
        assert 8 < dot.x < WIDTH - 8
        assert 8 < dot.y < HEIGHT - 8


def test_close_contacts_stand_nearer_than_broken_ones():
    def distance(closeness):
        dot = drawn(people(1, closeness), centre="Noah").dots[0]
        return math.dist((dot.x, dot.y), CENTRE)

    assert distance(Closeness.CLOSE) < distance(Closeness.BUILDING) < distance(Closeness.BROKEN)


def test_many_people_are_numbered_as_in_the_list():
    assert not drawn(people(12), centre="Noah").numbered
    many = drawn(people(13), centre="Noah")
    assert many.numbered
    assert [dot.number for dot in many.dots] == list(range(1, 14))


def test_the_circles_keep_together():
    rows = [*people(3), {"name": "Mor", "relation": "mor", "circle": "family", "closeness": "close"}]
    labels = [dot.lines[0].text.split(",")[0] for dot in drawn(rows, centre="Noah").dots]
    assert labels[:2] == ["Navn0", "Mor"]


def spans(dot):
    """From where to where a label goes, across and down."""
    across = width([line.text for line in dot.lines])
    left = dot.label_x - {"start": 0, "middle": across / 2, "end": across}[dot.anchor]
    return left, left + across, dot.lines[0].y - ASCENT, dot.lines[-1].y + 4


def long_names(count, closeness):
    name, relation = LONGEST
    return [{**row, "name": name, "relation": relation} for row in people(count, closeness)]


@pytest.mark.parametrize("closeness", list(Closeness))
@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12])
def test_the_longest_label_is_whole_and_inside_the_drawing(count, closeness):
    for dot in drawn(long_names(count, closeness), centre="Noah").dots:
        left, right, top, bottom = spans(dot)
        assert left >= 0
        assert right <= WIDTH
        assert top >= 0
        assert bottom <= HEIGHT
        said = " ".join(line.text for line in dot.lines)
        assert said == ("Alexandrasdatter" if count == 12 else "Alexandrasdatter, ven fra den gamle skole")


@pytest.mark.parametrize("count", [2, 5, 8])
def test_labels_cover_neither_dots_nor_each_other(count):
    dots = drawn(long_names(count, Closeness.BROKEN), centre="Noah").dots
    for dot in dots:
        left, right, top, bottom = spans(dot)
        for other in dots:
            assert not (left < other.x < right and top < other.y < bottom)
            if other is not dot:
                o_left, o_right, o_top, o_bottom = spans(other)
                assert right <= o_left or o_right <= left or bottom <= o_top + 4 or o_bottom <= top + 4


def test_what_is_too_long_for_a_drawing_is_cut_and_the_list_has_it():
    row = people(1)[0] | {"name": "A" * 300, "relation": "b" * 300}
    (dot,) = drawn([row], centre="Noah").dots
    assert all(len(line.text) <= 18 for line in dot.lines)
    assert len(dot.lines) <= 3

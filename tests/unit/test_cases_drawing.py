"""The drawing of the network: inside its frame, close ones near, names while there is room."""

import math

import pytest

from tvaers.cases.enums import Circle, Closeness
from tvaers.web.cases.drawing import CENTRE, HEIGHT, WIDTH, drawn


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
        assert 8 < dot.label_y < HEIGHT - 2


def test_close_contacts_stand_nearer_than_broken_ones():
    def distance(closeness):
        dot = drawn(people(1, closeness), centre="Noah").dots[0]
        return math.dist((dot.x, dot.y), CENTRE)

    assert distance(Closeness.CLOSE) < distance(Closeness.BUILDING) < distance(Closeness.BROKEN)


def test_many_people_are_numbered_as_in_the_list():
    assert not drawn(people(12), centre="Noah").numbered
    many = drawn(people(13), centre="Noah")
    assert many.numbered
    assert [dot.label for dot in many.dots] == [str(n) for n in range(1, 14)]


def test_the_circles_keep_together():
    rows = [*people(3), {"name": "Mor", "relation": "mor", "circle": "family", "closeness": "close"}]
    labels = [dot.label.split(",")[0] for dot in drawn(rows, centre="Noah").dots]
    assert labels[:2] == ["Navn0", "Mor"]

"""Points in a file: how numbers are written, and metres held against the projection done forwards."""

import math

import pytest

from tvaers.incidents.imports.points import degrees, from_metres, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("55.73", 55.73),
        ("55,73", 55.73),
        ("-55,73", -55.73),
        ("55,73°", 55.73),
        ("12.345", 12.345),
        ("6.178.500,9", 6178500.9),
        ("6 178 500,9", 6178500.9),
        ("714.549", 714549),
        ("6178500", 6178500),
        ("", None),
        ("ved Netto", None),
        ("1e5", None),
        ("55.7 12.4 8", None),
        ("9" * 400, None),
    ],
)
def test_a_number_is_read_as_it_is_written(text, value):
    assert number(text) == value


def forwards(latitude, longitude):
    """Snyder's series for the transverse Mercator projection (USGS 1395, 8-9 to 8-13), which is not the one used."""
    a, f, scale = 6378137.0, 1 / 298.257222101, 0.9996
    e2 = f * (2 - f)
    phi, away = math.radians(latitude), math.radians(longitude - 9)
    ep2, t = e2 / (1 - e2), math.tan(phi) ** 2
    n, c, big = a / math.sqrt(1 - e2 * math.sin(phi) ** 2), ep2 * math.cos(phi) ** 2, away * math.cos(phi)
    arc = a * (
        (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256) * phi
        - (3 * e2 / 8 + 3 * e2**2 / 32 + 45 * e2**3 / 1024) * math.sin(2 * phi)
        + (15 * e2**2 / 256 + 45 * e2**3 / 1024) * math.sin(4 * phi)
        - 35 * e2**3 / 3072 * math.sin(6 * phi)
    )
    third, fifth = (1 - t + c) * big**3 / 6, (5 - 18 * t + t**2 + 72 * c - 58 * ep2) * big**5 / 120
    fourth = (5 - t + 9 * c + 4 * c**2) * big**4 / 24
    sixth = (61 - 58 * t + t**2 + 600 * c - 330 * ep2) * big**6 / 720
    east = 500000 + scale * n * (big + third + fifth)
    return scale * (arc + n * math.tan(phi) * (big**2 / 2 + fourth + sixth)), east


@pytest.mark.parametrize("place", [(55.7, 12.4), (54.6, 8.1), (57.7, 10.6), (55.1, 15.1), (55.0, 9.0)])
def test_metres_become_the_degrees_that_they_came_from(place):
    north, east = forwards(*place)
    assert from_metres(north, east) == pytest.approx(place, abs=1e-7)


def test_what_is_neither_degrees_nor_metres_is_nothing():
    assert degrees(55.7, 12.4) == [(55.7, 12.4, False), (12.4, 55.7, True)]
    assert degrees(6_178_500, 12.4) == []
    assert degrees(-200, 12.4) == []
    assert [swapped for _n, _e, swapped in degrees(714_549, 6_178_500)] == [True]

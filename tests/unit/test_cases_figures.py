"""Figures that are published: nothing that is left out can be worked out from what is shown (R28)."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from math import comb
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvaers.cases import rules
from tvaers.cases.enums import Band

# How many tables with one total are gone through, one by one.
MOST_TABLES = 4000
COUNTS = st.integers(min_value=0, max_value=9)


def counted(bands: tuple[Band, ...]) -> st.SearchStrategy[dict[Band, int]]:
    """Tables over these bands."""
    return st.fixed_dictionaries(dict.fromkeys(bands, COUNTS))


def is_gone_through(cells: Mapping[Any, int]) -> bool:
    """Tell whether all tables with the same total are few enough."""
    return comb(sum(cells.values()) + len(cells) - 1, len(cells) - 1) <= MOST_TABLES


tables = (counted(rules.AGES) | counted(rules.GENDERS)).filter(is_gone_through)


def shown(cells: dict[Band, int]) -> tuple[int | None, dict[Band, int]]:
    """All that anybody reads of a table: its total, and as much of its cells as is published."""
    total = sum(cells.values())
    return None if rules.is_few(total) else total, rules.division(cells)


def all_with(total: int, bands: tuple[Band, ...]) -> Iterator[dict[Band, int]]:
    """Every table over these bands with this total."""
    for bars in combinations(range(total + len(bands) - 1), len(bands) - 1):
        edges = (-1, *bars, total + len(bands) - 1)
        yield {band: edges[at + 1] - edges[at] - 1 for at, band in enumerate(bands)}


def told(cells: dict[Band, int], publish=shown) -> dict[Band, int]:
    """The small cells whose number follows from what is published, for somebody who knows how it is made.

    Goes through every table that would have been published just so.
    """
    total, published = publish(cells)
    totals = range(1, rules.FEWEST) if total is None else [total]
    possible = [each for one in totals for each in all_with(one, tuple(cells)) if publish(each) == (total, published)]
    return {
        band: count
        for band, count in cells.items()
        if rules.is_few(count) and len({each[band] for each in possible}) == 1
    }


@settings(max_examples=60)
@given(tables)
def test_no_small_cell_follows_from_what_is_published(cells):
    _total, published = shown(cells)
    assert not any(map(rules.is_few, published.values()))
    assert told(cells) == {}


@settings(max_examples=200)
@given(tables)
def test_what_is_published_adds_up_to_the_total(cells):
    total, published = shown(cells)
    if published:
        assert sum(published.values()) == total == sum(cells.values())


# Two municipalities: three housing areas in two districts of one, two districts of the other; and not known.
AREAS = {name: uuid5(NAMESPACE_OID, name) for name in ("A", "B", "A1", "A2", "A11", "A12", "A21", "B1", "B2")}
TREE = {
    AREAS[name]: tuple(AREAS[above] for above in (name[:1], name[:2], name) if len(above) <= len(name))
    for name in ("A11", "A12", "A21", "B1", "B2")
}
TREE = {area: tuple(dict.fromkeys(path)) for area, path in TREE.items()}
# Few enough areas that all tables of a total can be gone through.
by_places = st.sampled_from([("A11", "A12", "B1"), ("A11", "A21"), ("A11", "B1", "B2")]).flatmap(
    lambda some: st.fixed_dictionaries(dict.fromkeys([*(AREAS[name] for name in some), None], COUNTS))
)


def shown_by_area(cells):
    total = sum(cells.values())
    return None if rules.is_few(total) else total, rules.by_area(cells, TREE)


@settings(max_examples=60)
@given(by_places.filter(is_gone_through))
def test_no_small_area_follows_from_what_is_published(cells):
    _total, published = shown_by_area(cells)
    assert not any(map(rules.is_few, published.values()))
    assert told(cells, shown_by_area) == {}
    if published:
        assert sum(published.values()) == sum(cells.values())


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"A11": 5, "A12": 6, "B1": 7}, {"A11": 5, "A12": 6, "B1": 7}),
        ({"A11": 5, "A12": 1, "A21": 8, "B1": 7}, {"A1": 6, "A2": 8, "B1": 7}),
        ({"A11": 5, "A12": 1, "B1": 4, "B2": 3}, {"A": 6, "B": 7}),
        ({"A11": 5, "B1": 4}, None),
        ({}, {}),
    ],
)
def test_areas_are_put_together_all_alike(counts, expected):
    found = rules.by_area({AREAS[name]: count for name, count in counts.items()}, TREE)
    assert found == ({} if expected is None else {None: 0} | {AREAS[name]: count for name, count in expected.items()})


def naive(cells):
    """The total and each cell that is large enough, as one would first think of it."""
    return sum(cells.values()), {band: count for band, count in cells.items() if not rules.is_few(count)}


def complementary(cells):
    """The smallest cell that is left goes as well, as textbooks say."""
    total, published = naive(cells)
    if len(cells) - len(published) == 1:
        published.pop(min(published, key=published.__getitem__))
    return total, published


@pytest.mark.parametrize(("publish", "counts"), [(naive, (3, 9, 12)), (complementary, (5, 4, 4))])
def test_a_usual_way_that_tells_is_caught(publish, counts):
    cells = dict(zip(rules.GENDERS, counts, strict=True))
    assert told(cells, publish)
    assert told(cells) == {}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((5, 6, 7, 0, 8), {Band.UNDER_15: 5, Band.FROM_15: 6, Band.FROM_18: 7, Band.FROM_25: 0, Band.UNKNOWN: 8}),
        ((4, 6, 7, 0, 8), {Band.UNDER_18: 10, Band.GROWN: 15}),
        ((4, 6, 1, 0, 0), {}),
        ((0, 0, 0, 0, 0), dict.fromkeys(rules.AGES, 0)),
    ],
)
def test_ages_are_put_together_where_a_band_is_small(counts, expected):
    assert rules.division(dict(zip(rules.AGES, counts, strict=True))) == expected


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, Band.UNDER_15),
        (14, Band.UNDER_15),
        (15, Band.FROM_15),
        (17, Band.FROM_15),
        (18, Band.FROM_18),
        (24, Band.FROM_18),
        (25, Band.FROM_25),
        (None, Band.UNKNOWN),
    ],
)
def test_each_age_is_in_a_band(age, band):
    assert rules.age_band(age) is band


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 11, 28), date(2026, 7, 1)),
        (date(2026, 10, 10), date(2026, 4, 1)),
        (date(2026, 10, 11), date(2026, 7, 1)),
        (date(2026, 1, 11), date(2025, 10, 1)),
        (date(2026, 1, 10), date(2025, 7, 1)),
    ],
)
def test_a_quarter_is_counted_when_it_has_settled(today, quarter):
    assert rules.settled_quarter(today) == quarter


def test_a_quarter_ends_with_the_year():
    assert rules.quarter_end(date(2025, 10, 1)) == date(2026, 1, 1)

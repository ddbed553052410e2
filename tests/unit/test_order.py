"""How the tests of a run are spread: see tests/order.py."""

import pytest

from tests.order import ordered


def spread(tests, processes):
    return ordered(tests, processes=processes, is_long=str.isupper, module=lambda test: test[0])


def test_what_takes_long_begins():
    assert spread(["a1", "B1", "c1", "D1"], 1) == ["B1", "D1", "a1", "c1"]


@pytest.mark.parametrize("processes", [1, 2, 3, 4, 7])
def test_each_process_begins_with_its_share_and_none_is_lost(processes):
    tests = [*(f"{name}{number}" for number in range(9) for name in "aBcDeFgHijk"), *"lm"]
    found = spread(tests, processes)
    assert sorted(found) == sorted(tests)
    # As xdist shares them out.
    left = list(found)
    for number in range(processes):
        size = len(left) // (processes - number)
        part, left = left[:size], left[size:]
        kinds = "".join("F" if test.isupper() else "." for test in part)
        assert kinds == f"{'F' * kinds.count('F')}{'.' * kinds.count('.')}", kinds
        assert kinds.startswith("F") == (number < 4)


def test_a_module_is_not_torn_apart():
    found = spread(["A1", "B1", "A2", "B2", "c1", "c2"], 2)
    assert found == ["A1", "A2", "c1", "B1", "B2", "c2"]


def test_more_that_takes_long_than_a_share():
    assert spread(["A1", "A2", "A3", "b1"], 2) == ["A1", "A2", "A3", "b1"]

"""The methods of early notice, held against a slow, plain reference and against what was worked out by hand."""

import math
import random

import numpy as np
import pytest

from tvaers.incidents.methods import choosing, ears, permutation
from tvaers.incidents.methods.series import History, plane, weekday_strata

# Compiling takes seconds.
pytestmark = pytest.mark.first


def history(areas, days, *, mean=0.4, seed=0, raised=1.0):
    """Areas on a square, with the last week of the four in its corner raised."""
    chance = np.random.default_rng(seed)
    rates = np.full((areas, days), float(mean))
    places = chance.random((areas, 2)) * 10
    rates[np.argsort((places**2).sum(axis=1))[:4], -7:] *= raised
    return History(counts=chance.poisson(rates).astype(np.int32), places=places, strata=weekday_strata(2, days))


# --- the slow, plain reference: one cylinder at a time, as the paper has it -------------------------------------------


def plain_order(given, centre):
    """All areas by their distance from one, nearest first."""

    def distance(area):
        return sum((given.places[area][each] - given.places[centre][each]) ** 2 for each in (0, 1))

    return sorted(range(len(given.places)), key=distance)


def plain_expected(given, areas, days):
    """The sum over areas and days of (area's sum × day's sum) / total, each among the days of the same weekday."""
    found = 0.0
    for day in days:
        alike = [other for other in range(given.days) if given.strata[other] == given.strata[day]]
        whole = sum(int(given.counts[area][other]) for area in range(len(given.counts)) for other in alike)
        on_day = sum(int(given.counts[area][day]) for area in range(len(given.counts)))
        for area in areas:
            of_area = sum(int(given.counts[area][other]) for other in alike)
            found += of_area * on_day / whole if whole else 0
    return found


def plain_ratio(cases, expected, total):
    """The logarithm of the likelihood ratio of a cylinder; 0 where there are no more than expected."""
    if cases <= expected:
        return 0.0
    ratio = cases * math.log(cases / expected)
    if total > cases:
        ratio += (total - cases) * math.log((total - cases) / (total - expected))
    return ratio


def plain_ratios(given, *, most_days, least_areas):
    """Every cylinder's ratio: (centre, number of neighbours, days back) → ratio."""
    total = int(given.counts.sum())
    found = {}
    for centre in range(len(given.counts)):
        order = plain_order(given, centre)
        for near in range(len(order)):
            if sum(int(given.counts[area].sum()) for area in order[: near + 1]) > total / 2:
                break
            for back in range(most_days if near >= least_areas - 1 else 0):
                days = range(given.days - 1 - back, given.days)
                areas = order[: near + 1]
                cases = sum(int(given.counts[area][day]) for area in areas for day in days)
                found[centre, near, back] = plain_ratio(cases, plain_expected(given, areas, days), total)
    return found


def plain_shuffled(given, chance):
    """The same cases with their days dealt out anew, each among the days of the same weekday."""
    counts = np.zeros_like(given.counts)
    for stratum in range(7):
        days = [day for day in range(given.days) if given.strata[day] == stratum]
        cases = [(area, day) for area in range(len(counts)) for day in days for _ in range(given.counts[area][day])]
        dealt = [day for _area, day in cases]
        chance.shuffle(dealt)
        for (area, _day), day in zip(cases, dealt, strict=True):
            counts[area][day] += 1
    return History(counts=counts, places=given.places, strata=given.strata)


# --- the scan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "least_areas", "raised"), [(1, 1, 1), (2, 3, 4), (3, 2, 1)])
def test_the_statistic_is_the_references(seed, least_areas, raised):
    given = history(7, 24, seed=seed, raised=raised)
    among = permutation.cylinders(given, most_days=5)
    ratios = permutation.ratios(permutation.observed(given, among), among, least_areas=least_areas)
    plain = plain_ratios(given, most_days=5, least_areas=least_areas)
    assert plain
    assert {place: ratios[place] for place in plain} == pytest.approx(plain, abs=1e-5)
    assert ratios.max() == pytest.approx(max(plain.values()), abs=1e-5)


def test_what_chance_can_do_is_what_the_reference_can_do():
    given, chance = history(8, 21, seed=5), random.Random(5)
    among = permutation.cylinders(given)
    dealt = permutation.replicated(given, among, replicates=9_999, least_areas=1, seed=11)
    plain = []
    for _ in range(1_500):
        shuffled = plain_shuffled(given, chance)
        # The sums stay, and with them what is expected: held against the reference above.
        plain.append(permutation.ratios(permutation.observed(shuffled, among), among, least_areas=1).max())
    for part in (0.5, 0.9, 0.95):
        assert (dealt > np.quantile(plain, part)).mean() == pytest.approx(1 - part, abs=0.035)


def test_the_answer_does_not_depend_on_how_many_threads(monkeypatch):
    given = history(12, 60, seed=4)
    among = permutation.cylinders(given)
    monkeypatch.setattr(permutation, "THREADS", 1)
    alone = permutation.replicated(given, among, replicates=101, seed=3)
    monkeypatch.setattr(permutation, "THREADS", 5)
    assert len(alone) == 101
    assert (alone == permutation.replicated(given, among, replicates=101, seed=3)).all()


def test_where_nothing_happens_it_is_wrong_as_often_as_it_says():
    wrong = 0
    for seed in range(200):
        found = permutation.scanned(history(15, 42, seed=seed), replicates=99, seed=seed * 100)
        wrong += bool(found) and found[0].recurrence >= 20
    assert 0.02 <= wrong / 200 <= 0.08


def test_a_rise_in_neighbouring_areas_is_found_where_it_is():
    given = history(30, 120, seed=9, raised=5)
    raised = set(np.argsort((given.places**2).sum(axis=1))[:4])
    first = permutation.scanned(given)[0]
    assert first.recurrence >= 365
    assert len(raised & set(first.areas)) >= 3
    assert given.days - 7 <= first.first <= given.days - 4
    assert first.observed > 2 * first.expected


def test_a_weekend_is_no_rise():
    chance = np.random.default_rng(3)
    rates = np.where(np.isin(weekday_strata(1, 100), (5, 6)), 3.0, 0.3) * np.linspace(0.5, 2, 20)[:, None]
    given = History(
        counts=chance.poisson(rates).astype(np.int32), places=chance.random((20, 2)), strata=weekday_strata(1, 100)
    )
    assert given.strata[-1] == 2
    weekend = given.until(96)
    assert weekend.strata[-1] == 6
    assert all(each.recurrence < 100 for each in permutation.scanned(weekend))


def test_further_findings_touch_none_before_them():
    found = permutation.scanned(history(30, 100, seed=2, mean=0.2), replicates=19)
    areas = [area for each in found for area in each.areas]
    assert len(found) > 1
    assert len(areas) == len(set(areas))


def test_nothing_at_all_is_no_finding():
    assert permutation.scanned(history(5, 20, mean=0)) == []


# --- EARS -------------------------------------------------------------------------------------------------------------

BY_HAND = np.array([2, 3, 2, 4, 3, 2, 3, 3, 2, 10, 9, 8], dtype=np.int32)


@pytest.mark.parametrize(
    ("day", "c1", "c2"), [(10, 9.6381, 9.6381), (11, 1.8403, 8.9018), (12, 1.0058, 6.9923)], ids=str
)
def test_ears_as_worked_out_by_hand(day, c1, c2):
    # The example's tenth day has only nine before it: what C3 adds up begins later.
    longer = np.concatenate([np.array([3, 2, 3], dtype=np.int32), BY_HAND])
    found = ears.ears(longer, day + 2)
    assert found.c1 == pytest.approx(c1, abs=5e-5)
    assert found.c2 == pytest.approx(c2, abs=5e-5)


def test_c3_adds_three_days_up():
    assert ears.ears(BY_HAND, 11).c3 == pytest.approx(22.5323, abs=2e-4)


def test_chance_is_students():
    # Tables of t with six degrees of freedom: 1.943 leaves 5 % above it, 3.707 half a percent.
    root = math.sqrt(1 + 1 / 7)
    assert ears.chance(1.943 * root) == pytest.approx(0.05, abs=1e-4)
    assert ears.chance(3.707 * root) == pytest.approx(0.005, abs=1e-5)


def test_the_area_that_rose_comes_first():
    counts = np.vstack([np.full(12, 3, dtype=np.int32), BY_HAND])
    given = History(counts=counts, places=np.zeros((2, 2)), strata=weekday_strata(0, 12)).until(9)
    longer = History(counts=np.hstack([counts[:, :2], given.counts]), places=given.places, strata=weekday_strata(0, 12))
    assert not ears.watched(given), "there are too few days yet"
    first = ears.watched(longer)[0]
    assert first.areas == (1,)
    assert (first.observed, first.first) == (10, 11)
    assert first.recurrence > 365


# --- which of them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "areas", "code"), [(365, 20, "permutation"), (89, 20, "ears"), (365, 2, "ears"), (11, 20, None)]
)
def test_the_method_follows_how_much_there_is(days, areas, code):
    found = choosing.fitting(days=days, areas=areas)
    assert (found.code if found else None) == code


def test_kilometres_between_places():
    ballerup, herlev = (12.36, 55.73), (12.44, 55.73)
    apart = plane([ballerup, herlev])
    assert np.hypot(*(apart[0] - apart[1])) == pytest.approx(5.0, abs=0.1)

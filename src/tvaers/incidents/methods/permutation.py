"""The prospective space-time permutation scan (Kulldorff and others 2005, PLoS Medicine 2(3): e59).

Each area with its nearest neighbours, over each of the last days, is a cylinder. What is expected in it follows from
the sums of areas and of days alone, so lasting differences between areas and days when everything rises cancel out;
no population is needed. Days of one stratum (the weekday) are compared with each other only. What chance can do is
seen by dealing the days out among the cases again and again.

Compiled code is not kept on disk: Numba would load it as a pickle, and a worker's code could then be written by whoever
writes files there. It is compiled once in each worker that scans, in a few seconds. It runs outside Python's lock in
threads of ours, because Numba's own threads must not be entered by two jobs of one process at once.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tvaers.incidents.methods.series import WEEK, Counts, Finding, Floats, History

REPLICATES = 999
# Cylinders are at most so many days high, and hold at most this part of all cases.
MOST_DAYS = 14
MOST_OF_ALL = 0.5
# Cylinders are of at least so many areas; what happens in one alone is another method's.
LEAST_AREAS = 3
# Replicates are dealt in pieces with a deck and a seed each, so that the answer does not depend on how many threads.
PIECES = 8
THREADS = 2


@dataclass(frozen=True, kw_only=True)
class Cylinders:
    """All cylinders, and what is expected in each. neighbours: areas × areas, the nearest first, itself leading.

    reach: of each area, how many neighbours its largest cylinder has. expected: areas × neighbours × days back, a sum
    over the first neighbours and the last days. total: of all cases.
    """

    neighbours: NDArray[np.int64]
    reach: NDArray[np.int64]
    expected: Floats
    total: int

    @property
    def days(self) -> int:
        """How high the highest is."""
        return int(self.expected.shape[2])


def cylinders(history: History, *, most_days: int = MOST_DAYS) -> Cylinders:
    """Return the cylinders of a history."""
    counts, days = history.counts, min(most_days, history.days)
    apart = ((history.places[:, None, :] - history.places[None, :, :]) ** 2).sum(axis=2)
    neighbours = np.argsort(apart, axis=1, kind="stable")
    of_area = counts.sum(axis=1, dtype=np.int64)
    total = int(of_area.sum())
    within = np.cumsum(of_area[neighbours], axis=1)
    reach = (within <= total * MOST_OF_ALL).sum(axis=1).astype(np.int64)
    widest = max(1, int(reach.max(initial=1)))
    cells = _expected_cells(history, days)
    expected = np.cumsum(np.cumsum(cells[neighbours[:, :widest]], axis=1), axis=2)
    return Cylinders(neighbours=neighbours, reach=reach, expected=expected, total=total)


def _expected_cells(history: History, days: int) -> Floats:
    """Return areas × days back: the area's sum times the day's, by the sum of the stratum they are counted in."""
    cells = np.zeros((history.counts.shape[0], days))
    for back in range(days):
        same = history.strata == history.strata[-1 - back]
        alike = history.counts[:, same]
        whole = alike.sum()
        if whole:
            cells[:, back] = alike.sum(axis=1) * (history.counts[:, -1 - back].sum() / whole)
    return cells


def observed(history: History, among: Cylinders) -> Counts:
    """Return how many cases lie in each cylinder: areas × neighbours × days back."""
    recent = history.counts[:, ::-1][:, : among.days]
    widest = among.expected.shape[1]
    found: Counts = np.cumsum(np.cumsum(recent[among.neighbours[:, :widest]], axis=1), axis=2, dtype=np.int32)
    return found


def ratios(cases: Counts, among: Cylinders, *, least_areas: int = LEAST_AREAS) -> Floats:
    """Return the logarithm of each cylinder's likelihood ratio; 0 for what holds no more than expected."""
    seen, rest = cases.astype(np.float64), among.total - cases.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(seen > 0, seen * np.log(seen / among.expected), 0.0)
        outside = np.where(rest > 0, rest * np.log(rest / (among.total - among.expected)), 0.0)
    wide = np.arange(among.expected.shape[1])[None, :, None]
    counted = (seen > among.expected) & (wide < among.reach[:, None, None]) & (wide >= least_areas - 1)
    return np.where(counted, inside + outside, 0.0)


def replicated(
    history: History, among: Cylinders, *, replicates: int = REPLICATES, least_areas: int = LEAST_AREAS, seed: int = 0
) -> Floats:
    """Return the highest ratio of each replicate, in which the cases' days were dealt out anew."""
    decks, begins = _decks(history)
    tables = _tables(among)
    window = history.strata[::-1][: among.days].astype(np.int64)
    wanted = history.counts[:, ::-1][:, : among.days].sum(axis=0).astype(np.int64)
    sizes = np.full(PIECES, replicates // PIECES)
    sizes[: replicates % PIECES] += 1
    deal = _compiled()

    def piece(number: int) -> Floats:
        recent = np.zeros((history.counts.shape[0], among.days), dtype=np.int64)
        found: Floats = deal(
            (decks.copy(), begins, window, wanted),
            *(recent, np.zeros(WEEK, dtype=np.int64), (among.neighbours, among.reach, *tables)),
            *(least_areas, int(sizes[number]), (seed + number) % 2**32),
        )
        return found

    with ThreadPoolExecutor(THREADS) as threads:
        return np.concatenate(list(threads.map(piece, range(PIECES))))


def _decks(history: History) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the area of every case, stratum by stratum, and where each stratum begins."""
    areas = np.arange(history.counts.shape[0])
    decks = [np.repeat(areas, history.counts[:, history.strata == each].sum(axis=1)) for each in range(WEEK)]
    begins = np.concatenate([[0], np.cumsum([len(deck) for deck in decks])])
    return np.concatenate(decks).astype(np.int64), begins.astype(np.int64)


def _tables(among: Cylinders) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what is expected, its logarithm, that of the rest, and the logarithm of every number of cases."""
    with np.errstate(divide="ignore"):
        inside, outside = np.log(among.expected), np.log(among.total - among.expected)
        numbers = np.log(np.arange(among.total + 1))
    numbers[0] = 0.0
    return among.expected, inside, outside, numbers


def _deal(decks: Any, begins: Any, window: Any, wanted: Any, recent: Any, taken: Any) -> None:  # noqa: ANN401, PLR0917 - compiled code takes arrays
    """Deal cases to the last days anew. Only their cards are drawn: the others lie where no cylinder is."""
    recent[:] = 0
    taken[:] = 0
    for back in range(window.shape[0]):
        stratum = window[back]
        for _ in range(wanted[back]):
            place = begins[stratum] + taken[stratum]
            other = np.random.randint(place, begins[stratum + 1])  # noqa: NPY002 - what Numba compiles
            drawn = decks[other]
            decks[other] = decks[place]
            decks[place] = drawn
            recent[drawn, back] += 1
            taken[stratum] += 1


def _highest(  # noqa: PLR0917 - as above
    recent: Any,  # noqa: ANN401 - as above
    neighbours: Any,  # noqa: ANN401 - as above
    reach: Any,  # noqa: ANN401 - as above
    expected: Any,  # noqa: ANN401 - as above
    inside: Any,  # noqa: ANN401 - as above
    outside: Any,  # noqa: ANN401 - as above
    numbers: Any,  # noqa: ANN401 - as above
    least_areas: int,
) -> float:
    """Return the highest ratio of all cylinders."""
    best, total = 0.0, numbers.shape[0] - 1
    by_day = np.zeros(recent.shape[1], dtype=np.int64)
    for centre in range(neighbours.shape[0]):
        by_day[:] = 0
        for near in range(reach[centre]):
            area, cases = neighbours[centre, near], 0
            for back in range(by_day.shape[0]):
                by_day[back] += recent[area, back]
                cases += by_day[back]
                if near >= least_areas - 1 and cases > expected[centre, near, back]:
                    rest = total - cases
                    ratio = cases * (numbers[cases] - inside[centre, near, back])
                    ratio += rest * (numbers[rest] - outside[centre, near, back])
                    best = max(best, ratio)
    return best


@cache
def _compiled() -> Any:  # noqa: ANN401 - Numba brings no types
    compiled: Any = njit(nogil=True)
    deal, highest = compiled(_deal), compiled(_highest)

    def dealt(cards, recent, taken, cylinders, least_areas, replicates, seed):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917
        np.random.seed(seed)  # noqa: NPY002 - as above
        found = np.zeros(replicates)
        for replicate in range(replicates):
            deal(*cards, recent, taken)
            found[replicate] = highest(recent, *cylinders, least_areas)
        return found

    return compiled(dealt)


def scanned(
    history: History, *, replicates: int = REPLICATES, least_areas: int = LEAST_AREAS, seed: int = 0, most: int = 3
) -> list[Finding]:
    """Return the cylinders with the highest ratios that do not touch each other, at most `most`, the highest first.

    Each is compared with the highest of every replicate, so the further ones are judged too strictly rather than too
    mildly. recurrence: 1/p days, for a scan each day.
    """
    if history.counts.sum() == 0:
        return []
    among = cylinders(history)
    cases = observed(history, among)
    found = ratios(cases, among, least_areas=least_areas)
    chance = replicated(history, among, replicates=replicates, least_areas=least_areas, seed=seed)
    return [
        Finding(
            areas=tuple(int(area) for area in among.neighbours[centre, : near + 1]),
            first=history.days - 1 - back,
            observed=int(cases[centre, near, back]),
            expected=float(among.expected[centre, near, back]),
            recurrence=(replicates + 1) / (1 + int((chance >= found[centre, near, back] - 1e-9).sum())),
        )
        for centre, near, back in _apart(found, among, most)
    ]


def _apart(found: Floats, among: Cylinders, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield the highest cylinder, then the highest without any of its areas, and so on."""
    left = found.copy()
    for _ in range(most):
        highest = int(np.argmax(left))
        centre, near, back = (int(each) for each in np.unravel_index(highest, left.shape))
        if left[centre, near, back] <= 0:
            return
        yield centre, near, back
        taken = np.isin(among.neighbours[:, : left.shape[1]], among.neighbours[centre, : near + 1])
        left[np.cumsum(taken, axis=1) > 0] = 0.0

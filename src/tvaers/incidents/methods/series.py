"""What every method is given, and what it answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int32]
Floats = NDArray[np.float64]
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class History:
    """Counts of areas by day. counts: areas × days; the last column is the day that is looked at.

    places: areas × 2, kilometres east and north of anywhere. strata: of each day, 0…6; days of one stratum are alike
    (the weekday).
    """

    counts: Counts
    places: Floats
    strata: NDArray[np.int64]

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.counts.shape[1])

    def until(self, day: int) -> "History":
        """Return the history as it was on an earlier day, whose column is given."""
        return History(counts=self.counts[:, : day + 1], places=self.places, strata=self.strata[: day + 1])


@dataclass(frozen=True, kw_only=True)
class Finding:
    """More than usual, in some areas over the last days. areas, first: rows and column of the counts.

    expected: how many there usually are. recurrence: once in how many days chance alone would show as much.
    """

    areas: tuple[int, ...]
    first: int
    observed: int
    expected: float
    recurrence: float


def weekday_strata(first_weekday: int, days: int) -> NDArray[np.int64]:
    """Return the weekday of each of some days in a row, of which the first is given (0 for Monday)."""
    return (np.arange(days, dtype=np.int64) + first_weekday) % WEEK


def plane(points: list[tuple[float, float]]) -> Floats:
    """Return longitudes and latitudes in degrees as kilometres on a plane, good enough for neighbours."""
    degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    middle = np.radians(degrees[:, 1].mean()) if len(degrees) else 0.0
    kilometres: Floats = degrees * np.array([111.32 * np.cos(middle), 110.57])
    return kilometres

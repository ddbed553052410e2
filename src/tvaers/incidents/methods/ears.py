"""EARS C1, C2 and C3 (Hutwagner and others 2003): a day against the week before it, for while history is short.

C1 looks at the seven days before, C2 at the seven that end three days before, so that a rise which has begun does not
hide itself; C3 adds what C2 was above one on the day and the two before it.
"""

import math
from dataclasses import dataclass

import numpy as np

from tvaers.incidents.methods.series import Counts, Finding, Floats, History

BASELINE = 7
LAG = 2
# Days that a history must have before C3 can be told.
LEAST_DAYS = BASELINE + 2 * LAG + 1
# A week in which nothing changed would make the smallest rise infinite.
LEAST_DEVIATION = 0.5


@dataclass(frozen=True)
class Ears:
    """The three figures of a day, and the mean of C2's baseline."""

    c1: float
    c2: float
    c3: float
    usual: float


def ears(counts: Counts, day: int) -> Ears:
    """Return the figures of a day of one series; `day` is a column, from LEAST_DAYS - 1 on."""
    c2 = [_against(counts, each, LAG) for each in range(day - LAG, day + 1)]
    return Ears(
        c1=_against(counts, day, 0)[0],
        c2=c2[-1][0],
        c3=sum(max(0.0, value - 1) for value, _usual in c2),
        usual=c2[-1][1],
    )


def _against(counts: Counts, day: int, lag: int) -> tuple[float, float]:
    """Return by how many deviations a day lies above its baseline, and the baseline's mean."""
    before: Floats = counts[day - lag - BASELINE : day - lag].astype(np.float64)
    usual = float(before.mean())
    deviation = max(float(before.std(ddof=1)), LEAST_DEVIATION)
    return (float(counts[day]) - usual) / deviation, usual


def chance(c2: float) -> float:
    """Return how probable a day so far above its baseline is: Student's t with six degrees of freedom.

    The mean of seven days is itself uncertain, hence the root.
    """
    value = c2 / math.sqrt(1 + 1 / BASELINE)
    angle = math.atan(value / math.sqrt(BASELINE - 1))
    even = math.cos(angle) ** 2
    return 0.5 - 0.5 * math.sin(angle) * (1 + even / 2 + 3 * even**2 / 8)


def watched(history: History) -> list[Finding]:
    """Return the areas in which the last day lies above its baseline, the most unusual first.

    recurrence: over all areas together, since each is looked at.
    """
    if history.days < LEAST_DAYS:
        return []
    day, found = history.days - 1, []
    for area, counts in enumerate(history.counts):
        figures = ears(counts, day)
        probable = min(1.0, chance(figures.c2) * len(history.counts)) if figures.c2 > 0 else 1.0
        if figures.c2 > 0:
            recurrence = 1 / max(probable, 1e-6)
            found.append(
                Finding(
                    areas=(area,), first=day, observed=int(counts[day]), expected=figures.usual, recurrence=recurrence
                )
            )
    return sorted(found, key=lambda each: -each.recurrence)

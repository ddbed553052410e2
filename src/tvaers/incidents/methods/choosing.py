"""The methods there are, and which fits how much history. A further one is a function of a history and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from tvaers.incidents.methods import ears, permutation
from tvaers.incidents.methods.series import Finding, History


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method. code: as in incidents.enums.Method. least_days: of history. least_areas: that a finding must have.

    rough: the same with a part of the work, where it takes long; looked at first for the many days that show nothing.
    """

    code: str
    look: Callable[..., list[Finding]]
    least_days: int
    least_areas: int
    rough: Callable[..., list[Finding]] | None = None

    def look_again(self, history: History) -> list[Finding]:
        """Return what `look` finds, with a tenth of the work where there is hardly anything to find."""
        if self.rough and all(each.recurrence < ROUGHLY for each in self.rough(history)):
            return []
        return self.look(history)


# With four looks a day, enough for what chance shows once in five hundred days.
REPLICATES: Final = 1_999
# What at least three of 99 replicates exceed is told once in five hundred times by 1,999.
FEWER: Final = 99
ROUGHLY: Final = (FEWER + 1) / 3
# The one that needs most history first: the first that fits is used.
METHODS: tuple[Method, ...] = (
    Method(
        code="permutation",
        look=partial(permutation.scanned, replicates=REPLICATES),
        rough=partial(permutation.scanned, replicates=FEWER),
        least_days=90,
        least_areas=permutation.LEAST_AREAS,
    ),
    Method(code="ears", look=ears.watched, least_days=ears.LEAST_DAYS, least_areas=1),
)


def fitting(*, days: int, areas: int) -> Method | None:
    """Return the method for so many days of history in so many areas; None while there are too few for any."""
    return next((each for each in METHODS if days >= each.least_days and areas >= each.least_areas), None)

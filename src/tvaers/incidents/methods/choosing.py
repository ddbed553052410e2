"""The methods there are, and which fits how much history. A further one is a function of a history and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from tvaers.incidents.methods import ears, permutation
from tvaers.incidents.methods.series import Finding


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method. code: as in incidents.enums.Method. least_days: of history. least_areas: that a finding must have."""

    code: str
    look: Callable[..., list[Finding]]
    least_days: int
    least_areas: int


# With four looks a day, enough for what chance shows once in five hundred days.
REPLICATES: Final = 1_999
# The one that needs most history first: the first that fits is used.
METHODS: tuple[Method, ...] = (
    Method(
        code="permutation",
        look=partial(permutation.scanned, replicates=REPLICATES),
        least_days=90,
        least_areas=permutation.LEAST_AREAS,
    ),
    Method(code="ears", look=ears.watched, least_days=ears.LEAST_DAYS, least_areas=1),
)


def fitting(*, days: int, areas: int) -> Method | None:
    """Return the method for so many days of history in so many areas; None while there are too few for any."""
    return next((each for each in METHODS if days >= each.least_days and areas >= each.least_areas), None)

"""What a search is narrowed to, and how many of the texts that it shows each way would leave."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tvaers.search.enums import Period

MONTH, YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """A period as moments: from `since` on, before `before`; None where it has no such end."""

    since: datetime | None = None
    before: datetime | None = None

    def hold(self, at: datetime) -> bool:
        """Tell whether a moment lies in the period."""
        return (self.since is None or at >= self.since) and (self.before is None or at < self.before)


def bounds(period: Period, now: datetime) -> Bounds:
    """Return a period as moments."""
    if period is Period.OLDER:
        return Bounds(before=now - YEAR)
    return Bounds(since=now - (MONTH if period is Period.MONTH else YEAR))


def by_group(groups: Iterable[str]) -> dict[str, int]:
    """Return how many texts each group of kinds has."""
    return dict(Counter(groups))


def by_period(moments: Collection[datetime], now: datetime) -> dict[Period, int]:
    """Return how many texts were written in each period, the last year with its last month."""
    return {period: sum(map(bounds(period, now).hold, moments)) for period in Period}

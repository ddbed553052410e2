"""Reading one's saved filters, each with how many concerns it holds now."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet, Value

from tvaers.concerns.models import SavedFilter
from tvaers.concerns.queries import COUNT_CAP, VIEWS, Filters, in_view
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled

# How long what was seen stays out of Today, unless there are more.
QUIET = timedelta(days=7)
_PLAIN = ("channel", "urgency", "kind", "about", "outcome")


@dataclass(frozen=True)
class Saved:
    """A saved filter with its count, at most COUNT_CAP + 1."""

    row: SavedFilter
    count: int

    @property
    def is_reached(self) -> bool:
        """Tell whether there are as many as its owner wants to hear of, and more than were seen within the week."""
        if self.row.threshold is None or self.count < self.row.threshold:
            return False
        if self.row.muted_at is None or self.row.muted_on is None or self.row.muted_on + QUIET <= clock.today():
            return True
        return self.count > self.row.muted_at


def filters_of(row: SavedFilter) -> Filters:
    """Return how a saved filter narrows, today."""
    since = None
    if row.days is not None:
        since = datetime.combine(clock.today() - timedelta(days=row.days), time.min, tzinfo=clock.COPENHAGEN)
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Filters(area_id=row.area_id, received_from=since, **plain)


def _saved(only_watched: bool, *, member: UUID) -> QuerySet[SavedFilter]:  # noqa: FBT001
    rows = SavedFilter.objects.filter(member_id=member, view__in=VIEWS).order_by("name")
    return rows.filter(threshold__isnull=False) if only_watched else rows


_SAVED = Compiled(_saved)


def saved(*, member: UUID, only_watched: bool = False) -> list[Saved]:
    """Return one's saved filters by name, each with its count, in two statements; in one where there are none.

    only_watched: those with a threshold.
    """
    found = _SAVED(only_watched, member=member)
    if not found:
        return []
    first, *others = (
        in_view(row.view, member=member, filters=filters_of(row))
        .order_by()
        .annotate(saved=Value(number))
        .values_list("saved", flat=True)[: COUNT_CAP + 1]
        for number, row in enumerate(found)
    )
    counted = Counter(first.union(*others, all=True))
    return [Saved(row, counted[number]) for number, row in enumerate(found)]

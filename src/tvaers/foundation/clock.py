"""The one clock: every "now" of the program is asked here, so that a test can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Return the present date as people in Denmark read it from the wall."""
    return now().astimezone(COPENHAGEN).date()


def last_day(until: datetime) -> date:
    """Return the last day in Denmark of what lasts until `until`; a midnight belongs to the day that it ends."""
    return (until - timedelta(microseconds=1)).astimezone(COPENHAGEN).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Hold the clock still at `at` (aware) within the block. For tests and generated data."""
    token = _frozen.set(at)
    try:
        yield at
    finally:
        _frozen.reset(token)

"""Hours in the street, planned and walked: cut by weekday and part of the day, shared among areas."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tvaers.foundation.clock import COPENHAGEN
from tvaers.outreach.coverage import Part, Walked, by_area, by_time

FRIDAY = datetime(2026, 11, 27, 20, tzinfo=COPENHAGEN)
ONE, OTHER = uuid4(), uuid4()


def walked(*areas: UUID, hours: float = 4, done: float | None = None, is_planned: bool = True) -> Walked:
    """A shift from Friday at eight in the evening."""
    return Walked(
        areas=areas,
        planned_from=FRIDAY,
        planned_until=FRIDAY + timedelta(hours=hours),
        is_planned=is_planned,
        started=FRIDAY if done is not None else None,
        ended=FRIDAY + timedelta(hours=done) if done is not None else None,
    )


def test_a_night_belongs_to_the_day_on_which_it_began() -> None:
    """Eight to half past one: two hours of evening, three and a half of the same Friday's night."""
    found = by_time([walked(ONE, hours=5.5, done=5)])
    assert (found[4, Part.EVENING].planned, found[4, Part.NIGHT].planned) == (2, 3.5)
    assert (found[4, Part.EVENING].done, found[4, Part.NIGHT].done) == (2, 3)
    assert found[5, Part.NIGHT].planned == 0


def test_areas_share_a_shift_and_what_nobody_planned_is_done_alone() -> None:
    """The total stays what was walked."""
    found = by_area([walked(ONE, OTHER, done=3), walked(done=2, is_planned=False), walked(ONE)])
    assert (found[ONE].planned, found[ONE].done) == (6, 1.5)
    assert (found[OTHER].planned, found[OTHER].done) == (2, 1.5)
    assert (found[None].planned, found[None].done) == (0, 2)


@pytest.mark.parametrize(("day", "hours"), [(datetime(2026, 10, 24, 22, tzinfo=COPENHAGEN), 9)])
def test_the_night_in_which_the_clock_is_put_back_has_an_hour_more(day: datetime, hours: float) -> None:
    """Counted as it is lived."""
    ends = datetime(2026, 10, 25, 6, tzinfo=COPENHAGEN)
    shift = Walked(areas=(), planned_from=day, planned_until=ends, is_planned=True, started=None, ended=None)
    assert sum(each.planned for each in by_time([shift]).values()) == pytest.approx(
        (ends.timestamp() - day.timestamp()) / 3600
    )
    assert (ends.timestamp() - day.timestamp()) / 3600 == hours

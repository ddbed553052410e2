"""The pages of a year of meetings, and of meetings that come back; told apart from those of one meeting."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.meetings import tasks
from tvaers.meetings.actions import series
from tvaers.meetings.enums import MeetingKind
from tvaers.meetings.recurring import Rhythm


def row(
    by: str = "alice",
    kind: MeetingKind = MeetingKind.BOARD,
    *,
    weeks: int = 4,
    free: tuple[int, ...] = (),
    **more: Any,
) -> UUID:
    """Make a row of boards that meet on Tuesdays."""
    told = series.Row(
        kind=kind,
        rhythm=Rhythm(first=clock.today(), weekday=1, weeks=weeks, free=frozenset(free)),
        begins=dt.time(9),
        ends=dt.time(10, 30),
        place="Rådhuset, lokale 2",
        seats=(named("palle"),),
        **more,
    )
    with acting_as(by) as actor:
        made = series.make(by=actor, told=told)
    settled(made, by)
    return made


def settled(made: UUID, by: str = "alice") -> None:
    """Do what the worker does when a row was made or ended."""
    with acting_as(by) as actor:
        organisation, member = str(actor.organisation.id), str(actor.id)
    tasks.settle_series(series=str(made), organisation=organisation, actor=member)


def held() -> dict[str, Any]:
    """One row of meetings."""
    return {"series": row()}


def typed(**more: Any) -> dict[str, Any]:
    """Return what a form of a row says."""
    on = clock.today() + dt.timedelta(days=1)
    first = {"first_day": on.day, "first_month": on.month, "first_year": on.year}
    told = {"kind": "board", "weekday": "1", "often": "w2", "begins": "9.00", "ends": "10.30", "holidays": "skip"}
    return {"form": str(uuid4()), **told, **first, "place": "Rådhuset", "do": "save", **more}


PAGES: tuple[dict[str, Any], ...] = (
    {"name": "meetings:year", "arguments": (), "outsider": ""},
    {
        "name": "meetings:year",
        "arguments": (),
        "outsider": "",
        "query": f"?year={clock.today().year + 1}",
        "who": "hanne",
    },
    {"name": "meetings:series-list", "arguments": (), "outsider": ""},
    {"name": "meetings:series-new", "arguments": (), "outsider": "gerda", "sent": lambda _things: typed()},
    {
        "name": "meetings:series-people",
        "arguments": ("series",),
        "sent": lambda _t: {"people": [str(named("hanne"))], "before": ""},
    },
    {"name": "meetings:series", "arguments": ("series",), "sent": lambda _things: {"do": "end"}},
)

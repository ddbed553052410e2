"""Meetings of the cast: Alice calls, Palle of the police hands over, Hanne next door sits, Oda sits nowhere."""

import datetime as dt
from typing import Any
from uuid import UUID

from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.meetings.actions import agenda, convening, letting_in, running
from tvaers.meetings.enums import Capacity, MeetingKind, Subject

FACTS = "Set ved kiosken tre aftener i træk sammen med ældre unge"
NAME = "Storm Opdigtet"
SECRET = "Sigtet for noget med en knallert"


def call(
    by: str = "alice",
    kind: MeetingKind = MeetingKind.HANDOVER,
    seats: tuple[str, ...] = ("palle", "hanne"),
    **more: Any,
) -> UUID:
    """Call a meeting in an hour."""
    begins = clock.now() + dt.timedelta(hours=1)
    told = convening.Call(
        kind=kind,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
        place="Rådhuset, lokale 2",
        seats=tuple(named(key) for key in seats),
        **more,
    )
    with acting_as(by) as actor:
        return convening.call(by=actor, told=told)


def words(**more: Any) -> agenda.Words:
    """Return what an item of the police says."""
    told: dict[str, Any] = {
        "title": "En ung ved kiosken",
        "facts": FACTS,
        "assessment": "Vi tror, han trækkes ind i noget",
        "source": "Nærpolitiet",
        "wish": "Hvem kender familien?",
        "mentions": {NAME: Capacity.SUSPECT},
    }
    return agenda.Words(**told | more)


def bring(meeting: UUID, by: str = "palle", **more: Any) -> UUID:
    """Bring an item about a person to a meeting."""
    with acting_as(by) as actor:
        return agenda.bring(by=actor, meeting=meeting, words=words(**more), purpose=Purpose.SSP)


def ground(purpose: Purpose = Purpose.SSP) -> letting_in.Ground:
    """Return the agreement of the cast as a ground."""
    return letting_in.Ground(
        purpose=purpose, frame=named("Prøveaftalen"), basis=None, necessity="Kommunen skal kunne hjælpe"
    )


def let_in(item: UUID, member: str, by: str = "palle", *, elsewhere: bool = True) -> None:
    """Let somebody in to an item."""
    with acting_as(by) as actor:
        letting_in.let_in(by=actor, items=[item], member=named(member), ground=ground() if elsewhere else None)


def arrive(meeting: UUID, *keys: str) -> None:
    """Have people sit down."""
    for key in keys:
        with acting_as(key) as actor:
            running.arrive(by=actor, meeting=meeting)


def begin(meeting: UUID, by: str = "alice") -> None:
    """Open the meeting."""
    with acting_as(by) as actor:
        running.begin(by=actor, meeting=meeting)


def reach(meeting: UUID, item: UUID, by: str = "alice") -> None:
    """Go to an item."""
    with acting_as(by) as actor:
        running.open_item(by=actor, meeting=meeting, item=item)


def topic(meeting: UUID, by: str = "alice", title: str = "Lygterne ved søen") -> UUID:
    """Put an item on that names nobody."""
    with acting_as(by) as actor:
        return agenda.put_on(by=actor, meeting=meeting, topic=agenda.Topic(subject=Subject.AREA, title=title))

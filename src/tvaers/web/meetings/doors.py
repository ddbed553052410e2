"""The doors of the pages of meetings: the shell of one that the asker sees, and what they may do there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from tvaers.meetings import queries
from tvaers.meetings.enums import MeetingKind, MeetingState, SeatRole
from tvaers.meetings.rules import KINDS, Rules, is_at_the_table, may_convene
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in


@dataclass(frozen=True)
class Table:
    """A meeting as somebody stands before it: its line, and what they are there."""

    actor: Actor
    line: dict[str, Any]

    @property
    def id(self) -> UUID:
        """The meeting's id."""
        found: UUID = self.line["id"]
        return found

    @property
    def kind(self) -> MeetingKind:
        """Which kind it is."""
        return MeetingKind(self.line["kind"])

    @property
    def state(self) -> MeetingState:
        """Where it is."""
        return MeetingState(self.line["state"])

    @property
    def rules(self) -> Rules:
        """The rules of its kind."""
        return KINDS[self.kind]

    @property
    def is_ours(self) -> bool:
        """Tell whether the actor's organisation calls it."""
        return bool(self.line["owner_id"] == self.actor.organisation.id)

    @property
    def is_chair(self) -> bool:
        """Tell whether the actor runs it now."""
        return bool(self.line["chair_id"] == self.actor.id)

    @property
    def may_lead(self) -> bool:
        """Tell whether the actor may invite, and take the chair."""
        return self.is_ours and may_convene(self.kind, self.actor.roles)

    @property
    def sits(self) -> bool:
        """Tell whether the actor has a seat."""
        return self.line["sits_as"] is not None

    @property
    def is_guest(self) -> bool:
        """Tell whether the actor sits for some items alone."""
        return bool(self.line["sits_as"] == SeatRole.GUEST)

    @property
    def is_on(self) -> bool:
        """Tell whether it goes on now."""
        return self.state is MeetingState.UNDER_WAY

    @property
    def is_writable(self) -> bool:
        """Tell whether minutes are written."""
        return self.state in {MeetingState.UNDER_WAY, MeetingState.HELD}

    @property
    def takes_items(self) -> bool:
        """Tell whether items are still brought."""
        return is_at_the_table(self.state)


def table(request: HttpRequest, meeting: UUID) -> Table:
    """Return the meeting of a page. Raises Http404."""
    actor = actor_in(request)
    return Table(actor, queries.meeting_line(actor=actor, meeting=meeting))

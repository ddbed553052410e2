"""What the log says of the pace of somebody's work."""

from datetime import timedelta
from uuid import UUID

from tvaers.audit.models import Event
from tvaers.foundation import clock
from tvaers.foundation.limits import TooOftenError

HOUR = timedelta(hours=1)


def refuse_haste(*names: str, organisation: UUID, actor: UUID, most: int, within: timedelta = HOUR) -> None:
    """Raise TooOftenError when the actor did any of these deeds (`record`) `most` times within the time up to now.

    The log itself is counted: it is one for all processes, and nobody can take a deed out of it.
    """
    since = clock.now() - within
    done = Event.objects.filter(organisation_id=organisation, actor_id=actor, name__in=names, at__gt=since)
    if done[most - 1 : most].exists():
        raise TooOftenError(int(within.total_seconds()))

"""The open tasks of a colleague who leaves: whoever takes over owns them."""

from uuid import UUID

from django.utils.translation import gettext_lazy

from tvaers.partnerships import handover
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.handover import Held, Keeper
from tvaers.sharing.leaving import answered


def hand_over_tasks(by: Actor, member: UUID, successor: UUID) -> int:
    """Make the successor the owner of the member's open tasks, and return how many. Raises WrongReceiverError."""
    del by  # the database takes the actor from the context
    return int(answered("SELECT guard.hand_over_tasks(%s, %s)", [member, successor]))


def install() -> None:
    """Register with leaving."""
    handover.register(
        Keeper(
            name="plans.tasks",
            label=gettext_lazy("Tasks that this person has promised to do"),
            hand_over=hand_over_tasks,
        ),
        counted=lambda member: [Held(count=int(answered("SELECT guard.count_member_tasks(%s)", [member])))],
    )

"""When a double must be the one that is kept: its emergency look-ups are read with its key, which merging destroys."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.emergencies.queries import looked_up
from tvaers.people import doubles
from tvaers.people.doubles import Obstacle


def looked_up_as_double(keep: UUID, double: UUID) -> Obstacle | None:
    """Return what is in the way: somebody looked the double up in an emergency, and it must stay told why."""
    if not looked_up(double):
        return None
    if looked_up(keep):
        return Obstacle(
            words=_(
                "Both were looked up in an emergency, and why stands with each of them. They stay two until one of them"
                " is erased."
            )
        )
    return Obstacle(
        words=_(
            "The other was looked up in an emergency, and why stands with it. Keep that one, and let this one be merged"
            " into it."
        ),
        links=((reverse("people:merge", args=[double, keep]), _("The other way round")),),
    )


def install() -> None:
    """Let merging ask."""
    doubles.register("emergencies", looked_up_as_double)

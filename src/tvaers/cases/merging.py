"""When two people cannot be made one: each has a running case, and one at a time may run about a young person."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.queries import running_about_both
from tvaers.people import doubles
from tvaers.people.doubles import Obstacle


def running_twice(keep: UUID, double: UUID) -> Obstacle | None:
    """Return the two running cases as what is in the way; which goes on, and why the other ends, only people can say.

    One that ended by itself would have no outcome and no reason (R15).
    """
    rows = running_about_both(keep, double)
    if not rows:
        return None
    return Obstacle(
        words=_(
            "Both have a running case. Close one of the cases first, with its reason; then the two can be made one."
        ),
        links=tuple(
            (
                reverse("cases:case", args=[row["id"]]),
                _("The case that %(lead)s leads") % {"lead": row["lead_name"] or "–"},
            )
            for row in rows
        ),
    )


def install() -> None:
    """Let merging ask."""
    doubles.register("cases", running_twice)

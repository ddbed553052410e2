"""What a meeting has beside it by its kind: the local picture for boards, agreement and figures for councils."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.rules import FIGURE_READERS
from tvaers.localpicture.rules import READERS
from tvaers.meetings.enums import MeetingKind
from tvaers.partnerships.actor import Actor

ON_THE_PICTURE = {MeetingKind.BOARD, MeetingKind.LOCAL}
ON_THE_AGREEMENT = {MeetingKind.STEERING, MeetingKind.DISTRICT_COUNCIL, MeetingKind.LOCAL_COUNCIL}


def links(actor: Actor, kind: MeetingKind) -> list[tuple[str, str]]:
    """Return label and address of what a meeting of a kind speaks of, as far as the actor may open it."""
    found = []
    if kind in ON_THE_PICTURE and reads_picture(actor):
        found += [
            (_("The local picture"), reverse("localpicture:list")),
            (_("The week on paper"), reverse("localpicture:week")),
        ]
    if kind in ON_THE_AGREEMENT:
        found.append((_("The agreement, its themes and what is done"), reverse("agreements:list")))
        if actor.has_role(*FIGURE_READERS):
            found.append((_("The figures of the quarter"), reverse("cases:figures")))
    return found


def reads_picture(actor: Actor) -> bool:
    """Tell whether the actor's organisation reads the local picture."""
    return actor.organisation.kind in READERS

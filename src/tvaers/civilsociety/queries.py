"""Reading volunteers: the list by name, and whom is due to be looked at again."""

from datetime import date
from typing import Any
from uuid import UUID

from tvaers.civilsociety.access import check_keeper, contact_at_work
from tvaers.civilsociety.enums import VolunteerState
from tvaers.civilsociety.models import Volunteer
from tvaers.foundation.alphabet import danish
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.sealing import open_rows

# An organisation with more keeps them in units of its own.
MOST = 500


def volunteers(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the organisation's volunteers by name: id, state, name, tasks, contact, review_on, erase_on, papers, days.

    Each counts as seen. Raises PermissionDenied for who keeps none.
    """
    check_keeper(actor)
    rows = Volunteer.objects.annotate(contact=contact_at_work()).order_by("id")
    columns = (
        *("id", "state", "name", "tasks", "contact", "review_on", "ended_on", "erase_on"),
        *("agreed_on", "confidential_on", "with_children", "assessed_on"),
    )
    found = open_rows(Volunteer, rows.values(*columns)[:MOST], ("name", "tasks"), dossier="id")
    seen.record_all((row["id"] for row in found), Category.IDENTITY)
    return sorted(found, key=lambda row: (danish(row["name"]), str(row["id"])))


def due(*, until: date) -> list[dict[str, Any]]:
    """Return who is due to be looked at again by a day: id and review_on, nobody's name."""
    rows = Volunteer.objects.exclude(state=VolunteerState.ENDED).filter(review_on__lte=until)
    return [
        {"id": id_, "review_on": day}
        for id_, day in rows.order_by("review_on", "id").values_list("id", "review_on")[:MOST]
    ]


def colleagues(*, actor: Actor) -> list[tuple[UUID, str]]:
    """Return who can be a volunteer's contact person: the colleagues at work, by name, with their titles."""
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    return [
        (id_, f"{name}, {title}") for id_, name, title in rows.order_by("name", "id").values_list("id", "name", "title")
    ]

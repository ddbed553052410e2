"""Emergency look-ups in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.emergencies import rules
from tvaers.emergencies.access import stand
from tvaers.emergencies.enums import Danger, Stand
from tvaers.emergencies.models import EmergencyAlarm, EmergencyLookup
from tvaers.ui import dates

# What the pages are called where somebody reads who has looked.
LOGGED: dict[str, Promise] = {
    "emergencies:lookup": gettext_lazy("An emergency look-up"),
    "emergencies:new": gettext_lazy("An emergency look-up"),
}
_STRONG = frozenset({Stand.OPEN, Stand.OVERDUE, Stand.NOT_JUSTIFIED})


def state(row: EmergencyLookup) -> dict[str, Any]:
    """Return how a look-up stands, as its chip is drawn."""
    stands = stand(row)
    return {"text": stands.label, "strong": stands in _STRONG, "quiet": stands in {Stand.JUSTIFIED, Stand.GIVEN_BACK}}


def who(row: EmergencyLookup) -> str:
    """Say who looked without the name: the title, the organisation."""
    return f"{row.member.title}, {row.organisation.name}"


def found(row: EmergencyLookup) -> str:
    """Say what was found, and of whom nothing."""
    if row.owner is None:
        return _("Nobody was found")
    return _("Somebody whom %(organisation)s answers for") % {"organisation": row.owner.name}


def hour(row: EmergencyLookup) -> str:
    """Say from when until when it could be seen."""
    if row.until_at is None:
        return _("Nothing was opened")
    return _("%(since)s to %(until)s") % {
        "since": dates.time_of_day(row.at),
        "until": dates.time_of_day(row.until_at),
    }


def alarm(row: EmergencyAlarm) -> dict[str, Any]:
    """Say that an organisation's emergency look-ups became many, with its figures; they tell of nobody."""
    figures = {
        "lookups": row.lookups,
        "accesses": row.accesses,
        "one_in": rules.ONE_IN,
        "day": dates.year_day(row.at),
    }
    text = _(
        "In the thirty days until %(day)s, %(lookups)s of %(accesses)s pages that your colleagues asked for were"
        " emergency look-ups. More than one in %(one_in)s is a sign that the ordinary way is missing: an agreement, a"
        " disclosure, somebody to ring."
    )
    return {
        "id": row.id,
        "title": _("Emergency look-ups have become many"),
        "short": _("%(lookups)s of %(accesses)s pages in thirty days.") % figures,
        "text": text % figures,
    }


def line(row: EmergencyLookup) -> dict[str, Any]:
    """Return a line of the register."""
    return {
        "row": row,
        "danger": Danger(row.danger).label,
        "found": found(row),
        "state": state(row),
        "who": who(row),
    }

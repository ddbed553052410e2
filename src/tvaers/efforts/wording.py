"""How the catalogue is told wherever it is shown: how full an effort is, when it runs, what a line of a list says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.efforts.enums import EffortState, Room, StepBy
from tvaers.foundation import clock
from tvaers.partnerships.wording import listed
from tvaers.ui import dates


def room(row: Mapping[str, Any]) -> str:
    """Return whether there is room, with who said so and when; that nobody knows any more, or that nobody has said."""
    if not row["room"]:
        return _("Nobody has said whether there is room")
    day = dates.year_day(row["room_on"])
    if row["room_said"] is None:
        return _("Nobody has said since %(day)s whether there is room") % {"day": day}
    said = {"room": str(Room(row["room"]).label), "who": row["room_name"] or "–", "day": day}
    return _("%(room)s, says %(who)s %(day)s") % said


def is_full(row: Mapping[str, Any]) -> bool:
    """Tell whether somebody has said lately that nobody new begins right away."""
    return row["room_said"] in {Room.FULL, Room.WAITING}


def period(row: Mapping[str, Any]) -> str:
    """Return when an effort runs; "" where nothing bounds it."""
    days = {name: dates.year_day(row[f"{name}_date"]) if row[f"{name}_date"] else "" for name in ("from", "until")}
    if days["from"] and days["until"]:
        return _("From %(from)s until %(until)s") % days
    if days["from"]:
        return _("From %(from)s") % days
    return _("Until %(until)s") % days if days["until"] else ""


def not_now(row: Mapping[str, Any]) -> str:
    """Return why an effort that is offered cannot be chosen today; "" where it can."""
    if row["state"] is not EffortState.OFFERED or row["is_on"]:
        return ""
    if row["from_date"] and row["from_date"] > clock.today():
        return _("Begins %(day)s") % {"day": dates.year_day(row["from_date"])}
    return _("Ended %(day)s") % {"day": dates.year_day(row["until_date"])}


def when(days: int) -> str:
    """Return when a step usually lies, in words."""
    if not days:
        return _("On the first day")
    text = ngettext("%(days)d working day after the start", "%(days)d working days after the start", days)
    return text % {"days": days}


def by_whom(who: StepBy) -> str:
    """Return who usually does a step, within a sentence."""
    label = str(who.label)
    return label[:1].lower() + label[1:]


def line(row: Mapping[str, Any], *, names: Mapping[UUID, str], organisation: UUID) -> dict[str, Any]:
    """Return an effort as a list shows it. names: of the areas by id, in their order."""
    is_own = row["owner_id"] == organisation
    review = row["review_date"] if is_own and row["state"] is EffortState.OFFERED else None
    return {
        "id": row["id"],
        "title": row["title"],
        "for_whom": row["for_whom"],
        "provider": row["provider"],
        "areas": where(row["areas"], names),
        "owner": "" if is_own else row["owner"],
        "is_draft": row["state"] is EffortState.DRAFT,
        "is_due": review is not None and review <= clock.today(),
        "needs_consent": row["needs_consent"],
        "room": room(row),
        "is_full": is_full(row),
        "not_now": not_now(row),
    }


def where(areas: Iterable[UUID], names: Mapping[UUID, str]) -> str:
    """Return the areas that an effort works in, in words."""
    wanted = set(areas)
    return listed([name for area, name in names.items() if area in wanted])


def all_areas(rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Return the areas of several efforts."""
    return {area for row in rows for area in row["areas"]}

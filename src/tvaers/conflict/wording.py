"""Plans of conflicts in words, wherever they are shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tvaers.conflict.enums import PartKind, PlanKind, PlanState
from tvaers.foundation import clock
from tvaers.partnerships.wording import listed
from tvaers.ui import dates


def is_foreseeable(row: Mapping[str, Any]) -> bool:
    """Tell whether a plan is for something that can be foreseen."""
    return row["kind"] is PlanKind.FORESEEABLE


def what(row: Mapping[str, Any]) -> str:
    """Return what kind of plan it is, in a word: handleplan, beredskabsplan."""
    return _("Contingency plan") if is_foreseeable(row) else _("Action plan")


def line(row: Mapping[str, Any], *, names: Mapping[UUID, str], organisation: UUID) -> dict[str, Any]:
    """Return a plan as a list shows it. names: of the areas by id, in their order."""
    state, is_own = row["state"], row["owner_id"] == organisation
    is_reviewed = state in {PlanState.IN_FORCE, PlanState.READY}
    return {
        "id": row["id"],
        "title": row["title"],
        "what": what(row),
        "state": state,
        "areas": listed([name for area, name in names.items() if area in row["areas"]]),
        "owner": row["owner"],
        "lead": row["lead"],
        "when": when(row),
        "is_over": row["is_over"] and is_own and state not in {PlanState.DRAFT, PlanState.CLOSED},
        "is_due": is_own and is_reviewed and row["review_on"] <= clock.today(),
    }


def when(row: Mapping[str, Any]) -> str:
    """Return since when a plan stands as it does, in words."""
    state = row["state"]
    if state is PlanState.IN_FORCE:
        return _("In force since %(day)s") % {"day": dates.short_day(row["started_at"])}
    if state is PlanState.NORMAL:
        return _("Normal again since %(day)s") % {"day": dates.short_day(row["calmed_at"])}
    if state is PlanState.CLOSED:
        return _("Closed %(day)s") % {"day": dates.year_day(row["closed_at"])}
    if state is PlanState.READY:
        return _("Looked at again %(day)s") % {"day": dates.year_day(row["review_on"])}
    return ""


def part(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return a part as its page shows it: with by_whom, done (in words, or ""), is_message and is_late."""
    by_whom = ", ".join(each for each in (row["who"], row["organisation"]) if each)
    done, is_message = "", row["kind"] is PartKind.MESSAGE
    if row["done_at"]:
        said = {
            "who": row["done_by"] or "–",
            "where": row["done_where"] or "–",
            "when": dates.short_day(row["done_at"]),
        }
        words = _("Done %(when)s, says %(who)s, %(where)s")
        if is_message:
            words = _("Said %(when)s, noted by %(who)s, %(where)s")
        done = words % said
    is_late = not done and row["due_on"] is not None and row["due_on"] < today
    return dict(row) | {
        "is_message": row["kind"] is PartKind.MESSAGE,
        "by_whom": by_whom,
        "done": done,
        "is_late": is_late,
    }

"""Meetings in words: what an item is called, how long, who follows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.meetings.enums import (
    Agreed,
    AttendeeKind,
    ItemState,
    Made,
    MeetingKind,
    MeetingState,
    Outcome,
    Reply,
    SeatRole,
    Subject,
)
from tvaers.meetings.queries import Follower
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.ui import dates


@dataclass(frozen=True)
class Mark:
    """An organisation as its mark shows it."""

    id: UUID
    name: str
    mark: str


def line(row: dict[str, Any]) -> dict[str, Any]:
    """Return a meeting's line with its codes in words."""
    state = MeetingState(row["state"])
    asked = state is MeetingState.PLANNED and row["sits_as"] is not None
    return row | {
        "label": MeetingKind(row["kind"]).label,
        "by": Mark(row["owner_id"], row["owner"] or "", row["owner_mark"] or ""),
        "state_label": state.label,
        "is_on": state is MeetingState.UNDER_WAY,
        "is_cancelled": state is MeetingState.CANCELLED,
        "is_over": state in {MeetingState.HELD, MeetingState.APPROVED},
        "reply_label": Reply(row["reply"]).label if asked else "",
        "is_asked": asked and row["reply"] == Reply.NONE,
        "sits": row["sits_as"] is not None,
    }


def by_day(rows: Iterable[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return lines in words, by day."""
    told = [line(row) for row in rows]
    return [(day, list(each)) for day, each in groupby(told, key=lambda row: dates.local_date(row["starts_at"]))]


def seat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a seat with its codes in words."""
    role = SeatRole(row["role"])
    return row | {
        "of": Mark(row["organisation_id"], row["organisation"] or "", row["organisation_mark"] or ""),
        "role_label": role.label if role is not SeatRole.PARTICIPANT else "",
        "reply_label": Reply(row["reply"]).label,
        "is_here": row["arrived_at"] is not None,
        "is_away": row["reply"] == Reply.AWAY,
    }


def minutes(amount: int | None) -> str:
    """Say how long an item is meant to take."""
    return ngettext("%(count)d minute", "%(count)d minutes", amount) % {"count": amount} if amount else ""


def item(row: dict[str, Any], *, said: Any = None) -> dict[str, Any]:  # noqa: ANN401 - access.Said or None
    """Return an item of the agenda in words; said: what it says, where it is about a person."""
    subject, state = Subject(row["subject"]), ItemState(row["state"])
    title = row["title"] or (said.title if said else "") or str(subject.label)
    return row | {
        "label": title,
        "subject_label": subject.label if title != subject.label else "",
        "state_label": state.label,
        "is_now": state is ItemState.OPEN,
        "is_done": state is ItemState.DONE,
        "is_erased": state is ItemState.ERASED,
        "length": minutes(row["minutes"]),
        "said": said,
        "outcome_label": Outcome(row["screened"]).label if row.get("screened") else "",
    }


def attendee(row: dict[str, Any]) -> dict[str, Any]:
    """Return somebody without a login with their codes in words."""
    return row | {"kind_label": AttendeeKind(row["kind"]).label, "agreed_label": Agreed(row["agreed"]).label}


def following(found: Iterable[Follower], seats: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Return, by item, who can follow it, who is asked, and who at the table cannot."""
    names = {row["member_id"]: row["name"] for row in seats}
    told: dict[Any, dict[str, Any]] = {}
    for each in found:
        entry = told.setdefault(each.item, {"can": [], "asked": [], "waits": [], "rows": []})
        name = names.get(each.member, "")
        entry["rows"].append({"name": name, "member": each.member, "access": each.access, "state": each.state})
        entry[{"accepted": "can", "offered": "asked"}.get(each.state, "waits")].append(name)
    for entry in told.values():
        there = {row["member"] for row in entry["rows"]}
        entry["cannot"] = [row["name"] for row in seats if row["member_id"] not in there]
    return told


def outcome_hint(outcome: Outcome) -> str:
    """Say what a choice at screening does."""
    return {
        Outcome.ERASE: _("Nothing of it is kept. A receipt says that it was handed over and erased."),
        Outcome.SOCIAL: _("It becomes a concern here, with its words as a quotation, and its clocks start."),
        Outcome.GROUP: _("You write what it says of a place or a group, without names."),
        Outcome.CASE: _("It becomes a concern here. Triage decides whether it is a case."),
    }[outcome]


def decision(row: dict[str, Any], *, actor: Actor) -> dict[str, Any]:
    """Return a decision in words: what it became, or is still to become, and whether the actor does that.

    What another organisation made of it about a person is that organisation's.
    """
    shows = row["made"] == Made.BULLETIN or str(row["by_organisation"]) == str(actor.organisation.id)
    waits = bool(row["made"]) and row["made_id"] is None
    return row | {
        "made_label": Made(row["made"]).label if row["made"] and shows else "",
        "is_waiting": waits and shows,
        "is_mine_to_go_on": waits and row["by_id"] == actor.id,
    }


def is_limited(actor: Actor, owner: UUID) -> bool:
    """Tell whether an item that another authority brought is shown to the police: never for investigation (R3)."""
    return actor.organisation.kind == OrganisationKind.POLICE and owner != actor.organisation.id

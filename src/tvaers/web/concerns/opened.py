"""What the page of an open concern says of its history: what was decided and followed up, what it led to."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.concerns.access import ConcernView
from tvaers.concerns.enums import DecisionKind, Outcome, State
from tvaers.concerns.related import Relation
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.web.concerns import words
from tvaers.work.enums import ClockKind


def decision(view: ConcernView) -> dict[str, Any] | None:
    """Return what holds, as the page shows it; None while nothing is decided."""
    last = view.decision()
    if view.state is not State.DECIDED or last is None or view.outcome is None:
        return None
    return _line(last) | {"erase_on": view.erase_on}


def was_just(view: ConcernView, kind: DecisionKind, *, by: Actor, reason: str) -> bool:
    """Tell whether this is the last that was done, by the same person with the same words: a form sent twice."""
    last = view.decisions[-1] if view.decisions else None
    return last is not None and (last["kind"], last["by"], last["reason"]) == (kind, by.id, reason)


def history(view: ConcernView) -> list[dict[str, Any]]:
    """Return what else was done, the last first; without the decision that holds."""
    holds = view.decision() if view.state is State.DECIDED else None
    return [_line(row) for row in reversed(view.decisions) if row is not holds]


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    kind = DecisionKind(row["kind"])
    return {
        "what": words.OUTCOME_DONE[Outcome(row["outcome"])] if kind is DecisionKind.DECIDED else kind.label,
        "reason": row["reason"],
        "day": dates.day(row["at"]),
        "sent": dates.day(row["sent_date"]) if row["sent_date"] else "",
        "receiver": row["receiver"],
        "basis": row["basis"],
    }


_RELATIONS: Mapping[Relation, Promise] = {
    Relation.SPLIT_FROM: gettext_lazy("Split from"),
    Relation.SPLIT_INTO: gettext_lazy("Split into"),
    Relation.TAKEN_FROM: gettext_lazy("Taken over from"),
    Relation.TAKEN_AS: gettext_lazy("Taken over as"),
}


def related(view: ConcernView) -> list[dict[str, Any]]:
    """Return the case that it led to and the concerns beside it, as lines with links; only what the reader can see.

    That there is a case is said to whoever reads the decision, also where the case is others' to read.
    """
    names = {part.person.id: part.person.label for part in view.involved if part.person}
    cases = [
        {
            "relation": _("Led to"),
            "text": _("The case of %(name)s") % {"name": names[case.person_id]}
            if case.person_id in names
            else _("A case"),
            "url": reverse("cases:case", args=[case.id]),
        }
        for case in view.cases
    ]
    if not cases and view.state is State.DECIDED and view.outcome in {Outcome.CASE, Outcome.JOINED}:
        cases = [{"relation": _("Led to"), "text": _("A case that you have no access to"), "url": ""}]
    others = [
        {
            "relation": _RELATIONS[each.relation],
            "text": each.headline or _("Concern without a headline"),
            "url": reverse("concerns:concern", args=[each.id]),
        }
        for each in view.related
    ]
    return cases + others


def _added(each: dict[str, Any]) -> str:
    """Say when something was added or corrected, and by whom where that is known."""
    if each["author"]:
        words = _("Corrected %(day)s by %(name)s") if each["corrects"] else _("Added %(day)s by %(name)s")
    else:
        words = _("Corrected %(day)s") if each["corrects"] else _("Added %(day)s")
    return words % {"day": dates.day(each["at"]), "name": each["author"]}


def additions(view: ConcernView, *, corrects: bool) -> list[dict[str, Any]]:
    """Return what was added or corrected later, in order; fact, assessment and source apart (R12)."""
    return [
        {
            "title": _added(each),
            "lines": [
                {"label": label, "text": text}
                for label, text in (
                    (_("Facts"), each["fact"]),
                    (_("Assessment"), each["assessment"]),
                    (_("Source"), each["source"]),
                )
                if text
            ],
        }
        for each in view.additions
        if each["corrects"] is corrects
    ]


def following(view: ConcernView) -> dict[str, str] | None:
    """Return how a notification is followed up; None when none waits for that."""
    running = view.clock(ClockKind.NOTIFICATION)
    if running is None or running["done_at"]:
        return None
    return {
        "text": _("By %(day)s at the latest, look at what became of the notification.")
        % {"day": dates.day(running["due_at"])},
        "url": reverse("concerns:follow-up", args=[view.id]),
    }

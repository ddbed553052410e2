"""What meetings tell the timeline of a case: that they were held about it, and what was decided there."""

from collections.abc import Mapping
from typing import Any

from django.db.models import ExpressionWrapper, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.timeline import Kind, register
from tvaers.guard.enums import Category
from tvaers.meetings.enums import MeetingKind, MeetingState
from tvaers.meetings.models import Decision, Item, Meeting
from tvaers.partnerships.models import Membership
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link
from tvaers.ui import dates

# With the plan, to which a meeting leads: the filter of the timeline stays short.
GROUP, LABEL = "goals", gettext_lazy("Plan and meetings")


def _items() -> QuerySet[Item]:
    """Return the items about the case, as a query within a query of the case's row."""
    case: Any = OuterRef(OuterRef(OuterRef("id")))
    of_case = Link.objects.filter(kind=LinkKind.BELONGS, target_id=case).values("source_id")
    return Item.objects.filter(id__in=of_case, is_gated=True)


def _meetings() -> QuerySet[Meeting]:
    """Return the meetings with an item about the case, but those that were called off."""
    rows = Meeting.objects.filter(id__in=_items().values("meeting_id")).exclude(state=MeetingState.CANCELLED)
    here: QuerySet[Meeting] = rows.annotate(
        dossier_id=ExpressionWrapper(OuterRef("id"), output_field=UUIDField()),
        chair=Subquery(Membership.objects.filter(id=OuterRef("chair_id")).values("name")),
    )
    return here


def _met(row: Mapping[str, Any]) -> dict[str, Any]:
    state = MeetingState(row["state"])
    kind = str(MeetingKind(row["kind"]).label)
    titles = {
        MeetingState.PLANNED: _("%(kind)s is called"),
        MeetingState.UNDER_WAY: _("%(kind)s is under way"),
    }
    notes = [_("Chair: %(who)s") % {"who": row["chair"]}] if row["chair"] else []
    return {
        "title": titles.get(state, "%(kind)s") % {"kind": kind},
        "about": row["id"],
        "notes": [*notes, *([row["place"]] if row["place"] else [])],
    }


def _decisions() -> QuerySet[Decision]:
    """Return what was decided on the items about the case, each behind its item's own dossier."""
    rows: QuerySet[Decision] = Decision.objects.filter(dossier_id__in=_items().values("id")).annotate(
        doer=Subquery(Membership.objects.filter(id=OuterRef("member_id")).values("name"))
    )
    return rows


def _decided(row: Mapping[str, Any]) -> dict[str, Any]:
    notes = [_("Done by %(who)s") % {"who": row["doer"]}] if row["doer"] else []
    if row["due_on"]:
        notes.append(_("until %(day)s") % {"day": dates.year_day(row["due_on"])})
    return {"title": _("Decided at a meeting"), "text": row["words"], "about": row["meeting_id"], "notes": notes}


KINDS = (
    Kind(
        name="meetings",
        group=GROUP,
        label=LABEL,
        model=Meeting,
        at="starts_at",
        columns=("state", "kind", "place", "chair"),
        category=Category.PLAN,
        told=_met,
        rows=_meetings,
    ),
    Kind(
        name="meetings-decided",
        group=GROUP,
        label=LABEL,
        model=Decision,
        at="at",
        by="by_id",
        columns=("meeting_id", "due_on", "doer"),
        texts=("words",),
        category=Category.PLAN,
        told=_decided,
        rows=_decisions,
    ),
)


def install() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register(kind)

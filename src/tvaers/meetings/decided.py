"""The door to one decision that is still to become something: what it says, for whoever goes on with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404

from tvaers.guard.enums import Category
from tvaers.meetings.enums import Made
from tvaers.meetings.models import CommonDecision, Decision
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link
from tvaers.sharing.sealing import open_rows


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision that waits. made: what it is to become; member, organisation: who shall do it, or have it.

    case: the one that its item belongs to, where it is about a person. area: where it is about, where it names nobody.
    """

    id: UUID
    meeting: UUID
    words: str
    made: Made
    member: UUID | None
    organisation: UUID | None
    case: UUID | None = None
    area: UUID | None = None


def waiting(*, actor: Actor, decision: UUID) -> Decided:
    """Return a decision that one wrote oneself and that is still to become what it shall. Raises Http404."""
    mine = {"id": decision, "by_id": actor.id, "made__in": (Made.SHARE, Made.BULLETIN), "made_id": None}
    to = Subquery(Membership.objects.filter(id=OuterRef("member_id")).values("organisation_id"))
    case = Link.objects.filter(kind=LinkKind.BELONGS, source_id=OuterRef("dossier_id")).values("target_id")[:1]
    about = Decision.objects.filter(**mine).annotate(to=to, case=Subquery(case))
    found = list(about.values("id", "dossier_id", "meeting_id", "words", "made", "member_id", "to", "case"))
    for row in open_rows(Decision, found, ("words",)):
        seen.record(row["dossier_id"], Category.PLAN)
        return Decided(**_plain(row), case=row["case"])
    common = CommonDecision.objects.filter(**mine).annotate(to=to)
    for told in common.values("id", "meeting_id", "words", "made", "member_id", "to", "item__area_id"):
        return Decided(**_plain(told), area=told["item__area_id"])
    raise Http404


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "meeting": row["meeting_id"],
        "words": row["words"],
        "made": Made(row["made"]),
        "member": row["member_id"],
        "organisation": row["to"],
    }

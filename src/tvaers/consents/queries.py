"""Reading consents."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tvaers.consents.models import Consent
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.models import FrameParty
from tvaers.sharing.sealing import open_rows


def consents_of(*, dossier: UUID, owner: UUID) -> list[dict[str, Any]]:
    """Return the consents taken for a dossier, newest first, opened; receiver names the organisation consented to.

    version counts the consents to one receiver: what is agreed anew is another consent, and the former stays (R8).
    """
    receiver = FrameParty.objects.filter(frame_id=OuterRef("frame_id")).exclude(organisation_id=owner)
    rows = Consent.objects.filter(dossier_id=dossier).annotate(
        receiver=Subquery(receiver.values("organisation__name")[:1]),
        mark=Subquery(receiver.values("organisation__mark")[:1]),
        writer=Subquery(Membership.objects.filter(id=OuterRef("written_by")).values("name")),
    )
    columns = (
        "id",
        "dossier_id",
        "given_by",
        "words",
        "given_on",
        "until_date",
        "written_by",
        "withdrawn_at",
        "receiver",
        "mark",
        "writer",
    )
    seen.record(dossier, Category.PLAN)
    found = open_rows(Consent, rows.order_by("-written_at", "id").values(*columns), ("words",))
    versions: Counter[str] = Counter()
    for row in reversed(found):
        versions[row["receiver"]] += 1
        row["version"] = versions[row["receiver"]]
    return found

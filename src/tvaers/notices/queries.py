"""Reading notices, and whom one can be given to."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.http import Http404

from tvaers.guard.enums import Category
from tvaers.notices.enums import NoticeKind
from tvaers.notices.models import HousingNotice, NoticeDecision
from tvaers.notices.rules import BASES, CATEGORIES
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState, OrganisationKind
from tvaers.partnerships.models import Membership, Organisation
from tvaers.partnerships.rules import DECIDING, categories_for
from tvaers.sharing import seen
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.models import Dossier, FrameParty, LegalBasisVersion
from tvaers.sharing.offers import party_now
from tvaers.sharing.sealing import open_rows
from tvaers.sharing.standing import stand_of_offer


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice as somebody sees it. decision, decided_on: empty and None for who does not see offences."""

    id: UUID
    kind: NoticeKind
    name: str
    address: str
    effort: str
    erase_on: date
    decision: str
    decided_on: date | None


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Somebody who can be given a notice, and the statute and the basis that it stands on."""

    id: UUID
    name: str
    title: str
    organisation: UUID
    organisation_name: str
    frame: UUID
    basis: UUID


# More stand in nobody's list: a notice lasts half a year at most.
MOST = 200
_SAYS = ("name", "address", "effort")


def notice_view(*, notice: UUID) -> NoticeView:
    """Return a notice; the look is logged. Raises Http404."""
    rows = open_rows(
        HousingNotice,
        HousingNotice.objects.filter(id=notice).values("id", "kind", "erase_on", *_SAYS),
        _SAYS,
        dossier="id",
    )
    if not rows:
        raise Http404
    decided = NoticeDecision.objects.filter(dossier_id=notice).values("id", "dossier_id", "decided_on", "words")
    decisions = open_rows(NoticeDecision, decided, ("words",))
    seen.record(notice, Category.IDENTITY | (Category.OFFENCE if decisions else Category(0)))
    row, decision = rows[0], decisions[0] if decisions else None
    return NoticeView(
        id=notice,
        kind=NoticeKind(row["kind"]),
        name=row["name"],
        address=row["address"],
        effort=row["effort"],
        erase_on=row["erase_on"],
        decision=decision["words"] if decision else "",
        decided_on=decision["decided_on"] if decision else None,
    )


def given(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the notices of the own organisation that the actor sees, newest first: id, name, kind, to, day, stand."""
    rows = HousingNotice.objects.filter(id__in=Dossier.objects.filter(owner_id=actor.organisation.id).values("id"))
    names = Organisation.objects.filter(id=OuterRef("to_organisation_id")).values("name")
    offered = stand_of_offer(rows.annotate(to=Subquery(names[:1]))).order_by("-written_at", "-id")
    columns = ("id", "name", "kind", "to", "written_at", "erase_on", "offer")
    found = open_rows(HousingNotice, offered.values(*columns)[:MOST], ("name",), dossier="id")
    for row in found:
        seen.record(row["id"], Category.IDENTITY)
    return found


def receivers(*, actor: Actor, kind: NoticeKind) -> list[Receiver]:
    """Return whom the actor can give a notice to: who decides where housing is let and the law joins both."""
    versions = (
        LegalBasisVersion.objects.filter(basis__code=BASES[kind], from_at__lte=Now())
        .exclude(until_at__lte=Now())
        .order_by("-number")
    )
    parties = FrameParty.objects.filter(
        party_now(),
        frame__kind=FrameKind.STATUTE,
        frame__ended_at=None,
        frame__in_force_from__lte=Now(),
        frame__bases__basis__code=BASES[kind],
    ).exclude(frame__in_force_until__lte=Now())
    ours = parties.filter(organisation_id=actor.organisation.id).values("frame_id")
    theirs = parties.filter(organisation_id=OuterRef("organisation_id"), frame_id__in=ours).order_by("frame_id")
    people = (
        Membership.objects.filter(state=MembershipState.ACTIVE, organisation__kind=OrganisationKind.HOUSING)
        .exclude(organisation_id=actor.organisation.id)
        .filter(organisation__ended_at=None)
        .annotate(
            organisation_name=F("organisation__name"),
            decides=F("roles").bitand(int(DECIDING)),
            frame=Subquery(theirs.values("frame_id")[:1]),
            basis=Subquery(versions.values("id")[:1]),
        )
        .exclude(Q(frame=None) | Q(basis=None) | Q(decides=0))
    )
    return [
        Receiver(
            id=one.id,
            name=one.name,
            title=one.title,
            organisation=one.organisation_id,
            organisation_name=one.organisation_name,
            frame=one.frame,
            basis=one.basis,
        )
        for one in people.order_by("organisation_name", "name", "id")
        if not CATEGORIES[kind] & ~categories_for(one.roles)
    ]

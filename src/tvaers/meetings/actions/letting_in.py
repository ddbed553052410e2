"""Letting somebody at the table in to items about a person: a colleague at once, others by a disclosure (R1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.meetings.enums import ItemState
from tvaers.meetings.models import Attendee, Item, Meeting, MentionCapacity, Seat
from tvaers.meetings.queries import offers
from tvaers.meetings.rules import ITEM_CATEGORIES, READ_AFTER
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DisclosureState, May
from tvaers.sharing.models import Access


@dataclass(frozen=True, kw_only=True)
class Ground:
    """On what somebody elsewhere is let in, and why it is necessary."""

    purpose: Purpose
    frame: UUID
    basis: UUID | None
    necessity: str


def categories(items: Collection[UUID]) -> dict[UUID, Category]:
    """Return what goes along with each item: its words, and what else its rows tell about."""
    found = dict.fromkeys(items, ITEM_CATEGORIES)
    for item, category in MentionCapacity.objects.filter(dossier_id__in=items).values_list("dossier_id", "category"):
        found[item] |= Category(category)
    for item in Attendee.objects.filter(dossier_id__in=items).values_list("dossier_id", flat=True):
        found[item] |= Category.OTHERS
    return found


def let_in(*, by: Actor, items: Collection[UUID], member: UUID, ground: Ground | None = None) -> None:
    """Let somebody who sits at the meeting in to items of the own organisation, one meeting's.

    A colleague reads at once. Somebody elsewhere is offered them in one go, and sees them when they have come, or said
    that they will, and the meeting has reached them. Who is let in to all of it already stays so. Raises Http404 for
    items that are not ours or whose meeting the member does not sit at, and what sharing.share raises.
    """
    with transaction.atomic():
        own = list(
            Item.objects.filter(id__in=items, owner_id=by.organisation.id, is_gated=True)
            .exclude(state__in=(ItemState.DROPPED, ItemState.ERASED))
            .values_list("id", "meeting_id")
        )
        meetings = {meeting for _item, meeting in own}
        if len(own) != len(set(items)) or len(meetings) != 1:
            raise Http404
        meeting = Meeting.objects.get(id=meetings.pop())
        seat = Seat.objects.filter(meeting=meeting, member_id=member).values("organisation_id").first()
        if seat is None:
            raise Http404
        running = Access.objects.filter(
            dossier_id__in=items,
            member_id=member,
            ended_at=None,
            state__in=(DisclosureState.DRAFTED, DisclosureState.OFFERED, DisclosureState.ACCEPTED),
        )
        has = set(running.values_list("dossier_id", flat=True))
        parts = {item: told for item, told in categories([i for i, _m in own]).items() if item not in has}
        if seat["organisation_id"] == by.organisation.id:
            for item, told in parts.items():
                sharing.let_in(dossier=item, member=member, categories=told)
        elif parts:
            if ground is None:
                raise sharing.NoFrameError("a ground is needed")
            sharing.share(parts=parts, terms=_terms(meeting, seat["organisation_id"], member, ground))
        for item in parts:
            record("meetings.let_in", object_id=item, dossier_id=item, detail={"member": str(member)})


def _terms(meeting: Meeting, organisation: UUID, member: UUID, ground: Ground) -> sharing.Terms:
    until: datetime = max(meeting.ends_at, clock.now()) + READ_AFTER
    return sharing.Terms(
        to=sharing.Reader(organisation=organisation, member=member),
        purpose=ground.purpose,
        frame=ground.frame,
        basis=ground.basis,
        necessity=ground.necessity,
        until=until,
        may=May.CONTRIBUTE,
    )


def let_out(*, by: Actor, item: UUID, access: UUID) -> None:
    """End somebody's access to an item; what they have on the screen goes. Raises Http404, NoSuchAccessError."""
    if not Access.objects.filter(id=access, dossier_id=item).exists():
        raise Http404
    with transaction.atomic():
        sharing.end(access=access)
        record("meetings.let_out", object_id=item, dossier_id=item, detail={"by": str(by.id)})


def join(*, meeting: UUID) -> int:
    """Take what one was offered of a meeting: its items open as it reaches them. Return how many (R2).

    Each can be left again. What the answer to an offer asks for elsewhere does not hold for items.
    """
    offered = [offer.access for offer in offers(meeting=meeting)]
    with transaction.atomic():
        for access in offered:
            sharing.answer(access=access, accepted=True)
    return len(offered)


def leave(*, by: Actor, meeting: UUID, item: UUID) -> None:
    """Give an item back, or decline it; nobody is told why (R2). Raises Http404."""
    with transaction.atomic():
        rows = Access.objects.filter(dossier_id=item, member_id=by.id, ended_at=None).exclude(
            owner_id=by.organisation.id
        )
        found = list(rows.values_list("id", "state"))
        if not found or not Seat.objects.filter(meeting_id=meeting, member_id=by.id).exists():
            raise Http404
        for access, state in found:
            if state == DisclosureState.OFFERED:
                sharing.answer(access=access, accepted=False)
            elif state == DisclosureState.ACCEPTED:
                sharing.end(access=access)

"""Filters of the queue that somebody keeps: saved under a name, counted, with an alert from a number on."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.concerns.models import SavedFilter
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership

# More than these nobody reads the counts of.
MOST = 12


class TooManyError(ValueError):
    """One has as many as the page shows; another is deleted first."""


class NameTakenError(ValueError):
    """One of one's filters has the name already."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A filter to be saved: the view it narrows, and how. days: received within so many days."""

    name: str
    view: str
    area_id: UUID | None = None
    channel: str = ""
    urgency: str = ""
    kind: str = ""
    about: str = ""
    outcome: str = ""
    days: int | None = None
    threshold: int | None = None


def save(*, by: Actor, kept: Kept, form: UUID | None = None) -> UUID:
    """Save a filter under a name; return its id. form: sent twice, it saves one.

    Raises TooManyError, NameTakenError.
    """
    row = ids.of_form(form, "filter", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(ids.of_form(by.id, "filters").bytes)
        mine = SavedFilter.objects.filter(member_id=by.id)
        there = set(mine.values_list("id", flat=True))
        if row in there:
            return row
        if len(there) >= MOST:
            raise TooManyError
        try:
            with transaction.atomic():
                SavedFilter.objects.create(id=row, owner_id=by.organisation.id, member_id=by.id, **vars(kept))
        except IntegrityError as twice:
            if mine.filter(name=kept.name).exists():
                raise NameTakenError from twice
            raise
        record("concerns.filter_saved", object_id=row)
    return row


def set_threshold(*, by: Actor, filter_id: UUID, threshold: int | None) -> None:
    """Say from how many concerns on a filter stands in Today, or that it never does. Raises Http404."""
    with transaction.atomic():
        own = SavedFilter.objects.filter(id=filter_id, member_id=by.id)
        said = own.values_list("threshold", flat=True).first()
        if said is None and not own.exists():
            raise Http404
        if said == threshold:
            return
        own.update(threshold=threshold, muted_at=None, muted_on=None)
        record("concerns.filter_threshold", object_id=filter_id, detail={"threshold": threshold or 0})


def mute(*, by: Actor, filter_id: UUID, at: int) -> None:
    """Take a filter out of Today for a week, or until it holds more than `at` concerns. Raises Http404."""
    with transaction.atomic():
        if not SavedFilter.objects.filter(id=filter_id, member_id=by.id).update(muted_at=at, muted_on=clock.today()):
            raise Http404
        record("concerns.filter_muted", object_id=filter_id)


def delete(*, by: Actor, filter_id: UUID) -> None:
    """Delete one of one's filters. Raises Http404."""
    with transaction.atomic():
        gone, _tables = SavedFilter.objects.filter(id=filter_id, member_id=by.id).delete()
        if not gone:
            raise Http404
        record("concerns.filter_deleted", object_id=filter_id)


def forget_of_those_who_left() -> int:
    """Delete the filters of who has left, as the organisation's own nightly job; return how many."""
    left = Membership.objects.filter(state=MembershipState.LEFT).values("id")
    gone, _tables = SavedFilter.objects.filter(member_id__in=left).delete()
    return gone

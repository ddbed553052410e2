"""The address of somebody's calendar: made, shown once, ended at once when it has leaked."""

import secrets
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.meetings.models import Feed
from tvaers.partnerships.actor import Actor

BYTES = 24


def hashed(token: str) -> bytes:
    """Return what is kept of an address."""
    return sha256(token.encode()).digest()


def make(*, by: Actor, form: UUID | None = None) -> str:
    """Make an address for the actor's calendar; the former one ends. Returns its secret part, which nobody keeps.

    form: sent twice, it makes one; the second time returns "".
    """
    token, row = secrets.token_urlsafe(BYTES), ids.of_form(form, by.id, by.organisation.id) if form else ids.opaque()
    with transaction.atomic():
        if form is not None:
            take_turn(row.bytes)
            if Feed.objects.filter(id=row).exists():
                return ""
        _end(by)
        Feed.objects.create(id=row, owner_id=by.organisation.id, member_id=by.id, token_hash=hashed(token))
        record("meetings.feed_made")
    return token


def end(*, by: Actor) -> None:
    """End the address of the actor's calendar: from now on it answers nobody."""
    with transaction.atomic():
        if _end(by):
            record("meetings.feed_ended")


def _end(by: Actor) -> int:
    return Feed.objects.filter(member_id=by.id, ended_at=None).update(ended_at=clock.now())

"""The phones that the log is written on: made known, and asked to forget."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.outreach.models import Device
from tvaers.outreach.rules import LEASE
from tvaers.partnerships.actor import Actor


def register(*, by: Actor) -> UUID:
    """Make a phone known as the actor's; return the id that its entries carry."""
    with transaction.atomic():
        device = Device.objects.create(owner_id=by.organisation.id, member_id=by.id, seen_at=clock.now())
        record("outreach.phone_registered", object_id=device.id)
    return device.id


def renewed(*, by: Actor, device: UUID) -> tuple[datetime, bool]:
    """Note that a phone has called; return until when it is trusted, and whether it shall forget. Raises Http404."""
    row = Device.objects.filter(id=device, member_id=by.id).first()
    if row is None:
        raise Http404
    Device.objects.filter(id=row.id).update(seen_at=clock.now())
    return clock.now() + LEASE, row.wipe_asked_at is not None


def ask_to_forget(*, by: Actor, device: UUID) -> None:
    """Let a phone forget everything when it next calls and has sent what waits on it. Raises Http404."""
    with transaction.atomic():
        rows = Device.objects.filter(id=device, owner_id=by.organisation.id)
        if not rows.exists():
            raise Http404
        if rows.filter(wipe_asked_at=None).update(wipe_asked_by=by.id, wipe_asked_at=clock.now()):
            record("outreach.phone_to_forget", object_id=device)


def note_forgotten(*, device: UUID) -> None:
    """Say that a phone was told to forget, with nothing left on it."""
    if Device.objects.filter(id=device, wiped_at=None).update(wiped_at=clock.now()):
        record("outreach.phone_forgot", object_id=device)

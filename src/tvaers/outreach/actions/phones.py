"""The phones that the log is written on: made known, and asked to forget."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.outreach.models import Device
from tvaers.partnerships.actor import Actor


def register(*, by: Actor, form: UUID | None = None) -> UUID:
    """Make a phone known as the actor's; return the id that its entries carry. form: sent twice, it is one phone."""
    made = ids.of_form(form, "phone", by.id) if form else ids.opaque()
    with transaction.atomic():
        owned = {"owner_id": by.organisation.id, "member_id": by.id}
        device, is_new = Device.objects.get_or_create(id=made, defaults=owned)
        if not is_new:
            return device.id
        record("outreach.phone_registered", object_id=device.id)
    return device.id


def renewed(*, by: Actor, device: UUID) -> bool:
    """Note that a phone has called; return whether it shall forget. Raises Http404 for one that is not the actor's.

    One that was told to forget and calls has not forgotten: the answer was lost on the way.
    """
    row = Device.objects.filter(id=device, member_id=by.id).first()
    if row is None:
        raise Http404
    Device.objects.filter(id=row.id).update(seen_at=clock.now(), wiped_at=None)
    return row.wipe_asked_at is not None


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

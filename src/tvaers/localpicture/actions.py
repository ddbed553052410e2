"""Writes in the local picture: bulletins, what became of them, how an area is, and who follows what."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.files import actions as files
from tvaers.files.cleaning import Clean
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.localpicture.models import (
    AreaFact,
    AreaState,
    Bulletin,
    BulletinNote,
    BulletinThanks,
    LastLook,
    Subscription,
)
from tvaers.localpicture.queries import may_set_state, may_write
from tvaers.localpicture.rules import KEPT, SITTING
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a bulletin tells. spot: where in the area. size, ages, anchors, is_lasting: of a group alone.

    picture: of the place, with nobody in it who can be recognised.
    """

    kind: str
    certainty: str
    area: UUID
    happened_at: datetime
    title: str
    text: str = ""
    spot: str = ""
    size: str = ""
    ages: Collection[str] = field(default_factory=tuple)
    anchors: str = ""
    is_lasting: bool = False
    picture: Clean | None = None


@dataclass(frozen=True, kw_only=True)
class Reaching:
    """To which authorities, besides the own, and until when."""

    audience: Collection[UUID]
    until: datetime


def write(*, by: Actor, told: Told, reaching: Reaching, form: UUID | None = None, signal: UUID | None = None) -> UUID:
    """Write a bulletin; return its id. form: sent twice, it writes one. signal: the early notice that it answers.

    Raises PermissionDenied for who does not write here. The database refuses a reader that is no authority, an end
    further away than two months, and what looks like a CPR number.
    """
    if not may_write(by):
        raise PermissionDenied
    bulletin = ids.of_form(form, "bulletin", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(bulletin.bytes)
        if Bulletin.objects.filter(id=bulletin).exists():
            return bulletin
        picture = _kept(by, told, reaching)
        Bulletin.objects.create(
            id=bulletin,
            owner_id=by.organisation.id,
            audience=sorted(set(reaching.audience) - {by.organisation.id}),
            by_id=by.id,
            kind=told.kind,
            certainty=told.certainty,
            area_id=told.area,
            spot=told.spot,
            happened_at=told.happened_at,
            title=told.title,
            text=told.text,
            size=told.size,
            ages=list(told.ages),
            anchors=told.anchors,
            is_lasting=told.is_lasting,
            signal_id=signal,
            picture_id=picture,
            expires_at=reaching.until,
        )
        record("localpicture.written", object_id=bulletin)
    return bulletin


def _kept(by: Actor, told: Told, reaching: Reaching) -> UUID | None:
    """Keep a bulletin's picture for the same readers, as long as the bulletin holds."""
    if told.picture is None:
        return None
    readers = sorted(set(reaching.audience) - {by.organisation.id})
    return files.keep_of_organisation(
        by=by, title=told.title, upload=told.picture, audience=readers, until=reaching.until
    )


def add_note(*, by: Actor, bulletin: UUID, text: str, form: UUID | None = None) -> None:
    """Tell what became of a live bulletin, also of another organisation's. Raises PermissionDenied and Http404."""
    if not may_write(by):
        raise PermissionDenied
    note = ids.of_form(form, bulletin, by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(note.bytes)
        if BulletinNote.objects.filter(id=note).exists():
            return
        _live(bulletin)
        BulletinNote.objects.create(id=note, bulletin_id=bulletin, owner_id=by.organisation.id, by_id=by.id, text=text)
        record("localpicture.followed_up", object_id=bulletin)


def take_out_note(*, by: Actor, note: UUID) -> UUID:
    """Take out a follow-up that says too much (`may_take_out`); return its bulletin.

    Raises PermissionDenied and Http404.
    """
    with transaction.atomic():
        row = BulletinNote.objects.filter(id=note).select_related("bulletin").first()
        if row is None:
            raise Http404
        if not may_take_out(by, (row.owner_id, row.by_id), (row.bulletin.owner_id, row.bulletin.by_id)):
            raise PermissionDenied
        row.delete()
        record("localpicture.note_taken_out", object_id=row.bulletin_id)
    return row.bulletin_id


def may_take_out(actor: Actor, *wrote: tuple[UUID, UUID]) -> bool:
    """Tell whether somebody takes a follow-up out. wrote: organisation and member of who wrote it, and its bulletin.

    Each of them does, and who decides at either's place.
    """
    return any(place == actor.organisation.id and (who == actor.id or may_set_state(actor)) for place, who in wrote)


def thank(*, by: Actor, bulletin: UUID) -> None:
    """Say that a bulletin was of use; once more changes nothing. Raises Http404."""
    with transaction.atomic():
        _live(bulletin)
        _row, is_new = BulletinThanks.objects.get_or_create(
            bulletin_id=bulletin, by_id=by.id, defaults={"owner_id": by.organisation.id}
        )
        if is_new:
            record("localpicture.thanked", object_id=bulletin)


def take_thanks_back(*, by: Actor, bulletin: UUID) -> None:
    """Take the own thanks back."""
    with transaction.atomic():
        gone, _of = BulletinThanks.objects.filter(bulletin_id=bulletin, by_id=by.id).delete()
        if gone:
            record("localpicture.thanks_taken_back", object_id=bulletin)


def end(*, by: Actor, bulletin: UUID) -> None:
    """End a bulletin before its day: its author, or a colleague who decides. Raises PermissionDenied and Http404."""
    with transaction.atomic():
        row = _live(bulletin)
        if not may_end(by, owner=row.owner_id, author=row.by_id):
            raise PermissionDenied
        Bulletin.objects.filter(id=bulletin).update(expires_at=Now())
        if row.picture_id is not None:
            # Whoever keeps the organisation's files may have taken it out.
            with suppress(Http404):
                files.let_read(by=by, file=row.picture_id, audience=[], until=clock.now())
        record("localpicture.ended", object_id=bulletin)


def may_end(actor: Actor, *, owner: UUID, author: UUID) -> bool:
    """Tell whether somebody ends what `author` of `owner` wrote: the author, or a colleague who decides."""
    return may_write(actor) and owner == actor.organisation.id and (author == actor.id or may_set_state(actor))


def _live(bulletin: UUID) -> Bulletin:
    row = Bulletin.objects.filter(id=bulletin, expires_at__gt=Now()).only("owner_id", "by_id", "picture_id").first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, kw_only=True)
class Said:
    """How an area is, or what is known of it. kind: a level, or which kind of fact."""

    area: UUID
    kind: str
    text: str
    contact: str = ""


def set_state(*, by: Actor, said: Said, reaching: Reaching, form: UUID | None = None) -> UUID:
    """Say how an area is, why and until when. Raises PermissionDenied.

    What the own organisation said before ends, and stays in its history: else it would hold again when this ends.
    """
    if not may_set_state(by):
        raise PermissionDenied
    state = ids.of_form(form, "state", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(state.bytes)
        if not AreaState.objects.filter(id=state).exists():
            before = AreaState.objects.filter(owner_id=by.organisation.id, area_id=said.area, expires_at__gt=Now())
            before.update(expires_at=Now())
            AreaState.objects.create(
                id=state,
                owner_id=by.organisation.id,
                audience=sorted(set(reaching.audience) - {by.organisation.id}),
                by_id=by.id,
                area_id=said.area,
                level=said.kind,
                reason=said.text,
                expires_at=reaching.until,
            )
            record("localpicture.state_set", object_id=state)
    return state


def tell_fact(*, by: Actor, said: Said, reaching: Reaching, form: UUID | None = None) -> UUID:
    """Tell what works in an area, what it offers or what is under way there. Raises PermissionDenied."""
    if not may_write(by):
        raise PermissionDenied
    fact = ids.of_form(form, "fact", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(fact.bytes)
        if not AreaFact.objects.filter(id=fact).exists():
            AreaFact.objects.create(
                id=fact,
                owner_id=by.organisation.id,
                audience=sorted(set(reaching.audience) - {by.organisation.id}),
                by_id=by.id,
                area_id=said.area,
                kind=said.kind,
                text=said.text,
                contact=said.contact,
                expires_at=reaching.until,
            )
            record("localpicture.fact_told", object_id=fact)
    return fact


def end_fact(*, by: Actor, fact: UUID) -> UUID:
    """Take out what no longer holds; return its area. Raises PermissionDenied and Http404."""
    with transaction.atomic():
        row = AreaFact.objects.filter(id=fact, expires_at__gt=Now()).only("owner_id", "by_id", "area_id").first()
        if row is None:
            raise Http404
        if not may_end(by, owner=row.owner_id, author=row.by_id):
            raise PermissionDenied
        AreaFact.objects.filter(id=fact).update(expires_at=Now())
        record("localpicture.fact_ended", object_id=fact)
    return row.area_id


def follow(*, by: Actor, area: UUID | None, kind: str) -> None:
    """Be told of what is written of an area with all in it, of a kind, or of both; None and "" mean all."""
    # An id made of the member's would tell whoever writes it first that it is taken, or keep its member from it.
    place = {"area_id": area} if area else {"area": None}
    with transaction.atomic():
        row, is_new = Subscription.objects.get_or_create(
            by_id=by.id, kind=kind, **place, defaults={"owner_id": by.organisation.id}
        )
        if is_new:
            record("localpicture.followed", object_id=row.id)


def unfollow(*, by: Actor, subscription: UUID) -> None:
    """Be told of it no longer."""
    with transaction.atomic():
        gone, _of = Subscription.objects.filter(id=subscription, by_id=by.id).delete()
        if gone:
            record("localpicture.unfollowed", object_id=subscription)


def look(*, by: Actor, before: LastLook | None) -> datetime | None:
    """Note that somebody reads the local picture now; return when the sitting before ended, None for never.

    before: what was noted last. What came since stays marked as new while one sits and reads.
    """
    now = clock.now()
    if before is None:
        LastLook.objects.get_or_create(id=by.id, defaults={"owner_id": by.organisation.id})
        return None
    since = before.before if now - before.looked_at < SITTING else before.looked_at
    LastLook.objects.filter(id=by.id).update(looked_at=now, before=since)
    return since


def erase_ended(*, now: datetime) -> int:
    """Erase what the job's organisation wrote and what ended a year ago, with what hangs on it; return how much.

    What its people followed, and when they looked, goes when they have left.
    """
    before: datetime = now - KEPT - timedelta(seconds=1)
    pictures = Bulletin.objects.filter(expires_at__lt=before).values_list("picture_id", flat=True)
    number = files.erase_outlived(files=[each for each in pictures if each])
    for model in (Bulletin, AreaState, AreaFact):
        number += model.objects.filter(expires_at__lt=before).delete()[0]
    gone = Membership.objects.filter(state=MembershipState.LEFT).values("id")
    number += Subscription.objects.filter(by_id__in=gone).delete()[0]
    number += LastLook.objects.filter(id__in=gone).delete()[0]
    if number:
        record("localpicture.outlived", detail={"number": number})
    return number

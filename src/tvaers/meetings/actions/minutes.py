"""Minutes: the decision and the facts that it needs, each writer's words a paragraph of their own."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, queue
from tvaers.meetings.actions.convening import WRITE
from tvaers.meetings.enums import Made, MeetingState
from tvaers.meetings.letters import GIVEN
from tvaers.meetings.models import CommonDecision, CommonParagraph, Decision, Item, Meeting, Paragraph, Seat
from tvaers.partnerships.actor import Actor
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


class LockedError(ValueError):
    """The minutes are approved, or the item was not reached: nothing is written."""


class NotAtTheTableError(ValueError):
    """Who shall do something sits at the meeting, so that they know of it."""


def write(
    *,
    by: Actor,
    item: UUID,
    words: str,
    paragraph: UUID | None = None,
    version: int | None = None,
    form: UUID | None = None,
) -> UUID:
    """Write in the minutes of an item; return the paragraph's id.

    paragraph, version: one's own that is written anew, as it was when one began. Changed meanwhile, or somebody else's,
    the words become a paragraph of their own, and nothing is lost. Raises Http404, LockedError.
    """
    with transaction.atomic():
        found = _written(item)
        if paragraph is not None and _again(by, found, paragraph, words, version):
            record("meetings.minutes_written", object_id=item, dossier_id=_dossier(found))
            return paragraph
        row = ids.of_form(form, by.id, item) if form else ids.opaque()
        told = {"id": row, "meeting_id": found.meeting_id, "by_id": by.id}
        ours = by.organisation.id
        if found.is_gated:
            texts = sealed(Paragraph, dossier=item, row=row, texts={"words": words})
            if made := once(Paragraph, form, dossier_id=item, by_organisation_id=ours, **told, **texts):
                keep(Paragraph, row)
        else:
            made = once(CommonParagraph, form, item_id=item, owner_id=ours, words=words, **told)
        if made:
            record("meetings.minutes_written", object_id=item, dossier_id=_dossier(found))
    return row


def _again(by: Actor, item: Item, paragraph: UUID, words: str, version: int | None) -> bool:
    if item.is_gated:
        own = Paragraph.objects.filter(id=paragraph, dossier_id=item.id, by_id=by.id, version=version or 0)
        texts: dict[str, object] = {**sealed(Paragraph, dossier=item.id, row=paragraph, texts={"words": words})}
        changed = bool(own.update(version=(version or 0) + 1, changed_at=clock.now(), **texts))
        if changed:
            keep(Paragraph, paragraph)
        return changed
    common = CommonParagraph.objects.filter(id=paragraph, item_id=item.id, by_id=by.id, version=version or 0)
    return bool(common.update(version=(version or 0) + 1, changed_at=clock.now(), words=words))


def decide(
    *,
    by: Actor,
    item: UUID,
    words: str,
    member: UUID | None = None,
    due_on: date | None = None,
    becomes: Made | None = None,
    form: UUID | None = None,
) -> UUID:
    """Write down what was decided, and who does it until when; return its id. It stands in their Today.

    Who has not come to the meeting is written to, once until they have done what waits for them of it. becomes: what it
    is still to become, on a page of its own. Raises Http404, LockedError, NotAtTheTableError.
    """
    with transaction.atomic():
        found = _written(item)
        is_absent = member is not None and _is_absent(found.meeting_id, member) and member != by.id
        row = ids.of_form(form, by.id, item) if form else ids.opaque()
        told: dict[str, Any] = {
            "id": row,
            "meeting_id": found.meeting_id,
            "member_id": member,
            "due_on": due_on,
            "by_id": by.id,
            "made": becomes or "",
        }
        ours = by.organisation.id
        if found.is_gated:
            texts = sealed(Decision, dossier=item, row=row, texts={"words": words})
            if made := once(Decision, form, dossier_id=item, by_organisation_id=ours, **told, **texts):
                keep(Decision, row)
        else:
            made = once(CommonDecision, form, item_id=item, owner_id=ours, words=words, **told)
        if made:
            record("meetings.decided", object_id=row, dossier_id=_dossier(found))
            # What is shared with somebody is for the writer to do, and told by the offer itself.
            if is_absent and becomes is not Made.SHARE:
                queue.enqueue(WRITE, meeting=str(found.meeting_id), to=str(member), why=GIVEN)
    return row


def _is_absent(meeting: UUID, member: UUID) -> bool:
    """Tell whether somebody who sits has not come, and waits for nothing of the meeting that they were written about.

    Raises NotAtTheTableError.
    """
    seat = Seat.objects.filter(meeting_id=meeting, member_id=member).values("arrived_at").first()
    if seat is None:
        raise NotAtTheTableError
    waits = {"meeting_id": meeting, "member_id": member, "done_at": None}
    return seat["arrived_at"] is None and not any(
        model._default_manager.filter(**waits).exists() for model in (Decision, CommonDecision)
    )


def became(*, by: Actor, decision: UUID, made: Made, made_id: UUID) -> bool:
    """Note what a decision became. Returns whether it was noted now: not where it is noted already, or not there."""
    with transaction.atomic():
        noted = any(
            model._default_manager.filter(id=decision, made_id=None).update(made=made, made_id=made_id)
            for model in (Decision, CommonDecision)
        )
        if noted:
            record("meetings.became", object_id=decision, detail={"made": made, "by": str(by.id)})
    return noted


def finish(*, by: Actor, decision: UUID) -> None:
    """Say that what was decided is done, by who does it or the organisation that wrote it. Raises Http404."""
    done = {"done_at": clock.now(), "done_by": by.id}
    with transaction.atomic():
        gated = Decision.objects.filter(id=decision, done_at=None).update(**done)
        common = 0 if gated else CommonDecision.objects.filter(id=decision, done_at=None).update(**done)
        if not gated and not common:
            raise Http404
        record("meetings.decision_done", object_id=decision)


def _written(item: UUID) -> Item:
    """Return an item whose minutes can be written. Raises Http404, LockedError."""
    found = Item.objects.filter(id=item).select_related("meeting").first()
    if found is None:
        raise Http404
    meeting: Meeting = found.meeting
    if meeting.state not in {MeetingState.UNDER_WAY, MeetingState.HELD} or found.opened_at is None:
        raise LockedError
    return found


def _dossier(item: Item) -> UUID | None:
    return item.id if item.is_gated else None

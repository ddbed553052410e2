"""The agenda: items that name nobody, and items about a person, each in a dossier of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category, Purpose
from tvaers.meetings.enums import Agreed, AttendeeKind, Capacity, ItemState, MeetingState, Subject
from tvaers.meetings.models import Attendee, Item, Matter, Meeting, Mention, MentionCapacity
from tvaers.meetings.rules import CAPACITY_CATEGORY, KEPT_AFTER, is_at_the_table
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import DECIDING
from tvaers.search.actions import keep
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sealing import once, sealed
from tvaers.ui import dates

TEXTS = ("title", "facts", "assessment", "source", "wish")


class OverError(ValueError):
    """The meeting is over: nothing is brought to it any longer."""


class ChangedMeanwhileError(ValueError):
    """Somebody else has changed the item since it was looked at."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an item about a person says: fact, assessment and source apart (R12); wish: what the meeting shall do.

    mentions: whom it names, and in which capacity. ahead: who is let in may read it before the meeting.
    """

    subject: Subject = Subject.PERSON
    title: str
    facts: str = ""
    assessment: str = ""
    source: str = ""
    wish: str = ""
    mentions: Mapping[str, Capacity] = field(default_factory=dict)
    ahead: bool = False
    minutes: int | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The texts by field."""
        return {name: getattr(self, name) for name in TEXTS}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """An item that names nobody. area: where it is about."""

    subject: Subject
    title: str = ""
    area: UUID | None = None
    minutes: int | None = None


def put_on(*, by: Actor, meeting: UUID, topic: Topic, form: UUID | None = None) -> UUID:
    """Put an item that names nobody on the agenda; return its id. Raises Http404, OverError."""
    row = ids.of_form(form, by.id, meeting) if form else ids.opaque()
    with transaction.atomic():
        _open(meeting)
        made = once(
            Item,
            form,
            id=row,
            owner_id=by.organisation.id,
            meeting_id=meeting,
            place=_last(meeting),
            subject=topic.subject,
            is_gated=False,
            title=topic.title,
            area_id=topic.area,
            minutes=topic.minutes,
            by_id=by.id,
            form_id=form,
        )
        if made:
            record("meetings.item_put_on", object_id=row, detail={"meeting": str(meeting)})
    return row


def bring(
    *, by: Actor, meeting: UUID, words: Words, purpose: Purpose, case: UUID | None = None, form: UUID | None = None
) -> UUID:
    """Bring an item about a person: a dossier of the own organisation, which nobody else sees yet; return its id.

    Who brings it sees it; others are let in one by one (`letting_in`). case: what it belongs to. form: sent twice, it
    brings one. Raises Http404, OverError, and what sharing.open_dossier raises.
    """
    with transaction.atomic():
        found = _open(meeting)
        if form is not None:
            before = Item.objects.filter(form_id=form, by_id=by.id, meeting_id=meeting).values_list("id", flat=True)
            if (brought := before.first()) is not None:
                return brought
        item = sharing.open_dossier(by=by, kind=DossierKind.ITEM, purpose=purpose, member=by.id, parent=case)
        Item.objects.create(
            id=item,
            owner_id=by.organisation.id,
            meeting_id=meeting,
            place=_last(meeting),
            subject=words.subject,
            is_gated=True,
            ahead=words.ahead,
            minutes=words.minutes,
            erase_on=dates.local_date(found.ends_at) + timedelta(days=KEPT_AFTER.days),
            by_id=by.id,
            form_id=form,
        )
        Matter.objects.create(
            id=item,
            meeting_id=meeting,
            written_by=by.id,
            **sealed(Matter, dossier=item, row=item, texts=words.texts),
        )
        keep(Matter, item)
        for name, capacity in words.mentions.items():
            mention(by=by, item=item, name=name, capacity=capacity)
        record("meetings.item_brought", object_id=item, dossier_id=item, detail={"meeting": str(meeting)})
    return item


def mention(*, by: Actor, item: UUID, name: str, capacity: Capacity) -> UUID:
    """Name somebody in an item of one's own, in a capacity that not all may see; return the id."""
    row, said = ids.opaque(), ids.opaque()
    with transaction.atomic():
        Mention.objects.create(
            id=row, dossier_id=item, written_by=by.id, **sealed(Mention, dossier=item, row=row, texts={"name": name})
        )
        MentionCapacity.objects.create(
            id=said,
            dossier_id=item,
            category=int(CAPACITY_CATEGORY[capacity]),
            mention_id=row,
            capacity=capacity,
            written_by=by.id,
        )
    return row


def write(*, by: Actor, item: UUID, words: Words, version: int) -> None:
    """Write anew what one's item says, before the minutes are approved. Raises Http404, ChangedMeanwhileError."""
    with transaction.atomic():
        row = Matter.objects.select_for_update().filter(id=item).values("version").first()
        if row is None:
            raise Http404
        if row["version"] != version:
            raise ChangedMeanwhileError
        texts = sealed(Matter, dossier=item, row=item, texts=words.texts)
        if not Matter.objects.filter(id=item).update(version=version + 1, **texts):
            raise Http404
        MentionCapacity.objects.filter(dossier_id=item).delete()
        Mention.objects.filter(dossier_id=item).delete()
        for name, capacity in words.mentions.items():
            mention(by=by, item=item, name=name, capacity=capacity)
        Item.objects.filter(id=item).update(ahead=words.ahead, minutes=words.minutes)
        keep(Matter, item)
        record("meetings.item_written", object_id=item, dossier_id=item)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Somebody who comes to a network meeting without a login, and on what."""

    kind: AttendeeKind
    name: str
    agreed: Agreed
    relation: str = ""
    words: str = ""
    chosen_by_family: bool = False


def expect(*, by: Actor, item: UUID, coming: Coming, form: UUID | None = None) -> UUID:
    """Note who comes without a login, in the item that says who is here. Raises Http404."""
    row = ids.of_form(form, by.id, item) if form else ids.opaque()
    with transaction.atomic():
        meeting = Item.objects.filter(id=item, is_gated=True).values_list("meeting_id", flat=True).first()
        if meeting is None:
            raise Http404
        texts = {"name": coming.name, "relation": coming.relation, "words": coming.words}
        made = once(
            Attendee,
            form,
            id=row,
            dossier_id=item,
            meeting_id=meeting,
            kind=coming.kind,
            agreed=coming.agreed,
            chosen_by_family=coming.chosen_by_family,
            written_by=by.id,
            **sealed(Attendee, dossier=item, row=row, texts=texts),
        )
        if made:
            record("meetings.expected", object_id=row, dossier_id=item)
    return row


def came(*, by: Actor, attendee: UUID, here: bool) -> None:
    """Note whether somebody without a login came. Raises Http404."""
    del by  # the database takes the actor from the context
    with transaction.atomic():
        if not Attendee.objects.filter(id=attendee).update(came=here):
            raise Http404
        record("meetings.came", object_id=attendee, detail={"here": here})


def unexpect(*, by: Actor, attendee: UUID) -> None:
    """Take somebody without a login off again, before the minutes are approved. Raises Http404."""
    del by  # the database takes the actor from the context
    with transaction.atomic():
        gone, _kinds = Attendee.objects.filter(id=attendee).delete()
        if not gone:
            raise Http404
        record("meetings.unexpected", object_id=attendee)


def take_off(*, by: Actor, item: UUID) -> None:
    """Take one's item off before the meeting reaches it; what it says about a person is erased. Raises Http404.

    At once by a role that decides, else by the nightly job; nobody reads it on the agenda any longer.
    """
    with transaction.atomic():
        row = Item.objects.select_for_update(no_key=True).filter(id=item, owner_id=by.organisation.id).first()
        if row is None or row.state != ItemState.WAITING:
            raise Http404
        off = {"state": ItemState.DROPPED} | ({"erase_on": clock.today()} if row.is_gated else {})
        if not Item.objects.filter(id=item).update(**off):
            raise Http404
        if row.is_gated and by.roles & DECIDING:
            sharing.erase(dossier=item, why="taken off")
        record("meetings.item_taken_off", object_id=item)


def order(*, by: Actor, meeting: UUID, item: UUID, place: int) -> None:
    """Move an item to another place, for who runs the meeting. Raises Http404."""
    with transaction.atomic():
        found = Meeting.objects.select_for_update(no_key=True).filter(id=meeting, chair_id=by.id).first()
        there = Item.objects.filter(meeting_id=meeting).exclude(state=ItemState.DROPPED)
        items = list(there.order_by("place", "id").values_list("id", flat=True))
        if found is None or item not in items:
            raise Http404
        wanted = min(max(place - 1, 0), len(items) - 1)
        if items.index(item) == wanted:
            return
        items.remove(item)
        items.insert(wanted, item)
        for number, each in enumerate(items, start=1):
            Item.objects.filter(id=each).update(place=number)
        record("meetings.ordered", object_id=meeting)


def erase_due(*, organisation: UUID) -> int:
    """Erase what the items of an organisation say whose day has come; return how many (R23)."""
    due = Item.objects.filter(owner_id=organisation, is_gated=True, erase_on__lte=clock.today())
    # What went with its case, or was erased by who received it, has no words any longer.
    there = due.filter(Exists(Matter.objects.filter(id=OuterRef("id")))).exclude(state=ItemState.ERASED)
    gone = list(there.values_list("id", "state"))
    for item, state in gone:
        if state != ItemState.DROPPED:
            Item.objects.filter(id=item).update(state=ItemState.ERASED)
        sharing.erase(dossier=item, why="due")
    record("meetings.erased_due", detail={"items": len(gone)})
    return len(gone)


def categories_of(capacities: set[Capacity], *, has_attendees: bool) -> Category:
    """Return what the rows of an item tell about besides its words."""
    found = Category.OTHERS if has_attendees else Category(0)
    for capacity in capacities:
        found |= CAPACITY_CATEGORY[capacity]
    return found


def _open(meeting: UUID) -> Meeting:
    """Return a meeting to which items are still brought. Raises Http404, OverError."""
    found = Meeting.objects.filter(id=meeting).first()
    if found is None:
        raise Http404
    if not is_at_the_table(MeetingState(found.state)):
        raise OverError
    return found


def _last(meeting: UUID) -> int:
    return (Item.objects.filter(meeting_id=meeting).aggregate(last=Max("place"))["last"] or 0) + 1

"""Writes: a method begun, its draft saved or dropped, taken into use, shown elsewhere, looked at again, retired."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.methods.access import check_keeper, get_for_keeping
from tvaers.methods.enums import Topic, VersionState
from tvaers.methods.models import Method, MethodVersion
from tvaers.methods.rules import WrongStateError, check_step, next_review
from tvaers.partnerships.actor import Actor


class ChangedMeanwhileError(Exception):
    """A colleague has saved the draft since it was shown, or taken it away."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a version says. changed: what is new in it."""

    title: str
    summary: str
    body: str
    source: str = ""
    changed: str = ""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Where a method stands in the library: its topic, who reads it, where it is shown, who keeps it, the next look."""

    topic: Topic
    audience: Collection[UUID]
    places: Collection[str]
    keeper: UUID
    review_date: date


def begin(*, by: Actor, topic: Topic, told: Told, form: UUID | None = None, starter: str = "") -> UUID:
    """Begin a method with its first draft; return its id. form: sent twice, it begins one. Raises PermissionDenied.

    starter: the starter page that it was taken over from.
    """
    check_keeper(by)
    method = ids.of_form(form, "method", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(method.bytes)
        if Method.objects.filter(id=method).exists():
            return method
        owner = by.organisation.id
        Method.objects.create(
            id=method, owner_id=owner, topic=topic, keeper_id=by.id, begun_by=by.id, starter=starter, places=[]
        )
        MethodVersion.objects.create(owner_id=owner, method_id=method, number=1, written_by=by.id, **asdict(told))
        record("methods.begun", object_id=method)
    return method


def save(*, by: Actor, method: UUID, told: Told, edition: int) -> int:
    """Save a method's draft, or begin its next one; return its number.

    edition: of the draft that was shown; 0 where there was none.

    Raises Http404, PermissionDenied; ChangedMeanwhileError when somebody else has saved meanwhile.
    """
    with transaction.atomic():
        get_for_keeping(actor=by, id=method, lock=True)
        draft = MethodVersion.objects.filter(method_id=method, state=VersionState.DRAFT).first()
        if draft is not None and _is_saved(draft, by=by, told=told, edition=edition):
            return int(draft.number)
        if (draft.edition if draft else 0) != edition:
            raise ChangedMeanwhileError
        if draft is None:
            last = MethodVersion.objects.filter(method_id=method).aggregate(last=Max("number"))["last"] or 0
            draft = MethodVersion.objects.create(
                owner_id=by.organisation.id, method_id=method, number=last + 1, written_by=by.id, **asdict(told)
            )
        else:
            MethodVersion.objects.filter(id=draft.id).update(
                edition=F("edition") + 1, written_by=by.id, written_at=Now(), **asdict(told)
            )
        record("methods.saved", object_id=method)
    return int(draft.number)


def _is_saved(draft: MethodVersion, *, by: Actor, told: Told, edition: int) -> bool:
    """Tell whether this very form has been saved: sent twice, it is saved once."""
    said = {name: getattr(draft, name) for name in asdict(told)}
    return draft.edition == edition + 1 and draft.written_by == by.id and said == asdict(told)


def drop(*, by: Actor, method: UUID) -> bool:
    """Drop a method's draft; tell whether the method went with it, since no other version is left.

    Raises Http404, PermissionDenied.
    """
    with transaction.atomic():
        get_for_keeping(actor=by, id=method, lock=True)
        gone, _by_model = MethodVersion.objects.filter(method_id=method, state=VersionState.DRAFT).delete()
        is_empty = not MethodVersion.objects.filter(method_id=method).exists()
        if is_empty:
            Method.objects.filter(id=method).delete()
        if gone:
            record("methods.dropped", object_id=method)
    return is_empty


def take_into_use(*, by: Actor, method: UUID, edition: int, reach: Reach, changed: str = "") -> int:
    """Take a method's draft into use, and the former version out of it; return its number.

    edition: of the draft that was read before. changed: what is new in it. Raises Http404, PermissionDenied;
    WrongStateError where there is no draft, ChangedMeanwhileError where it says something else by now.
    """
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=method, lock=True)
        draft = MethodVersion.objects.filter(method_id=method, state=VersionState.DRAFT).first()
        if draft is None:
            raise WrongStateError
        if draft.edition != edition:
            raise ChangedMeanwhileError
        check_step(VersionState(draft.state), VersionState.IN_USE)
        _retire(by, method)
        MethodVersion.objects.filter(id=draft.id).update(
            state=VersionState.IN_USE, taken_by=by.id, taken_at=Now(), changed=changed
        )
        _arrange(by, row, reach)
        record("methods.taken_into_use", object_id=method, detail={"number": draft.number})
    return int(draft.number)


def arrange(*, by: Actor, method: UUID, reach: Reach) -> None:
    """Change who reads a method, where it is shown and who keeps it; what it says stays. Raises as `save`."""
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=method, lock=True)
        if _arrange(by, row, reach):
            record("methods.arranged", object_id=method)


def _arrange(by: Actor, row: Method, reach: Reach) -> bool:
    """Write where a method stands; tell whether that changed anything."""
    said = {
        "topic": reach.topic,
        "audience": sorted(set(reach.audience) - {by.organisation.id}),
        "places": list(reach.places),
        "keeper_id": reach.keeper,
        "review_date": reach.review_date,
    }
    if all(getattr(row, name) == value for name, value in said.items()):
        return False
    return bool(Method.objects.filter(id=row.id).update(**said))


def confirm(*, by: Actor, method: UUID) -> date:
    """Say that what is in use still holds; return when it is looked at again. Raises Http404, PermissionDenied."""
    again = next_review(clock.today())
    with transaction.atomic():
        get_for_keeping(actor=by, id=method, lock=True)
        if not MethodVersion.objects.filter(method_id=method, state=VersionState.IN_USE).exists():
            raise Http404
        if Method.objects.filter(id=method).exclude(review_date=again).update(review_date=again):
            record("methods.confirmed", object_id=method)
    return again


def retire(*, by: Actor, method: UUID) -> None:
    """Take a method out of use; its versions stay readable. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        get_for_keeping(actor=by, id=method, lock=True)
        if _retire(by, method):
            record("methods.retired", object_id=method)


def _retire(by: Actor, method: UUID) -> int:
    in_use = MethodVersion.objects.filter(method_id=method, state=VersionState.IN_USE)
    return in_use.update(state=VersionState.RETIRED, retired_by=by.id, retired_at=Now())

"""Writes: an effort begun, saved, its steps laid out, offered, said how full, looked at again, closed, dropped."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.efforts.access import check_keeper, get_for_keeping
from tvaers.efforts.enums import BY_CONSENT_ALONE, EffortState, Kind, ProviderKind, Room, StepBy
from tvaers.efforts.models import Effort, EffortStep
from tvaers.efforts.rules import MOST_STEPS, WrongStateError, check_step, next_review
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor


class ChangedMeanwhileError(Exception):
    """A colleague has saved the effort since it was shown."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an effort is. needs_consent: always so for a provider that nobody may disclose to (R4)."""

    kind: Kind
    title: str
    what: str
    for_whom: str
    provider: str
    provider_kind: ProviderKind
    areas: Collection[UUID]
    contact: str = ""
    capacity: str = ""
    source: str = ""
    needs_consent: bool = False
    from_date: date | None = None
    until_date: date | None = None

    def columns(self) -> dict[str, object]:
        """Return the columns of its row."""
        consent = self.needs_consent or self.provider_kind in BY_CONSENT_ALONE
        return asdict(self) | {"areas": sorted(set(self.areas)), "needs_consent": consent}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A usual step: what, who usually, and how many working days after the start."""

    text: str
    who: StepBy
    days: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who else sees an effort, who keeps it, and when they look at it again."""

    audience: Collection[UUID]
    keeper: UUID
    review_date: date


def begin(
    *, by: Actor, told: Told, steps: Sequence[Step] = (), form: UUID | None = None, starter: str = ""
) -> tuple[UUID, bool]:
    """Begin an effort as a draft; return its id, and whether it is new: a form sent twice begins one.

    starter: what it was taken over from. Raises PermissionDenied.
    """
    check_keeper(by)
    effort = ids.of_form(form, "effort", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(effort.bytes)
        if Effort.objects.filter(id=effort).exists():
            return effort, False
        Effort.objects.create(
            id=effort,
            owner_id=by.organisation.id,
            keeper_id=by.id,
            begun_by=by.id,
            written_by=by.id,
            starter=starter,
            **told.columns(),
        )
        _lay(by, effort, steps)
        record("efforts.begun", object_id=effort)
    return effort, True


def save(*, by: Actor, effort: UUID, told: Told, edition: int) -> None:
    """Save what an effort is. edition: of what was shown.

    Raises Http404, PermissionDenied; ChangedMeanwhileError when somebody else has saved meanwhile.
    """
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        said = told.columns()
        # Sent twice, it is saved once.
        if all(getattr(row, name) == value for name, value in said.items()):
            return
        _check_edition(row, edition)
        Effort.objects.filter(id=effort).update(edition=F("edition") + 1, written_by=by.id, written_at=Now(), **said)
        record("efforts.saved", object_id=effort)


def lay_steps(*, by: Actor, effort: UUID, steps: Sequence[Step], edition: int) -> None:
    """Lay an effort's usual steps out anew, in the order of their days. Raises as `save`."""
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        wanted = _in_order(steps)
        if wanted == steps_of(effort):
            return
        _check_edition(row, edition)
        EffortStep.objects.filter(effort_id=effort).delete()
        _lay(by, effort, wanted)
        Effort.objects.filter(id=effort).update(edition=F("edition") + 1, written_by=by.id, written_at=Now())
        record("efforts.steps_laid", object_id=effort)


def steps_of(effort: UUID) -> list[Step]:
    """Return an effort's usual steps in their order."""
    rows = EffortStep.objects.filter(effort_id=effort).order_by("place").values("text", "who", "days")
    return [Step(text=row["text"], who=StepBy(row["who"]), days=row["days"]) for row in rows]


def _in_order(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.days)[:MOST_STEPS]


def _lay(by: Actor, effort: UUID, steps: Sequence[Step]) -> None:
    EffortStep.objects.bulk_create(
        EffortStep(owner_id=by.organisation.id, effort_id=effort, place=place, **asdict(step))
        for place, step in enumerate(_in_order(steps), start=1)
    )


def _check_edition(row: Effort, edition: int) -> None:
    if row.edition != edition:
        raise ChangedMeanwhileError


def drop(*, by: Actor, effort: UUID) -> None:
    """Drop a draft with its steps. Raises Http404, PermissionDenied, WrongStateError for what was offered once."""
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        if row.state != EffortState.DRAFT:
            raise WrongStateError
        EffortStep.objects.filter(effort_id=effort).delete()
        Effort.objects.filter(id=effort).delete()
        record("efforts.dropped", object_id=effort)


def offer(*, by: Actor, effort: UUID, reach: Reach) -> None:
    """Offer an effort, or change who sees one that is offered. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        said: dict[str, object] = {
            "audience": sorted(set(reach.audience) - {by.organisation.id}),
            "keeper_id": reach.keeper,
            "review_date": reach.review_date,
        }
        is_offered = row.state == EffortState.OFFERED
        if is_offered and all(getattr(row, name) == value for name, value in said.items()):
            return
        if not is_offered:
            check_step(EffortState(row.state), EffortState.OFFERED)
            said |= {"state": EffortState.OFFERED, "offered_by": by.id, "offered_at": Now()}
            said |= {"closed_by": None, "closed_at": None}
        Effort.objects.filter(id=effort).update(**said)
        record("efforts.arranged" if is_offered else "efforts.offered", object_id=effort)


def say_room(*, by: Actor, effort: UUID, room: Room) -> None:
    """Say whether there is room, today and by name. Raises Http404, PermissionDenied, WrongStateError."""
    today = clock.today()
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        if row.state != EffortState.OFFERED:
            raise WrongStateError
        if (row.room, row.room_by, row.room_on) == (room, by.id, today):
            return
        Effort.objects.filter(id=effort).update(room=room, room_by=by.id, room_on=today)
        record("efforts.room_said", object_id=effort, detail={"room": room})


def confirm(*, by: Actor, effort: UUID) -> date:
    """Say that an offered effort still holds; return when it is looked at again. Raises Http404, PermissionDenied."""
    again = next_review(clock.today())
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        if row.state != EffortState.OFFERED:
            raise Http404
        if Effort.objects.filter(id=effort).exclude(review_date=again).update(review_date=again):
            record("efforts.confirmed", object_id=effort)
    return again


def close(*, by: Actor, effort: UUID) -> None:
    """Close an effort: it is chosen no longer, and can still be read. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=effort, lock=True)
        if row.state == EffortState.CLOSED:
            return
        if row.state == EffortState.DRAFT:
            raise PermissionDenied
        Effort.objects.filter(id=effort).update(state=EffortState.CLOSED, closed_by=by.id, closed_at=Now())
        record("efforts.closed", object_id=effort)

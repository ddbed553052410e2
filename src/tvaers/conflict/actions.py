"""Writes: a plan begun, saved, made ready, put in force, looked at again, ended; its parts, what is done, its log."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.conflict.access import check_planner, get_for_planning, may_log
from tvaers.conflict.enums import DOABLE, PartKind, PlanKind, PlanState, Target
from tvaers.conflict.models import Done, LogLine, Part, Plan
from tvaers.conflict.rules import KEPT, MOST_PARTS, WrongStateError, check_step, last_day, look_of, usual_review
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor


class ChangedMeanwhileError(Exception):
    """A colleague has saved the plan since it was shown."""


class TooManyError(ValueError):
    """A plan holds as many parts as anybody can look over."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a plan is. trigger: what happened, or what could; happened_on: when, if it did."""

    kind: PlanKind
    title: str
    areas: Collection[UUID]
    trigger: str
    normal_signs: str
    lead: UUID
    audience: Collection[UUID]
    happened_on: date | None = None

    def columns(self, owner: UUID) -> dict[str, object]:
        """Return the columns of its row."""
        said = asdict(self) | {"areas": sorted(set(self.areas)), "audience": sorted(set(self.audience) - {owner})}
        return said | {"lead_id": said.pop("lead")}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a plan: who does what, a measure, or a message (`Part`)."""

    kind: PartKind
    text: str
    organisation: UUID | None = None
    who: str = ""
    target: Target | None = None
    contact: str = ""
    due_on: date | None = None

    def columns(self) -> dict[str, object]:
        """Return the columns of its row."""
        said = asdict(self) | {"target": self.target or ""}
        return said | {"organisation_id": said.pop("organisation")}


def begin(*, by: Actor, told: Told, form: UUID | None = None) -> UUID:
    """Begin a plan as a draft; return its id. form: sent twice, it begins one. Raises PermissionDenied."""
    check_planner(by)
    plan = ids.of_form(form, "conflict", by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(plan.bytes)
        if not Plan.objects.filter(id=plan).exists():
            Plan.objects.create(
                id=plan,
                owner_id=by.organisation.id,
                begun_by=by.id,
                written_by=by.id,
                expires_at=_end(PlanState.DRAFT),
                **told.columns(by.organisation.id),
            )
            record("conflict.begun", object_id=plan)
    return plan


def _end(state: PlanState, review_on: date | None = None) -> datetime:
    """Return the last moment of the last day, in Denmark."""
    day = last_day(state, today=clock.today(), review_on=review_on)
    return datetime.combine(day, time(23, 59, 59), tzinfo=clock.COPENHAGEN)


def save(*, by: Actor, plan: UUID, told: Told, edition: int) -> None:
    """Save what a plan is. edition: of what was shown.

    Raises Http404, PermissionDenied; ChangedMeanwhileError when somebody else has saved meanwhile, WrongStateError for
    one that is closed.
    """
    with transaction.atomic():
        row = _open(by, plan)
        said = told.columns(by.organisation.id)
        # What lies ready can be foreseen.
        if row.state == PlanState.READY and told.kind is not PlanKind.FORESEEABLE:
            raise WrongStateError
        # Sent twice, it is saved once.
        if all(getattr(row, name) == value for name, value in said.items()):
            return
        if row.edition != edition:
            raise ChangedMeanwhileError
        if row.state == PlanState.DRAFT:
            said["expires_at"] = _end(PlanState.DRAFT)
        Plan.objects.filter(id=plan).update(edition=F("edition") + 1, written_by=by.id, written_at=Now(), **said)
        record("conflict.saved", object_id=plan)


def _open(by: Actor, plan: UUID) -> Plan:
    """Return a plan that is not closed, locked. Raises Http404, PermissionDenied, WrongStateError."""
    try:
        return get_for_planning(actor=by, id=plan, lock=True)
    except PermissionDenied:
        # One that is closed is read, and cannot be locked any more.
        if get_for_planning(actor=by, id=plan).state == PlanState.CLOSED:
            raise WrongStateError from None
        raise


def drop(*, by: Actor, plan: UUID) -> None:
    """Drop a draft with all of it. Raises Http404, PermissionDenied, WrongStateError."""
    with transaction.atomic():
        row = _open(by, plan)
        if row.state != PlanState.DRAFT:
            raise WrongStateError
        Plan.objects.filter(id=plan).delete()
        record("conflict.dropped", object_id=plan)


def make_ready(*, by: Actor, plan: UUID, review_on: date) -> None:
    """Show a plan of something foreseeable to its readers, to be put in force when it comes. Raises as `start`."""
    _step(by, plan, PlanState.READY, {"review_on": review_on})


def start(*, by: Actor, plan: UUID, review_on: date) -> None:
    """Put a plan in force, again if it flared up. Raises Http404, PermissionDenied, WrongStateError."""
    said = {"review_on": review_on, "started_by": by.id, "started_at": Now(), "calmed_by": None, "calmed_at": None}
    _step(by, plan, PlanState.IN_FORCE, said)


def calm(*, by: Actor, plan: UUID) -> None:
    """Say that it is normal again; what was learned is asked next. Raises as `start`."""
    said = {"calmed_by": by.id, "calmed_at": Now(), "review_on": usual_review(PlanState.IN_FORCE, clock.today())}
    _step(by, plan, PlanState.NORMAL, said)


def learn(*, by: Actor, plan: UUID, went_well: str, next_time: str) -> None:
    """Write what was learned, and close the plan. Raises Http404, PermissionDenied, WrongStateError."""
    said = {"went_well": went_well, "next_time": next_time, "closed_by": by.id, "closed_at": Now()}
    _step(by, plan, PlanState.CLOSED, said, only_from=PlanState.NORMAL)


def give_up(*, by: Actor, plan: UUID) -> None:
    """Close a plan that lay ready and was never needed. Raises Http404, PermissionDenied, WrongStateError."""
    said = {"closed_by": by.id, "closed_at": Now()}
    _step(by, plan, PlanState.CLOSED, said, only_from=PlanState.READY)


def _step(by: Actor, plan: UUID, to: PlanState, said: dict[str, object], *, only_from: PlanState | None = None) -> None:
    """Let a plan become something; sent twice, it has become it once."""
    with transaction.atomic():
        row = get_for_planning(actor=by, id=plan)
        if row.state != to:
            row = _open(by, plan)
            was = PlanState(row.state)
            check_step(was, to, PlanKind(row.kind))
            if only_from not in {None, was}:
                raise WrongStateError
            review_on = said.get("review_on")
            day = review_on if isinstance(review_on, date) else None
            end = _end(to, day)
            Plan.objects.filter(id=plan).update(state=to, expires_at=end, **said)
            record("conflict.stepped", object_id=plan, detail={"state": to})


def review(*, by: Actor, plan: UUID, review_on: date) -> None:
    """Say that a plan still holds, and when somebody looks again. Raises Http404, PermissionDenied, WrongStateError."""
    with transaction.atomic():
        row = _open(by, plan)
        state = PlanState(row.state)
        if state not in {PlanState.IN_FORCE, PlanState.READY}:
            raise WrongStateError
        if row.review_on != review_on:
            end = _end(state, review_on)
            Plan.objects.filter(id=plan).update(review_on=review_on, expires_at=end)
            record("conflict.reviewed", object_id=plan)


def add_part(*, by: Actor, plan: UUID, piece: Piece, form: UUID | None = None) -> UUID:
    """Add a part to a plan; return its id. Raises Http404, PermissionDenied, WrongStateError, TooManyError."""
    part = ids.of_form(form, plan, by.id) if form else ids.opaque()
    with transaction.atomic():
        _open(by, plan)
        if not Part.objects.filter(id=part).exists():
            if Part.objects.filter(plan_id=plan).count() >= MOST_PARTS:
                raise TooManyError
            Part.objects.create(id=part, owner_id=by.organisation.id, plan_id=plan, by_id=by.id, **piece.columns())
            record("conflict.part_added", object_id=plan)
    return part


def change_part(*, by: Actor, plan: UUID, part: UUID, piece: Piece, seen: str) -> None:
    """Change a part of a plan; of which kind it is stays. seen: `rules.look_of` what was shown to who typed.

    Raises Http404, PermissionDenied, WrongStateError; ChangedMeanwhileError when somebody else has saved meanwhile.
    """
    with transaction.atomic():
        _open(by, plan)
        said = piece.columns()
        said.pop("kind")
        row = Part.objects.filter(id=part, plan_id=plan, kind=piece.kind).first()
        if row is None:
            raise Http404
        # Sent twice, it is changed once.
        if all(getattr(row, name) == value for name, value in said.items()):
            return
        if seen != look_of(row):
            raise ChangedMeanwhileError
        Part.objects.filter(id=part).update(by_id=by.id, **said)
        record("conflict.part_changed", object_id=plan)


def take_out_part(*, by: Actor, plan: UUID, part: UUID) -> None:
    """Take a part out of a plan, with whether it was done. Raises Http404, PermissionDenied, WrongStateError."""
    with transaction.atomic():
        _open(by, plan)
        if Part.objects.filter(id=part, plan_id=plan).delete()[0]:
            record("conflict.part_taken_out", object_id=plan)


def may_tick(actor: Actor, *, owner: UUID, organisation: UUID | None) -> bool:
    """Tell whether somebody ticks a part off: whose it is, and whoever owns the plan."""
    return may_log(actor) and actor.organisation.id in {owner, organisation}


def tick(*, by: Actor, plan: UUID, part: UUID, is_done: bool) -> None:
    """Say that a measure is done or a message said, or that it is not yet. Raises Http404 and PermissionDenied."""
    with transaction.atomic():
        row = Part.objects.filter(id=part, plan_id=plan, kind__in=DOABLE, plan__state=PlanState.IN_FORCE).first()
        if row is None:
            raise Http404
        if not may_tick(by, owner=row.owner_id, organisation=row.organisation_id):
            raise PermissionDenied
        take_turn(part.bytes)
        if is_done:
            _row, is_new = Done.objects.get_or_create(
                part_id=part, defaults={"owner_id": by.organisation.id, "by_id": by.id}
            )
            if is_new:
                record("conflict.done", object_id=plan)
        elif Done.objects.filter(part_id=part).delete()[0]:
            record("conflict.not_done", object_id=plan)


def log(*, by: Actor, plan: UUID, text: str, form: UUID | None = None) -> None:
    """Tell what was seen or decided while a plan is in force. Raises Http404 and PermissionDenied."""
    if not may_log(by):
        raise PermissionDenied
    line = ids.of_form(form, plan, by.id) if form else ids.opaque()
    with transaction.atomic():
        take_turn(line.bytes)
        if LogLine.objects.filter(id=line).exists():
            return
        if not Plan.objects.filter(id=plan, state=PlanState.IN_FORCE).exists():
            raise Http404
        LogLine.objects.create(id=line, owner_id=by.organisation.id, by_id=by.id, plan_id=plan, text=text)
        record("conflict.logged", object_id=plan)


def take_out_line(*, by: Actor, plan: UUID, line: UUID) -> None:
    """Take a line out of the log that names somebody or tells too much; that it was done is kept, not what it said.

    Raises Http404 and PermissionDenied.
    """
    with transaction.atomic():
        get_for_planning(actor=by, id=plan)
        if LogLine.objects.filter(id=line, plan_id=plan).delete()[0]:
            record("conflict.line_taken_out", object_id=plan)


def erase_ended(*, now: datetime) -> int:
    """Erase the plans of the job's organisation that ended a year ago, with all of them; return how many rows."""
    before = now - KEPT - timedelta(seconds=1)
    number = Plan.objects.filter(expires_at__lt=before).delete()[0]
    if number:
        record("conflict.outlived", detail={"number": number})
    return number

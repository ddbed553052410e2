"""Planning a shift: who walks, where, and who waits for them to come home."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import ids
from tvaers.guard.turns import take_turn
from tvaers.outreach.enums import ShiftState
from tvaers.outreach.models import Shift, ShiftMember, Watch
from tvaers.outreach.rules import FEWEST, LONGEST, WrongStateError, check_step
from tvaers.partnerships.actor import Actor


class AloneError(ValueError):
    """Fewer than two would walk (B13)."""


class WrongHoursError(ValueError):
    """It would end before it begins, or last longer than anybody walks."""


class ChangedMeanwhileError(ValueError):
    """Somebody else has planned it anew since."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A shift to come. team: memberships, two or more. audience: authorities that see it. Times in UTC."""

    from_at: datetime
    until_at: datetime
    home_at: datetime
    areas: tuple[UUID, ...]
    theme: str
    team: tuple[UUID, ...]
    backup: UUID
    audience: tuple[UUID, ...]

    @property
    def mark(self) -> str:
        """Return what tells this plan from another: who changes it says which one they had before them."""
        told = (self.from_at, self.until_at, self.home_at, self.areas, self.theme, sorted(self.team), self.backup)
        return sha256(repr(told).encode()).hexdigest()


def plan(*, by: Actor, told: Plan, form: UUID | None = None) -> UUID:
    """Write a shift down; return its id. form: sent twice, it plans one.

    Raises AloneError for fewer than two, WrongHoursError for hours that cannot be.
    """
    _check(told)
    with transaction.atomic():
        if form is not None:
            # Before it looks: of two that are sent at once the second waits here, and finds the first.
            take_turn(ids.of_form(form, "shift", by.id).bytes)
            before = Shift.objects.filter(form_id=form, by_id=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        shift = write(by=by, told=told, form=form)
        record("outreach.planned", object_id=shift.id)
    return shift.id


def _check(told: Plan) -> None:
    if len(set(told.team)) < FEWEST:
        raise AloneError
    if not told.from_at < told.until_at <= told.from_at + LONGEST or told.home_at < told.from_at:
        raise WrongHoursError


def write(*, by: Actor, told: Plan, form: UUID | None = None, phone: UUID | None = None) -> Shift:
    """Write a shift with its team and who waits for it."""
    shift = Shift.objects.create(
        owner_id=by.organisation.id,
        audience=list(told.audience),
        from_at=told.from_at,
        until_at=told.until_at,
        areas=list(told.areas),
        theme=told.theme,
        by_id=by.id,
        form_id=form,
        phone_id=phone,
    )
    ShiftMember.objects.bulk_create(
        ShiftMember(owner_id=by.organisation.id, shift=shift, member_id=member) for member in dict.fromkeys(told.team)
    )
    Watch.objects.create(shift=shift, owner_id=by.organisation.id, backup_id=told.backup, home_at=told.home_at)
    return shift


def planned(*, by: Actor, shift: UUID) -> Plan:
    """Return the plan of a shift of the own organisation that nobody has begun. Raises Http404."""
    return _as_planned(Shift.objects.filter(id=shift, owner_id=by.organisation.id, state=ShiftState.PLANNED))


def _as_planned(found: QuerySet[Shift]) -> Plan:
    team = ShiftMember.objects.filter(shift_id=OuterRef("id")).order_by("member_id").values("member_id")
    columns = ("from_at", "until_at", "areas", "theme", "audience", "home_at", "backup", "members")
    row = (
        found.annotate(home_at=F("watch__home_at"), backup=F("watch__backup_id"), members=ArraySubquery(team))
        .values(*columns)
        .first()
    )
    if row is None:
        raise Http404
    told = dict(row)
    team_now = told.pop("members")
    return Plan(**told | {name: tuple(told[name]) for name in ("areas", "audience")}, team=tuple(team_now))


def change(*, by: Actor, shift: UUID, told: Plan, was: str) -> None:
    """Plan a shift anew that nobody has begun; its audience stays. was: the `Plan.mark` that somebody had before them.

    Raises Http404, AloneError, WrongHoursError; WrongStateError for one that has begun, ChangedMeanwhileError.
    """
    _check(told)
    with transaction.atomic():
        row = held(by=by, shift=shift)
        if row.state != ShiftState.PLANNED:
            raise WrongStateError
        before = _as_planned(Shift.objects.filter(id=row.id))
        if before.mark != was:
            raise ChangedMeanwhileError
        Shift.objects.filter(id=row.id).update(
            from_at=told.from_at, until_at=told.until_at, areas=list(told.areas), theme=told.theme
        )
        _staff(by, row, told.team, before.team)
        Watch.objects.filter(shift_id=row.id).update(backup_id=told.backup, home_at=told.home_at)
        record("outreach.replanned", object_id=row.id)


def _staff(by: Actor, shift: Shift, team: Iterable[UUID], before: Iterable[UUID]) -> None:
    """Let these go on a shift, and nobody else."""
    now, then = dict.fromkeys(team), set(before)
    if then - now.keys():
        ShiftMember.objects.filter(shift=shift).exclude(member_id__in=now).delete()
    ShiftMember.objects.bulk_create(
        ShiftMember(owner_id=by.organisation.id, shift=shift, member_id=each) for each in now if each not in then
    )


def cancel(*, by: Actor, shift: UUID) -> None:
    """Cross a planned shift out. Raises Http404, and WrongStateError for one that has begun."""
    with transaction.atomic():
        row = held(by=by, shift=shift)
        if row.state == ShiftState.CANCELLED:
            return
        check_step(ShiftState(row.state), ShiftState.CANCELLED)
        Shift.objects.filter(id=row.id).update(state=ShiftState.CANCELLED)
        record("outreach.cancelled", object_id=row.id)


def held(*, by: Actor, shift: UUID) -> Shift:
    """Return a shift of the own organisation, held until the transaction ends. Raises Http404."""
    row = Shift.objects.select_for_update(no_key=True).filter(id=shift, owner_id=by.organisation.id).first()
    if row is None:
        raise Http404
    return row

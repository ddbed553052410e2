"""Deciding what happens with a concern: urgent or not, and which way it goes (visitation)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.concerns import rules
from tvaers.concerns.enums import Outcome, State
from tvaers.concerns.models import Concern, Decision
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing.sealing import sealed
from tvaers.work.actions import start_clocks, stop_clock
from tvaers.work.enums import ClockKind


class NotOpenedError(ValueError):
    """Nobody has read the concern in full, so nobody can decide on it."""


class DecidedMeanwhileError(Exception):
    """Somebody else has changed or decided the concern in between."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What triage decides. sent_date: when a notification was sent; organisation: to whom it was passed.

    erase_on: earlier than the outcome's own day, where the decider wants that.
    """

    outcome: Outcome
    reason: str
    organisation_id: UUID | None = None
    sent_date: date | None = None
    erase_on: date | None = None


def assess_urgency(*, by: Actor, concern: UUID, is_acute: bool) -> None:
    """Write down whether it is urgent, and stop the 24-hour clock (R10)."""
    with transaction.atomic():
        changed = Concern.objects.filter(id=concern).update(is_acute=is_acute, acute_at=clock.now(), acute_by=by.id)
        if not changed:
            raise Http404
        stop_clock(by=by, dossier=concern, kind=ClockKind.ACUTE)
        record("concerns.urgency_assessed", object_id=concern, dossier_id=concern, detail={"is_acute": is_acute})


def decide(*, by: Actor, concern: UUID, verdict: Verdict, version: int) -> None:
    """Decide on a concern with a reason; its clocks stop or start, its day of erasure is set (R23).

    Raises Http404, NotOpenedError when nobody has read it, DecidedMeanwhileError when `version` is not the last,
    rules.WrongStateError when it is decided already, rules.IncompleteVerdictError.
    """
    with transaction.atomic():
        row = Concern.objects.select_for_update().filter(id=concern).values("state", "opened_at", "version").first()
        if row is None:
            raise Http404
        if row["opened_at"] is None:
            raise NotOpenedError
        if row["version"] != version:
            raise DecidedMeanwhileError
        rules.check_transition(State(row["state"]), State.DECIDED)
        rules.check_verdict(verdict.outcome, sent=verdict.sent_date, to=verdict.organisation_id, today=clock.today())
        Concern.objects.filter(id=concern).update(
            state=State.DECIDED,
            outcome=verdict.outcome,
            decided_at=clock.now(),
            erase_on=rules.erase_on(verdict.outcome, clock.today(), wish=verdict.erase_on),
            version=version + 1,
        )
        _append_decision(by, concern, verdict)
        _turn_clocks(by, concern, verdict.outcome)
        record("concerns.decided", object_id=concern, dossier_id=concern, detail={"outcome": verdict.outcome})


def reopen(*, by: Actor, concern: UUID, reason: str) -> None:
    """Take a decided concern up again, with a reason. Raises Http404, rules.WrongStateError."""
    with transaction.atomic():
        row = Concern.objects.select_for_update().filter(id=concern).values("state", "outcome", "version").first()
        if row is None:
            raise Http404
        rules.check_transition(State(row["state"]), State.RECEIVED)
        Concern.objects.filter(id=concern).update(
            state=State.RECEIVED, outcome="", decided_at=None, erase_on=None, version=row["version"] + 1
        )
        _append_decision(by, concern, Verdict(outcome=Outcome(row["outcome"]), reason=reason))
        for kind in (ClockKind.FEEDBACK, ClockKind.NOTIFICATION):
            stop_clock(by=by, dossier=concern, kind=kind)
        start_clocks(by=by, dossier=concern, kinds=[ClockKind.TRIAGE], category=Category.CONCERN)
        record("concerns.reopened", object_id=concern, dossier_id=concern)


def _append_decision(by: Actor, concern: UUID, verdict: Verdict) -> None:
    row = ids.opaque()
    Decision.objects.create(
        id=row,
        dossier_id=concern,
        outcome=verdict.outcome,
        at=clock.now(),
        by=by.id,
        organisation_id=verdict.organisation_id,
        sent_date=verdict.sent_date,
        **sealed(Decision, dossier=concern, row=row, texts={"reason": verdict.reason}),
    )


def _turn_clocks(by: Actor, concern: UUID, outcome: Outcome) -> None:
    for kind in (ClockKind.ACUTE, ClockKind.TRIAGE):
        stop_clock(by=by, dossier=concern, kind=kind)
    started = [ClockKind.FEEDBACK]
    if outcome is Outcome.NOTIFICATION:
        started.append(ClockKind.NOTIFICATION)
    start_clocks(by=by, dossier=concern, kinds=started, category=Category.CONCERN)

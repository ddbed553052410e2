"""Deciding what happens with a concern: urgent or not, and which way it goes (visitation)."""

from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.concerns import rules
from tvaers.concerns.enums import DecisionKind, InvolvedRole, Outcome, State
from tvaers.concerns.models import Concern, Decision, Involved
from tvaers.concerns.rules import Verdict
from tvaers.foundation import clock, ids
from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing.sealing import sealed
from tvaers.work.actions import start_clocks, stop_clock
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock


class NotOpenedError(ValueError):
    """Nobody has read the concern in full, so nobody can decide on it."""


class DecidedMeanwhileError(Exception):
    """Somebody else has changed or decided the concern in between."""


class NothingToFollowUpError(ValueError):
    """No notification waits to be followed up: none was sent, or a colleague has done it."""


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
        rules.check_verdict(verdict, young=_young(concern), today=clock.today())
        Concern.objects.filter(id=concern).update(
            state=State.DECIDED,
            outcome=verdict.outcome,
            decided_at=clock.now(),
            erase_on=rules.erase_on(verdict.outcome, clock.today(), wish=verdict.erase_on),
            version=version + 1,
        )
        _append(by, concern, DecisionKind.DECIDED, verdict)
        _turn_clocks(by, concern, verdict)
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
        _append(by, concern, DecisionKind.REOPENED, Verdict(outcome=Outcome(row["outcome"]), reason=reason))
        for kind in (ClockKind.FEEDBACK, ClockKind.NOTIFICATION):
            stop_clock(by=by, dossier=concern, kind=kind)
        start_clocks(by=by, dossier=concern, kinds=[ClockKind.TRIAGE], category=Category.CONCERN)
        record("concerns.reopened", object_id=concern, dossier_id=concern)


def follow_up(*, by: Actor, concern: UUID, words: str) -> None:
    """Write down what came of a notification, and stop its clock. Raises Http404, NothingToFollowUpError."""
    with transaction.atomic():
        # Locked, so that of two who write at once the second is told.
        if not Concern.objects.select_for_update().filter(id=concern).values("id").first():
            raise Http404
        running = Clock.objects.filter(dossier_id=concern, kind=ClockKind.NOTIFICATION, done_at__isnull=True)
        if not running.exists():
            raise NothingToFollowUpError
        _append(by, concern, DecisionKind.FOLLOWED_UP, Verdict(outcome=Outcome.NOTIFICATION, reason=words))
        stop_clock(by=by, dossier=concern, kind=ClockKind.NOTIFICATION)
        record("concerns.notification_followed_up", object_id=concern, dossier_id=concern)


def _young(concern: UUID) -> int:
    parts = Involved.objects.filter(dossier_id=concern, role=InvolvedRole.OF_CONCERN, person_id__isnull=False)
    return parts.count()


def _append(by: Actor, concern: UUID, kind: DecisionKind, verdict: Verdict) -> None:
    row = ids.opaque()
    texts = {"reason": verdict.reason, "receiver": verdict.receiver, "basis": verdict.basis}
    Decision.objects.create(
        id=row,
        dossier_id=concern,
        kind=kind,
        outcome=verdict.outcome,
        at=clock.now(),
        by=by.id,
        organisation_id=verdict.organisation_id,
        sent_date=verdict.sent_date,
        **sealed(Decision, dossier=concern, row=row, texts=texts),
    )


def _turn_clocks(by: Actor, concern: UUID, verdict: Verdict) -> None:
    for kind in (ClockKind.ACUTE, ClockKind.TRIAGE):
        stop_clock(by=by, dossier=concern, kind=kind)
    start_clocks(by=by, dossier=concern, kinds=[ClockKind.FEEDBACK], category=Category.CONCERN)
    if verdict.outcome is Outcome.NOTIFICATION and verdict.sent_date is not None:
        # The four months run from the day on which it was sent, not from when somebody wrote that here.
        sent = datetime.combine(verdict.sent_date, time.min, tzinfo=COPENHAGEN)
        kinds = [ClockKind.NOTIFICATION]
        start_clocks(by=by, dossier=concern, kinds=kinds, category=Category.CONCERN, start=sent)

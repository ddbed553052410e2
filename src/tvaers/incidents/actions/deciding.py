"""What a person makes of a signal: nothing, with a reason, or a bulletin."""

from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.incidents.access import check_decider, get_signal_for_reading
from tvaers.incidents.enums import SignalState, Why
from tvaers.incidents.models import Signal
from tvaers.incidents.rules import NEXT
from tvaers.partnerships.actor import Actor


class DecidedAlreadyError(ValueError):
    """A colleague has decided meanwhile."""


def dismiss(*, by: Actor, signal: UUID, why: Why, words: str = "") -> None:
    """Put a signal away, with a reason. Raises Http404, PermissionDenied, DecidedAlreadyError."""
    _decide(by, signal, SignalState.DISMISSED, why=why, words=words)


def answer(*, by: Actor, signal: UUID, bulletin: UUID) -> None:
    """Note which bulletin was written on a signal. Raises Http404, PermissionDenied, DecidedAlreadyError."""
    _decide(by, signal, SignalState.ANSWERED, bulletin_id=bulletin)


def _decide(by: Actor, signal: UUID, state: SignalState, **values: object) -> None:
    check_decider(by)
    with transaction.atomic():
        Signal.objects.select_for_update().filter(id=signal).values("id").first()
        now = get_signal_for_reading(actor=by, id=signal)
        if state not in NEXT[SignalState(now.state)]:
            raise DecidedAlreadyError
        Signal.objects.filter(id=signal).update(
            state=state,
            decided_by=by.id,
            decided_at=clock.now(),
            **values,
        )
        record("incidents.signal_decided", object_id=signal, detail={"state": state.value})

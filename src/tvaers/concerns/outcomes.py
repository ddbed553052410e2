"""What triage can lead to beyond this app: who carries an outcome out registers here; without one it is not offered."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from tvaers.concerns.enums import Outcome
from tvaers.partnerships.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A concern for which somebody has chosen an outcome, and the reason they wrote."""

    concern: UUID
    version: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Handler:
    """Carries an outcome out.

    begin: called within the request's transaction with `by` and what was chosen; does what it must, and returns the
    address where the person goes on. It calls `actions.triage.decide` itself, at once or when its own page is saved.
    hint: one line under the choice.
    """

    outcome: Outcome
    hint: str | Promise
    begin: Callable[[Actor, Chosen], str]
    may: Callable[[Actor], bool] = lambda _: True


# Outcomes that need an app above: nobody can open or join a case from here.
ELSEWHERE = frozenset({Outcome.CASE, Outcome.JOINED})
_handlers: dict[Outcome, Handler] = {}


def register(handler: Handler) -> None:
    """Let triage offer an outcome; registering it again replaces the former handler."""
    _handlers[handler.outcome] = handler


def handler_for(outcome: Outcome) -> Handler | None:
    """Return who carries an outcome out, if anybody."""
    return _handlers.get(outcome)


def offered(*, actor: Actor) -> list[Outcome]:
    """Return the outcomes that triage offers an actor: its own, and those that somebody carries out."""
    return [
        outcome
        for outcome in Outcome
        if outcome not in ELSEWHERE or ((handler := _handlers.get(outcome)) is not None and handler.may(actor))
    ]

"""Steps with several concerns at once; what nobody has read is refused, by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tvaers.concerns import wording
from tvaers.concerns.access import check_decider, get_for_triage
from tvaers.concerns.actions import letters
from tvaers.concerns.actions.triage import DecidedMeanwhileError, decide
from tvaers.concerns.enums import GivenBy, LetterKind, Outcome, State
from tvaers.concerns.queries import thin
from tvaers.concerns.rules import Verdict
from tvaers.partnerships.actor import Actor

# More at once is no longer a decision.
MOST = 50
# Each letter is written from the whole concern, which is opened for it; more would keep the others waiting.
MOST_LETTERS = 20


@dataclass
class Done:
    """What a step with several concerns came to.

    unread, closed, changed, answered, left: headlines of those it left alone; changed: by a colleague in between; left:
    as there were more than MOST_LETTERS.
    """

    concerns: list[UUID] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def _readable(by: Actor, concerns: Sequence[UUID], done: Done) -> list[dict[str, object]]:
    check_decider(by)
    rows = thin(concerns[:MOST], only_ours=True)
    done.unread += [row["headline"] for row in rows if row["opened_at"] is None]
    return [row for row in rows if row["opened_at"] is not None]


def not_relevant(*, by: Actor, concerns: Sequence[UUID], reason: str, erase_on: date | None) -> Done:
    """Decide on several that they are not relevant and when they are erased. Raises PermissionDenied."""
    done = Done()
    for row in _readable(by, concerns, done):
        if row["state"] != State.RECEIVED:
            done.closed.append(str(row["headline"]))
            continue
        verdict = Verdict(outcome=Outcome.NOT_RELEVANT, reason=reason, erase_on=erase_on)
        try:
            decide(by=by, concern=UUID(str(row["id"])), verdict=verdict, version=int(str(row["version"])))
        except DecidedMeanwhileError:
            done.changed.append(str(row["headline"]))
            continue
        done.concerns.append(UUID(str(row["id"])))
    return done


def acknowledge(*, by: Actor, concerns: Sequence[UUID], how: GivenBy) -> Done:
    """Note for several, at most MOST_LETTERS, that the reporter got the ready receipt. Raises PermissionDenied."""
    done = Done()
    rows = _readable(by, concerns, done)
    done.left += [str(row["headline"]) for row in rows[MOST_LETTERS:]]
    for row in rows[:MOST_LETTERS]:
        view = get_for_triage(actor=by, concern=UUID(str(row["id"])))
        # What a colleague has changed in the letter is what is given.
        written = view.letter(LetterKind.RECEIPT)
        text = written["text"] if written else wording.letter(LetterKind.RECEIPT, view=view, by=by)
        since = written["written_at"] if written else None
        try:
            letters.give(by=by, concern=view.id, kind=LetterKind.RECEIPT, text=text, how=how, since=since)
        except letters.GivenAlreadyError:
            done.answered.append(view.headline)
            continue
        except letters.ChangedMeanwhileError:
            done.changed.append(view.headline)
            continue
        done.concerns.append(view.id)
    return done

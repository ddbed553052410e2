"""Background work: the letters that say how much waits, each member's by itself, tried again while mail is down."""

import logging
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from uuid import UUID

from tvaers.foundation import clock, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import nightly, seen
from tvaers.sharing.acting import acting, member_at_work, system_claims, within
from tvaers.work import letters
from tvaers.work.actions import reminders
from tvaers.work.enums import DigestState
from tvaers.work.letters import Counts
from tvaers.work.queries import concerning
from tvaers.work.waiting import covered, waiting

log = logging.getLogger(__name__)
REMIND, WRITE = "work.remind", "work.write_digest"


@queue.periodic("work.remind_all", cron="*/15 * * * *")
def remind_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(REMIND)


@queue.task(REMIND)
def remind(*, organisation: str, actor: str | None = None) -> None:
    """Put one job for each member of one organisation to whom a letter is due, and give up what was tried for long."""
    del actor  # nobody started it
    own = UUID(organisation)
    with _of(own, REMIND):
        reminders.give_up(organisation=own)
        queue.enqueue_each(WRITE, [{"member": str(member)} for member in reminders.due(organisation=own)])


@queue.task(WRITE)
def write_digest(*, member: str, organisation: str, actor: str | None = None) -> None:
    """Write to one member how much waits for them, as they would see it now; nothing where nothing does.

    No transaction waits for the mail server: the letter is claimed before, and settled afterwards.
    """
    del actor  # the organisation's own job put it in
    own, to = UUID(organisation), UUID(member)
    by = member_at_work(to, own, route=WRITE)
    if by is None:
        return
    with _of(own, WRITE):
        digest = reminders.claim(organisation=own, member=to)
    if digest is None:
        return
    counts = _counts(by)
    state = DigestState.SENT if counts.waiting else DigestState.EMPTY
    try:
        if counts.waiting:
            letters.send(to=by.email, digest=digest, counts=counts)
    except OSError:
        log.warning("a letter of what waits was not taken by the mail server; it is tried again")
        with _of(own, WRITE):
            reminders.note_failed(digest=digest)
        return
    with _of(own, WRITE):
        reminders.settle(digest=digest, state=state)


def _counts(by: Actor) -> Counts:
    """Count what Today shows until the day ends. Nobody reads a line of it, so it is no look at anybody."""
    now = clock.now()
    tomorrow = clock.today() + timedelta(days=1)
    night = datetime.combine(tomorrow, time.min, tzinfo=clock.COPENHAGEN)
    with acting(by, route=WRITE), seen.aside():
        away = concerning(actor=by)
        lines = waiting(actor=by, until=night, away=away)
        lines += [line for _away, theirs in covered(actor=by, until=night, away=away) for line in theirs]
    # Some rooms tell of the whole week.
    lines = [line for line in lines if line.due is None or line.at < night]
    owed = [line for line in lines if line.due is not None and not line.calm]
    late = sum(line.at < now for line in owed)
    return Counts(waiting=len(lines), late=late, today=len(owed) - late)


def _of(organisation: UUID, route: str) -> AbstractContextManager[None]:
    return within(system_claims(organisation, categories=Category(0), purposes=Purpose(0)), route=route)

"""How cases go on: reviewed, paused, closed with an outcome."""

from datetime import datetime, time, timedelta

from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.demo.casework import Running
from tvaers.demo.texts import steps
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions.ending import Closing, Ending, close_case
from tvaers.plans.queries import open_tasks

OUTCOMES = {
    "aims-met": Outcome.GOALS_REACHED,
    "partly": Outcome.ORDINARY_HELP,
    "handed-over": Outcome.OTHER_PLACE,
    "declined": Outcome.DECLINED,
    "no-ground": Outcome.NOT_NEEDED,
}


def go_on(made: Running, by: Actor) -> None:
    """Review a case as often as it was, and pause or close it if it was."""
    last = made.reviews[-1]
    for day, following in zip(made.reviews, made.reviews[1:], strict=False):
        at = datetime.combine(day, time(13, 10), clock.COPENHAGEN)
        with clock.frozen(min(at, made.ends)):
            course.review(by=by, case=made.id, version=made.version, words=made.words(steps.REVIEWS), next_on=following)
        made.version += 1
    if made.case.paused and last > clock.today():
        with clock.frozen(max(made.opened + timedelta(days=2), clock.now() - timedelta(days=12))):
            course.pause(by=by, case=made.id, version=made.version, reason=made.words(steps.PAUSES), until=last)
        made.version += 1
    if made.closed is not None and made.case.closure is not None:
        outcome, reason = made.case.closure
        chosen = Outcome.MOVED if "flyttet" in reason else OUTCOMES[outcome]
        with clock.frozen(made.closed):
            close_case(
                by=by,
                case=made.id,
                version=made.version,
                closing=Closing(
                    outcome=chosen,
                    reason=f"{reason} {made.case.learned}".strip(),
                    endings={row["id"]: Ending.CANCELLED for row in open_tasks(case=made.id)},
                ),
            )

"""Colleagues who are away, for the tests of substitutes: who says it, and which days."""

from datetime import date
from uuid import UUID, uuid4

from tests.case_scene import in_days
from tests.cast import named
from tests.stage import acting_as
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import tasks
from tvaers.work.actions import absences


def away(
    key: str = "alice", substitute: str = "bo", *, first: int = 0, last: int = 7, form: UUID | None = None
) -> UUID:
    """Somebody says that they are away, from so many days from now on, until so many."""
    with acting_as(key) as member:
        return absences.say(
            by=member,
            substitute=named(substitute),
            from_on=in_days(first),
            until_on=in_days(last),
            form=form or uuid4(),
        )


def own_task(by: Actor, case: UUID, text: str = "Ring til mor") -> UUID:
    """A task that nobody but who gave it reads."""
    promise = tasks.Promise(text=text, due_on=in_days(5), owner=by.id)
    return tasks.give(by=by, case=case, purpose=Purpose.SSP, promise=promise, unit=None)


def typed(substitute: str = "bo", *, first: int = 1, last: int = 7) -> dict[str, object]:
    """What the form holds."""
    return {
        "substitute": str(named(substitute)),
        "form": str(uuid4()),
        **_day("from_on", in_days(first)),
        **_day("until_on", in_days(last)),
    }


def _day(name: str, day: date) -> dict[str, object]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}

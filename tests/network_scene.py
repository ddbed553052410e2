"""A network plan of Alice's: drafted, with what a grandmother does, how the young person stands to it, signed."""

import datetime as dt
from typing import Any
from uuid import UUID

from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import goals, network
from tvaers.plans.enums import DutyState, Given, Party, View
from tvaers.plans.network import Network, plan, running

CAUSE = "Politiet har bekræftet et slagsmål bag stationen"
PLAIN = "Vi mødes, fordi vi gerne vil have, at du har det godt, og at det ikke sker igen."
DUTY = "Spiser sammen med ham hver tirsdag"


def told(**changes: Any) -> network.Told:
    """What a network plan says."""
    plain: dict[str, Any] = {
        "triggered_on": clock.today() - dt.timedelta(days=2),
        "cause": CAUSE,
        "concerns": "Han er ude til sent, og skolen ser ham sjældent om mandagen.",
        "plain": PLAIN,
        "contact_on": clock.today() + dt.timedelta(days=1),
        "contact_by": "Hodan fra gadeplan",
        "review_on": add_working_days(clock.today(), 20),
        "every_weeks": 4,
    }
    return network.Told(**plain | changes)


def begun(by: Actor, case: UUID, **changes: Any) -> UUID:
    """Draft a plan with one duty; return its id."""
    row = network.begin(by=by, case=case, told=told(**changes))
    promised(by, case, row)
    return row


def promised(by: Actor, case: UUID, row: UUID, **changes: Any) -> UUID:
    """Write down what the grandmother does."""
    given: dict[str, Any] = {"who": "Farmor", "words": DUTY, "due_on": clock.today() + dt.timedelta(days=7)}
    return network.promise(by=by, case=case, plan=row, **given | changes)


def stands(by: Actor, case: UUID, row: UUID, **changes: Any) -> UUID:
    """Write down how the young person stands to it."""
    given: dict[str, Any] = {
        "party": Party.YOUNG,
        "who": "Den unge selv",
        "view": View.PARTLY,
        "given": Given.MEETING,
        "said_on": clock.today(),
        "words": "Jeg vil gerne, men ikke om søndagen.",
    }
    return network.say_stance(by=by, case=case, plan=row, said=network.Said(**given | changes))


def signed(by: Actor, case: UUID, **changes: Any) -> UUID:
    """Draft a plan and sign it; return its id."""
    row = begun(by, case, **changes)
    stands(by, case, row)
    network.sign(by=by, case=case, plan=row, version=1)
    return row


def goes(**changes: Any) -> network.Goes:
    """What the grandmother says of her part."""
    given: dict[str, Any] = {
        "state": DutyState.HINDERED,
        "said_by": "Farmor",
        "said_on": clock.today(),
        "words": "Jeg har været syg i to uger.",
    }
    return network.Goes(**given | changes)


def seen_by(who: str, case: UUID) -> list[Network]:
    """The network plan of a case as somebody sees it, if they do."""
    with acting_as(who):
        found = running(case=case)
    return [found] if found else []


def goal(by: Actor, case: UUID) -> UUID:
    """A goal in the young person's words."""
    return goals.agree(by=by, case=case, words="Jeg vil spille bold igen", said_by="den unge", said_on=clock.today())


def again(case: UUID, row: UUID) -> Network:
    """The plan as it is now. Raises AssertionError where the asker sees none."""
    found = plan(case=case, plan=row)
    assert found is not None
    return found

"""A network plan of Alice's: drafted, with what a grandmother does, how the young person stands to it, signed."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from tests import case_scene
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
    network.sign(by=by, case=case, plan=row, version=again(case, row).row["version"])
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


def filed(case: UUID) -> dict[str, UUID]:
    """One plan that is signed in a case, another's draft, and a case without one, as tests/page_scene.py asks."""
    with acting_as("alice") as alice:
        row = signed(alice, case)
        quick, bare = case_scene.case(alice), case_scene.case(alice)
        draft = begun(alice, quick, triggered_on=clock.today() - dt.timedelta(days=3))
        return {
            "network plan": row,
            "duty": again(case, row).duties[0].id,
            "quick case": quick,
            "draft network plan": draft,
            "draft duty": again(quick, draft).duties[0].id,
            "bare case": bare,
        }


def day(name: str, ahead: int = 0) -> dict[str, int]:
    """The three fields of a date."""
    on = clock.today() + dt.timedelta(days=ahead)
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def written(**changes: Any) -> dict[str, Any]:
    """What the page of a plan sends."""
    typed = {"cause": CAUSE, "concerns": "", "plain": PLAIN, "contact_by": "Hodan", "every_weeks": "4"}
    days = day("triggered_on", -2) | day("contact_on", 1) | day("review_on", 28)
    return {"form": str(uuid4()), "version": "1", "do": "save", **days, **typed} | changes


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"cases:network-{name}", "arguments": arguments} | more


def _sent(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), "do": "save", **fields}


SIGNED, DRAFT = ("case", "network plan"), ("quick case", "draft network plan")
PAGES: tuple[dict[str, Any], ...] = (
    _page("begin", "bare case", sent=lambda _things: written()),
    _page("plan", *SIGNED),
    _page("plan", *DRAFT, who="bo"),
    _page("copy", *SIGNED, is_file=True, is_sent=True),
    _page("change", *DRAFT, sent=lambda _things: written(version="2")),
    _page("promise", *DRAFT, sent=_sent(who="Morbror", words="Henter ham fredag", **day("due_on", 5))),
    _page("stance", *SIGNED, sent=_sent(party="parent", who="Mor", view="agrees", given="talk", **day("said_on"))),
    _page("goes", *SIGNED, "duty", sent=_sent(state="going", said_by="Farmor", **day("said_on"))),
    _page("out", *DRAFT, "draft duty", shown=0, sent=_sent()),
    _page("contact", *SIGNED, sent=_sent(words="På bænken", **day("on"))),
    _page("sign", *DRAFT, sent=_sent(version="2")),
    _page("end", *SIGNED, sent=_sent(outcome="Han går i skole", **day("on"))),
)

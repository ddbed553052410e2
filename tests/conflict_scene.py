"""Plans of conflicts as members of the cast write them: drafts, one in force that Herlev and the police read."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.cast import named
from tests.picture_scene import PARK
from tests.stage import acting_as
from tvaers.conflict import actions
from tvaers.conflict.actions import Piece, Told
from tvaers.conflict.enums import PartKind, PlanKind, Target
from tvaers.conflict.models import LogLine, Part
from tvaers.conflict.rules import look_of
from tvaers.foundation import clock

NEIGHBOURS = ("herlev", "police")


def in_days(days: int) -> date:
    """The day so many days from now."""
    return clock.today() + timedelta(days=days)


def told(*to: str, **changes: Any) -> Told:
    """What a plan is: fireworks in the park, led by Bo."""
    plain: dict[str, Any] = {
        "kind": PlanKind.ONGOING,
        "title": "Fyrværkeri i parken",
        "areas": [PARK],
        "trigger": "Der skydes med fyrværkeri mod busser og brandfolk.",
        "normal_signs": "Tre aftener uden fyrværkeri, og busserne kører.",
        "lead": named("bo"),
        "audience": [named(each) for each in to or NEIGHBOURS],
        "happened_on": clock.today(),
    }
    return Told(**plain | changes)


def begun(who: str = "bo", *to: str, **changes: Any) -> UUID:
    """Begin a plan; return its id. The areas must be drawn."""
    with acting_as(who) as by:
        return actions.begin(by=by, told=told(*to, **changes))


def foreseen(who: str = "bo", **changes: Any) -> UUID:
    """Begin a plan of New Year's Eve, and make it ready; return its id."""
    plan = begun(who, kind=PlanKind.FORESEEABLE, happened_on=None, **{"title": "Nytårsaften"} | changes)
    with acting_as(who) as by:
        actions.make_ready(by=by, plan=plan, review_on=in_days(100))
    return plan


def in_force(who: str = "bo", *to: str, days: int = 14, **changes: Any) -> UUID:
    """Begin a plan and put it in force; return its id."""
    plan = begun(who, *to, **changes)
    with acting_as(who) as by:
        actions.start(by=by, plan=plan, review_on=in_days(days))
    return plan


def normal(who: str = "bo", **changes: Any) -> UUID:
    """A plan that was in force, and it is normal again."""
    plan = in_force(who, **changes)
    with acting_as(who) as by:
        actions.calm(by=by, plan=plan)
    return plan


def measure(plan: UUID, by: str = "bo", /, **changes: Any) -> UUID:
    """Add a measure of the police; return its id."""
    return part(plan, by, **_patrol() | changes)


def _patrol() -> dict[str, Any]:
    return {
        "kind": PartKind.MEASURE,
        "organisation": named("police"),
        "who": "Nærpolitiet",
        "target": Target.YOUTH,
        "text": "Synlig patrulje ved torvet kl. 18–23.",
        "due_on": in_days(2),
    }


def part(plan: UUID, key: str = "bo", /, **changes: Any) -> UUID:
    """Add a part; return its id."""
    with acting_as(key) as by:
        return actions.add_part(by=by, plan=plan, piece=Piece(**changes))


def actor(plan: UUID, **changes: Any) -> UUID:
    """Add who does what."""
    plain: dict[str, Any] = {
        "kind": PartKind.ACTOR,
        "organisation": named("gladsaxe"),
        "who": "Gadeteamet",
        "text": "Er ude hver aften og taler med de unge.",
        "contact": "Vagttelefonen, 39 57 00 03",
    }
    return part(plan, **plain | changes)


def message(plan: UUID, **changes: Any) -> UUID:
    """Add a message to the parents."""
    plain: dict[str, Any] = {
        "kind": PartKind.MESSAGE,
        "organisation": named("gladsaxe"),
        "who": "Skolelederen",
        "target": Target.PARENTS,
        "text": "Hold de unge hjemme efter kl. 21, og gå gerne med ud.",
    }
    return part(plan, **plain | changes)


def logged(plan: UUID, who: str = "palle", text: str = "Ro ved torvet efter kl. 22.") -> None:
    """Add a line to the log."""
    with acting_as(who) as by:
        actions.log(by=by, plan=plan, text=text)


def over(maintenance: psycopg.Connection[Any], plan: UUID, *, days: int = 1) -> None:
    """Let a plan have ended so many days ago for its readers."""
    maintenance.execute(
        "UPDATE conflict_plan SET expires_at = now() - make_interval(days => %s) WHERE id = %s", [days, plan]
    )


def many(area: UUID) -> dict[str, UUID]:
    """One in force with parts and a log; drafts to drop and to start; one ready, one to give up, one normal."""
    things = {
        "conflict plan": in_force(areas=[area]),
        "conflict draft": begun(title="Kladden", areas=[area]),
        "other conflict draft": begun(title="Kasseres", areas=[area]),
        "ready conflict plan": foreseen(areas=[area]),
        "other ready conflict plan": foreseen(title="Halloween", areas=[area]),
        "conflict draft to ready": begun(title="Påske", areas=[area], kind=PlanKind.FORESEEABLE, happened_on=None),
        "other conflict plan": in_force(title="Stenkast", areas=[area]),
        "calm conflict plan": normal(title="Ro igen", areas=[area]),
    }
    plan = things["conflict plan"]
    things |= {"measure": measure(plan), "other measure": measure(plan, text="Ring til kioskerne.")}
    actor(plan)
    message(plan)
    logged(plan)
    with acting_as("bo"):
        things["log line"] = LogLine.objects.values_list("id", flat=True).get(plan_id=plan)
    return things


def written(area: UUID, **changes: Any) -> dict[str, Any]:
    """What the page for writing sends."""
    plain = {
        "form": str(uuid4()),
        "kind": "ongoing",
        "title": "Ny uro",
        "areas": [str(area)],
        "trigger": "Der kastes sten.",
        "normal_signs": "En uge uden stenkast.",
        "lead": str(named("bo")),
        "audience": [str(named("police"))],
    }
    return plain | changes


def reviewed(days: int = 7, **changes: Any) -> dict[str, Any]:
    """What a page that asks for the next look sends."""
    day = in_days(days)
    return {"review_day": day.day, "review_month": day.month, "review_year": day.year} | changes


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"conflict:{name}", "arguments": arguments, "who": "bo", "outsider": "oda"} | more


def _with_form(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), **fields}


def _changed(_things: Any) -> dict[str, Any]:
    return {"seen": look_of(Part(**Piece(**_patrol()).columns())), **_MEASURE}


_MEASURE = {"target": "youth", "text": "Åbn klubben.", "organisation": "", "who": "Klubben"}
# Lines of tests/web/pages_register.py.
PAGES: tuple[dict[str, Any], ...] = (
    _page("list", who="hanne", outsider="vera"),
    _page("new", outsider="dina", sent=lambda things: written(things["housing"])),
    _page("plan", "conflict plan", who="palle", sent=_with_form(text="Roligt.")),
    _page("plan", "calm conflict plan"),
    _page("write", "conflict plan", sent=lambda things: written(things["housing"], version="1")),
    _page("drop", "other conflict draft", shown=0, sent=_with_form()),
    _page("ready", "conflict draft to ready", sent=lambda _things: reviewed(100)),
    _page("start", "conflict draft", sent=lambda _things: reviewed()),
    _page("review", "conflict plan", sent=lambda _things: reviewed(9)),
    _page("calm", "other conflict plan", sent=_with_form(do="calm")),
    _page("learn", "calm conflict plan", sent=_with_form(went_well="Vi var hurtige.", next_time="")),
    _page("give-up", "other ready conflict plan", sent=_with_form(do="close")),
    _page("part-new", "conflict plan", "=measure", sent=_with_form(**_MEASURE)),
    _page("part-new", "conflict plan", "=actor"),
    _page("part-new", "conflict plan", "=message"),
    _page("part", "conflict plan", "measure", sent=_changed),
    _page("part-out", "conflict plan", "other measure", shown=0, sent=_with_form()),
    _page("line-out", "conflict plan", "log line", shown=0, sent=_with_form()),
    _page("tick", "conflict plan", "measure", who="palle", shown=0, sent=_with_form(do="done")),
)

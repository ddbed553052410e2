"""Efforts as members of the cast keep them: drafts, one offered seen by Herlev and the police, one chosen in a case."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests import case_scene
from tests.cast import named
from tests.picture_scene import PARK
from tests.stage import acting_as
from tvaers.efforts import actions
from tvaers.efforts.actions import Reach, Step, Told
from tvaers.efforts.enums import Kind, ProviderKind, Room, StepBy
from tvaers.efforts.rules import next_review
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import efforts, tasks

NEIGHBOURS = ("herlev", "police")
STEPS = (
    Step(text="Spørg den unge, hvad der kunne være sjovt", who=StepBy.LEAD, days=0),
    Step(text="Aftal første gang med vejlederen", who=StepBy.PROVIDER, days=5),
    Step(text="Hør hvordan det går", who=StepBy.CHOOSE, days=20),
)


def told(**changes: Any) -> Told:
    """What an effort is: a leisure pass in the park."""
    plain: dict[str, Any] = {
        "kind": Kind.LEISURE_PASS,
        "title": "Fritidspas",
        "what": "Kontingent og udstyr et år.",
        "for_whom": "6–17 år.",
        "provider": "Fritidsvejledningen",
        "provider_kind": ProviderKind.PUBLIC,
        "areas": [PARK],
        "contact": "fritid@example.org",
    }
    return Told(**plain | changes)


def reach(*audience: str, keeper: str = "bo", **changes: Any) -> Reach:
    """Who sees it: organisations of the cast; kept by Bo, for a year."""
    plain: dict[str, Any] = {
        "audience": [named(each) for each in audience or NEIGHBOURS],
        "keeper": named(keeper),
        "review_date": next_review(clock.today()),
    }
    return Reach(**plain | changes)


def begun(who: str = "bo", *, steps: tuple[Step, ...] = STEPS, **changes: Any) -> UUID:
    """Begin an effort with its steps; return its id. The areas must be drawn."""
    with acting_as(who) as by:
        return actions.begin(by=by, told=told(**changes), steps=steps)[0]


def offered(
    who: str = "bo", *to: str, room: Room | None = None, steps: tuple[Step, ...] = STEPS, **changes: Any
) -> UUID:
    """Begin an effort and offer it; return its id."""
    more = {name: changes.pop(name) for name in ("review_date",) if name in changes}
    effort = begun(who, steps=steps, **changes)
    with acting_as(who) as by:
        actions.offer(by=by, effort=effort, reach=reach(*to, keeper=who, **more))
        if room:
            actions.say_room(by=by, effort=effort, room=room)
    return effort


def promise(step: Step = STEPS[0], owner: str = "alice", **changes: Any) -> tuple[tasks.Promise, Purpose]:
    """A step as a task of somebody."""
    given: dict[str, Any] = {"text": step.text, "due_on": case_scene.in_days(5), "owner": named(owner)}
    return tasks.Promise(**given | changes), Purpose.SSP


def chosen(by: Actor, case: UUID, effort: UUID, **changes: Any) -> UUID:
    """Choose an effort in a case, with its first step as a task; return the id of what was chosen."""
    given: dict[str, Any] = {
        "effort": effort,
        "start_on": clock.today(),
        "steps": [promise()],
        "why": "Han vil gerne spille fodbold.",
    }
    form = changes.pop("form", None)
    choice = efforts.Choice(**given | changes)
    return efforts.choose(by=by, case=case, choice=choice, unit=case_scene.SSP, form=form)


def goes(by: Actor, case: UUID, effort: UUID, words: str = "Han kommer hver gang.", *, days_ago: int = 0) -> UUID:
    """Say how it goes."""
    on = clock.today() - timedelta(days=days_ago)
    return efforts.say_how_it_goes(by=by, case=case, chosen=effort, said_by="Moren", words=words, said_on=on)


def form() -> str:
    """The id that a form carries."""
    return str(uuid4())


def catalogue(area: UUID, case: UUID) -> dict[str, UUID]:
    """One offered and chosen in a case, twice; a draft; one to be dropped, one to close; all in one area."""
    made = {
        "effort": offered(areas=[area], room=Room.MORE),
        "effort draft": begun(title="Kladden", areas=[area]),
        "other effort draft": begun(title="Kasseres", areas=[area]),
        "other effort": offered(
            title="En mentor", areas=[area], kind=Kind.MENTOR, provider_kind=ProviderKind.ASSOCIATION
        ),
    }
    with acting_as("alice") as alice:
        made["chosen effort"] = chosen(alice, case, made["effort"], steps=())
        goes(alice, case, made["chosen effort"])
        made["other chosen effort"] = chosen(alice, case, made["other effort"], steps=())
    return made


def written(area: UUID, **changes: Any) -> dict[str, Any]:
    """What the page for writing sends."""
    plain = {
        "kind": "mentor",
        "title": "Ny mentor",
        "what": "Mødes hver uge.",
        "for_whom": "14–18 år.",
        "provider": "En forening",
        "provider_kind": "association",
        "areas": [str(area)],
    }
    return plain | changes


def arranged(**changes: Any) -> dict[str, Any]:
    """What the page of offering sends."""
    day = next_review(clock.today())
    return {
        "audience": [str(named(each)) for each in NEIGHBOURS],
        "keeper": str(named("bo")),
        "review_day": day.day,
        "review_month": day.month,
        "review_year": day.year,
    } | changes


def laid(*steps: tuple[str, str, str], **changes: Any) -> dict[str, Any]:
    """What the page of usual steps sends."""
    rows = {
        f"{part}_{number}": value
        for number, step in enumerate(steps or (("Ring til foreningen", "lead", "2"),))
        for part, value in zip(("text", "who", "days"), step, strict=True)
    }
    return {"version": "1", "do": "save", **rows} | changes


def picked(*steps: int, do: str = "make", days: int = 5, **changes: Any) -> dict[str, Any]:
    """What the page of choosing sends, with some of the steps kept, all of them Alice's."""
    start, due = clock.today(), case_scene.in_days(days)
    sent: dict[str, Any] = {"do": do, "why": "Han vil gerne spille fodbold."}
    sent |= {"start_on_day": start.day, "start_on_month": start.month, "start_on_year": start.year}
    for number in steps or (0,):
        sent |= {f"use_{number}": "on", f"text_{number}": STEPS[number].text, f"owner_{number}": str(named("alice"))}
        parts = {"day": due.day, "month": due.month, "year": due.year}
        sent |= {f"due_on_{number}_{part}": value for part, value in parts.items()}
    return sent | changes


def _page(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"efforts:{name}", "arguments": arguments, "who": "bo", "outsider": "oda"} | more


def _with_form(**fields: Any) -> Any:
    return lambda _things: {"form": str(uuid4()), **fields}


def _writing(**fields: Any) -> Any:
    return lambda things: {"form": str(uuid4()), **written(things["housing"], **fields)}


def _of_case(name: str, *arguments: str, **more: Any) -> dict[str, Any]:
    return {"name": f"cases:{name}", "arguments": ("case", *arguments)} | more


def _today(name: str, **fields: Any) -> Any:
    """Send these fields and today in one of the name."""

    def sent(_things: Any) -> dict[str, Any]:
        today = clock.today()
        day = {f"{name}_day": today.day, f"{name}_month": today.month, f"{name}_year": today.year}
        return {"form": str(uuid4()), **day, **fields}

    return sent


# Lines of tests/web/pages_register.py.
# The title of a starter that comes along, which stands on its page in any language.
MENTOR = "Mentor fra en forening"
PAGES: tuple[dict[str, Any], ...] = (
    _page("list", who="dina"),
    _page("list", query="?kind=mentor", who="hanne"),
    _page("new", sent=_writing()),
    _page("starter", "=mentor", sent=_with_form(do="take"), outsider=""),
    _page("effort", "effort", who="palle"),
    _page("effort", "effort draft"),
    _page("write", "effort", sent=_writing(version="1")),
    _page("steps", "effort", sent=_with_form(**laid())),
    _page("drop", "other effort draft", shown=0, sent=_with_form()),
    _page("offer", "effort", sent=_with_form(**arranged(audience=[]))),
    _page("offer", "effort draft"),
    _page("room", "effort", sent=_with_form(room="full")),
    _page("confirm", "other effort", shown=0, sent=_with_form()),
    _page("close", "other effort", sent=_with_form(do="close")),
    _of_case("efforts"),
    _of_case("efforts", query="?kind=leisure-pass"),
    _of_case("effort-choose", "other effort", sent=lambda _things: {"form": str(uuid4()), **picked()}),
    _of_case("effort-goes", "chosen effort", sent=_today("said_on", words="Godt", said_by="Noah")),
    _of_case("effort-end", "other chosen effort", sent=_today("ended_on", words="Slut")),
)

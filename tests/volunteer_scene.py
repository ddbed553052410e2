"""Volunteers of an organisation, as its coordinator writes them down."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import named
from tests.notice_scene import day
from tests.stage import acting_as
from tvaers.civilsociety import actions
from tvaers.civilsociety.actions import Told
from tvaers.civilsociety.models import Training, Volunteer
from tvaers.civilsociety.rules import Certificate
from tvaers.foundation import clock

NAME, REACH, TASKS = "Nanna Opfundsen", "12 34 56 78", "Natteravn hver anden lørdag"
WHY, NOTE = "Hun møder unge om aftenen, aldrig alene.", "Kan ikke i skolernes ferier."


def days_ago(days: int) -> Any:
    """A day that has been."""
    return clock.today() - timedelta(days=days)


def told(**changes: Any) -> Told:
    """What is known of Nanna."""
    said: dict[str, Any] = {
        "name": NAME,
        "reach": REACH,
        "tasks": TASKS,
        "contact": named("bo"),
        "begins_on": clock.today(),
        "review_on": clock.today() + timedelta(days=365),
        "with_children": False,
        "why_children": WHY,
        "note": NOTE,
    }
    return Told(**said | changes)


def begun(by: str = "bo", **changes: Any) -> UUID:
    """One that a coordinator writes down."""
    with acting_as(by) as actor:
        return actions.begin(by=actor, told=told(**{"contact": actor.id, **changes}))


def version(volunteer: UUID) -> int:
    """The version there is now, in an answer of its own."""
    return Volunteer.objects.values_list("version", flat=True).get(id=volunteer)


def signed(by: str = "bo", **changes: Any) -> UUID:
    """One with both papers, and a line of training."""
    made = begun(by, **changes)
    with acting_as(by) as actor:
        days = {"agreed_on": days_ago(3), "confidential_on": days_ago(3)}
        actions.note_papers(by=actor, volunteer=made, version=1, **days)
        actions.add_training(by=actor, volunteer=made, what="Introduktion", held_on=days_ago(2))
    return made


def assessed(days: int = 1) -> Certificate:
    """A certificate that has come so far that it is assessed."""
    return Certificate(with_children=True, consented_on=days_ago(9), ordered_on=days_ago(8), assessed_on=days_ago(days))


def typed(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    return {
        "form": str(uuid4()),
        "name": NAME,
        "reach": REACH,
        "tasks": TASKS,
        "contact": str(named("bo")),
        **day("begins_on", clock.today()),
        "with_children": "no",
        "why_children": WHY,
        **day("review_on", clock.today() + timedelta(days=300)),
        "note": NOTE,
        "save": "1",
        **changes,
    }


def kept() -> dict[str, Any]:
    """Three volunteers for the pages: one with children, one to stop, one to erase; and a line of training."""
    made = {
        "volunteer": signed(with_children=True),
        "other volunteer": signed(),
        "third volunteer": begun(),
    }
    with acting_as("bo"):
        made["training line"] = Training.objects.values_list("id", flat=True).get(dossier_id=made["volunteer"])
    return made


def _of(name: str, which: str = "volunteer", *more: str, **options: Any) -> dict[str, Any]:
    arguments = (which, *more)
    return {"name": f"civilsociety:{name}", "arguments": arguments, "who": "bo", "outsider": "oda", **options}


def _list(name: str, **options: Any) -> dict[str, Any]:
    return {"name": f"civilsociety:{name}", "who": "bo", "outsider": "alice", **options}


def _changed(**fields: Any) -> Any:
    """Send these fields with the version there is."""
    return lambda _things: {"version": "2", "save": "1", **fields}


# Lines of tests/web/pages_register.py.
PAGES: tuple[dict[str, Any], ...] = (
    _list("list"),
    _list("new", sent=lambda _things: typed()),
    _list("agreement", is_file=True, is_sent=True),
    _list("agreement", query="?night=1", is_file=True, is_sent=True),
    _of("volunteer"),
    _of("change", sent=lambda _things: typed(version="2")),
    _of("agreement-of", is_file=True, is_sent=True),
    _of("papers", sent=_changed(**day("agreed_on", clock.today()))),
    _of(
        "training", sent=lambda _things: {"form": str(uuid4()), "what": "Førstehjælp", **day("held_on", clock.today())}
    ),
    _of("training-remove", "volunteer", "training line", shown=0, sent=lambda _things: {"save": "1"}),
    _of("certificate", sent=_changed(**day("consented_on", clock.today()))),
    _of("review", sent=lambda _things: day("review_on", clock.today() + timedelta(days=200))),
    _of("end", "other volunteer", sent=lambda _things: day("ended_on", clock.today())),
    _of("erase", "third volunteer", sent=lambda _things: {"do": "erase"}),
)

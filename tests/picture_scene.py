"""An invented municipality with a housing area, and what somebody of the cast writes of it in the local picture."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.localpicture import actions
from tvaers.localpicture.actions import Reaching, Said, Told

TOWN, PARK, MEADOW = named("Prøvekøbing"), named("Prøveparken"), named("Engen")
NEIGHBOURS = ("herlev", "police")


def drawn(maintenance: psycopg.Connection[Any]) -> None:
    """Write the areas with their borders: a square, and two smaller ones in it."""
    for area, kind, name, parent, (west, south, east, north) in (
        (TOWN, "municipality", "Prøvekøbing", None, (12.40, 55.70, 12.50, 55.76)),
        (PARK, "housing", "Prøveparken", TOWN, (12.42, 55.72, 12.43, 55.725)),
        (MEADOW, "housing", "Engen", TOWN, (12.46, 55.74, 12.47, 55.745)),
    ):
        maintenance.execute(
            "INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, %s, %s, %s)", [area, kind, name, parent]
        )
        rings = [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]]
        maintenance.execute(
            "INSERT INTO areas_border (id, area_id, from_on, rings, light, west, south, east, north, label_east,"
            " label_north, source, is_schematic) VALUES (gen_random_uuid(), %s, '2020-01-01', %s, %s, %s, %s, %s, %s,"
            " %s, %s, 'Prøvekontoret', true)",
            [
                *(area, Jsonb(rings), Jsonb(rings), west, south, east, north),
                *((west + east) / 2, (south + north) / 2),
            ],
        )


def told(**changes: Any) -> Told:
    """What a bulletin tells."""
    plain: dict[str, Any] = {
        "kind": "mood",
        "certainty": "observed",
        "area": PARK,
        "happened_at": clock.now() - timedelta(hours=2),
        "title": "Fyrværkeri ved stationen",
        "text": "Flere aftener mellem kl. 21 og 23.",
    }
    return Told(**plain | changes)


def reaching(*keys: str, days: float = 14) -> Reaching:
    """To organisations of the cast, for so many days."""
    return Reaching(audience=[named(key) for key in keys or NEIGHBOURS], until=clock.now() + timedelta(days=days))


def written(who: str = "dina", *to: str, days: float = 14, **changes: Any) -> UUID:
    """Write a bulletin as somebody; return its id."""
    with acting_as(who) as by:
        return actions.write(by=by, told=told(**changes), reaching=reaching(*to, days=days))


def said(who: str = "alice", *to: str, days: float = 7, kind: str = "tense", text: str = "To grupper mødtes.") -> UUID:
    """Say how the park is."""
    with acting_as(who) as by:
        return actions.set_state(by=by, said=Said(area=PARK, kind=kind, text=text), reaching=reaching(*to, days=days))


def known(who: str = "dina", *to: str, area: UUID = PARK) -> UUID:
    """Tell what works in an area."""
    with acting_as(who) as by:
        return actions.tell_fact(
            by=by,
            said=Said(area=area, kind="anchor", text="Natåben hal fredag.", contact="Hallen, 39 57 00 00"),
            reaching=reaching(*to, days=100),
        )


def over(maintenance: psycopg.Connection[Any], row: UUID, *, days: int = 1, table: str = "bulletin") -> None:
    """Let a row have ended so many days ago."""
    maintenance.execute(
        f"UPDATE localpicture_{table} SET expires_at = now() - make_interval(days => %s) WHERE id = %s",
        [days, row],
    )

"""Files of incidents as police and municipalities have them, and areas to find them in."""

import io
import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from openpyxl import Workbook
from psycopg.types.json import Jsonb

from tests.cast import named
from tvaers.files.tables import read
from tvaers.foundation import clock
from tvaers.incidents import tasks
from tvaers.incidents.actions import importing
from tvaers.incidents.enums import Family, Method, Origin
from tvaers.incidents.models import Signal

HEADINGS = ("Dato", "Kl.", "Område", "Type", "Opdaget", "Journalnr.", "Navn", "Beskrivelse")
PLACES = ("Prøvehøj", "Prøvedal", "Prøveskov")
KINDS = ("Hærværk", "Brand i container", "Uro", "Slagsmål", "Sært")
# A square of half a kilometre for each place, side by side.
NORTH, EAST, WIDE = 55.7, 12.4, 0.01


def places(number: int) -> tuple[str, ...]:
    """Names of so many housing areas in a row; the first are PLACES."""
    return (*PLACES, *(f"Prøveby {each}" for each in range(len(PLACES), number)))[:number]


def add_areas(maintenance: psycopg.Connection[object], more: int = len(PLACES)) -> dict[str, UUID]:
    """Write a municipality with so many housing areas and their borders; return name → id."""
    made = {}
    top = named("Prøvestad")
    maintenance.execute("INSERT INTO areas_area (id, kind, name) VALUES (%s, 'municipality', 'Prøvestad')", [top])
    for place, name in enumerate(places(more)):
        made[name] = named(name)
        west = EAST + place * WIDE
        maintenance.execute(
            "INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, 'housing', %s, %s)", [made[name], name, top]
        )
        east, north = west + WIDE, NORTH + WIDE
        ring = [[west, NORTH], [east, NORTH], [east, north], [west, north], [west, NORTH]]
        maintenance.execute(
            "INSERT INTO areas_border (id, area_id, from_on, rings, light, west, south, east, north, label_east,"
            " label_north, source, is_schematic)"
            " VALUES (gen_random_uuid(), %s, '2020-01-01', %s, %s, %s, %s, %s, %s, %s, %s, 'Prøve', true)",
            [
                *(made[name], Jsonb([[ring]]), Jsonb([[ring]])),
                *(west, NORTH, east, north, west + WIDE / 2, NORTH + WIDE / 2),
            ],
        )
    return made


def line(
    day: date, *, place: str = PLACES[0], kind: str = KINDS[0], reference: str = "", how: str = "Anmeldt"
) -> list[str]:
    """A row under HEADINGS, with the name and words that files have and we do not."""
    return [f"{day:%d-%m-%Y}", "22:15", place, kind, how, reference, "Ib Opdigt", "Ib Opdigt kastede en sten mod ruden"]


def lines(number: int, *, seed: int = 1, days: int = 300) -> list[list[str]]:
    """Many rows, each with a reference."""
    chance, today = random.Random(seed), clock.today()
    return [
        line(
            today - timedelta(days=chance.randrange(1, days)),
            place=chance.choice(PLACES),
            kind=chance.choice(KINDS[:4]),
            reference=f"{seed}-{each}",
        )
        for each in range(number)
    ]


def csv(rows: list[list[str]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """The rows as a Danish Excel saves them."""
    return "\r\n".join(";".join(each) for each in [list(headings), *rows]).encode("utf-8-sig")


def xlsx(rows: list[list[str]]) -> bytes:
    """The rows as a spreadsheet."""
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for each in [list(HEADINGS), *rows]:
        sheet.append(each)
    book.save(out)
    return out.getvalue()


def read_in(by: object, data: bytes, *, audience: tuple[UUID, ...] = ()) -> UUID:
    """Read a file in as an actor, up to where it is looked through."""
    said = importing.Said(filename="hændelser.csv", audience=audience, origin=Origin.REPORTED, form=uuid4())
    return importing.begin(by=by, table=read(data, importing.BOUNDS), said=said)  # type: ignore[arg-type] # an Actor


def write(acting_as: Any, rows: list[list[str]], *, audience: tuple[UUID, ...] = ()) -> None:
    """Read rows in as Bo does, to the end."""
    with acting_as("bo") as bo:
        made = read_in(bo, csv(rows), audience=audience)
        importing.start(by=bo, file_id=made)
    tasks.run_file(file_id=str(made), actor=str(named("bo")), organisation=str(named("gladsaxe")))


def signal(*, back: int = 0) -> UUID:
    """Write a signal of Gladsaxe's, to be decided, in an open context of theirs; back: so many days ago."""
    made = Signal.objects.create(
        owner_id=named("gladsaxe"),
        method=Method.PERMUTATION,
        family=Family.DAMAGE,
        day=clock.today() - timedelta(days=back),
        from_on=clock.today() - timedelta(days=back + 3),
        areas=sorted(named(each) for each in PLACES),
        by_area=[5, 4, 3],
        observed=12,
        expected=2.4,
        recurrence=400,
        until=clock.now() + timedelta(days=99),
    )
    return made.id

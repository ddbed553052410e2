"""Borders in the database's own hands: all at work read them, the host's administrators and its machine keep them."""

from uuid import uuid4

import psycopg
import pytest

from tests.cast import actor, named
from tests.database.scene import enter, refused
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing.acting import system_claims

NOT_ALLOWED, OTHER_NAME = "42501", "TV042"
BORDER = """
INSERT INTO areas_border
    (id, area_id, from_on, rings, light, west, south, east, north, label_east, label_north, source, is_schematic)
VALUES (gen_random_uuid(), %s, '2026-01-01', '[]', '[]', 0, 0, 1, 1, 0.5, 0.5, 'Prøve', false)
"""
FILE = """
INSERT INTO areas_borderfile
    (id, owner_id, by_id, filename, kind, source, is_schematic, from_on, properties, content, name_property,
     code_property, state, outlines, done, added, moved, same, problems)
VALUES (%s, %s, %s, 'prøve.geojson', 'municipality', 'Prøve', false, '2026-01-01', '[]', '[]', 'navn', '', 'read',
        0, 0, 0, 0, 0, '[]')
"""
AREA, DRAWN, KEPT = uuid4(), uuid4(), uuid4()
GLADSAXE, HERLEV, GERDA = named("gladsaxe"), named("herlev"), named("gerda")


@pytest.fixture
def drawn(cast, as_maintenance):
    """An area with a border, and a file of the host's."""
    as_maintenance.execute("INSERT INTO areas_area (id, kind, name) VALUES (%s, 'municipality', 'Prøvestad')", [AREA])
    as_maintenance.execute(BORDER.replace("gen_random_uuid()", f"'{DRAWN}'"), [AREA])
    as_maintenance.execute(FILE, [KEPT, GLADSAXE, GERDA])


def machine(organisation):
    return system_claims(named(organisation), categories=Category(0), purposes=Purpose(0))


@pytest.mark.parametrize("who", ["gerda", "alice", "henrik", "hanne", "palle", "vera"])
def test_all_at_work_read_the_borders_and_the_host_alone_its_files(drawn, as_app, who):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert as_app.execute("SELECT count(*) FROM areas_border").fetchone() == (1,)
        at_host = actor(who).organisation.id == GLADSAXE
        assert as_app.execute("SELECT count(*) FROM areas_borderfile").fetchone() == (int(at_host),)


def test_without_a_context_there_is_an_error_and_no_empty_list(drawn, as_app):
    for table in ("areas_border", "areas_borderfile"):
        with pytest.raises(psycopg.Error), as_app.transaction():
            as_app.execute(f"SELECT count(*) FROM {table}")


OTHERS = [
    ("henrik", {}),
    ("alice", {}),
    ("alice", {"roles": 4096}),
    ("henrik", {"organisation": GLADSAXE}),
    ("palle", {"roles": 4096, "organisation": GLADSAXE}),
]


@pytest.mark.parametrize(("who", "changes"), OTHERS)
@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        (BORDER.replace("2026", "2025"), [AREA]),
        (FILE, [uuid4(), GLADSAXE, GERDA]),
    ],
)
def test_nobody_else_draws(drawn, as_app, who, changes, statement, parameters):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        # A file in Gerda's name is refused for that first.
        assert refused(as_app, statement, parameters) == (OTHER_NAME if statement is FILE else NOT_ALLOWED)


@pytest.mark.parametrize(("who", "changes"), OTHERS)
def test_nobody_else_moves_a_border_or_touches_a_file(drawn, as_app, who, changes):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        for statement in (
            "UPDATE areas_border SET west = 5",
            "UPDATE areas_borderfile SET state = 'running'",
            "UPDATE areas_area SET code = '9999'",
        ):
            assert as_app.execute(statement).rowcount == 0, statement


@pytest.mark.parametrize(("organisation", "code"), [("gladsaxe", ""), ("herlev", NOT_ALLOWED), ("police", NOT_ALLOWED)])
def test_the_hosts_machine_draws_and_no_other(drawn, as_app, organisation, code):
    with as_app.transaction(force_rollback=True):
        enter(as_app, machine(organisation))
        assert refused(as_app, BORDER.replace("2026", "2025"), [AREA]) == code
        assert refused(as_app, FILE, [uuid4(), named(organisation), None]) == code
        assert refused(as_app, "INSERT INTO areas_area (id, kind, name) VALUES (%s, 'police', 'P')", [uuid4()]) == code


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM areas_border",
        "DELETE FROM areas_borderfile",
        "TRUNCATE areas_border",
        "UPDATE areas_border SET from_on = '2020-01-01'",
        "UPDATE areas_border SET area_id = area_id",
        "UPDATE areas_borderfile SET owner_id = owner_id",
        "UPDATE areas_borderfile SET by_id = NULL",
        "UPDATE areas_borderfile SET filename = 'anden.geojson'",
    ],
)
def test_the_past_is_not_rewritten(drawn, as_app, statement):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "gerda")
        assert refused(as_app, statement) == NOT_ALLOWED


def test_a_file_belongs_to_the_own_organisation(drawn, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "gerda")
        assert refused(as_app, FILE, [uuid4(), HERLEV, GERDA]) == NOT_ALLOWED


def test_a_code_stands_once_for_a_kind(drawn, as_app):
    new = "INSERT INTO areas_area (id, kind, name, code) VALUES (gen_random_uuid(), %s, %s, %s)"
    with as_app.transaction(force_rollback=True):
        enter(as_app, "gerda")
        assert refused(as_app, new, ["municipality", "A", "0159"]) == ""
        assert refused(as_app, new, ["municipality", "B", "0159"]) == "23505"
        assert refused(as_app, new, ["police", "C", "0159"]) == ""
        assert refused(as_app, new, ["municipality", "D", ""]) == ""
        assert refused(as_app, new, ["municipality", "E", ""]) == ""

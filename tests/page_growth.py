"""Many more of all that a page lists, beside the one of everything that tests/page_scene.py makes."""

import string
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from tests import case_scene as scene
from tests import concern_rows, conflict_scene, volunteer_scene
from tests.cast import actor, named
from tests.stage import acting_as
from tvaers.foundation import clock, keystore
from tvaers.guard.enums import Purpose
from tvaers.people import actions as people
from tvaers.plans.actions import goals, tasks

Things = dict[str, Any]
Maintenance = psycopg.Connection[Any]


def grow(maintenance: Maintenance, things: Things, number: int) -> None:
    """Add so many of everything that a page lists."""
    _crowd(maintenance, number)
    concern_rows.copies(maintenance, actor("alice"), number)
    for table, kind, thing in (("cases_case", "case", "case"), ("plans_task", "task", "task")):
        _copies(maintenance, table, kind, things[thing], number)
    for each in range(number):
        maintenance.execute(
            "INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, 'housing', %s, %s)",
            [uuid4(), f"Bebyggelse {each}", things["area"]],
        )
    _disclosures(maintenance, things["case"], number)
    with keystore.store().held(), acting_as("alice") as alice:
        for each in range(number):
            scene.note(alice, things["case"], title=f"Notat {each}")
            tasks.comment(by=alice, task=things["task"], words=f"Ord {each}")
            people.register(
                by=alice,
                details=people.Details(name="Noah Prøvesen", born="2011-03-04"),
                purpose=Purpose.SSP,
                unit=scene.SSP,
            )
        for _ in range(number // 10):
            goals.agree(by=alice, case=things["case"], words="Sove", said_by="Noah", said_on=clock.today())
    for each in range(number // 10):
        conflict_scene.measure(things["conflict plan"], text=f"Gå forbi opgang {string.ascii_uppercase[each % 26]}.")
        conflict_scene.in_force(title="Uro ved stationen", areas=[things["housing"]])
        volunteer_scene.begun()


def _crowd(maintenance: Maintenance, number: int) -> None:
    for each in range(number):
        user, member = uuid4(), uuid4()
        maintenance.execute(
            "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, '!', true)",
            [user, f"p{each}@example.org"],
        )
        maintenance.execute(
            "INSERT INTO partnerships_membership"
            " (id, user_id, organisation_id, name, title, phone, email, roles, state)"
            " VALUES (%s, %s, %s, %s, 'ny', '', '', 2, 'active')",
            [member, user, named("gladsaxe"), f"Person {each}"],
        )
        maintenance.execute(
            "INSERT INTO partnerships_unitmembership (membership_id, unit_id) VALUES (%s, %s)",
            [member, named("gladsaxe-ssp")],
        )


def _copies(maintenance: Maintenance, table: str, kind: str, template: UUID, number: int) -> None:
    """Copy a dossier's own row so often, without its words, for the unit of Alice."""
    columns = maintenance.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND column_name NOT IN ('id', 'form_id') AND is_generated = 'NEVER'",
        [table],
    ).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    values = sql.SQL(", ").join(
        sql.SQL("''::bytea") if type_ == "bytea" else sql.SQL("t.{}").format(sql.Identifier(name))
        for name, type_ in columns
    )
    alice = actor("alice")
    with maintenance.transaction():
        maintenance.execute("SET CONSTRAINTS ALL DEFERRED")
        maintenance.execute(
            sql.SQL(
                "WITH made AS MATERIALIZED (SELECT gen_random_uuid() AS id FROM generate_series(1, {number})),"
                " dossiers AS (INSERT INTO sharing_dossier (id, kind, owner_id) SELECT id, {kind}, {owner} FROM made),"
                " access AS (INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, unit_id, reader_id,"
                " categories, may, purpose, source, state, from_at, until_at) SELECT gen_random_uuid(), id, {owner},"
                " {owner}, {unit}, {unit}, 511, 2, 1, 'owner', 'accepted', now() - interval '1 hour',"
                " now() + interval '1 year' FROM made)"
                " INSERT INTO {table} (id, {names}) SELECT made.id, {values} FROM made, {table} t WHERE t.id = {row}"
            ).format(
                number=number,
                kind=kind,
                owner=alice.organisation.id,
                unit=alice.units[0],
                table=sql.Identifier(table),
                names=names,
                values=values,
                row=template,
            )
        )


def _disclosures(maintenance: Maintenance, case: UUID, number: int) -> None:
    maintenance.execute(DISCLOSE, {"case": case, "number": number} | {name: named(of) for name, of in WHOM.items()})
    maintenance.execute(
        "INSERT INTO sharing_disclosure (id, dossier_id, group_id, necessity)"
        " SELECT id, dossier_id, gen_random_uuid(), '' FROM sharing_access a"
        " WHERE source = 'disclosure' AND NOT EXISTS (SELECT 1 FROM sharing_disclosure d WHERE d.id = a.id)"
    )


WHOM = {"owner": "gladsaxe", "to": "herlev", "hanne": "hanne", "alice": "alice", "frame": "Prøveaftalen"}
# Accepted, offered, declined, ended and run out, in turn.
DISCLOSE = """
INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, member_id, reader_id, categories, may, purpose,
    frame_id, source, state, granted_by_id, granted_at, from_at, until_at)
SELECT gen_random_uuid(), %(case)s, %(owner)s, %(to)s, %(hanne)s, %(hanne)s, 1, 1, 1, %(frame)s, 'disclosure',
    (ARRAY['accepted', 'offered', 'declined', 'ended', 'accepted'])[(n - 1) %% 5 + 1], %(alice)s,
    now() - n * interval '1 hour', now() - n * interval '1 hour',
    CASE WHEN (n - 1) %% 5 = 4 THEN now() - interval '1 minute' ELSE now() + interval '9 days' END
FROM generate_series(1, %(number)s) AS n
"""

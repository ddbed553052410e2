"""Writing with the id of something hidden is answered as with that of nothing: in every column of every table.

Each row that is there is written again, by somebody who may, with one id exchanged: for one of another organisation's
things, for one of a case that was closed to whoever opened it, and for one of nothing. State, text and constraint of
the answers are compared, for every kind and state that a row can have, and with what is checked at the end.

Known, and accepted: whoever can run statements on the application's connection, and knows the random id of a hidden
row, can tell that it exists by writing another with it. Of dossiers, access and links the database makes the ids.
"""

from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from psycopg import sql
from psycopg.types.json import Jsonb

from tests import case_scene, page_scene, question_scene, rich_case
from tests.cast import CAST, named
from tests.database import many, scene
from tests.stage import acting_as
from tvaers.guard.enums import Category

pytestmark = pytest.mark.django_db(transaction=True)

WRITABLE = """
SELECT table_name::text, array_agg(column_name::text) FROM information_schema.column_privileges
WHERE grantee = 'tvaers_app' AND privilege_type = %s AND table_name <> 'django_cache' GROUP BY 1 ORDER BY 1
"""
OPENED = """
INSERT INTO cases_step (id, dossier_id, kind, reason, at, by) VALUES (gen_random_uuid(), %s, 'opened', '', now(), %s)
"""
CLOSED = "UPDATE sharing_access SET ended_at = now(), state = 'ended' WHERE source = 'owner' AND dossier_id = ANY (%s)"


def closed_to_all(administrator):
    """A case with something of everything, that was shared, asked about, and closed to all who opened it → ids."""
    case = rich_case.open_case()
    (person,) = administrator.execute("SELECT person_id FROM cases_case WHERE id = %s", [case]).fetchone()
    case_scene.share(acting_as, case, Category.PLAN, beside=person)
    with acting_as("alice") as alice:
        around = [case, person, question_scene.ask(alice, case), case_scene.task(alice, case)]
    drafted = question_scene.drafted(case)
    for who in ("alice", "bo"):
        administrator.execute(OPENED, [case, named(who)])
    with administrator.transaction():
        administrator.execute("SET LOCAL session_replication_role = replica")
        administrator.execute(CLOSED, [around])
    found = {*around, drafted}
    for table, column in scene.dossier_tables(administrator).items():
        found |= set(
            administrator.execute(f"SELECT id FROM {table} WHERE {column} = ANY (%s)", [around]).fetchone() or ()
        )
    found |= set(
        administrator.execute("SELECT group_id, id FROM sharing_disclosure WHERE dossier_id = %s", [case]).fetchone()
    )
    return {each for each in found if isinstance(each, UUID)}


def of_others(administrator, hidden):
    """A hidden row of each table → ids."""
    found = {hidden.dossiers[0]}
    for table in hidden.guarded:
        if any(column.name == "id" and column.type == "uuid" for column in hidden.columns[table]):
            ids = [row[0] for row in administrator.execute(f"SELECT id FROM {table}").fetchall()]
            found |= set([each for each in ids if str(each) in hidden.hidden][:1])
    return found


def insert(table, row, column):
    """Write a row with another id in a column."""
    names = map(sql.Identifier, row)
    values = [many.ID if name == column else sql.Literal(value) for name, value in row.items()]
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table), sql.SQL(", ").join(names), sql.SQL(", ").join(values)
    )


def update(table, row, column):
    # A row of its own for each of another table has that one's id.
    key = "id" if "id" in row else "shift_id"
    return sql.SQL("UPDATE {} SET {} = {} WHERE {} = {}").format(
        sql.Identifier(table), sql.Identifier(column), many.ID, sql.Identifier(key), sql.Literal(row[key])
    )


WRITES = {"INSERT": insert, "UPDATE": update}


def rows_of(administrator, hidden, table):
    names = [each.name for each in hidden.columns[table] if not each.is_generated]
    quoted = ", ".join(map('"{}"'.format, names))
    found = administrator.execute(f"SELECT {quoted} FROM {table} LIMIT 60").fetchall()
    seen = [row for row in found if not any(str(value) in hidden.hidden for value in row)]
    kinds = [each.type for each in hidden.columns[table] if not each.is_generated]
    return [
        {n: Jsonb(v) if kind == "jsonb" and v is not None else v for n, kind, v in zip(names, kinds, row, strict=True)}
        for row in seen
    ]


def varied(table, row):
    """The row, and what else it could say of its kind and state."""
    model = next((each for each in apps.get_models() if each._meta.db_table == table), None)
    told = [
        each for each in (model._meta.fields if model else ()) if each.choices and isinstance(row[each.column], str)
    ]
    return [row, *(row | {f.column: value} for f in told for value, _ in f.choices if value != row[f.column])]


@contextmanager
def at_work(connection, who):
    """Act as somebody, with what is checked at the end checked at once; nothing stays."""
    with connection.transaction(force_rollback=True):
        scene.enter(connection, who)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield


def writer_of(connection, first):
    """Who of the cast may write one of these rows, and which; else Alice, and the first."""
    for part in CAST:
        with at_work(connection, part.key):
            number = first()
        if number is not None:
            return part.key, number
    return "alice", 0


@pytest.fixture
def asking(as_administrator):
    with many.asking(as_administrator) as functions:
        yield functions


@pytest.mark.first
@pytest.mark.parametrize("command", WRITES)
def test_no_written_id_feels_for_something_hidden(
    cast, as_maintenance, as_administrator, as_app, asking, printed, command
):
    page_scene.build(as_maintenance)
    closed = closed_to_all(as_administrator)
    hidden = scene.build(as_administrator, owner="outside", dossiers=2)
    others = of_others(as_administrator, hidden)
    write, felt, tables, tried = WRITES[command], set(), 0, 0
    for table, writable in as_administrator.execute(WRITABLE, [command]).fetchall():
        ids = [each.name for each in hidden.columns[table] if each.type == "uuid" and each.name in writable]
        rows = rows_of(as_administrator, hidden, table)
        if not rows or not ids:
            continue
        column = ids[0]
        if command == "INSERT" and column == "id":
            rows = [row | {"id": uuid4()} for row in rows]
        statements, own = [write(table, row, column) for row in rows], [row[column] for row in rows]
        who, number = writer_of(as_app, asking.first(as_app, statements, own))
        row = rows[number]
        tables += 1
        with at_work(as_app, who):
            for each in varied(table, row) if command == "INSERT" else [row]:
                for column in ids:
                    asked = closed | (others if each is row else set())
                    nothing, *answers = asking.written(as_app, write(table, each, column), [uuid4(), *asked])
                    tried += len(answers)
                    there = ("id", "23505", f"{table}_pkey")
                    felt |= {
                        (table, column, nothing, told)
                        for told in answers
                        if told != nothing and (column, told[0], told[-1]) != there
                    }
    printed(f"{tried:,} rows written with a hidden id into {tables} tables")
    assert not felt
    assert tables > {"INSERT": 40, "UPDATE": 15}[command]
    assert tried > {"INSERT": 15_000, "UPDATE": 2_000}[command]

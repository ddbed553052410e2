"""Questions whose refusal could tell: is this id, key or number taken by something I cannot see?

Known and accepted: whoever can run EXPLAIN ANALYZE on the application's connection with the random id of a hidden
row reads "Rows Removed by Filter", and planner estimates tell how many rows there are in all. PostgreSQL has no
switch for either; ids are random, and nothing else about a row is told.
"""

from uuid import uuid4

import psycopg
import pytest

from tests.cast import named
from tests.database import scene

LINK = "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%s, 'concerns', %s, %s)"
FOREIGN_KEYS = """
SELECT con.conrelid::regclass::text, array_agg(a.attname::text), con.confrelid::regclass::text
FROM pg_constraint con JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = ANY (con.conkey)
WHERE con.contype = 'f' AND con.connamespace = 'public'::regnamespace GROUP BY con.oid, con.conrelid, con.confrelid
"""
UNIQUE = """
SELECT c.oid::regclass::text, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace GROUP BY i.indexrelid, c.oid
"""


@pytest.fixture
def stage(cast, as_administrator):
    return scene.build(as_administrator)


def met(connection, statement, parameters):
    """Everything that an attacker learns from a refusal: state, text, detail, hint, names; or that it worked."""
    try:
        with connection.transaction():
            cursor = connection.execute(statement, parameters)
            rows = cursor.fetchall() if cursor.description else []
            return ("worked", cursor.rowcount, *(rows if rows and isinstance(rows[0][0], bool) else ()))
    except psycopg.Error as error:
        told = error.diag
        return (error.sqlstate, told.message_primary, told.message_detail, told.message_hint, told.constraint_name)


PROBES = [
    ("can", "SELECT guard.can(%(id)s, 511, 1)"),
    ("give", "SELECT guard.grant_access(%(id)s, %(to)s, NULL, NULL, 1, 1, 1, %(frame)s, now() + interval '1 day')"),
    ("let in", "SELECT guard.let_in(%(id)s, NULL, %(me)s, 1, 1, now() + interval '1 day')"),
    ("erase", "SELECT guard.erase_dossier(%(id)s, 'x')"),
    ("log", "SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY[%(id)s::uuid], ARRAY[1], NULL)"),
    (
        "link to",
        "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%(new)s, 'became', %(mine)s, %(id)s)",
    ),
    (
        "link from",
        "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%(new)s, 'became', %(id)s, %(mine)s)",
    ),
    ("read", "SELECT * FROM sharing_dossier WHERE id = %(id)s"),
    ("lock", "SELECT * FROM sharing_access WHERE dossier_id = %(id)s"),
]


@pytest.mark.parametrize(("name", "statement"), PROBES, ids=[name for name, _ in PROBES])
def test_a_hidden_dossier_and_a_missing_one_are_told_apart_by_nothing(stage, as_app, as_administrator, name, statement):
    mine = scene.add_dossier(as_administrator, owner="herlev")
    common = {"to": named("gladsaxe"), "frame": named("Prøveaftalen"), "me": named("hanne"), "mine": mine}
    with scene.acting(as_app, "hanne"):
        answers = [
            met(as_app, statement, common | {"id": each, "new": uuid4()}) for each in (stage.dossiers[0], uuid4())
        ]
        assert answers[0] == answers[1]
        # Control: with a dossier of one's own the same statement answers otherwise.
        assert met(as_app, statement, common | {"id": mine, "new": uuid4()}) != answers[0] or name == "give"


def test_every_row_behind_a_hidden_dossier_is_refused_as_behind_a_missing_one(stage, as_app):
    """Into every table that takes rows: the policy speaks before any foreign key does."""
    tried = 0
    with scene.acting(as_app, "hanne"):
        for table, column in stage.dossier_tables.items():
            if not as_app.execute("SELECT has_table_privilege(%s, 'INSERT')", [table]).fetchone()[0]:
                continue
            row = scene._row(stage, table, hidden=False) | {"category": 1}
            row = {name: value for name, value in row.items() if name in {c.name for c in stage.columns[table]}}
            names, marks = ", ".join(map('"{}"'.format, row)), ", ".join(["%s"] * len(row))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            answers = {
                met(as_app, statement, list((row | {column: dossier}).values()))
                for dossier in (stage.dossiers[0], uuid4())
            }
            assert len(answers) == 1, table
            # Some say first that nobody writes in another's name, goes to such a place, or hands on to no colleague,
            # whatever the dossier.
            assert next(iter(answers))[0] in {"42501", "TV042", "TV022", "TV102"}, table
            tried += 1
    assert tried > 15


def test_ids_of_dossiers_access_and_links_are_not_the_askers_to_choose(stage, as_app, as_administrator):
    """No duplicate can be tried: what was written as an id is not what is stored."""
    ends = [scene.add_dossier(as_administrator, owner="herlev", kind="person") for _ in range(2)]
    (hidden,) = as_administrator.execute("SELECT id FROM sharing_link").fetchone()
    with scene.acting(as_app, "hanne"):
        taken = met(as_app, LINK, [hidden, *ends])
        free = met(as_app, LINK, [uuid4(), *reversed(ends)])
        assert taken == free == ("worked", 1)
    ids = [row[0] for row in as_administrator.execute("SELECT id FROM sharing_link").fetchall()]
    assert len(set(ids)) == 3
    for function in ("open_dossier", "grant_access", "let_in"):
        (arguments,) = as_administrator.execute(
            "SELECT proargnames::text FROM pg_proc WHERE proname = %s", [function]
        ).fetchone()
        assert "dossier," not in arguments.replace("on_dossier,", "")
        assert "access" not in arguments


def test_where_a_dossier_belongs_is_seen_by_who_sees_both(stage, as_app, as_administrator):
    """Two tasks of one case, shared with the police: nothing shows that they belong together."""
    tasks = [scene.add_dossier(as_administrator, owner="gladsaxe", kind="task") for _ in range(2)]
    case = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")
    for task in tasks:
        scene.add_access(
            as_administrator, task, owner="gladsaxe", reader=named("police"), organisation_id=named("police")
        )
        as_administrator.execute(
            "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%s, 'belongs', %s, %s)",
            [uuid4(), task, case],
        )
    with scene.acting(as_app, "palle"):
        rows = as_app.execute("SELECT to_jsonb(d)::text FROM sharing_dossier d").fetchall()
        assert len(rows) == 2
        assert str(case) not in str(rows)
        assert as_app.execute("SELECT count(*) FROM sharing_link").fetchone() == (0,)
    with scene.acting(as_app, "alice"):
        belonging = as_app.execute("SELECT count(*) FROM sharing_link WHERE kind = 'belongs'").fetchone()
    assert belonging == (2,)


@pytest.mark.parametrize("kind", ["belongs", "concerns", "became", "split", "asked"])
def test_no_refused_link_tells_that_hidden_ends_are_linked_or_to_what(stage, as_app, as_administrator, kind):
    """Neither of a hidden end, nor of one that was shared; and where it is linked to is not found by guessing."""
    task, case = (scene.add_dossier(as_administrator, owner="gladsaxe", kind=each) for each in ("task", "case"))
    person, own = (scene.add_dossier(as_administrator, owner=of, kind="person") for of in ("gladsaxe", "herlev"))
    shown, loose = (scene.add_dossier(as_administrator, owner="gladsaxe", kind="task") for _ in range(2))
    given = {"organisation_id": named("herlev"), "reader": named("herlev"), "source": "disclosure"}
    with as_administrator.transaction():
        as_administrator.execute("SET LOCAL session_replication_role = replica")
        for each in (shown, loose):
            scene.add_access(as_administrator, each, owner="gladsaxe", **given)
    for each in (("belongs", task, case), ("belongs", shown, case), ("concerns", case, person)):
        as_administrator.execute(
            "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (gen_random_uuid(), %s, %s, %s)", each
        )
    # What was shared may become something of one's own: that is what it is shared for.
    targets = (case, person, uuid4(), *([] if kind == "became" else [own]))
    with scene.acting(as_app, "hanne"):
        answers = {
            met(as_app, LINK.replace("'concerns'", "%s"), [uuid4(), kind, source, target])
            for source in (task, case, uuid4(), shown, loose)
            for target in targets
        }
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] == "42501"


def written_by_the_application(administrator):
    rows = administrator.execute(
        "SELECT tablename, string_agg(coalesce(with_check, '') || coalesce(qual, ''), ' ') FROM pg_policies"
        " WHERE permissive = 'PERMISSIVE' AND 'tvaers_app' = ANY (roles) AND cmd IN ('INSERT', 'UPDATE') GROUP BY 1"
    ).fetchall()
    return dict(rows)


def oracles(administrator, guarded):
    """Foreign keys through which a written row could feel for a hidden one."""
    policies = written_by_the_application(administrator)
    for table, columns, target in administrator.execute(FOREIGN_KEYS).fetchall():
        # A key that the policy itself asks about is refused by the policy, before the key is looked up.
        asked = any(
            f"{table}.{column}" in policies.get(table, "") or f"({column} = " in policies.get(table, "")
            for column in columns
        )
        if table in policies and target in guarded and not asked:
            yield f"{table}({', '.join(columns)}) → {target}"


def test_no_foreign_key_feels_for_a_hidden_row(stage, as_administrator):
    found = list(oracles(as_administrator, set(stage.guarded) - {"accounts_user"}))
    assert not found, found


def test_a_foreign_key_that_feels_is_found(stage, as_administrator):
    """Negative control."""
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute(
            "ALTER TABLE concerns_involved ADD CONSTRAINT feels FOREIGN KEY (person_id)"
            " REFERENCES people_person (id) NOT VALID"
        )
        found = list(oracles(as_administrator, set(stage.guarded)))
    assert found == ["concerns_involved(person_id) → people_person"]


# Unique by an id that is random, or by what the asker sees on both sides of it.
KNOWN_UNIQUE = {
    "sharing_link": ["kind", "source_id", "target_id"],
}


def test_no_unique_key_feels_for_a_hidden_row(stage, as_administrator):
    """Behind dossiers nothing is unique but random ids, or together with the dossier itself."""
    policies = written_by_the_application(as_administrator)
    faults = []
    for table, columns in as_administrator.execute(UNIQUE).fetchall():
        if table not in policies or table not in {*stage.dossier_tables, "sharing_link"}:
            continue
        own = stage.dossier_tables.get(table, "")
        if columns != ["id"] and own not in columns and KNOWN_UNIQUE.get(table) != columns:
            faults.append(f"{table}({', '.join(columns)})")
    assert not faults


def test_an_error_never_quotes_a_hidden_row(stage, as_app):
    """Casts and divisions over hidden rows: the condition of the policy comes first."""
    with scene.acting(as_app, "olga"):
        for table in stage.dossier_tables:
            for column in stage.columns[table]:
                answer = met(
                    as_app,
                    f"SELECT 1 FROM {table} WHERE {column.name}::text::integer > 0 OR {column.name} IS NULL",
                    None,
                )
                assert not stage.leaks(str(answer)), (table, column.name)

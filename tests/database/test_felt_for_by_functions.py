"""No function of the guard tells a hidden thing from nothing: each is called with both in every place for an id.

Hidden is a case that was closed to all of its owner, with all that stands in it, was drafted from it and asked of it.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from psycopg import sql

from tests import case_scene
from tests.cast import named
from tests.database import many, scene
from tests.database.test_felt_for import closed_to_all
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.partnerships.enums import Role

pytestmark = pytest.mark.django_db(transaction=True)

FUNCTIONS = """
SELECT p.proname::text, p.proargtypes::regtype[]::text[], p.proargnames[1:p.pronargs] FROM pg_proc p
WHERE p.pronamespace = 'guard'::regnamespace AND p.prokind = 'f' AND p.prorettype <> 'trigger'::regtype
  AND has_function_privilege('tvaers_app', p.oid, 'EXECUTE')
  AND ARRAY['uuid', 'uuid[]'] && p.proargtypes::regtype[]::text[]
ORDER BY p.oid::regprocedure::text
"""
PLAIN = {
    "integer": [1, 511],
    "text": ["x"],
    "boolean": [True, False],
    "bytea": [b"x" * 60],
    "timestamp with time zone": [clock.now() + timedelta(days=9)],
    "date": [clock.today() + timedelta(days=5)],
    "jsonb": ["{}"],
    "uuid[]": [[]],
    "text[]": [[]],
    "integer[]": [[1]],
    "bytea[]": [[]],
    "interval": ["1 day"],
}
# An id that is written, not asked about: of a row of the log, or of a request.
WRITTEN = {"event_id", "ids", "reset"}
ATTACKERS = {
    **{who: {} for who in ("alice", "bo", "frida", "carl", "gerda", "inga")},
    "dina": {"roles": int(Role.SUPERVISOR | Role.COORDINATOR | Role.ADMINISTRATOR | Role.INSPECTOR)},
}


def calls(name, types, names, own):
    """Each way of calling a function with one id to be asked about: which, and the statement."""
    others = {
        "on_frame": case_scene.AGREEMENT,
        "frame": case_scene.AGREEMENT,
        "to_organisation": named("herlev"),
        "to_member": named("hanne"),
        "on_basis": case_scene.BASES["rpl-115-1"],
    }
    for place, (type_, asked) in enumerate(zip(types, names, strict=True)):
        for pick in (0, 1) if type_ in ("uuid", "uuid[]") and asked not in WRITTEN else ():
            given = [
                others.get(each, own) if kind == "uuid" else PLAIN[kind][min(pick, len(PLAIN[kind]) - 1)]
                for kind, each in zip(types, names, strict=True)
            ]
            values = [*map(sql.Literal, given)]
            values[place] = sql.SQL("ARRAY[{}]").format(many.ID) if type_ == "uuid[]" else many.ID
            arguments = [
                sql.SQL("{}::{}").format(value, sql.SQL(kind)) for value, kind in zip(values, types, strict=True)
            ]
            yield (
                asked,
                sql.SQL("SELECT guard.{}({})").format(sql.Identifier(name), sql.SQL(", ").join(arguments)),
            )


def answers(asking, connection, statement, ids):
    """What a call that leaves nothing behind is answered, whatever was asked about."""
    return [
        tuple(each.replace(str(id_), "asked about") if each else each for each in told)
        for id_, told in zip(ids, asking.read(connection, statement, ids), strict=True)
    ]


@pytest.fixture
def asking(as_administrator):
    with many.asking(as_administrator) as functions:
        yield functions


def test_no_function_feels_for_something_hidden(cast, db, as_administrator, as_app, asking, printed):
    hidden = closed_to_all(as_administrator)
    with acting_as("alice") as alice:
        own = case_scene.case(alice)
    felt, tried, functions = set(), 0, as_administrator.execute(FUNCTIONS).fetchall()
    for who, changes in ATTACKERS.items():
        with as_app.transaction(force_rollback=True):
            scene.enter(as_app, who, **changes)
            for name, types, names in functions:
                for asked, statement in calls(name, types, names, own):
                    nothing, *others = answers(asking, as_app, statement, [uuid4(), *hidden])
                    tried += len(others)
                    felt |= {(who, name, asked, nothing, told) for told in others if told != nothing}
    printed(f"{tried:,} calls of {len(functions)} functions with a hidden id")
    assert not felt
    assert len(functions) > 60
    assert tried > 10_000

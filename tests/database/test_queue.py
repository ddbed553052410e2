"""What nobody puts into the queue, nor keeps from it: the nightly erasure runs whatever a colleague does."""

from datetime import timedelta

import pytest

from tests.cast import CAST, named
from tests.database import scene
from tvaers.cases.tasks import ERASE as ERASE_CASES
from tvaers.concerns.actions.importing import TASK as IMPORT
from tvaers.concerns.tasks import ERASE
from tvaers.foundation import clock
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.sharing import nightly
from tvaers.sharing.tasks import SWEEP

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN_TASK, TAKEN = "TV030", "23505"
ENQUEUE = "SELECT guard.enqueue(%s, '{}', %s, %s)"


def waiting(connection, task):
    """Organisation → how many jobs wait for it, and when the last of them may run."""
    rows = connection.execute(
        "SELECT args ->> 'organisation', count(*), max(scheduled_at) FROM procrastinate_jobs WHERE task_name = %s"
        " GROUP BY 1",
        [task],
    )
    return {organisation: (count, at) for organisation, count, at in rows}


def system_names(connection):
    rows = connection.execute("SELECT name FROM guard.allowed_task WHERE who = 'system'")
    return sorted(name for (name,) in rows)


def test_no_request_puts_in_what_runs_at_night(cast, as_app, as_administrator):
    names = system_names(as_administrator)
    assert {ERASE, ERASE_CASES, SWEEP} <= set(names)
    assert IMPORT not in names
    for name in names:
        for part in CAST:
            with scene.acting(as_app, part.key):
                lock = f"{name}:{named(part.organisation)}"
                assert scene.refused(as_app, ENQUEUE, [name, None, lock]) == UNKNOWN_TASK, (name, part.key)
    with scene.acting(as_app, Claims(kind=ContextKind.SIGN_IN)):
        assert scene.refused(as_app, ENQUEUE, [ERASE, None, None]) == UNKNOWN_TASK


def test_the_nightly_erasure_is_put_in_whatever_a_member_has_waiting(cast, as_app, as_administrator):
    """Stine writes the lock of the erasure on a job of her own, and puts in a thousand more."""
    with scene.acting(as_app, "stine"):
        for lock in (f"{ERASE}:{named('gladsaxe')}", ERASE, str(named("gladsaxe")), f"system:{ERASE}"):
            assert scene.refused(as_app, ENQUEUE, [IMPORT, None, lock]) == ""
        as_app.execute(f"SELECT count(guard.enqueue('{IMPORT}', '{{}}', NULL, NULL)) FROM generate_series(1, 1000)")
    nightly.enqueue_for_each(ERASE)
    found = waiting(as_administrator, ERASE)
    assert len(found) > 1
    assert set(found.values()) == {(1, None)}
    # The queue hands out by priority first.
    ((first,),) = as_administrator.execute(
        "SELECT task_name FROM procrastinate_jobs ORDER BY priority DESC, id LIMIT 1"
    ).fetchall()
    assert first == ERASE
    nightly.enqueue_for_each(ERASE)
    assert set(waiting(as_administrator, ERASE).values()) == {(1, None)}


def test_a_member_puts_in_an_import_at_once_and_once(cast, as_app, as_administrator):
    later = clock.now() + timedelta(days=365)
    with scene.acting(as_app, "alice"):
        assert scene.refused(as_app, ENQUEUE, [IMPORT, later, "a"]) == UNKNOWN_TASK
        assert scene.refused(as_app, ENQUEUE, [IMPORT, None, "a"]) == ""
        assert scene.refused(as_app, ENQUEUE, [IMPORT, None, "a"]) == TAKEN
    # Not even within the organisation does one keep another from it.
    with scene.acting(as_app, "bo"):
        assert scene.refused(as_app, ENQUEUE, [IMPORT, None, "a"]) == ""
    assert waiting(as_administrator, IMPORT) == {str(named("gladsaxe")): (2, None)}

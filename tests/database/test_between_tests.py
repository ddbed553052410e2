"""What a test leaves to the next: no row that the migrations did not write, and sessions as they were at first."""

import pytest

CHANGES = {
    "changed": "UPDATE django_content_type SET model = 'other' WHERE id = (SELECT min(id) FROM django_content_type)",
    "gone": "DELETE FROM sharing_legalbasis WHERE id = (SELECT min(id::text)::uuid FROM sharing_legalbasis)",
    "all gone": "DELETE FROM guard.allowed_task",
    "more": "INSERT INTO django_content_type (app_label, model) VALUES ('none', 'none')",
    "written": "INSERT INTO sharing_dossier (id, kind, owner_id) VALUES (gen_random_uuid(), 'case', gen_random_uuid())",
}
TABLES = ("sharing_legalbasis", "guard.allowed_task", "django_content_type", "sharing_dossier")
LEFT = """
SELECT current_setting('search_path'), current_setting('tvaers.context', true) <> '',
       (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_listening_channels()),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
"""


def rows(connection):
    return {table: connection.execute(f"SELECT x::text FROM {table} x ORDER BY 1").fetchall() for table in TABLES}


@pytest.mark.parametrize("change", CHANGES)
def test_every_row_is_as_the_migrations_left_it(as_administrator, clean, change):
    before = rows(as_administrator)
    as_administrator.execute("SET session_replication_role = replica")
    assert as_administrator.execute(CHANGES[change]).rowcount
    clean()
    assert rows(as_administrator) == before
    clean()
    assert rows(as_administrator) == before


def test_a_session_is_handed_on_bare(logins):
    first = logins.take("tvaers_app")
    fresh, number = first.execute(LEFT, prepare=False).fetchone(), first.info.backend_pid
    first.execute("SET search_path = guard")
    first.execute("SELECT set_config('tvaers.context', 'x', false), pg_advisory_lock(1)")
    first.execute("PREPARE kept AS SELECT 1")
    first.execute("LISTEN kept")
    first.commit()
    assert first.execute(LEFT, prepare=False).fetchone() != fresh
    logins.give_back("tvaers_app", first)
    second = logins.take("tvaers_app")
    assert second is not first
    assert second.info.backend_pid == number
    assert [each or False for each in second.execute(LEFT, prepare=False).fetchone()] == [
        each or False for each in fresh
    ]
    logins.give_back("tvaers_app", second)


def test_what_one_heard_the_next_does_not(logins):
    first, other = (logins.take("tvaers_app", autocommit=True) for _ in range(2))
    first.execute("LISTEN heard")
    other.execute("NOTIFY heard")
    logins.give_back("tvaers_app", other)
    logins.give_back("tvaers_app", first)
    second = logins.take("tvaers_app", autocommit=True)
    assert second.info.backend_pid == first.info.backend_pid
    second.execute("SELECT 1")
    assert list(second.notifies(timeout=0.1)) == []
    logins.give_back("tvaers_app", second)


def test_a_session_in_a_failed_transaction_is_handed_on_and_a_closed_one_is_not(logins):
    session = logins.take("tvaers_app")
    number = session.info.backend_pid
    with pytest.raises(Exception, match="division by zero"):
        session.execute("SELECT 1 / 0")
    logins.give_back("tvaers_app", session)
    again = logins.take("tvaers_app")
    assert again.info.backend_pid == number
    assert again.execute("SELECT 1").fetchone() == (1,)
    again.close()
    logins.give_back("tvaers_app", again)
    new = logins.take("tvaers_app")
    assert new.info.backend_pid != number
    logins.give_back("tvaers_app", new)

"""The signed context: whatever is not signed for this very transaction is refused with an error, never with no rows.

PostgreSQL asks a policy once for each row it meets, so a statement that meets no row at all answers without a
context; nothing is hidden behind it then. Python's guard raises in that case too (tests/domain/test_guard_python.py).
"""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.cast import actor, named
from tests.database import scene
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

REFUSED = "TV001"
NOT_AT_WORK = "TV002"
FORGERIES = 300


@pytest.fixture
def stage(cast, as_administrator):
    return scene.build(as_administrator)


@pytest.fixture
def guarded(stage, as_app):
    """The guarded tables that the application may read at all."""
    rows = as_app.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relname = ANY (%s) AND has_table_privilege(c.oid, 'SELECT')",
        [stage.guarded],
    ).fetchall()
    as_app.rollback()
    return [name for (name,) in rows]


def states(connection, tables):
    """The refusals met when reading each table."""
    return {scene.refused(connection, f"SELECT count(*) FROM {table}") for table in tables}


def test_a_true_context_is_believed(guarded, as_app):
    with scene.acting(as_app, "alice"):
        assert len(guarded) > 20
        assert states(as_app, guarded) == {""}
        assert as_app.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (3,)


@pytest.mark.parametrize("never", [True, False], ids=["never one", "none any more"])
def test_without_a_context_every_table_with_rows_raises(guarded, as_app, database, never):
    """In a session that has just been made a setting is missing; in one that had a context before it is empty."""
    with database.connect("tvaers_app") if never else as_app as session:
        with session.transaction():
            if not never:
                scene.enter(session, "alice")
        session.commit()
        missing = session.execute("SELECT current_setting('tvaers.context', true) IS NULL").fetchone()
        session.rollback()
        assert missing == (never,)
        with session.transaction():
            assert states(session, guarded) == {REFUSED}
            assert states(session, ["partnerships_membership", "sharing_frame", "django_cache"]) == {REFUSED, ""}


@pytest.mark.parametrize(
    "made",
    [
        "",
        "|",
        "x",
        "0" * 64,
        "|" + "0" * 64,
        "|".join(["1"] * 14),
        "1|member|" + "|" * 10 + "|" + "f" * 64,
    ],
)
def test_what_is_no_context_is_refused(guarded, as_app, made):
    with as_app.transaction():
        scene.present(as_app, made)
        assert states(as_app, guarded) == {REFUSED}


@pytest.mark.parametrize("kind", [ContextKind.SIGN_IN, ContextKind.ACCOUNT])
def test_nobody_at_work_reaches_no_dossier(stage, as_app, kind):
    # Before sign-in nobody is told who works where, either.
    behind_dossiers = {*stage.dossier_tables, "sharing_dossier", "sharing_link", "partnerships_membership"}
    # Found through an index by whom nobody is, no row is met; else it raises like the others.
    behind_dossiers.discard("sharing_onwardnotice")
    with scene.acting(as_app, Claims(kind=kind, user=named("user alice"))):
        answered = {table: scene.refused(as_app, f"SELECT count(*) FROM {table}") for table in behind_dossiers}
        assert answered == dict.fromkeys(behind_dossiers, NOT_AT_WORK)
        for table in ("sharing_access", "sharing_onwardnotice", "audit_event", "audit_seen"):
            state = scene.refused(as_app, f"SELECT 1 / (1 - count(*)) FROM (SELECT FROM {table} LIMIT 1) AS one")
            assert state in {"", NOT_AT_WORK}


def test_forged_contexts_are_refused(stage, as_app):
    """Any change of any character, and any claim signed with another key."""
    with as_app.transaction(force_rollback=True):
        true = scene.token(as_app, actor("olga").claims)

        @hypothesis_settings(
            max_examples=FORGERIES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(at=st.integers(0, len(true) - 1), put=st.sampled_from("0123456789abcdef|,-"), cut=st.booleans())
        def each(at, put, cut):
            forged = true[:at] if cut else true[:at] + put + true[at + 1 :]
            scene.present(as_app, forged)
            state = scene.refused(as_app, "SELECT count(*) FROM sharing_dossier")
            assert state == ("" if forged == true else REFUSED), forged

        each()
        for key in (b"", b"\0" * 32, settings.TVAERS_CONTEXT_KEY[:-1], settings.SECRET_KEY.encode()[:64]):
            stolen = scene.token(as_app, actor("alice").claims)
            body = stolen.rpartition("|")[0].split("|")
            forged = context.sign(
                actor("alice").claims, key=key, pid=int(body[2]), transaction_start=int(body[3]), expires=int(body[12])
            )
            scene.present(as_app, forged)
            assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED


def test_a_plain_setting_would_have_been_believed(stage, as_administrator):
    """Negative control: the same forgery against a guard that trusts the setting opens everything."""
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute(
            "CREATE OR REPLACE FUNCTION guard.claims() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER"
            " AS $$ SELECT string_to_array(current_setting('tvaers.context'), '|') $$"
        )
        as_administrator.execute("SET LOCAL ROLE tvaers_app")
        forged = f"1|member|0|0|{uuid4()}|{named('gladsaxe')}|{uuid4()}|{named('gladsaxe')}|511|255|0||9|00"
        scene.present(as_administrator, forged)
        assert as_administrator.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (3,)


@pytest.mark.parametrize(
    "changes",
    [{"pid": 1}, {"transaction_start": 1}, {"expires": 1}, {"expires": 0}, {"expires": -(2**62)}],
    ids=str,
)
def test_a_context_of_another_time_or_place_is_refused(stage, as_app, changes):
    with as_app.transaction():
        scene.present(as_app, scene.token(as_app, actor("alice").claims, **changes))
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED


@pytest.mark.parametrize("version", ["0", "1", "3"])
def test_another_version_is_refused(stage, as_app, monkeypatch, version):
    """The former one, too, when it says what only this one says."""
    monkeypatch.setattr(context, "VERSION", version)
    with as_app.transaction():
        scene.present(as_app, scene.token(as_app, actor("alice").claims))
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED


def test_a_context_of_the_former_release_holds_and_names_no_session(stage, as_app):
    """While an upgrade runs, both releases work on the same tables."""
    with as_app.transaction():
        body = scene.token(as_app, actor("alice").claims).split("|")
        former = "|".join(["1", *body[1:13]])
        signature = hmac.new(settings.TVAERS_CONTEXT_KEY, former.encode(), hashlib.sha256).hexdigest()
        scene.present(as_app, f"{former}|{signature}")
        assert as_app.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (3,)
        assert as_app.execute("SELECT guard.factor_age()").fetchone() == (None,)


def test_a_context_is_no_good_in_another_backend(stage, as_app, connect):
    other = connect("tvaers_app")
    with as_app.transaction(), other.transaction():
        scene.enter(as_app, "alice")
        stolen = as_app.execute("SELECT current_setting('tvaers.context')").fetchone()[0]
        scene.present(other, stolen)
        assert scene.refused(other, "SELECT count(*) FROM sharing_dossier") == REFUSED
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == ""


def test_a_context_is_no_good_in_the_next_transaction(stage, as_app):
    with as_app.transaction():
        scene.enter(as_app, "alice")
        stolen = as_app.execute("SELECT current_setting('tvaers.context')").fetchone()[0]
    with as_app.transaction():
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED
        scene.present(as_app, stolen)
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED
    as_app.execute("SELECT set_config('tvaers.context', %s, false)", [stolen])
    as_app.commit()
    assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED


def test_a_context_runs_out_inside_a_transaction(stage, as_app):
    with as_app.transaction():
        (start,) = as_app.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").fetchone()
        almost = int(timedelta(milliseconds=300).total_seconds() * 1_000_000)
        scene.present(as_app, scene.token(as_app, actor("alice").claims, expires=start + almost))
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == ""
        as_app.execute("SELECT pg_sleep(0.35)")
        assert scene.refused(as_app, "SELECT count(*) FROM sharing_dossier") == REFUSED


def test_a_claim_cannot_spill_into_the_next(as_app):
    crooked = replace(actor("olga").claims, kind="member|1|1")
    with as_app.transaction(), pytest.raises(context.ForgedClaimsError):
        scene.token(as_app, crooked)


def test_a_context_with_no_key_in_the_database_is_refused(stage, as_administrator):
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute("DELETE FROM guard.secret")
        as_administrator.execute("SET LOCAL ROLE tvaers_app")
        scene.enter(as_administrator, "alice")
        assert scene.refused(as_administrator, "SELECT count(*) FROM sharing_dossier") == REFUSED


@pytest.mark.parametrize("role", ["tvaers_app", "tvaers_ticket", "tvaers_worker", "tvaers_maintenance"])
@pytest.mark.parametrize("command", ["SELECT * FROM guard.secret", "UPDATE guard.secret SET inner_pad = outer_pad"])
def test_no_login_role_reads_or_writes_the_key(connect, role, command):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect(role).execute(command)

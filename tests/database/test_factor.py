"""How long ago a second factor was shown: told for the own session only, and noted by nobody who was not shown one."""

from dataclasses import replace

import pytest

from tests.cast import actor, named
from tests.database import scene
from tests.stage import sign_in
from tvaers.accounts.sessions import hashed
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

pytestmark = pytest.mark.django_db(transaction=True)
AGE, REQUIRE, NOTE = "SELECT guard.factor_age()", "SELECT guard.require_factor(%s)", "SELECT guard.note_factor(%s)"
NOT_SHOWN, NOT_FRESH, FALSE, POLICY = "TV004", "TV005", "TV001", "42501"
SAVE = "SELECT guard.save_session(%s, 'x', %s, now() + interval '1 hour', false)"


@pytest.fixture
def session(cast):
    """The hash of the session in which Alice showed her telephone a moment ago."""
    return hashed(sign_in("alice"))


def age(connection, who="alice", **claims):
    with scene.acting(connection, who, **claims):
        return connection.execute(AGE).fetchone()[0]


def required(connection, seconds, who="alice", **claims):
    """The state of the refusal, if any."""
    with scene.acting(connection, who, **claims):
        return scene.refused(connection, REQUIRE, [seconds])


def aged(administrator, seconds):
    administrator.execute("UPDATE accounts_session SET factor_at = now() - make_interval(secs => %s)", [seconds])


def noted(administrator, session):
    return administrator.execute(
        "SELECT factor_at, factor_kind FROM accounts_session WHERE key_hash = %s", [session]
    ).fetchone()


# --- what is told -------------------------------------------------------------------------------------


def test_the_age_is_told_in_whole_seconds_and_what_is_too_old_is_refused(session, as_app, as_administrator):
    assert 0 <= age(as_app, session=session) <= 60
    assert required(as_app, 60, session=session) == ""
    aged(as_administrator, 100)
    assert 100 < age(as_app, session=session) < 200
    assert required(as_app, 60, session=session) == NOT_FRESH
    assert required(as_app, 300, session=session) == ""


def other_sessions(session):
    """Contexts, all truly signed, that have no session in which a factor was shown."""
    alice = actor("alice").claims
    return {
        "no session": alice,
        "an invented session": replace(alice, session=b"x" * 32),
        "a colleague in her session": replace(actor("bo").claims, session=session),
        "another organisation in her session": replace(actor("olga").claims, session=session),
        "a job for her organisation": Claims(
            kind=ContextKind.SYSTEM, organisation=named("gladsaxe"), readers=(named("gladsaxe"),), session=session
        ),
        "somebody who has yet to sign in": Claims(kind=ContextKind.SIGN_IN, session=session),
    }


def test_nobody_else_has_shown_it(session, as_app):
    for name, claims in other_sessions(session).items():
        assert age(as_app, claims) is None, name
        assert required(as_app, 10**9, claims) == NOT_FRESH, name


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM accounts_session",
        "UPDATE accounts_session SET expires_at = now()",
        "UPDATE accounts_session SET factor_at = NULL, factor_kind = ''",
        "UPDATE accounts_session SET factor_at = now() + interval '1 day'",
    ],
    ids=["the session has ended", "has run out", "nothing was shown", "the clock went back"],
)
def test_it_ends_with_the_session(session, as_app, as_administrator, change):
    as_administrator.execute(change)
    assert age(as_app, session=session) is None
    assert required(as_app, 10**9, session=session) == NOT_FRESH


def test_it_ends_in_the_middle_of_a_transaction(session, as_app, as_administrator):
    with scene.acting(as_app, "alice", session=session):
        assert scene.refused(as_app, REQUIRE, [60]) == ""
        as_administrator.execute("DELETE FROM accounts_session")
        assert scene.refused(as_app, REQUIRE, [60]) == NOT_FRESH


def test_how_fresh_has_to_be_said(session, as_app):
    assert required(as_app, None, session=session) == NOT_FRESH
    assert required(as_app, -1, session=session) == NOT_FRESH


def test_nothing_is_told_without_a_context(session, as_app):
    with as_app.transaction():
        stated = scene.token(as_app, replace(actor("alice").claims, session=session, factor="totp"))
        assert scene.refused(as_app, AGE) == scene.refused(as_app, REQUIRE, [60]) == FALSE
        assert scene.refused(as_app, NOTE, [stated]) == FALSE


def test_nobody_reads_the_note_of_another_account(session, as_app):
    notes = "SELECT factor_at FROM accounts_session WHERE factor_at IS NOT NULL"
    with scene.acting(as_app, "alice"):
        assert len(as_app.execute(notes).fetchall()) == 1
    for who in ("bo", "olga", Claims(kind=ContextKind.SIGN_IN)):
        with scene.acting(as_app, who):
            assert as_app.execute(notes).fetchall() == []


# --- what is noted ------------------------------------------------------------------------------------


def stated(connection, session, /, who="alice", **claims):
    """What the program states when a factor was shown."""
    return scene.token(connection, replace(actor(who).claims, **{"session": session, "factor": "webauthn", **claims}))


def test_a_factor_shown_in_this_request_is_noted(session, as_app, as_administrator):
    aged(as_administrator, 1000)
    with scene.acting(as_app, "alice", session=session):
        before = as_app.execute("SELECT current_setting('tvaers.context')").fetchone()
        as_app.execute(NOTE, [stated(as_app, session)])
        assert as_app.execute("SELECT current_setting('tvaers.context')").fetchone() == before
        assert as_app.execute(AGE).fetchone()[0] < 1000
    assert noted(as_administrator, session)[1] == "webauthn"


def test_it_is_noted_while_somebody_signs_in(session, as_app, as_administrator):
    aged(as_administrator, 1000)
    signing_in = Claims(kind=ContextKind.SIGN_IN)
    with scene.acting(as_app, signing_in):
        told = replace(signing_in, user=named("user alice"), session=session, factor="totp")
        as_app.execute(NOTE, [scene.token(as_app, told)])
        assert as_app.execute("SELECT guard.signed_in_user()").fetchone() == (None,)
    assert age(as_app, session=session) < 1000


@pytest.mark.parametrize(
    "changes",
    [
        {"factor": ""},
        {"factor": "recovery_codes"},
        {"factor": "password"},
        {"session": None},
        {"session": b"x" * 32},
        {"user": named("user bo")},
        {"user": None},
    ],
    ids=str,
)
def test_nothing_is_noted_for_what_was_not_shown(session, as_app, as_administrator, changes):
    aged(as_administrator, 1000)
    before = noted(as_administrator, session)
    with scene.acting(as_app, "alice", session=session):
        assert scene.refused(as_app, NOTE, [stated(as_app, session, **changes)]) == NOT_SHOWN
    assert noted(as_administrator, session) == before


def test_a_statement_cannot_say_that_a_factor_was_shown(session, as_app, as_administrator):
    """It is signed, and holds for one transaction: the own context does not say so, and what was made up is refused."""
    aged(as_administrator, 1000)
    with scene.acting(as_app, "alice", session=session):
        kept = stated(as_app, session)
    with scene.acting(as_app, "alice", session=session):
        own = as_app.execute("SELECT current_setting('tvaers.context')").fetchone()[0]
        assert scene.refused(as_app, NOTE, [own]) == NOT_SHOWN
        parts = own.split("|")
        for forged in (
            "|".join([*parts[:14], "totp", parts[15]]),
            "|".join([*parts[:14], "totp", "0" * 64]),
            kept,
            "",
            None,
        ):
            assert scene.refused(as_app, NOTE, [forged]) == FALSE
            scene.present(as_app, forged)
            assert scene.refused(as_app, AGE) == FALSE
            scene.present(as_app, own)
    assert age(as_app, session=session) >= 1000


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_session SET factor_at = now(), factor_kind = 'totp'",
        "UPDATE accounts_session SET user_id = guard.signed_in_user()",
        "INSERT INTO accounts_session (key_hash, data, expires_at, factor_at) VALUES ('x', 'x', now(), now())",
        "SELECT guard.session()",
        "SELECT guard.shown_factor()",
    ],
)
@pytest.mark.parametrize("who", ["alice", Claims(kind=ContextKind.SIGN_IN)], ids=["member", "sign-in"])
def test_the_application_writes_no_note_itself(session, as_app, statement, who):
    with scene.acting(as_app, who, session=session):
        assert scene.refused(as_app, statement) == POLICY


def test_a_session_taken_over_brings_no_factor_along(session, as_app, as_administrator):
    """Bo makes Alice's session his own, as a statement could; what she has shown in it does not count for him."""
    with scene.acting(as_app, "bo"):
        assert as_app.execute(SAVE, [session, named("user bo")]).fetchone() == (True,)
    assert noted(as_administrator, session) == (None, "")
    assert age(as_app, "bo", session=session) is None


def test_a_session_saved_by_its_own_user_keeps_it(session, as_app, as_administrator):
    before = noted(as_administrator, session)
    with scene.acting(as_app, "alice"):
        as_app.execute(SAVE, [session, named("user alice")])
    assert noted(as_administrator, session) == before != (None, "")


# --- whose factors ------------------------------------------------------------------------------------

ADD_KEY = "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, %s, '{}', now())"
REMOVE_KEY = "DELETE FROM mfa_authenticator WHERE user_id = %s AND type = %s RETURNING id"


def added(connection, kind, user="alice"):
    return scene.refused(connection, ADD_KEY, [named(f"user {user}"), kind])


def test_a_key_is_added_by_its_owner_right_after_a_factor(session, as_app, as_administrator):
    with scene.acting(as_app, "alice", session=session):
        assert added(as_app, "webauthn") == ""
        assert added(as_app, "webauthn", "bo") == POLICY
    with scene.acting(as_app, "alice"):
        assert added(as_app, "webauthn") == POLICY, "a statement outside her session"
    with scene.acting(as_app, Claims(kind=ContextKind.SIGN_IN)):
        for kind in ("webauthn", "recovery_codes"):
            assert added(as_app, kind) == POLICY, "nobody is signed in yet"
    aged(as_administrator, 400)
    with scene.acting(as_app, "alice", session=session):
        assert added(as_app, "webauthn") == POLICY
        assert added(as_app, "recovery_codes") == ""


def test_no_other_kind_is_added(session, as_app):
    with scene.acting(as_app, "alice", session=session):
        assert added(as_app, "anything") == POLICY


def test_a_key_is_removed_by_its_owner_and_the_telephone_by_nobody(session, as_app, as_administrator):
    for who in ("alice", "bo"):
        as_administrator.execute(ADD_KEY, [named(f"user {who}"), "webauthn"])

    def removed(user, kind):
        return len(as_app.execute(REMOVE_KEY, [named(f"user {user}"), kind]).fetchall())

    with scene.acting(as_app, Claims(kind=ContextKind.SIGN_IN)):
        assert removed("alice", "webauthn") == removed("alice", "totp") == 0
    aged(as_administrator, 400)
    with scene.acting(as_app, "alice", session=session):
        assert removed("alice", "webauthn") == 0
    aged(as_administrator, 1)
    with scene.acting(as_app, "alice", session=session):
        assert removed("bo", "webauthn") == removed("alice", "totp") == 0
        assert removed("alice", "webauthn") == 1

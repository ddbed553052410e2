"""Theft of sessions: the table is useless without the cookie, and what has ended is dead at the next request."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client

from tests import stage
from tests.cast import actor, named
from tests.database import scene
from tvaers.accounts.models import User
from tvaers.accounts.sessions import SessionStore
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.partnerships.enums import Role

pytestmark = [pytest.mark.urls("tests.database.pages"), pytest.mark.django_db(transaction=True)]
COOKIE = settings.SESSION_COOKIE_NAME


def organisation_of(client):
    """For whom the browser acts, as its next request finds it; empty for nobody."""
    answer = client.get("/whose/")
    return answer.content.decode() if answer.status_code == 200 else ""


def browser(cookie):
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = cookie
    return client


@pytest.fixture
def alice(client_for):
    return client_for("alice", raise_request_exception=False)


def test_a_session_lets_its_own_user_in(alice):
    assert organisation_of(alice) == str(named("gladsaxe"))


def test_the_stolen_table_opens_nothing(alice, as_administrator):
    """What stands in the row, in any form, is no cookie; and the row holds nothing that can be read."""
    cookie = alice.cookies[COOKIE].value
    key_hash, data = as_administrator.execute("SELECT key_hash, data FROM accounts_session").fetchone()
    assert bytes(key_hash) == hashlib.sha256(cookie.encode()).digest()
    assert cookie.encode() not in bytes(data)
    assert str(named("user alice")).encode() not in bytes(data)
    for stolen in (bytes(key_hash).hex(), bytes(key_hash).hex()[:32], bytes(key_hash).decode("latin1"), ""):
        assert organisation_of(browser(stolen)) == ""


def test_a_row_made_by_an_intruder_opens_nothing(alice, client_for, as_administrator):
    """Copied or pointed at somebody else by whoever can write the table: its seal does not fit."""
    olga = client_for("olga", raise_request_exception=False)
    own = hashlib.sha256(olga.cookies[COOKIE].value.encode()).digest()
    assert organisation_of(olga) == str(named("outside"))
    as_administrator.execute("UPDATE accounts_session SET user_id = %s WHERE key_hash = %s", [named("user alice"), own])
    assert organisation_of(olga) == ""
    as_administrator.execute(
        "UPDATE accounts_session SET data = (SELECT data FROM accounts_session WHERE key_hash <> %s)"
        " WHERE key_hash = %s",
        [own, own],
    )
    assert organisation_of(olga) == ""
    assert organisation_of(alice) == str(named("gladsaxe"))


def test_a_revoked_session_is_dead_at_the_next_request(alice, as_administrator):
    assert organisation_of(alice)
    as_administrator.execute("DELETE FROM accounts_session")
    assert organisation_of(alice) == ""


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_session SET expires_at = now() - interval '1 second'",
        "UPDATE accounts_session SET seen_at = now() - interval '31 minutes'",
        "UPDATE accounts_user SET is_active = false",
        "UPDATE accounts_user SET password = 'another'",
        "UPDATE partnerships_membership SET state = 'left'",
        "UPDATE partnerships_organisation SET ended_at = now()",
        "DELETE FROM mfa_authenticator",
    ],
    ids=lambda change: change[7:60],
)
def test_what_ended_is_dead_at_the_next_request(alice, as_administrator, change):
    assert organisation_of(alice)
    as_administrator.execute(change)
    assert organisation_of(alice) == ""


@pytest.mark.parametrize(
    ("change", "visible"),
    [
        ("SELECT 1", 1),
        ("UPDATE partnerships_membership SET roles = 4096", 0),
        ("UPDATE partnerships_membership SET roles = 16", 0),
    ],
)
def test_a_changed_role_counts_at_the_next_request(alice, as_administrator, change, visible):
    scene.add_dossier(as_administrator, owner="gladsaxe")
    assert alice.get("/counted/").content == b"1"
    as_administrator.execute(change)
    assert alice.get("/counted/").content == str(visible).encode()


def test_who_left_a_unit_no_longer_sees_its_dossiers(alice, as_administrator):
    scene.add_dossier(as_administrator, owner="gladsaxe", reader=named("gladsaxe-ssp"))
    assert alice.get("/counted/").content == b"1"
    as_administrator.execute("DELETE FROM partnerships_unitmembership")
    assert alice.get("/counted/").content == b"0"


def test_a_cookie_planted_before_sign_in_is_not_kept(client_for, as_administrator):
    """Session fixation: a key that the server did not make is never taken over, nor one from before sign-in."""
    planted = "a" * 32
    victim = browser(planted)
    victim.get("/whose/")
    assert as_administrator.execute("SELECT count(*) FROM accounts_session").fetchone() == (0,)
    try:
        with transaction.atomic():
            context.enter(Claims(kind=ContextKind.SIGN_IN))
            store = SessionStore(planted)
            store["before"] = 1
            store.save()
            before = store.session_key
            store.cycle_key()
            after = store.session_key
    finally:
        context.leave()
    assert len({planted, before, after}) == 3
    hashes = {bytes(row[0]) for row in as_administrator.execute("SELECT key_hash FROM accounts_session").fetchall()}
    assert hashes == {hashlib.sha256(after.encode()).digest()}


def test_acting_for_an_organisation_takes_a_membership_there(alice, as_administrator):
    """What the session says one acts for is a wish; the memberships decide."""
    cookie = alice.cookies[COOKIE].value
    try:
        with transaction.atomic():
            context.enter(Claims(kind=ContextKind.SIGN_IN))
            store = SessionStore(cookie)
            store["acting_for"] = str(named("hanne"))
            store.save()
    finally:
        context.leave()
    assert organisation_of(alice) == str(named("gladsaxe"))


def test_idle_time_is_measured_from_the_last_request(alice, as_administrator):
    as_administrator.execute("UPDATE accounts_session SET seen_at = now() - interval '29 minutes'")
    assert organisation_of(alice)
    (age,) = as_administrator.execute("SELECT now() - seen_at FROM accounts_session").fetchone()
    assert age < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("key", "minutes", "open_still"),
    [("gerda", 14, True), ("gerda", 16, False), ("inga", 16, False), ("alice", 16, True), ("alice", 31, False)],
)
def test_whoever_can_do_much_is_signed_out_sooner(client_for, as_administrator, key, minutes, open_still):
    client = client_for(key, raise_request_exception=False)
    assert organisation_of(client)
    rested = "UPDATE accounts_session SET seen_at = now() - make_interval(mins => %s)"
    as_administrator.execute(rested, [minutes])
    assert bool(organisation_of(client)) is open_still


def test_a_role_that_comes_or_goes_counts_at_the_next_request(alice, as_administrator):
    rested = "UPDATE accounts_session SET seen_at = now() - interval '16 minutes'"
    given = "UPDATE partnerships_membership SET roles = roles | %s WHERE id = %s"
    as_administrator.execute(rested)
    assert organisation_of(alice)
    as_administrator.execute(given, [int(Role.ADMINISTRATOR), named("alice")])
    as_administrator.execute(rested)
    assert organisation_of(alice) == ""


def test_a_session_does_not_outlive_its_absolute_end(alice, as_administrator):
    before = as_administrator.execute("SELECT expires_at FROM accounts_session").fetchone()
    for _ in range(3):
        assert organisation_of(alice)
    assert as_administrator.execute("SELECT expires_at FROM accounts_session").fetchone() == before


def test_the_stage_signs_in_as_the_program_does(cast):
    """The stage's own sessions carry what the program asks of a session, so nothing here is an open door."""
    cookie = stage.sign_in("alice")
    with transaction.atomic():
        store = SessionStore(cookie)
        data = store.load()
    assert data[SESSION_KEY] == str(actor("alice").user_id)
    assert isinstance(store.user, User)
    assert data[HASH_SESSION_KEY] == store.user.get_session_auth_hash()

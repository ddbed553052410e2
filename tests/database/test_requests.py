"""Whole requests against the guard, with real connections and real commits: pages of tests/database/pages.py."""

import re
import threading
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.cast import actor, named
from tests.database import pages, scene
from tvaers.guard import context, pool
from tvaers.guard.context import NoContextError
from tvaers.guard.middleware import OneTransaction, StreamedProtectedRowsError, after_transaction

pytestmark = [pytest.mark.urls("tests.database.pages"), pytest.mark.django_db(transaction=True)]
THREADS, ROUNDS = 6, 30


@pytest.fixture
def dossiers(cast, as_administrator):
    """Three of Gladsaxe's and one of Herlev's."""
    return {
        owner: [scene.add_dossier(as_administrator, owner=owner) for _ in range(number)]
        for owner, number in (("gladsaxe", 3), ("herlev", 1))
    }


@pytest.fixture
def alice(client_for):
    return client_for("alice", raise_request_exception=False)


@pytest.fixture
def hanne(client_for):
    return client_for("hanne", raise_request_exception=False)


def outcomes(administrator):
    """Route and status of each ticket, in the order of asking."""
    return administrator.execute(
        "SELECT t.route, o.status FROM audit_ticket t LEFT JOIN audit_outcome o ON o.ticket_id = t.id"
        " ORDER BY t.at, t.id"
    ).fetchall()


# --- hidden equals missing ----------------------------------------------------------------------------


def test_hidden_and_missing_are_the_same_answer(alice, hanne, dossiers):
    mine, missing = dossiers["gladsaxe"][0], uuid4()
    assert alice.get(f"/dossier/{mine}/").content == f"dossier {mine}".encode()
    hidden, nothing = (hanne.get(f"/dossier/{each}/") for each in (mine, missing))
    assert hidden.status_code == nothing.status_code == 404
    assert plain(hidden, mine) == plain(nothing, missing)
    assert shown_headers(hidden) == shown_headers(nothing)


def plain(response, dossier):
    """The page without the id asked for and the token that differs in every answer."""
    text = response.content.decode().replace(str(dossier), "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken[^:]*:[^"]*)"[^"]*"', "", text)


def shown_headers(response):
    return {name: value for name, value in response.headers.items() if name not in {"Set-Cookie", "Content-Length"}}


def test_hidden_and_missing_take_the_same_statements(hanne, dossiers):
    """The same number of statements, so that the answer's way tells nothing either."""
    counts = []
    for each in (dossiers["gladsaxe"][0], uuid4()):
        with connection.execute_wrapper(counting := Counting()):
            hanne.get(f"/dossier/{each}/")
        counts.append(counting.statements)
    assert counts[0] == counts[1]
    assert counts[0]


class Counting:
    """Notes the statements that pass, without their parameters."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, statement, params, many, context):
        self.statements.append(statement)
        return execute(statement, params, many, context)


def test_an_etag_never_skips_the_look(alice, hanne, dossiers):
    mine = dossiers["gladsaxe"][0]
    known = {"HTTP_IF_NONE_MATCH": '"1"'}
    assert alice.get(f"/versioned/{mine}/", **known).status_code == 304
    assert hanne.get(f"/versioned/{mine}/", **known).status_code == 404
    # Negative control: a page that compares before it looks tells that the dossier is there.
    assert hanne.get(f"/careless/{mine}/", **known).status_code == 304


def test_nothing_shipped_compares_before_it_looks():
    """No middleware makes answers conditional, and no protected answer may be kept by anybody."""
    assert not [name for name in settings.MIDDLEWARE if "ConditionalGet" in name or "cache" in name.lower()]


def test_answers_are_kept_by_nobody(alice, dossiers):
    assert alice.get("/counted/").headers["Cache-Control"] == "no-store"
    assert "ETag" not in alice.get("/counted/").headers


def test_counts_and_late_templates_see_the_own_alone(alice, hanne, dossiers):
    assert [alice.get("/counted/").content, hanne.get("/counted/").content] == [b"3", b"1"]
    late = hanne.get("/late/")
    assert late.content.split() == [str(dossiers["herlev"][0]).encode()]
    assert len(alice.get("/late/").content.split()) == 3


# --- outside the transaction --------------------------------------------------------------------------


def test_streaming_is_refused(client_for, dossiers, as_administrator):
    with pytest.raises(StreamedProtectedRowsError):
        client_for("alice").get("/streamed/")
    quiet = client_for("alice", raise_request_exception=False)
    assert quiet.get("/streamed/").status_code == 500
    assert [status for _, status in outcomes(as_administrator)] == [500, 500]


def test_code_after_the_commit_meets_the_guard(alice, dossiers):
    pages.met_after_commit.clear()
    assert alice.get("/afterwards/").status_code == 200
    assert pages.met_after_commit == ["NoContextError"]


def test_without_the_context_forgotten_it_would_have_gone_on(cast, dossiers, monkeypatch):
    """Negative control: were the claims kept on this side, only the database would stand in the way."""
    monkeypatch.setattr(context, "leave", lambda: None)
    met = []
    try:
        with transaction.atomic():
            context.enter(actor("alice").claims)
            transaction.on_commit(lambda: met.append(context.current() is not None))
    finally:
        monkeypatch.undo()
        context.leave()
    assert met == [True]


def test_python_refuses_a_statement_without_a_context(db):
    """Also one that would meet no row, where the database would answer."""
    with pytest.raises(NoContextError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(context.NotInTransactionError):
        context.enter(actor("alice").claims)


# --- errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "status", "kept"),
    [
        ("writes-then-fails", 500, 0),
        ("writes-then-answers-500", 503, 0),
        ("writes-then-forbids", 403, 1),
        ("counted", 200, 0),
        ("nothing-here", 404, 0),
        ("whose-then-fails", 500, 0),
    ],
)
def test_errors_roll_back_and_every_ticket_gets_its_outcome(alice, dossiers, as_administrator, page, status, kept):
    assert alice.get(f"/{page}/").status_code == status
    written = as_administrator.execute("SELECT count(*) FROM audit_event WHERE name = 'test.written'").fetchone()
    assert written == (kept,)
    assert [outcome for _, outcome in outcomes(as_administrator)] == [status]


def test_without_rollback_half_a_deed_would_stay(alice, dossiers, as_administrator, monkeypatch):
    """Negative control: Django alone turns the exception into an answer, and commits."""

    def plain(self, request):
        with transaction.atomic():
            return self.get_response(request)

    monkeypatch.setattr(OneTransaction, "__call__", plain)
    assert alice.get("/writes-then-fails/").status_code == 500
    context.leave()
    assert as_administrator.execute("SELECT count(*) FROM audit_event").fetchone() == (1,)


def test_a_ticket_names_the_page_and_never_the_address(alice, dossiers, as_administrator):
    alice.get(f"/dossier/{dossiers['gladsaxe'][0]}/?cpr=0101014444")
    alice.get("/nothing/0101014444/")
    assert outcomes(as_administrator) == [("one", 200), ("unknown", 404)]


def test_no_ticket_no_answer(alice, dossiers, as_administrator):
    """When the ticket cannot be written, nothing is looked up."""
    as_administrator.execute("REVOKE INSERT ON audit_ticket FROM tvaers_ticket")
    try:
        response = alice.get(f"/dossier/{dossiers['gladsaxe'][0]}/")
    finally:
        as_administrator.execute("GRANT INSERT ON audit_ticket TO tvaers_ticket")
    assert response.status_code == 500
    assert str(dossiers["gladsaxe"][0]).encode() not in response.content


# --- seen ---------------------------------------------------------------------------------------------


def test_what_is_shown_is_logged_in_the_same_transaction(alice, dossiers, as_administrator):
    mine = dossiers["gladsaxe"][0]
    alice.get(f"/dossier/{mine}/")
    row = as_administrator.execute(
        "SELECT s.dossier_id, s.owner_id, s.actor_id, s.categories, t.route"
        " FROM audit_seen s JOIN audit_ticket t ON t.id = s.ticket_id"
    ).fetchall()
    assert row == [(mine, named("gladsaxe"), named("alice"), 1, "one")]


def test_a_list_of_fifty_leaves_fifty_rows(alice, cast, as_administrator):
    with as_administrator.transaction():
        for _ in range(60):
            scene.add_dossier(as_administrator, owner="gladsaxe")
    shown = alice.get("/listed/").content.split()
    assert len(shown) == 50
    logged = as_administrator.execute("SELECT dossier_id::text FROM audit_seen").fetchall()
    assert sorted(logged) == sorted((each.decode(),) for each in shown)


def test_what_cannot_be_logged_is_not_shown(alice, dossiers, as_administrator):
    """A dossier that is not there, one that is hidden, and a log that takes nothing at all."""
    for dossier in (uuid4(), dossiers["herlev"][0]):
        answer = alice.get(f"/unloggable/{dossier}/")
        assert answer.status_code == 500
        assert b"secret content" not in answer.content
    mine = dossiers["gladsaxe"][0]
    assert b"secret content" in alice.get(f"/unloggable/{mine}/").content
    as_administrator.execute(
        "CREATE FUNCTION public.disk_full() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END$$;"
        "CREATE TRIGGER disk_full BEFORE INSERT ON audit_seen FOR EACH ROW EXECUTE FUNCTION public.disk_full()"
    )
    try:
        answer = alice.get(f"/dossier/{mine}/")
    finally:
        as_administrator.execute("DROP FUNCTION public.disk_full CASCADE")
    assert answer.status_code == 500
    assert str(mine).encode() not in answer.content
    assert [status for _, status in outcomes(as_administrator)] == [500, 500, 200, 500]


# --- connections --------------------------------------------------------------------------------------


def ask(key, cookie, found):
    """One browser in a thread of its own, giving its connection back after each request."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    try:
        for number in range(ROUNDS):
            page = "/whose-then-fails/" if number % 3 == 2 else "/whose/"
            answer = client.get(page)
            found.append((key, answer.status_code, answer.content.decode() if answer.status_code == 200 else ""))
            connections.close_all()
    finally:
        connections.close_all()


def test_nothing_bleeds_from_one_request_into_the_next(client_for):
    """Many browsers of different organisations over few connections, with exceptions in between."""
    found = []
    keys = [("alice", "gladsaxe"), ("hanne", "herlev"), ("palle", "police")] * (THREADS // 3)
    cookies = {key: client_for(key).cookies[settings.SESSION_COOKIE_NAME].value for key, _ in keys}
    threads = [threading.Thread(target=ask, args=(key, cookies[key], found)) for key, _ in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    homes = {key: str(named(organisation)) for key, organisation in keys}
    assert len(found) == THREADS * ROUNDS
    for key, status, content in found:
        assert (status, content) in {(200, homes[key]), (500, "")}
    assert sum(status == 200 for _, status, _ in found) == THREADS * ROUNDS * 2 // 3


def test_a_context_does_not_survive_into_the_next_request(alice, dossiers):
    """The same connection, the next transaction: no context until one is set."""
    assert alice.get("/counted/").content == b"3"
    with context.unguarded("looking for what was left behind"), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('tvaers.context', true), '')")
        assert cursor.fetchone() == ("",)


POISON = (
    "SELECT set_config('tvaers.context', 'x', false)",
    "SET search_path = pg_temp, public",
    "SET row_security = off",
    "SET statement_timeout = 0",
    "SET default_transaction_read_only = on",
    "PREPARE stolen AS SELECT 1",
    "LISTEN everything",
    "SELECT pg_advisory_lock(42)",
    "DECLARE kept CURSOR WITH HOLD FOR SELECT 1",
)
LEFT = """
SELECT coalesce(current_setting('tvaers.context', true), ''), current_setting('search_path'),
       current_setting('row_security'), current_setting('statement_timeout'),
       current_setting('default_transaction_read_only'), current_setting('TimeZone'),
       (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_listening_channels()),
       (SELECT count(*) FROM pg_cursors WHERE is_holdable),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
"""


def in_one_connection(*statements):
    """Run statements on a connection from the pool and give it back; return the backend and the last answer."""
    with context.unguarded("no rows are asked for"), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        answer = cursor.fetchone() if cursor.description else None
        pid = connection.connection.info.backend_pid
    connection.close()
    return pid, answer


def test_a_poisoned_connection_is_cleaned_before_the_next_request(db):
    """What an injected statement leaves in a connection ends when the connection goes back to the pool."""
    _, clean = in_one_connection(LEFT)
    poisoned, _ = in_one_connection(*POISON)
    for _ in range(200):
        pid, left = in_one_connection(LEFT)
        if pid == poisoned:
            break
    else:
        pytest.fail("the poisoned connection never came back, so nothing was tried")
    assert left == clean
    assert clean[0] == ""
    assert clean[5] == "UTC"
    assert clean[6:] == (0, 0, 0, 0)


# --- how long it waits --------------------------------------------------------------------------------


def test_what_follows_a_page_is_waited_for_briefly(monkeypatch):
    """Closing the ticket with a network that has gone silent: the answer was held back for half a minute."""
    monkeypatch.setattr(pool, "AFTER_SECONDS", 0.5)
    asked = []

    def ask_often(_status):
        with connections["ticket"].cursor() as cursor:
            for _ in range(4):
                cursor.execute("SELECT pg_sleep(0.2)")
                asked.append(cursor.fetchone())

    def page(request):
        after_transaction(request, ask_often)
        return HttpResponse("done")

    with pytest.raises(OperationalError, match="does not answer"):
        OneTransaction(page)(RequestFactory().get("/"))
    assert len(asked) < 4
    connections["ticket"].close()
